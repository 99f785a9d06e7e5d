package cli

import (
	"bytes"
	"strings"
	"testing"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/report"
)

// TestExplanationsSayHowSure: in JSON by the contract's words, to people in plain ones; nothing recognized is no error.
func TestExplanationsSayHowSure(t *testing.T) {
	for text, want := range map[string]struct {
		cause      cause.Label
		confidence report.Confidence
		line       string
	}{
		"7000222":                          {"secret_expired", report.Certain, "\nCause: secret_expired\n"},
		"7000215":                          {"secret_wrong", report.Likely, "\nLikely cause: secret_wrong\n"},
		"The consent is a matter of trust": {"consent_missing", report.Guess, "\nBest guess: consent_missing\n"},
		"Something went wrong":             {cause.Unknown, report.None, "\nCause: unknown\n"},
		"AADSTS7999999":                    {cause.Unknown, report.None, "\nCause: unknown\n"},
	} {
		e := explain(text, diagnose.Context{})
		if e.Cause != want.cause || e.Confidence != want.confidence {
			t.Errorf("%q: %s, %s", text, e.Cause, e.Confidence)
		}
		var out bytes.Buffer
		writeExplanation(&out, e)
		if !strings.Contains(out.String(), want.line) {
			t.Errorf("%q: no %q in\n%s", text, want.line, out.String())
		}
		if guessed := strings.HasPrefix(out.String(), "Best guess: "); guessed != (want.confidence == report.Guess) {
			t.Errorf("%q: a guess must not read like a fact, and nothing else like a guess:\n%s", text, out.String())
		}
	}
}
