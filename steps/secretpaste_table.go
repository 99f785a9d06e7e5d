package steps

import (
	"strings"

	"appreg/internal/cause"
	"appreg/internal/pattern"
)

var (
	thumbprintShape = pattern.Lazy(`^(?i)([0-9a-f]{40}|[0-9a-f]{64}|([0-9a-f]{2}[: ]){19}[0-9a-f]{2})$`)
	maskShape       = pattern.Lazy(`[*•●…]{2,}|\.{3,}$`)
	linkShape       = pattern.Lazy(`^(?i)[a-z][a-z0-9+.-]*://`)
	pathShape       = pattern.Lazy(`^(?:~|\.{1,2}|[A-Za-z]:)?[/\\]`)
	lineShape       = pattern.Lazy(`^(?:export\s+|set\s+|setx\s+|env\s+|\$env:|\$|-{1,2})?[A-Za-z_][A-Za-z0-9_.-]*\s*[=:]\s*[^=\s]`)
)

// findValue is where a client secret's value is.
const findValue = "in Certificates & secrets, copy the column Value; if the portal no longer shows it in full, create a new secret"

// pasted is something that people paste in place of a client secret's value.
type pasted struct {
	is      func(value string) bool // told without what stands around the value
	cause   cause.Label
	message string
	fix     string
	whole   bool // fix is all there is to do; else the cause's own advice helps too
}

// pastedForSecret is looked through in this order. What holds the secret among other things comes before what merely
// holds a character that no secret has.
func pastedForSecret() []pasted {
	return []pasted{
		{isSecretID, cause.SecretIsIDNotValue, "this is a GUID: the Secret ID (or a client ID), not the secret's value", findValue, false},
		{matching(thumbprintShape), cause.SecretWrong, "this looks like a certificate's thumbprint",
			"a certificate is entered as a file: choose the sign-in method client-certificate, or paste the secret's value", false},
		{matching(maskShape), cause.SecretWrong, "this is the portal's hint, the first characters of a secret that the portal no longer shows",
			"make a new client secret and copy its Value at once", false},
		{isPercentEncoded, cause.SecretEncoding, "this secret is percent-encoded", "enter it as the portal shows it: appreg encodes it itself", true},
		{isBase64OfSecret, cause.SecretEncoding, "this is the base64 encoding of a client secret", "decode it and enter what comes out", true},
		{isJSON, cause.SecretEncoding, "this is JSON, not the secret alone",
			"enter only the value of the key that holds it: password (Azure CLI), secretText (Microsoft Graph) or value (Key Vault)", true},
		{matching(linkShape), cause.SecretWrong, "this is a link, not the secret behind it", findValue, false},
		{matching(pathShape), cause.SecretWrong, "this is the path of a file, not the secret in it",
			"enter what the file holds; a script names the file with --secret-file", true},
		{matching(lineShape), cause.SecretEncoding, "this is a whole line, name and value, as an .env file has them",
			"enter only what follows the name, without quotes", true},
		{hasBlank, cause.SecretWrong, "there is a blank or a line break inside: a client secret has none", findValue, false},
	}
}

func matching(p *pattern.Pattern) func(string) bool {
	return func(value string) bool { return p.Regexp().MatchString(value) }
}

func isSecretID(value string) bool { return isGUID(strings.ToLower(strings.Trim(value, "{}"))) }

func hasBlank(value string) bool { return strings.ContainsAny(value, " \t\r\n") }
