package sanitize

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// shape is text that is a secret by its looks or by the name before it.
type shape struct {
	pattern  *regexp.Regexp
	value    int            // the group that is the secret; 0: all of it
	harmless *regexp.Regexp // a value that is left alone; nil: none is
	marks    []string       // small letters; each match holds one of these, in any case: looking for them first saves time
}

// secretNames end the names whose values are secrets in the token endpoint's requests and answers.
var secretNames = []string{
	"client_secret", "clientsecret", "password", "_token", "accesstoken", "refreshtoken", "assertion", "device_code", "code_verifier",
}

const (
	// clientSecret is the value that the portal shows once, after docs/sources.md, Portals: 40 characters with 8Q~ at the
	// fourth, or 37 with 7Q~. Here the rest may be shorter: a cut or mistyped secret is still one.
	clientSecret = `[A-Za-z0-9._~-]{3}[78]Q(?:~|%7[Ee])[A-Za-z0-9._~%-]{20,}`

	// jwt is a signed token, whole, or cut within its first part.
	jwt = `eyJ[A-Za-z0-9_-]{8,}(?:(?:\.|%2[Ee])[A-Za-z0-9_-]+)+|eyJ[A-Za-z0-9_-]{40,}`

	privateKey = `(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)`
)

// shapes are compiled at their first use: most runs need none, and start-up time is measured.
var shapes = sync.OnceValue(func() []shape {
	// An authorization code is long and mixed. "code" also names the error of an API, which must stay readable.
	errorCode := regexp.MustCompile(`^(?:[A-Za-z_.]*|\d{1,6}|0x[0-9A-Fa-f]{1,8}|AADSTS\d+)$`)
	list := []shape{
		{regexp.MustCompile(`(?i)\bauthorization\\*["']?\s*[:=]\s*\\*["']?(?:[a-z]+ +)?([^\s"'\\,]+)`), 1, nil, []string{"authorization"}},
		{regexp.MustCompile(`(?i)\bbearer +([A-Za-z0-9._~+/-]{16,}=*)`), 1, nil, []string{"bearer "}},
	}
	list = append(list, named("[a-z0-9_]*", secretNames, nil, nil)...)
	list = append(list, named("", []string{"code"}, regexp.MustCompile(`^\d{1,6}$`), errorCode)...)
	return append(list, bareShapes()...)
})

// bareShapes are those that need no name before them.
var bareShapes = sync.OnceValue(func() []shape {
	return []shape{
		{regexp.MustCompile(privateKey), 0, nil, []string{"private key"}},
		{regexp.MustCompile(jwt), 0, nil, []string{"eyj"}},
		{regexp.MustCompile(clientSecret), 0, nil, []string{"7q", "8q"}},
	}
})

// named returns the shapes of a value after its name, which is one of names with what before stands for: in a form or
// query, in JSON, in JSON inside a JSON text, in a header. The values that are left alone differ between a form and the
// others.
func named(before string, names []string, inForm, harmless *regexp.Regexp) []shape {
	name := before + "(?:" + strings.Join(names, "|") + ")"
	return []shape{
		{regexp.MustCompile(`(?i)\b` + name + `(?:=|%3d)([^&\s"'<>]+)`), 1, inForm, followedBy(names, "=", "%3d")},
		{regexp.MustCompile(`(?i)"` + name + `"\s*:\s*"((?:[^"\\]|\\.)*)`), 1, harmless, followedBy(names, `"`)},
		{regexp.MustCompile(`(?i)\\+"` + name + `\\+"\s*:\s*\\+"(.*?)\\+"`), 1, harmless, followedBy(names, `\`)},
		{regexp.MustCompile(`(?i)\b` + name + `[ \t]*:[ \t]*([^\s"'<>,]+)`), 1, harmless, followedBy(names, ":", " ", "\t")},
	}
}

// followedBy returns each name with each of what can stand behind it.
func followedBy(names []string, ends ...string) []string {
	var all []string
	for _, name := range names {
		for _, end := range ends {
			all = append(all, name+end)
		}
	}
	return all
}

// folded is text without its cases, also those of the two letters outside of ASCII that a pattern takes for s and k.
func folded(text string) string { return strings.ToLower(strings.ToUpper(text)) }

// find returns where in text, and folded is the same without its cases, such a secret stands.
func (s shape) find(text, folded string) []span {
	if !slices.ContainsFunc(s.marks, func(mark string) bool { return strings.Contains(folded, mark) }) {
		return nil
	}
	var found []span
	for _, groups := range s.pattern.FindAllStringSubmatchIndex(text, -1) {
		at := span{groups[2*s.value], groups[2*s.value+1]}
		if s.harmless == nil || !s.harmless.MatchString(text[at.from:at.to]) {
			found = append(found, at)
		}
	}
	return found
}

// The names that LooksSecret gives.
const (
	ClientSecretShape = "client secret"
	TokenShape        = "token"
	KeyShape          = "private key"
	CertificateShape  = "certificate"
)

var looks = sync.OnceValue(func() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		ClientSecretShape: regexp.MustCompile(`[78]Q(?:~|%7[Ee])`), // the mark alone: what stands around it may have been typed before
		TokenShape:        regexp.MustCompile(jwt),
		KeyShape:          regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY`),
		CertificateShape:  regexp.MustCompile(`-----BEGIN `),
	}
})

// LooksSecret tells whether s holds something shaped like a client secret, a signed token or a PEM block, and which:
// for fields that show what is typed. Invisible characters in between do not hide it.
func LooksSecret(s string) (what string, ok bool) {
	s = strings.Map(withoutInvisible, s)
	for _, what := range []string{KeyShape, CertificateShape, ClientSecretShape, TokenShape} {
		if looks()[what].MatchString(s) {
			return what, true
		}
	}
	return "", false
}

// withoutInvisible drops what nobody sees.
func withoutInvisible(r rune) rune {
	if invisible(r) {
		return -1
	}
	return r
}
