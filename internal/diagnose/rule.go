package diagnose

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// rule leads from an answer to a cause. Every condition that is set must hold; within one, any of its values will do.
type rule struct {
	codes     []int
	names     []string // error field or API error code, lower case
	suberrors []string
	text      []string // features of the wording; all must be there: see folded.holds
	status    []int
	marks     []mark
	flows     func(catalog.FlowInfo) bool // nil: any, and none
	api       presence
	account   string // account type
	shapes    []secret.Shape
	clockOff  bool // this machine's clock is wrong
	otherHost bool // another login host than the cloud's own was asked
	expired   bool // the secret's end date, as noted, is over

	cause  cause.Label
	others causes
	sure   report.Confidence // empty: what the rule looks at decides, see confidence
	note   string            // what such an answer says in particular: a sentence for the meaning
	step   string            // what to do first about such an answer
	call   *inCall           // what it means as the answer to a call of our own; nil: it is no rule for one
}

type causes = []cause.Label

// presence says whether an API was named.
type presence string

const (
	named   presence = "named"
	unnamed presence = "unnamed"
)

// The grades of the tables.
const (
	certain = report.Certain
	likely  = report.Likely
	guess   = report.Guess
)

// confidence is how sure a rule's cause is. A number of Entra's has one meaning unless its row says otherwise; words are
// the best of several readings, and an HTTP status alone is only a hint.
func (r rule) confidence() report.Confidence {
	switch {
	case r.sure != "":
		return r.sure
	case len(r.codes) > 0:
		return report.Certain
	case len(r.text)+len(r.names)+len(r.suberrors) > 0:
		return report.Likely
	}
	return report.Guess
}

// matches reports whether all conditions hold. code is the code looked up, 0 for rules without one.
func (r rule) matches(code int, a answer, c Context) bool {
	return matchesAny(r.codes, code) &&
		matchesName(r.names, a) &&
		matchesAny(r.suberrors, strings.ToLower(a.suberror)) &&
		matchesAny(r.status, a.status) &&
		matchesAny(r.marks, a.mark) &&
		(r.flows == nil || c.Flow.Info().Flow != "" && r.flows(c.Flow.Info())) &&
		(r.api == "" || (r.api == named) == (c.API != "")) &&
		matchesAny(r.shapes, c.SecretShape) &&
		(r.account == "" || strings.EqualFold(r.account, c.AccountType)) &&
		(!r.clockOff || clockOff(c.ClockOffset)) &&
		(!r.otherHost || target(c).Login != ownLogin(c)) &&
		(!r.expired || secretOver(c)) &&
		a.text.holdsAll(r.text)
}

// matchesAny reports whether value is one of list; an empty list asks for nothing.
func matchesAny[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

// matchesName reports whether one of the answer's names is one of list, where one that ends in * is a beginning.
func matchesName(list []string, a answer) bool {
	return len(list) == 0 || slices.ContainsFunc(append([]string{a.name}, a.inner...), func(name string) bool {
		name = strings.ToLower(name)
		return slices.ContainsFunc(list, func(want string) bool {
			start, open := strings.CutSuffix(want, "*")
			return name == want || open && strings.HasPrefix(name, start)
		})
	})
}

// codeRules are the rules that look at a code; the others do without one. Each list is in order: the first rule that
// matches counts, so that a special one stands before a general one.
func codeRules() [][]rule {
	return [][]rule{
		clientRules, credentialRules, federatedRules, tenantRules, consentRules, resourceRules, requestRules, redirectRules, deviceRules, userRules, policyRules, serviceRules,
	}
}

// entraTextRules are for the sentence behind a number of Entra's that no rule knows.
func entraTextRules() [][]rule {
	return [][]rule{clientTextRules, localizedRules, nameRules}
}

func loginTextRules() [][]rule {
	return [][]rule{networkTextRules, clientTextRules, localizedRules, nameRules, apiTokenRules, statusRules}
}

// textRules are for what anybody may have written. Where an API is known its words come before those of sign-in libraries.
func textRules(c Context) [][]rule {
	wide, bare := wideRules(c.API)
	first := [][]rule{networkTextRules, ownRules(catalog.Refusals(c.API)), graphRules, apiRules, wide, apiWideRules, clientTextRules}
	if c.API == "" {
		first = slices.Insert(first, 1, clientTextRules)
	}
	return append(first, localizedRules, nameRules, apiTokenRules, bare, statusRules)
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
