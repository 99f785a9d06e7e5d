package probe

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// judge makes the findings of one answer.
func judge(c call, r Request, response *transport.Response) Outcome {
	if fault := unusableBy(response); fault != 0 {
		return unusable(c, r, transport.NewAnswerError(fault, response))
	}
	if !response.Succeeded() {
		return refused(c, r, response, "")
	}
	switch found := read(response, c, r.redact); found.what {
	case success:
		return accepted(c, r, response.Status, found)
	case refusal:
		return refused(c, r, response, found.seen)
	case other:
		return unusable(c, r, transport.NewAnswerError(transport.Incomplete, response))
	default:
		return unusable(c, r, transport.NewAnswerError(transport.NotJSON, response))
	}
}

// unusableBy says why an answer tells nothing; 0 if it may tell something.
func unusableBy(r *transport.Response) transport.AnswerKind {
	switch {
	case r.Redirected():
		return transport.Redirected
	case r.Status == http.StatusTooManyRequests:
		return transport.Throttled
	case r.Status >= 500:
		return transport.Unavailable
	case r.Fault == transport.Truncated:
		return transport.CutShort
	case isPage(r):
		return transport.NotJSON
	}
	return 0
}

// isPage reports whether an answer is a web page rather than the API's. A page that comes with the API's own challenge
// for a token is the API's web server speaking for it.
func isPage(r *transport.Response) bool {
	if strings.HasPrefix(strings.ToLower(r.Header.Get("WWW-Authenticate")), "bearer") && r.Status == http.StatusUnauthorized {
		return false
	}
	beginning := strings.TrimSpace(string(r.Body[:min(len(r.Body), 512)]))
	return r.ContentType() == "text/html" || strings.HasPrefix(beginning, "<")
}

// unusable makes the findings where nothing was learned about the registration. A call that its document does not name
// can be gone, so that an answer of another kind to it speaks against nothing; a host that cannot be reached does.
func unusable(c call, r Request, err error) Outcome {
	f := diagnose.Failed(err, r.known(c))
	f.Evidence = c.name() + ": " + f.Evidence
	var answer *transport.AnswerError
	if errors.As(err, &answer) && !c.Documented && answer.Kind != transport.Throttled && answer.Kind != transport.Unavailable {
		f.Status, f.Title, f.Fix = report.Warn, "Inconclusive: no usable answer to a call that isn't documented for "+plural(c.Who), better(giving(c), f.Fix)
		f.Give, f.Untested = c.Give, true
		err = nil
	}
	duty := report.Finding{Status: report.Skip, Title: "Not tested: the API returned no usable answer"}
	return Outcome{API: f, Duty: duty, Err: err}
}

// accepted makes the findings of a call that succeeded. An empty list proves nothing about the duty.
func accepted(c call, r Request, status int, found content) Outcome {
	evidence := fmt.Sprintf("%s: HTTP %d, %s", c.name(), status, found.seen)
	o := Outcome{API: report.Finding{Status: report.OK, Title: "The API accepted the token", Evidence: evidence}, known: found.environments}
	switch {
	case found.empty:
		o.Duty = emptyList(c, r)
	case c.Proves == "":
		o.Duty = report.Finding{Status: report.Skip, Title: c.Untested, Fix: giving(c), Give: c.Give, Untested: true}
	default:
		o.Duty = report.Finding{Status: report.OK, Title: c.Proves}
	}
	if c.Proves != "" {
		o.Duty.Evidence = evidence + c.choice()
	}
	return o
}

// emptyList is the finding of an empty list: nothing is refused, and nothing is proved.
func emptyList(c call, r Request) report.Finding {
	f := report.Finding{
		Status: report.Warn, Title: "Inconclusive: the list of " + c.Thing + " is empty", Untested: true, Give: c.Give,
		Fix: report.Fix{Where: "The setup in the product", URL: r.Target.ProductPortal},
	}
	for _, row := range catalog.TrialOf(r.Target.API).Empty {
		if row.Who == c.Who {
			f.Meaning, f.Fix.Steps = row.Meaning, row.Steps
		}
	}
	return f
}

