package report

import "slices"

// Verdict sums a report up.
type Verdict string

// The verdicts.
const (
	Ready       Verdict = "ready"       // everything that was checked holds
	Refused     Verdict = "refused"     // Entra or the API said no, or an input is wrong
	Unreachable Verdict = "unreachable" // no usable answer came
	Incomplete  Verdict = "incomplete"  // no token was asked for
)

// unreachableCauses are the causes that say nothing about the registration itself.
var unreachableCauses = []Cause{
	"network_dns", "network_refused", "network_timeout", "network_tls", "network_proxy",
	"answer_not_json", "redirected", "service_unavailable", "throttled",
}

// Judge gives the verdict on findings; tested says whether a token was asked for.
// Any failure for want of an answer makes it Unreachable, any other failure Refused. Warn and Skip never change it.
func Judge(findings []Finding, tested bool) Verdict {
	verdict := Ready
	if !tested {
		verdict = Incomplete
	}
	for _, f := range findings {
		switch {
		case f.Status != Fail:
		case slices.Contains(unreachableCauses, f.Cause):
			return Unreachable
		default:
			verdict = Refused
		}
	}
	return verdict
}

// ExitCode is the exit code of the contract for a verdict.
func (v Verdict) ExitCode() int {
	switch v {
	case Refused:
		return 3
	case Unreachable:
		return 4
	default:
		return 0
	}
}
