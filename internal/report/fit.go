package report

import (
	"cmp"

	"appreg/internal/sanitize"
)

// Fit returns the report with what it repeats of the registration and the token made fit for a terminal: an index can have
// been edited by hand, and a token's claims come from outside. The findings are left as they are: see Finding.Fit.
func (r Report) Fit() Report {
	for _, text := range []*string{
		(*string)(&r.API), (*string)(&r.Cloud), (*string)(&r.Region), (*string)(&r.Flow), &r.Profile, &r.Environment,
		&r.Project, &r.Tenant, &r.TenantID, &r.ClientID, &r.Username, &r.Authority, &r.APIURL, &r.GraphURL, &r.Stored,
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

// Fit returns the finding made fit for a terminal and for scripts, without what redact knows: it is where text from outside
// enters a report. Our own words speak of passwords and tokens, so that looking for the shape of one would spoil them.
func (f Finding) Fit(redact sanitize.Redactor) Finding {
	for _, outside := range []*string{&f.Evidence, &f.CorrelationID, &f.TraceID} {
		*outside = sanitize.Line(redact.Redact(*outside))
	}
	for _, own := range []*string{&f.Title, &f.Meaning, &f.Fix.Where, &f.Fix.Command, &f.Fix.URL} {
		*own = sanitize.Line(*own)
	}
	f.Raw = sanitize.Raw(redact.Redact(f.Raw))
	f.Fix.Steps = fitLines(f.Fix.Steps)
	if f.Cause != "" {
		f.Confidence = cmp.Or(f.Confidence, Certain) // found by a check of our own
	}
	return f
}
