package probe

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/report"
	"appreg/internal/transport"
)

// judge makes the findings of one answer.
func judge(c call, r Request, response *transport.Response) Outcome {
	if fault := unusableBy(response); fault != 0 {
		return unusable(c, answerError(fault, response))
	}
	if !response.Succeeded() {
		return refused(c, r, response, "")
	}
	switch what, seen := c.success.read(response, c.thing, r.redact); what {
	case success:
		return accepted(c, fmt.Sprintf("%s: HTTP %d, %s", c.name(), response.Status, seen))
	case refusal:
		return refused(c, r, response, seen)
	case other:
		return unusable(c, answerError(Incomplete, response))
	default:
		return unusable(c, answerError(NotJSON, response))
	}
}

// unusableBy says why an answer tells nothing; 0 if it may tell something.
func unusableBy(r *transport.Response) AnswerKind {
	switch {
	case r.Redirected():
		return Redirected
	case r.Status == http.StatusTooManyRequests:
		return Throttled
	case r.Status >= 500:
		return Unavailable
	case r.Fault == transport.Truncated:
		return Truncated
	case isPage(r):
		return NotJSON
	}
	return 0
}

func answerError(kind AnswerKind, r *transport.Response) *AnswerError {
	e := &AnswerError{Kind: kind, HTTPStatus: r.Status, Size: len(r.Body)}
	if kind == Throttled || kind == Unavailable {
		e.RetryAfter, _ = r.RetryAfter(r.Date) // a date is meant by the server's own clock
	}
	return e
}

// unusable makes the findings where nothing was learned about the registration. A call that its document does not name
// can be gone, so that an answer of another kind to it speaks against nothing; a host that cannot be reached does.
func unusable(c call, err error) Outcome {
	f := report.Finding{Status: report.Fail, Cause: networkCause(err), Evidence: c.name() + ": " + err.Error()}
	var answer *AnswerError
	if errors.As(err, &answer) {
		f.Cause = answer.Kind.Cause()
		if !c.documented && answer.Kind != Throttled && answer.Kind != Unavailable {
			f.Status, f.Title, f.Fix = report.Warn, "The API gave no usable answer to a call that is not documented for this", giving(c)
			f.Give = c.give
			err = nil
		}
	}
	duty := report.Finding{Status: report.Skip, Title: "Not tested: the API gave no usable answer"}
	return Outcome{API: f, Duty: duty, Err: err}
}

// networkCause is the cause of a request without an answer; empty if the address itself may not be used.
func networkCause(err error) report.Cause {
	var fault *transport.NetworkError
	switch {
	case !errors.As(err, &fault):
		return ""
	case fault.Kind == transport.Other:
		return "network_refused" // cut off: to a person the same thing
	default:
		return report.Cause("network_" + fault.Kind.String())
	}
}

// accepted makes the findings of a call that succeeded.
func accepted(c call, evidence string) Outcome {
	api := report.Finding{Status: report.OK, Title: "The API accepted the token", Evidence: evidence}
	if c.proves == "" {
		return Outcome{API: api, Duty: report.Finding{Status: report.Skip, Title: c.untested, Give: c.give}}
	}
	return Outcome{API: api, Duty: report.Finding{Status: report.OK, Title: c.proves, Evidence: evidence}}
}

// refused makes the findings of a refusal: a 401, or a complaint about the token, is the finding "api"; with anything
// else the API took the token and the finding is "duty" (DESIGN.md 3).
func refused(c call, r Request, response *transport.Response, seen string) Outcome {
	p := newComplaint(response, r.redact)
	why := ruleFor(c, p)
	cause, others := why.cause, why.others
	if lacksRight(c, r, p) && !why.sure && cause != missingRight {
		cause, others = missingRight, append([]report.Cause{why.cause}, without(why.others, missingRight)...)
	}
	f := report.Finding{
		Status: report.Warn, Cause: cause, Others: others,
		Evidence:      c.name() + ": " + p.evidence(seen),
		CorrelationID: correlationID(response.Header),
		Fix:           fixOf(c, r, cause),
	}
	if !why.sure {
		f.Title = titleOf(c, r, cause)
	}
	if !c.documented && cause != missingRight { // a right is given in the portal
		f.Give = c.give
	}
	if c.decides(r) {
		f.Status = report.Fail
	}
	if !response.Succeeded() {
		f.Raw = string(response.Body)
	}
	if p.status == http.StatusUnauthorized || why.token {
		return Outcome{API: f, Duty: report.Finding{Status: report.Skip, Title: "Not tested: the API did not take the token"}}
	}
	api := report.Finding{Status: report.OK, Title: "The API accepted the token", Evidence: f.Evidence, CorrelationID: f.CorrelationID}
	if p.status == http.StatusNotFound {
		api.Title = "The API was reached" // it may say so before it looks at the token
	}
	return Outcome{API: api, Duty: f}
}

// missingRight is the cause where the token does not hold what a call needs.
const missingRight report.Cause = "api_role_missing"

// lacksRight reports whether a refusal may be for want of a right that the token is known not to hold.
func lacksRight(c call, r Request, p complaint) bool {
	return !r.Opaque && !c.held(r) && (p.status == http.StatusUnauthorized || p.status == http.StatusForbidden || p.status < 300)
}

func without(causes []report.Cause, one report.Cause) []report.Cause {
	return slices.DeleteFunc(slices.Clone(causes), func(c report.Cause) bool { return c == one })
}

// titleOf gives a title where the cause's own would not fit.
func titleOf(c call, r Request, cause report.Cause) string {
	switch {
	case cause == missingRight && !c.held(r) && !r.Opaque:
		return "The token lacks what this test needs: " + strings.Join(c.rights, " or ")
	case !c.documented:
		return "The call was refused; it is not documented for this, so that it says little about the registration"
	case cause == "api_rbac_role_missing" && c.who == user:
		return "The user has no role in Power Platform that allows the call"
	}
	return ""
}
