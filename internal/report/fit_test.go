package report_test

import (
	"slices"
	"strings"
	"testing"

	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

const (
	hidden = "CanaryV8Q~notASecretButLooksLikeOne~abcd"
	evil   = "a\x1b[2J\u202e\nb"
)

// fields are the texts of a finding, by name.
func fields(f *report.Finding) map[string]*string {
	return map[string]*string{
		"title": &f.Title, "meaning": &f.Meaning, "evidence": &f.Evidence, "raw": &f.Raw, "correlation id": &f.CorrelationID, "trace id": &f.TraceID,
		"where": &f.Fix.Where, "command": &f.Fix.Command, "url": &f.Fix.URL, "step": &f.Fix.Steps[0],
	}
}

// TestFitOfAFinding: no field carries a terminal away, and what came from outside holds no secret.
func TestFitOfAFinding(t *testing.T) {
	outside := []string{"evidence", "raw", "correlation id", "trace id"}
	for name := range fields(&report.Finding{Fix: report.Fix{Steps: []string{""}}}) {
		f := report.Finding{Fix: report.Fix{Steps: []string{""}}}
		*fields(&f)[name] = evil + hidden
		fit := f.Fit(sanitize.NewRedactor(secret.New(hidden)))
		got := *fields(&fit)[name]
		if strings.ContainsAny(got, "\x1b\u202e") || name != "raw" && strings.Contains(got, "\n") || !strings.HasPrefix(got, "a") {
			t.Errorf("%s: %q", name, got)
		}
		if slices.Contains(outside, name) && strings.Contains(got, hidden) {
			t.Errorf("%s holds the secret: %q", name, got)
		}
		if f.Fix.Steps[0] != "" && fit.Fix.Steps[0] == f.Fix.Steps[0] {
			t.Error("the steps are as they were")
		}
	}
}

// TestFitFillsWhatScriptsRead: steps are a list, never null, and a cause has a confidence; our own words are not searched
// for the shape of a secret.
func TestFitFillsWhatScriptsRead(t *testing.T) {
	for name, tt := range map[string]struct {
		in   report.Finding
		want report.Confidence
	}{
		"no cause":       {report.Finding{}, ""},
		"a cause":        {report.Finding{Cause: cause.SecretWrong}, report.Certain},
		"one that is so": {report.Finding{Cause: cause.SecretWrong, Confidence: report.Guess}, report.Guess},
	} {
		if got := tt.in.Fit(sanitize.Redactor{}); got.Confidence != tt.want || got.Fix.Steps == nil {
			t.Errorf("%s: %q, steps %v", name, got.Confidence, got.Fix.Steps)
		}
	}
	const words = "Set the password: client_secret=VALUE"
	if got := (report.Finding{Title: words, Evidence: words}).Fit(sanitize.NewRedactor()); got.Title != words || got.Evidence == words {
		t.Errorf("title %q, evidence %q", got.Title, got.Evidence)
	}
}

// TestFitIsACopy: whoever still needs the token's own claims finds them as they came.
func TestFitIsACopy(t *testing.T) {
	r := report.Report{Tenant: evil, Token: &report.TokenFacts{Audience: evil, Roles: []string{evil}}}
	fit := r.Fit()
	if fit.Tenant == evil || fit.Token.Audience == evil || fit.Token.Roles[0] == evil {
		t.Errorf("fit %+v, %+v", fit, fit.Token)
	}
	if r.Tenant != evil || r.Token.Audience != evil || r.Token.Roles[0] != evil {
		t.Errorf("changed %+v, %+v", r, r.Token)
	}
}

func TestPlaceOfAFinding(t *testing.T) {
	for want, f := range map[cause.Place]report.Finding{
		"token/environment":        {ID: report.Duty, Cause: cause.SecretWrong, Give: "--environment"},
		cause.AtSecret:             {ID: report.API, Cause: cause.SecretWrong},
		cause.AtPermissions:        {ID: report.API, Cause: cause.NetworkDNS},
		cause.AtDuty:               {ID: report.Duty},
		cause.AtClientID:           {ID: report.Claims, Cause: "no_such_cause"},
		cause.Place(""):            {ID: "no such finding"},
		cause.AtSecretExpires:      {ID: report.Expiry},
		cause.Place("token/a-key"): {Give: "--a-key"},
	} {
		if got := f.Place(); got != want {
			t.Errorf("%+v: %q, want %q", f, got, want)
		}
	}
	if step, field := cause.AtSecret.Split(); step != "credential" || field != "client-secret" {
		t.Errorf("%q, %q", step, field)
	}
	if step, field := cause.AtDuty.Split(); step != "duty" || field != "" {
		t.Errorf("%q, %q", step, field)
	}
}
