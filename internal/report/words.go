package report

import "fmt"

// Word is the status as text. A failure stands out by its letters, not by a color.
func (s Status) Word() string {
	if s == Fail {
		return "FAIL"
	}
	return string(s)
}

// Sentence is the verdict in words.
func (r Report) Sentence() string {
	switch {
	case r.Verdict == Ready:
		return "Ready: all checks passed."
	case r.Verdict == Refused:
		return "Refused: " + ToFix(r.Findings) + "."
	case r.Verdict == Unreachable:
		return "Unreachable: no usable answer. This says nothing about the app itself."
	case r.Telling().Untested:
		return "Incomplete: nothing failed, but one check is missing."
	default:
		return "Not tested yet."
	}
}

// ToFix says how many checks failed.
func ToFix(findings []Finding) string {
	if fails := count(findings, Fail); fails != 1 {
		return fmt.Sprintf("%d things to fix", fails)
	}
	return "one thing to fix"
}

// Passed says how many of the checks that were made passed; empty where none was.
func Passed(findings []Finding) string {
	made := len(findings) - count(findings, Skip)
	if made == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d checks passed", count(findings, OK), made)
}

func count(findings []Finding, status Status) int {
	n := 0
	for _, f := range findings {
		if f.Status == status {
			n++
		}
	}
	return n
}
