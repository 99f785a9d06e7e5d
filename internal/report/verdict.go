package report

import (
	"slices"

	"appreg/internal/cause"
)

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

func (f Finding) failed() bool  { return f.Status == Fail }
func (f Finding) notMade() bool { return f.Untested }
func (f Finding) warns() bool   { return f.Status == Warn }

// ExitCode is the exit code of the contract for the report. A test that was left out on purpose is no failure; one that
// could not be made for want of a value is.
func (r Report) ExitCode() int {
	if r.Verdict == Incomplete && !slices.ContainsFunc(r.Findings, Finding.notMade) {
		return 0
	}
	switch r.Verdict {
	case Ready:
		return 0
	case Unreachable:
		return 4
	case Refused, Incomplete:
	}
	return 3
}

// Tested reports whether the credential was at hand, so that the report says something of the registration. One that doesn't takes
// the place of no earlier one.
func (r Report) Tested() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.ID == Input && f.Untested || f.Cause == cause.AssertionSourceMissing
	})
}

// Telling is the finding that makes the verdict: the first that failed, else the first that could not be made. It is zero
// where every check was made and none failed.
func (r Report) Telling() Finding {
	if i := r.firstOf(Finding.failed, Finding.notMade); i >= 0 {
		return r.Findings[i]
	}
	return Finding{}
}

// Foremost is the index of the finding to show in full: the one that makes the verdict, else the first warning; -1 where there is
// none.
func (r Report) Foremost() int { return r.firstOf(Finding.failed, Finding.notMade, Finding.warns) }

// firstOf is the index of the first finding for which the first condition holds that holds for any; -1 where none does.
func (r Report) firstOf(conditions ...func(Finding) bool) int {
	for _, holds := range conditions {
		if i := slices.IndexFunc(r.Findings, holds); i >= 0 {
			return i
		}
	}
	return -1
}
