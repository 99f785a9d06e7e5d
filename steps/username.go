package steps

import (
	"slices"
	"strings"
	"unicode/utf8"

	"appreg/internal/cause"
	"appreg/internal/pattern"
)

// Limits of a user principal name (docs/sources.md, Portals).
const (
	longestUPN    = 113
	longestPrefix = 64
	longestDomain = 48
)

var upnPrefix = pattern.Lazy(`^[A-Za-z0-9'._!#^~-]+$`)

// personalDomains are domains of accounts that no organisation's tenant holds.
var personalDomains = []string{"outlook.com", "hotmail.com", "live.com", "msn.com", "gmail.com", "googlemail.com", "yahoo.com", "icloud.com"}

// acceptUsername takes a user principal name.
func acceptUsername(a Answers, raw string) (Accepted, *Problem) {
	if problem := refusePlaceholder(raw, cause.UserNotFound, false); problem != nil {
		return Accepted{}, problem
	}
	m := tidy(raw)
	m.change(strings.TrimPrefix(m.text, "mailto:"), "mailto: removed")
	if open := strings.LastIndex(m.text, "<"); open > 0 && strings.HasSuffix(m.text, ">") {
		m.change(m.text[open+1:len(m.text)-1], "display name removed")
	}
	if problem := judgeUPN(m.text, a.Flow().SignsInAtPage()); problem != nil {
		return Accepted{}, problem
	}
	accepted := Accepted{Value: m.text, Note: m.note()}
	_, domain, _ := strings.Cut(m.text, "@")
	if slices.Contains(personalDomains, strings.ToLower(domain)) {
		accepted.Warn = true
		accepted.Note = join(accepted.Note, domain+" holds personal accounts: only work or school accounts of the tenant can sign in")
	}
	return accepted, nil
}

// judgeUPN says what is wrong with a user principal name. A guest can sign in at a page, though not under the name that
// the directory has for it.
func judgeUPN(upn string, page bool) *Problem {
	bad := func(message, fix string) *Problem {
		return &Problem{Cause: cause.UserNotFound, Message: message, Fix: fix}
	}
	const want = "enter the sign-in name, for example jan@contoso.com"
	prefix, domain, ok := strings.Cut(upn, "@")
	ascii, other := asciiDomain(domain)
	guest := strings.Contains(strings.ToUpper(upn), "#EXT#")
	switch {
	case guest && page:
		return &Problem{Cause: cause.GuestOrMSAAccount, Message: "this is a guest's name in the directory (#EXT#): nobody signs in with it",
			Fix: "leave the field empty and sign in with the guest's own account"}
	case guest:
		return &Problem{Cause: cause.GuestOrMSAAccount, Message: "this is a guest account (#EXT#): guests can't sign in with a password here",
			Fix: "use an account that was created in this tenant"}
	case isGUID(strings.ToLower(upn)):
		return bad("this is a GUID, perhaps the user's object ID", want)
	case strings.Contains(upn, `\`):
		return bad(`this is a Windows name (DOMAIN\user)`, want)
	case !ok || prefix == "" || domain == "":
		return bad("a sign-in name has a name, an @ and a domain", want)
	case strings.Contains(domain, "@"):
		return bad("there is more than one @ in it", want)
	case strings.ContainsAny(upn, " \t\r\n"):
		return bad("there is a blank in it", want)
	case strings.HasSuffix(prefix, "."):
		return bad("there is a dot right before the @: Entra doesn't allow that", want)
	case !upnPrefix.Regexp().MatchString(prefix):
		return bad("there is a character before the @ that Entra doesn't allow (letters, digits and ' . - _ ! # ^ ~)", want)
	case other:
		return bad("Entra knows the domain behind the @ under its name in ASCII letters only", "perhaps "+prefix+"@"+ascii+"; else "+want)
	case !isDomain(strings.ToLower(domain)):
		return bad("what follows the @ isn't a domain", want)
	case utf8.RuneCountInString(upn) > longestUPN || len(prefix) > longestPrefix || len(domain) > longestDomain:
		return bad("it's longer than Entra allows: 64 characters before the @, 48 after it, 113 in all", want)
	}
	return nil
}
