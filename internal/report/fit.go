package report

import "appreg/internal/sanitize"

// Fit gives the report with what it repeats of the registration and the token made fit for a terminal: an index can have
// been edited by hand, and a token's claims come from outside. The findings are left as they are: whoever makes them knows
// which of their texts may have several lines.
func (r Report) Fit() Report {
	for _, text := range []*string{
		(*string)(&r.API), (*string)(&r.Cloud), (*string)(&r.Region), (*string)(&r.Flow), &r.Profile, &r.Environment,
		&r.Project, &r.Tenant, &r.TenantID, &r.ClientID, &r.Username, &r.Authority, &r.Stored,
	} {
		*text = sanitize.Line(*text)
	}
	if r.Token != nil {
		facts := *r.Token
		facts.Audience, facts.Scopes, facts.Roles = sanitize.Line(facts.Audience), fitLines(facts.Scopes), fitLines(facts.Roles)
		r.Token = &facts
	}
	return r
}

func fitLines(list []string) []string {
	fit := make([]string, len(list)) // never null in JSON
	for i, text := range list {
		fit[i] = sanitize.Line(text)
	}
	return fit
}
