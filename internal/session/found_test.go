package session

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// A draft is offered where it was found, says anything, and is of the same app.
func TestFoundDraft(t *testing.T) {
	one := steps.Answers{}.With(steps.KeyTenant, "contoso.com")
	for name, test := range map[string]struct {
		draft, start steps.Answers
		found        bool
		want         Offer
	}{
		"one answer":     {one, steps.Answers{}, true, OfferDraft},
		"empty":          {steps.Answers{}, steps.Answers{}, true, NoDraft},
		"not found":      {one, steps.Answers{}, false, NoDraft},
		"of another app": {one, steps.Answers{}.With(steps.KeyTenant, "fabrikam.com"), true, OfAnotherApp},
		"of the same":    {one, one, true, OfferDraft},
	} {
		if _, got := New(Options{Start: test.start}).FoundDraft(test.draft, test.found); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// How long the credential is good is what the expiry check saw; without it, that nobody said.
func TestUntil(t *testing.T) {
	secret := steps.Answers{}.With(steps.KeyAPI, string(catalog.BusinessCentral)).With(steps.KeyFlow, string(catalog.ClientSecret))
	for evidence, want := range map[string]string{
		"2027-01-02": "2027-01-02, when the client secret expires",
		"":           "the client secret expires; you gave no date",
	} {
		s := New(Options{Start: secret})
		s.verified = &report.Report{Findings: []report.Finding{{ID: report.Expiry, Status: report.OK, Evidence: evidence}}}
		if got := s.until(); got != want {
			t.Errorf("%q: %q, want %q", evidence, got, want)
		}
	}
}
