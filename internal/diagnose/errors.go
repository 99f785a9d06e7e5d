package diagnose

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/transport"
)

// Explain diagnoses an error of a request: Entra's own answer (*entra.Error), an answer that is not Entra's
// (*entra.AnswerError), no answer at all (*transport.NetworkError, a context's end), each wrapped or not.
// The text of any other error is read as a pasted answer would be. A nil error gives the zero Diagnosis.
func Explain(err error, c Context) Diagnosis {
	var refusal *entra.Error
	var foreign *entra.AnswerError
	var network *transport.NetworkError
	var device *entra.DeviceError
	var silent *entra.NoRedirectError
	var listen *entra.ListenError
	switch {
	case err == nil:
		return Diagnosis{}
	case errors.As(err, &device):
		return explainDevice(device, c)
	case errors.As(err, &silent):
		return withOthers("redirect_uri_mismatch", c, "redirect_uri_missing", "app_not_in_tenant", "consent_declined")
	case errors.As(err, &listen):
		return listenDiagnosis(c)
	case errors.As(err, &refusal):
		return explain(fromEntra(refusal), c)
	case errors.As(err, &foreign):
		return withOthers(foreignCause(foreign), c, "network_proxy", "redirected", "answer_not_json", "service_unavailable")
	case errors.As(err, &network):
		return explainNetwork(network, c)
	case errors.Is(err, context.DeadlineExceeded):
		return withOthers("network_timeout", c, "network_proxy", "service_unavailable")
	case errors.Is(err, context.Canceled):
		d := ForCause("network_timeout", c)
		d.Title, d.Meaning = "Stopped before an answer came", "The request was ended on this side; nothing is known about the registration."
		return d
	default:
		return ExplainText(err.Error(), c)
	}
}

// explainDevice tells the ends of a device code sign-in apart. A code that expired after nothing but "not yet" may have
// been refused on Entra's page: a policy that blocks the flow is told to the browser only.
func explainDevice(e *entra.DeviceError, c Context) Diagnosis {
	switch {
	case e.Reason == entra.Declined:
		return withOthers("authorization_declined", c, "device_flow_blocked")
	case e.Reason == entra.CodeUnknown:
		return withOthers("device_code_invalid", c, "device_code_expired")
	case e.OnlyPending():
		return withOthers("device_code_expired", c, "device_flow_blocked", "authorization_declined", "conditional_access")
	default:
		return withOthers("device_code_expired", c, "network_timeout")
	}
}

// listenDiagnosis is for a machine that lets nobody listen: the browser has nowhere to come back to.
func listenDiagnosis(c Context) Diagnosis {
	d := ForCause("network_refused", c)
	d.Title = "This machine lets no program listen for the browser"
	d.Meaning = "After the sign-in the browser comes back to a port of this machine, and none could be opened. Nothing was sent."
	d.Fix = report.Fix{Where: "This machine", Steps: []string{
		"Look for a firewall or sandbox that forbids listening on 127.0.0.1.",
		"Or use the device code flow, which needs no way back.",
	}}
	return d
}

// fromEntra takes over what the answer's type has read already. The code named in the text comes first: it is the
// finer one where error_codes differs.
func fromEntra(e *entra.Error) answer {
	a := readText(e.Description)
	a.codes = nil
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

// foreignCause is the cause of an answer that Entra would not give.
func foreignCause(e *entra.AnswerError) report.Cause {
	switch {
	case e.Kind == entra.Redirected:
		return "redirected"
	case e.HTTPStatus == http.StatusProxyAuthRequired:
		return "network_proxy"
	case e.HTTPStatus == http.StatusTooManyRequests:
		return "throttled"
	case e.HTTPStatus >= http.StatusInternalServerError:
		return "service_unavailable"
	default:
		return "answer_not_json"
	}
}

// explainNetwork gives the cause of a missing answer. A certificate that seems out of date on a machine whose clock
// is wrong is the clock's fault.
func explainNetwork(e *transport.NetworkError, c Context) Diagnosis {
	switch e.Kind {
	case transport.DNS:
		return withOthers("network_dns", c, "login_host_unknown", "network_proxy")
	case transport.Timeout:
		return withOthers("network_timeout", c, "network_proxy", "network_refused", "service_unavailable")
	case transport.TLS:
		if clockOff(c.ClockOffset) {
			return withOthers("clock_wrong", c, "network_tls")
		}
		return withOthers("network_tls", c, "network_proxy", "clock_wrong")
	case transport.Proxy:
		return withOthers("network_proxy", c, "network_refused")
	default:
		return withOthers("network_refused", c, "network_proxy", "network_timeout", "network_tls")
	}
}

// withOthers is ForCause with further possible causes; cause itself is left out of them.
func withOthers(cause report.Cause, c Context, further ...report.Cause) Diagnosis {
	d := ForCause(cause, c)
	d.Others = others([]*rule{{cause: cause, others: further}})
	return d
}
