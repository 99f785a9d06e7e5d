package report

import "slices"

// Verdict sums a report up.
type Verdict string

// The verdicts.
const (
	Ready       Verdict = "ready"       // every check that the registration could fail was made, and none failed
	Refused     Verdict = "refused"     // Entra or the API said no, or an input is wrong
	Unreachable Verdict = "unreachable" // no usable answer came
	Incomplete  Verdict = "incomplete"  // no token was asked for, or a check could not be made
)

// Judge returns the verdict on findings; tested says whether a token was asked for.
// Any failure for want of an answer makes it Unreachable, any other failure Refused; else a check that was not made
// makes it Incomplete. Warn and Skip alone never change it.
func Judge(findings []Finding, tested bool) Verdict {
	verdict := Ready
	if !tested || slices.ContainsFunc(findings, Finding.notMade) {
		verdict = Incomplete
	}
	for _, f := range findings {
		switch {
		case f.Status != Fail:
		case f.Cause.Unreachable():
			return Unreachable
		default:
			verdict = Refused
		}
	}
	return verdict
}

func (f Finding) notMade() bool { return f.Untested }

// exitCodes are the exit codes of the contract.
var exitCodes = map[Verdict]int{Ready: 0, Refused: 3, Unreachable: 4, Incomplete: 3}

// ExitCode is the exit code of the contract for the report. A test that was left out on purpose is no failure; one that
// could not be made for want of a value is.
func (r Report) ExitCode() int {
	if r.Verdict == Incomplete && !slices.ContainsFunc(r.Findings, Finding.notMade) {
		return 0
	}
	return exitCodes[r.Verdict]
}

// Began reports whether anything was tested at all: a report without it takes the place of no earlier one.
func (r Report) Began() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.ID == Input && f.Untested })
}

// Telling is the finding that makes the verdict: the first that failed, else the first that could not be made. It is zero
// where every check was made and none failed.
func (r Report) Telling() Finding {
	for _, makes := range []func(Finding) bool{func(f Finding) bool { return f.Status == Fail }, Finding.notMade} {
		if i := slices.IndexFunc(r.Findings, makes); i >= 0 {
			return r.Findings[i]
		}
	}
	return Finding{}
}