// refused makes the finding of a refusal: which of the two bears it is the same for every API.
func refused(c call, r Request, response *transport.Response, seen string) Outcome {
	no := transport.NewRefusal(response, r.redact)
	no.Seen = seen
	why := diagnose.Explain(no, r.known(c))
	if lacksRight(c, r, response) && !why.Firm && why.Cause != cause.APIRoleMissing {
		meant := why
		why = diagnose.ForCause(cause.APIRoleMissing, r.known(c))
		why.Confidence, why.Bears = report.Likely, meant.Bears
		why.Others = append([]cause.Label{meant.Cause}, without(meant.Others, why.Cause)...)
	}
	f := why.Finding(report.Warn, c.name()+": "+no.Error()+c.naming(why.Cause))
	f.Title, f.Fix = cmp.Or(titleOf(c, r, why, response.Status), f.Title), better(fixOf(c, r, why.Cause), f.Fix)
	if !c.Documented && f.Cause != cause.APIRoleMissing { // a right is given in the portal
		f.Give = c.Give
	}
	if c.decides(r) {
		f.Status = report.Fail
	} else {
		f.Untested = !c.notMeant(r)
	}
	if !response.Succeeded() {
		f.Raw = string(response.Body)
	}
	if why.Bears == report.API {
		return Outcome{API: f, Duty: report.Finding{Status: report.Skip, Title: "Not tested: the API rejected the call"}}
	}
	api := report.Finding{Status: report.OK, Title: "The API accepted the token", Evidence: f.Evidence}
	return Outcome{API: api, Duty: f}
}

// known is what is known for a diagnosis of the answer to a call.
func (r Request) known(c call) diagnose.Context {
	r.API, r.Asked, r.Call, r.Environment = r.Target.API, r.Target.APIURL, &c.Call, c.environment
	if len(c.Rights) > 0 && !c.held(r) && !r.Opaque {
		r.Missing = c.Rights[:1]
	}
	return r.Context
}

// better fills what a fix leaves empty from the cause's own.
func better(f, own report.Fix) report.Fix {
	f.Where, f.Command, f.URL = cmp.Or(f.Where, own.Where), cmp.Or(f.Command, own.Command), cmp.Or(f.URL, own.URL)
	if len(f.Steps) == 0 {
		f.Steps = own.Steps
	}
	return f
}

// lacksRight reports whether a refusal may be for want of a right that the token is known not to hold.
func lacksRight(c call, r Request, a *transport.Response) bool {
	return !r.Opaque && !c.held(r) && (a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden || a.Succeeded())
}

func without(causes []cause.Label, one cause.Label) []cause.Label {
	return slices.DeleteFunc(slices.Clone(causes), func(c cause.Label) bool { return c == one })
}

// plural names who signs in.
func plural(who catalog.Caller) string {
	return map[catalog.Caller]string{catalog.User: "users", catalog.Application: "apps"}[who]
}

// titleOf returns a title where the cause's own would not fit.
func titleOf(c call, r Request, why diagnose.Diagnosis, status int) string {
	switch {
	case why.Cause == cause.APIEnvIDWrong && c.environment != "" && status == http.StatusNotFound:
		return fmt.Sprintf("Environment %s doesn't exist in this tenant", c.environment)
	case why.Firm:
		return ""
	case why.Cause == cause.APIRoleMissing && !c.held(r) && !r.Opaque:
		return strings.Join(c.Rights, " or ") + " is missing from the token"
	case !c.Documented:
		return "Inconclusive: the API refused a call that isn't documented for " + plural(c.Who)
	case why.Cause == cause.APIRBACRoleMissing && c.Who == catalog.User:
		return cmp.Or(sanitize.Line(r.Username), "The user") + " has no Power Platform role for this call"
	}
	return ""
}
