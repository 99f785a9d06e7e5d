package diagnose

import (
	"net/http"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
)

// inCall is what a rule means for the answer to a call of our own, whose form, caller and token are known.
type inCall struct {
	who    catalog.Caller
	bears  catalog.Bearer
	firm   bool // holds even if the token lacks the right that the call needs
	others causes
}

// callRule finds the rule for an API's answer to a call of our own: what any API says of a token, then the API's own words,
// then the bare status. An answer that no rule knows is that of a call which the API does not make.
func callRule(a answer, c Context) rule {
	for _, group := range [][]rule{callRules, apiRules, ownRules(catalog.TrialOf(c.API).Refusals), statusesOf(c)} {
		for _, r := range group {
			if r.call != nil && (r.call.who == catalog.AnyCaller || r.call.who == c.Call.Who) && r.matches(0, a, c) {
				return r
			}
		}
	}
	return rule{cause: cause.APIOperationUnsupported, call: &inCall{firm: true, others: causes{cause.APIServerDefect}}}
}

// explainCall diagnoses an API's answer to a call of our own. A status alone, or a cause that leaves others, is not certain.
func explainCall(a answer, c Context) Diagnosis {
	r := callRule(a, c)
	d := withFacts(ForCause(r.cause, c), a)
	d.Others, d.Firm, d.Bears = r.call.others, r.call.firm, bearer(r.call.bears, a.status)
	if !d.Firm || len(d.Others) > 0 {
		d.Confidence = report.Likely
	}
	return d
}

// bearer is the finding that a refusal belongs to. Where its rule does not say, the status does, for every API alike:
// with 403 the token was taken and a right is missing, else it was not, or the call or what it names is not there.
func bearer(says catalog.Bearer, status int) report.ID {
	switch {
	case says != "":
		return report.ID(says)
	case status == http.StatusForbidden:
		return report.Duty
	default:
		return report.API
	}
}

// ownRules are the rules in rows of the catalogue.
func ownRules(rows []catalog.Refusal) []rule {
	var rules []rule
	for _, row := range rows {
		r := rule{names: row.Codes, text: row.Text, status: row.Status, cause: row.Means[0], others: causes(row.Means[1:])}
		switch row.Who {
		case catalog.User:
			r.flows = usersIn
		case catalog.Application:
			r.flows = appFlows
		case catalog.AnyCaller:
		}
		if row.Guess {
			r.sure = guess
		}
		if row.Bears != "" {
			r.call = &inCall{bears: row.Bears, firm: row.Sure, others: r.others}
		}
		rules = append(rules, r)
	}
	return rules
}

// wideRules are the API's wide words, and what bare statuses of it mean.
func wideRules(api catalog.API) (wide, bare []rule) {
	for _, r := range ownRules(catalog.TrialOf(api).Otherwise) {
		if len(r.text) > 0 {
			wide = append(wide, r)
		} else {
			bare = append(bare, r)
		}
	}
	return wide, bare
}

// statusesOf are what a bare status means to a call of our own.
func statusesOf(c Context) []rule {
	var rules []rule
	for _, row := range catalog.TrialOf(c.API).Statuses {
		if row.Who != c.Call.Who || row.About != c.Call.About {
			continue
		}
		for status, means := range map[int]catalog.Meaning{
			http.StatusUnauthorized: row.Unauthorized, http.StatusForbidden: row.Forbidden, http.StatusNotFound: row.NotFound,
		} {
			if len(means) > 0 {
				rules = append(rules, rule{status: []int{status}, cause: means[0], call: &inCall{firm: status == http.StatusNotFound, others: causes(means[1:])}})
			}
		}
	}
	return rules
}
