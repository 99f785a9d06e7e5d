package report_test

import (
	"testing"

	"appreg/internal/report"
)

func TestWeaker(t *testing.T) {
	order := []report.Confidence{"", report.Certain, report.Likely, report.Guess, report.None}
	for i, a := range order {
		for j, b := range order {
			if got, want := a.Weaker(b), order[max(i, j)]; got != want {
				t.Errorf("%q and %q: %q, want %q", a, b, got, want)
			}
		}
	}
}

// TestConfidenceInWords: every doubt has words of its own, and what is certain has none that weaken it.
func TestConfidenceInWords(t *testing.T) {
	seen := map[string]report.Confidence{}
	for _, c := range []report.Confidence{report.Likely, report.Guess, report.None} {
		if other, ok := seen[c.Sentence()]; ok || c.Sentence() == "" {
			t.Errorf("%q and %q say the same: %q", c, other, c.Sentence())
		}
		seen[c.Sentence()] = c
	}
	if report.Certain.Sentence() != "" || report.Certain.Heading() != "Cause" || report.Likely.Heading() == report.Guess.Heading() {
		t.Error("certain and uncertain causes read alike")
	}
}
