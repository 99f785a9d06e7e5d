package steps

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"appreg/internal/pattern"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

var (
	// secretShape is a client secret's value (facts/entra.md section 6): today's, the one before it or the oldest.
	secretShape = pattern.Lazy(`^(?:[A-Za-z0-9._~-]{3}8Q~[A-Za-z0-9._~-]{34}|[A-Za-z0-9._~-]{3}7Q~[A-Za-z0-9._~-]{31}|[A-Za-z0-9._~-]{34})$`)

	thumbprintShape = pattern.Lazy(`^(?i)([0-9a-f]{40}|[0-9a-f]{64}|([0-9a-f]{2}[: ]){19}[0-9a-f]{2})$`)
	maskShape       = pattern.Lazy(`[*•●…]{2,}|\.{3,}$`)
	percentShape    = pattern.Lazy(`%[0-9A-Fa-f]{2}`)
)

// shortestSecret is below every form of secret that Entra has made.
const shortestSecret = 16

// acceptSecret judges the value of a client secret. Blanks, quotes and line ends never belong to one and are removed.
// No message repeats the value.
func acceptSecret(_ Answers, raw string) (Accepted, *Problem) {
	if problem := refusePlaceholder(raw, "secret_wrong", true); problem != nil {
		return Accepted{}, problem
	}
	m := &mended{text: strings.Trim(raw, "\r\n")}
	m.visible()
	m.change(strings.TrimSpace(m.text), "blanks around it removed")
	m.change(unwrap(m.text, quotes), "quotes removed")
	if problem := notASecret(m.text); problem != nil {
		return Accepted{}, problem
	}
	accepted := Accepted{Secret: secret.New(m.text), Note: m.note()}
	if matchesSecret(m.text) {
		return accepted, nil
	}
	accepted.Warn = true
	accepted.Note = join(accepted.Note, "not one of the usual forms of a client secret (40, 37 or 34 characters): taken as it is; the test will tell")
	return accepted, nil
}

// notASecret recognises what is pasted in place of a secret's value. It is given the value without its surroundings.
func notASecret(value string) *Problem {
	const again = "in Certificates & secrets, copy the column Value; if it is no longer shown in full, make a new secret"
	if isGUID(strings.ToLower(strings.Trim(value, "{}"))) {
		return &Problem{Cause: "secret_is_id_not_value", Message: "this is a GUID: the Secret ID (or a client ID), not the secret's value", Fix: again}
	}
	what, found := sanitize.LooksSecret(value)
	switch {
	case thumbprintShape.Regexp().MatchString(value):
		return &Problem{Cause: "secret_wrong", Message: "this looks like a certificate's thumbprint", Fix: "a certificate is entered as a file: choose the flow client-certificate, or paste the secret's value"}
	case found && what != sanitize.ClientSecretShape:
		return &Problem{Cause: "secret_wrong", Message: "this looks like a " + what + ", not like a client secret", Fix: again}
	case maskShape.Regexp().MatchString(value):
		return &Problem{Cause: "secret_wrong", Message: "this is the portal's hint, the first characters of a secret that is no longer shown", Fix: "make a new client secret and copy its Value at once"}
	case percentShape.Regexp().MatchString(value) && decodesToSecret(value):
		return &Problem{Cause: "secret_encoding", Message: "this secret is percent-encoded", Fix: "enter it as the portal shows it: appreg encodes it itself"}
	case strings.ContainsAny(value, " \t\r\n"):
		return &Problem{Cause: "secret_wrong", Message: "there is a blank or a line break inside: a client secret has none", Fix: again}
	case utf8.RuneCountInString(value) < shortestSecret:
		return &Problem{Cause: "secret_wrong", Message: "this is too short for a client secret, which has 34 to 40 characters", Fix: again}
	}
	return nil
}

// matchesSecret reports whether value has one of the known forms of a client secret.
func matchesSecret(value string) bool { return secretShape.Regexp().MatchString(value) }

// decodesToSecret reports whether value is a known form of secret once its percent signs are decoded.
func decodesToSecret(value string) bool {
	decoded, err := url.QueryUnescape(value)
	return err == nil && matchesSecret(decoded)
}

// longestPassword is Entra's limit for a password.
const longestPassword = 256

// acceptPassword judges a user's password. Entra's password grant refuses passwords that begin or end with a blank
// (facts/entra.md section 0, point 3), so these are not taken; the person decides whether the blank was a slip.
func acceptPassword(_ Answers, raw string) (Accepted, *Problem) {
	if problem := refusePlaceholder(raw, "wrong_password", true); problem != nil {
		return Accepted{}, problem
	}
	m := &mended{text: raw}
	m.change(strings.TrimRight(m.text, "\r\n"), "line end removed")
	what, found := sanitize.LooksSecret(m.text)
	switch {
	case m.text == "":
		return Accepted{}, &Problem{Message: "the password is empty", Fix: "enter the user's password"}
	case strings.TrimSpace(m.text) != m.text:
		return Accepted{}, &Problem{
			Cause:   "wrong_password",
			Message: "the password begins or ends with a blank: Entra refuses such passwords in this flow",
			Fix:     "if the blank slipped in, enter the password without it; if it belongs to the password, change the password first",
		}
	case found:
		return Accepted{}, &Problem{Cause: "wrong_password", Message: "this looks like a " + what + ", not like a user's password", Fix: "enter the password of the user, or choose a flow in which the application signs in"}
	case strings.ContainsAny(m.text, "\r\n"):
		return Accepted{}, &Problem{Cause: "wrong_password", Message: "there is a line break inside the password", Fix: "enter the password alone"}
	case utf8.RuneCountInString(m.text) > longestPassword:
		return Accepted{}, &Problem{Cause: "wrong_password", Message: "this is longer than 256 characters, Entra's limit", Fix: "enter the password alone"}
	}
	return Accepted{Secret: secret.New(m.text), Note: m.note()}, nil
}

// refuseSecret keeps secrets out of fields that are shown, kept in drafts and printed.
func refuseSecret(f Field, raw string) *Problem {
	what, found := sanitize.LooksSecret(raw)
	if !found {
		return nil
	}
	return &Problem{
		Key:     f.Key,
		Message: "this looks like a " + what + " and was not kept: the answer here is shown and saved in the open",
		Fix:     "enter it where a secret is asked for; if others may have seen it, make a new one",
	}
}
