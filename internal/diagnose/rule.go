package diagnose

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// rule leads from an answer to a cause. Every condition that is set must hold; within one, any of its values will do.
type rule struct {
	codes     []int
	names     []string // error field or API error code, lower case
	suberrors []string
	text      []string // features of the wording; all must be there: see holds
	status    []int
	marks     []mark
	flows     []catalog.Flow
	apis      []catalog.API
	account   string // account type
	shapes    []secret.Shape
	clockOff  bool // this machine's clock is wrong
	expired   bool // the secret's end date, as noted, is over

	cause  report.Cause
	others []report.Cause
}

// matches reports whether all conditions hold. code is the code looked up, 0 for rules without one.
func (r rule) matches(code int, a answer, c Context) bool {
	return any1(r.codes, code) &&
		any1(r.names, strings.ToLower(a.name)) &&
		any1(r.suberrors, strings.ToLower(a.suberror)) &&
		any1(r.status, a.status) &&
		any1(r.marks, a.mark) &&
		any1(r.flows, c.Flow) &&
		any1(r.apis, c.API) &&
		any1(r.shapes, c.SecretShape) &&
		(r.account == "" || strings.EqualFold(r.account, c.AccountType)) &&
		(!r.clockOff || clockOff(c.ClockOffset)) &&
		(!r.expired || secretOver(c)) &&
		allHold(a.text, r.text)
}

// any1 reports whether value is one of list; an empty list asks for nothing.
func any1[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

func allHold(text string, features []string) bool {
	for _, f := range features {
		if !holds(text, f) {
			return false
		}
	}
	return true
}

// holds reports whether squeezed text has a feature. A feature is one or more alternatives, separated by |; within an
// alternative * stands for anything. Blanks, case and quotation marks do not count.
func holds(text, feature string) bool {
	for alternative := range strings.SplitSeq(squeeze(feature), "|") {
		if inOrder(text, strings.Split(alternative, "*")) {
			return true
		}
	}
	return false
}

func inOrder(text string, parts []string) bool {
	for _, part := range parts {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return true
}

// squeeze gives text in the form in which wordings are compared: lower case, no blanks, no quotation marks and no
// backslashes, because tools wrap, quote and escape answers in every way.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r', '\u00a0', '\u200b', '\'', '"', '`', '’', '‘', '“', '”', '´', '\\', '«', '»':
			return -1
		}
		return r
	}, strings.ToLower(text))
}

// codeRules are the rules that look at a code; textRules those that do without one. Each list is in order:
// the first rule that matches counts, so that a special one stands before a general one.
func codeRules() [][]rule {
	return [][]rule{
		clientRules, credentialRules, tenantRules, consentRules, resourceRules, requestRules, redirectRules, deviceRules, userRules, policyRules, serviceRules,
	}
}

func apiTextRules() [][]rule {
	return [][]rule{networkTextRules, businessCentralRules, apiRules}
}

func loginTextRules() [][]rule {
	return [][]rule{networkTextRules, clientTextRules, nameRules, apiTokenRules, statusRules}
}

func textRules() [][]rule {
	return [][]rule{networkTextRules, clientTextRules, businessCentralRules, apiRules, nameRules, apiTokenRules, statusRules}
}

// ruleFor finds the first rule of groups that matches; nil if none does.
func ruleFor(groups [][]rule, code int, a answer, c Context) *rule {
	for _, group := range groups {
		for i := range group {
			if group[i].matches(code, a, c) {
				return &group[i]
			}
		}
	}
	return nil
}
