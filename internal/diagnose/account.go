package diagnose

import (
	"cmp"

	"appreg/internal/cause"
	"appreg/internal/report"
)

// AnotherAccount is the finding of a sign-in that worked, with an account of another tenant or user than was asked for;
// label says which.
func AnotherAccount(label cause.Label, evidence string, c Context) report.Finding {
	f := Because(report.Fail, label, evidence, c)
	f.Title = "The wrong account signed in"
	f.Meaning = "The browser may have used an account that was already signed in."
	f.Fix.Where = "The sign-in page"
	f.Fix.Steps = []string{
		"Sign in again and select " + cmp.Or(c.Username, "an account of tenant "+cmp.Or(c.Tenant, c.TenantID)) + ".",
		"If the page doesn't ask, open the link in a private window.",
		"If this account is right, correct the values here instead.",
	}
	return f
}
