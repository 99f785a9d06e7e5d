package cli

import (
	"testing"

	"appreg/internal/report"
	"appreg/store"
)

// The first present of 1, 5, 3, 4, 0; a code that the contract does not name for --all is unexpected, never 0.
func TestWorstOutcome(t *testing.T) {
	ready, refused := checked{report: report.Report{Verdict: report.Ready}}, checked{report: report.Report{Verdict: report.Refused}}
	unreachable := checked{report: report.Report{Verdict: report.Unreachable}}
	noStore, usage := checked{err: &store.Error{Kind: store.ErrLocked}}, checked{err: usageError("", "could not")}
	tests := []struct {
		outcomes []checked
		want     exitCode
	}{
		{nil, exitDone},
		{[]checked{ready, ready}, exitDone},
		{[]checked{ready, unreachable}, exitUnreachable},
		{[]checked{unreachable, refused, ready}, exitRefused},
		{[]checked{refused, noStore}, exitStore},
		{[]checked{noStore, usage}, exitUnexpected},
		{[]checked{ready, usage}, exitUnexpected},
	}
	for i, test := range tests {
		if got := worst(test.outcomes); got != test.want {
			t.Errorf("row %d: %d, want %d", i, got, test.want)
		}
	}
}
