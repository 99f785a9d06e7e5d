package ui

import (
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// untestedReport says that no test was made of these answers.
func untestedReport(a steps.Answers, now time.Time) report.Report {
	reg := a.Registration()
	login := reg.Overrides.Authority
	if target, err := catalog.Resolve(reg.API, reg.Cloud, reg.Region); err == nil && login == "" {
		login = target.Login
	}
	return report.Report{
		Profile: a.Get(steps.KeyProfile), API: reg.API, Cloud: reg.Cloud, Region: reg.Region,
		Environment: strings.Join(reg.Environments, ","), Project: reg.Project,
		Tenant: reg.Tenant, TenantID: a.Get(steps.KeyTenantID), ClientID: reg.ClientID,
		Flow: reg.Flow, Username: reg.Username, Authority: login,
		Verdict: report.Incomplete, Findings: []report.Finding{}, CheckedAt: now.UTC().Format(time.RFC3339),
	}
}

// asLeft gives a report of the answers as the run's outcome leaves them.
func asLeft(r report.Report, outcome Outcome, profile string) *report.Report {
	switch outcome {
	case Saved:
		r.Profile, r.Stored = profile, steps.StoreKeyring
	case NotSaved:
		r.Stored = steps.StoreNone
	}
	return &r
}
