package diagnose

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// TestFailed: what an error itself tells gets into its finding, wrapped or not.
func TestFailed(t *testing.T) {
	refusal := &entra.Error{
		HTTPStatus: 401, Code: "invalid_client", Description: "AADSTS7000222: Expired. Trace ID: x", Codes: []int{7000222}, TraceID: "t", CorrelationID: "c", Raw: []byte("raw"),
	}
	foreign := &transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 502, Size: 3, TraceID: "t", CorrelationID: "c", Raw: []byte("raw")}
	for name, tt := range map[string]struct {
		err      error
		cause    cause.Label
		evidence string // empty: the error's text
		aadsts   int
		told     bool // ids and the raw answer
	}{
		"Entra's":     {refusal, cause.SecretExpired, refusal.Summary(), 7000222, true},
		"a gateway's": {foreign, cause.ServiceUnavailable, "", 0, true},
		"none":        {&transport.NetworkError{Kind: transport.DNS, Host: "h", Reason: "r"}, cause.NetworkDNS, "", 0, false},
	} {
		for _, err := range []error{tt.err, fmt.Errorf("could not do it: %w", tt.err)} {
			f := Failed(err, Context{})
			if want := cmp.Or(tt.evidence, err.Error()); f.Evidence != want {
				t.Errorf("%s: evidence %q, want %q", name, f.Evidence, want)
			}
			if f.Status != report.Fail || f.Cause != tt.cause || f.AADSTS != tt.aadsts || f.Title == "" || f.Fix.IsZero() {
				t.Errorf("%s: %+v", name, f)
			}
			if told := f.TraceID == "t" && f.CorrelationID == "c" && f.Raw == "raw"; told != tt.told {
				t.Errorf("%s: ids %q, %q, raw %q", name, f.TraceID, f.CorrelationID, f.Raw)
			}
		}
	}
}

// TestClockOfTheAnswer: the server's clock counts, where ours is known.
func TestClockOfTheAnswer(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		now, date time.Time
		want      cause.Label
	}{
		"ahead":        {now, now.Add(-time.Hour), cause.ClockWrong},
		"right":        {now, now, cause.AssertionExpiredClockSkew},
		"not told":     {now, time.Time{}, cause.AssertionExpiredClockSkew},
		"ours unknown": {time.Time{}, now, cause.AssertionExpiredClockSkew},
	} {
		if f := Failed(&entra.Error{Codes: []int{700024}, Date: tt.date}, Context{Now: tt.now}); f.Cause != tt.want {
			t.Errorf("%s: %s, want %s", name, f.Cause, tt.want)
		}
	}
}

// TestLookUpFailed: a look-up is never refused for a credential.
func TestLookUpFailed(t *testing.T) {
	refusal := &entra.Error{HTTPStatus: 404, Code: "invalid_client"}
	if look, request := LookUpFailed(refusal, Context{}), Failed(refusal, Context{}); look.Cause != cause.TenantNotFound || request.Cause != cause.SecretWrong {
		t.Errorf("look-up %s, request %s", look.Cause, request.Cause)
	}
}

// TestTheShapeOfASecretIsTold wherever the secret is called wrong.
func TestTheShapeOfASecretIsTold(t *testing.T) {
	c := Context{SecretShape: secret.ShapeShort}
	for _, meaning := range []string{
		Failed(&entra.Error{Codes: []int{7000215}}, c).Meaning, Because(report.Fail, cause.SecretWrong, "", c).Meaning,
	} {
		if want := c.SecretShape.Note() + " " + ForCause(cause.SecretWrong, Context{}).Meaning; meaning != want {
			t.Errorf("%q, want %q", meaning, want)
		}
	}
	if got, want := ForCause(cause.SecretExpired, c).Meaning, ForCause(cause.SecretExpired, Context{}).Meaning; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAnotherAccount(t *testing.T) {
	for want, c := range map[string]Context{
		"ada@contoso.example":                   {Username: "ada@contoso.example", Tenant: "contoso.example"},
		"an account of tenant contoso.example":  {Tenant: "contoso.example", TenantID: "guid"},
		"an account of tenant 6f89-a-guid":      {TenantID: "6f89-a-guid"},
		"an account of tenant fabrikam.example": {Tenant: "fabrikam.example", Flow: catalog.Browser},
	} {
		f := AnotherAccount(cause.GuestOrMSAAccount, "eve signed in", c)
		if f.Status != report.Fail || f.Cause != cause.GuestOrMSAAccount || f.Evidence != "eve signed in" || f.Fix.Steps[0] != "Sign in again and select "+want+"." {
			t.Errorf("%+v", f)
		}
	}
}
