package verify_test

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/verify"
)

// TestConfidenceOfFindings: a number of one meaning and a check of our own are certain; a refusal that leaves several causes
// is not; a number that nobody knows has no cause.
func TestConfidenceOfFindings(t *testing.T) {
	for name, tt := range map[string]struct {
		change     func(*fakeEntra, *verify.Input)
		id         report.ID
		cause      cause.Label
		confidence report.Confidence
	}{
		"one meaning":  {func(f *fakeEntra, _ *verify.Input) { f.tokenErr = &entra.Error{Codes: []int{7000222}} }, report.Token, "secret_expired", report.Certain},
		"several":      {func(f *fakeEntra, _ *verify.Input) { f.tokenErr = &entra.Error{Codes: []int{7000215}} }, report.Token, "secret_wrong", report.Likely},
		"a name alone": {func(f *fakeEntra, _ *verify.Input) { f.tokenErr = &entra.Error{Code: "invalid_client"} }, report.Token, "secret_wrong", report.Guess},
		"unknown number": {func(f *fakeEntra, _ *verify.Input) {
			f.tokenErr = &entra.Error{Code: "invalid_client", Codes: []int{7999999}}
		}, report.Token, cause.Unknown, report.None},
		"own check": {func(_ *fakeEntra, in *verify.Input) { in.Fault = &diagnose.Fault{Cause: "secret_is_id_not_value"} }, report.Input, "secret_is_id_not_value", report.Certain},
		"the API's": {func(f *fakeEntra, _ *verify.Input) {
			f.outcome.API = report.Finding{Status: report.Fail, Cause: "api_bc_app_not_set_up", Confidence: report.Likely}
		}, report.API, "api_bc_app_not_set_up", report.Likely},
		"no cause": {func(*fakeEntra, *verify.Input) {}, report.Token, "", ""},
	} {
		reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
		in := verify.Input{Registration: reg}
		tt.change(fake, &in)
		rep, _ := do(t, fake, in)
		if f := finding(t, rep, tt.id); f.Cause != tt.cause || f.Confidence != tt.confidence {
			t.Errorf("%s: %q, %q; want %q, %q", name, f.Cause, f.Confidence, tt.cause, tt.confidence)
		}
	}
}
