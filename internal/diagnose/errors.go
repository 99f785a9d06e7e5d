package diagnose

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/federation"
	"appreg/internal/graph"
	"appreg/internal/transport"
)

// Explain diagnoses an error of a request, wrapped or not, by its type: Entra's own answer (*entra.Error), an API's
// (*transport.Refusal), Microsoft Graph's (*graph.Error), an answer that is not the service's (*transport.AnswerError), no answer at all (*transport.NetworkError, a context's end), and what
// ended a sign-in on this side. The text of an error is never read; one of no known type is unknown. A nil error gives the
// zero Diagnosis.
func Explain(err error, c Context) Diagnosis {
	var refusal *entra.Error
	var no *transport.Refusal
	var foreign *transport.AnswerError
	var network *transport.NetworkError
	var device *entra.DeviceError
	var silent *entra.NoRedirectError
	var directory *graph.Error
	var source *federation.SourceError
	switch {
	case err == nil:
		return Diagnosis{}
	case errors.As(err, &source):
		return explainSource(source, c)
	case errors.As(err, &device):
		return explainDevice(device, c)
	case errors.As(err, &silent):
		return withOthers(cause.RedirectURIMismatch, c, cause.RedirectURIMissing, cause.AppNotInTenant, cause.ConsentDeclined)
	case errors.As(err, &refusal):
		if !c.Now.IsZero() {
			c.ClockOffset = refusal.ClockOffset(c.Now)
		}
		return withPresented(explain(fromEntra(refusal), c), c)
	case errors.As(err, &directory):
		return explainGraph(directory, c)
	case errors.As(err, &no):
		return explain(fromAPI(no), c)
	case errors.As(err, &foreign):
		return withOthers(foreignCause(foreign), c, cause.NetworkProxy, cause.Redirected, cause.AnswerNotJSON, cause.ServiceUnavailable)
	case errors.As(err, &network):
		return explainNetwork(network, c)
	}
	return explainEnd(err, c)
}

// explainDevice tells the ends of a device code sign-in apart. A code that expired after nothing but "not yet" may have
// been refused on Entra's page: a policy that blocks the flow is told to the browser only.
func explainDevice(e *entra.DeviceError, c Context) Diagnosis {
	switch {
	case e.Reason == entra.Declined:
		return withOthers(cause.AuthorizationDeclined, c, cause.DeviceFlowBlocked)
	case e.Reason == entra.CodeUnknown:
		return withOthers(cause.DeviceCodeInvalid, c, cause.DeviceCodeExpired)
	case e.OnlyPending():
		return withOthers(cause.DeviceCodeExpired, c, cause.DeviceFlowBlocked, cause.AuthorizationDeclined, cause.ConditionalAccess)
	default:
		return withOthers(cause.DeviceCodeExpired, c, cause.NetworkTimeout)
	}
}

// fromEntra takes over what the answer's type has read already. The code named in the text comes first: it is the
// finer one where error_codes differs.
func fromEntra(e *entra.Error) answer {
	a := readText(e.Description)
	a.codes, a.loose = nil, false
	named := entra.CodesIn(e.Description)
	slices.Reverse(named)
	for _, code := range append(named, e.Codes...) {
		a.addCode(code)
	}
	a.blank, a.login = false, true
	a.status = e.HTTPStatus
	a.name, a.suberror = leadingName(e.Code), leadingName(e.Suberror)
	return a
}

// fromAPI takes over what was read of an API's answer.
func fromAPI(e *transport.Refusal) answer {
	a := answer{status: e.HTTPStatus, text: fold(strings.Join(append(slices.Clone(e.Codes), e.Message, e.Challenge), "\n"))}
	if len(e.Codes) > 0 {
		a.name, a.inner = leadingName(e.Codes[0]), e.Codes[1:]
	}
	return a
}

// foreignCause is the cause of an answer that Entra would not give.
func foreignCause(e *transport.AnswerError) cause.Label {
	switch {
	case e.Kind == transport.Redirected:
		return cause.Redirected
	case e.HTTPStatus == http.StatusProxyAuthRequired:
		return cause.NetworkProxy
	case e.HTTPStatus == http.StatusTooManyRequests:
		return cause.Throttled
	case e.HTTPStatus >= http.StatusInternalServerError:
		return cause.ServiceUnavailable
	default:
		return cause.AnswerNotJSON
	}
}

// explainNetwork returns the cause of a missing answer, with the words for what needs a remedy of its own.
func explainNetwork(e *transport.NetworkError, c Context) Diagnosis {
	return troubleOf(e.Trouble).in(networkDiagnosis(e, c), c)
}

// networkDiagnosis finds the cause of a missing answer by its kind. A certificate that seems out of date on a machine whose clock
// is wrong is the clock's fault.
func networkDiagnosis(e *transport.NetworkError, c Context) Diagnosis {
	switch e.Kind {
	case transport.DNS:
		return withOthers(cause.NetworkDNS, c, cause.LoginHostUnknown, cause.NetworkProxy)
	case transport.Timeout:
		return withOthers(cause.NetworkTimeout, c, cause.NetworkProxy, cause.NetworkRefused, cause.ServiceUnavailable)
	case transport.TLS:
		if clockOff(c.ClockOffset) {
			return withOthers(cause.ClockWrong, c, cause.NetworkTLS)
		}
		return withOthers(cause.NetworkTLS, c, cause.NetworkProxy, cause.ClockWrong)
	case transport.Proxy:
		return withOthers(cause.NetworkProxy, c, cause.NetworkRefused)
	default:
		return withOthers(cause.NetworkRefused, c, cause.NetworkProxy, cause.NetworkTimeout, cause.NetworkTLS)
	}
}

// withOthers is ForCause with further possible causes; cause itself is left out of them.
func withOthers(label cause.Label, c Context, further ...cause.Label) Diagnosis {
	d := ForCause(label, c)
	d.Others = others([]*rule{{cause: label, others: further}})
	return d
}
