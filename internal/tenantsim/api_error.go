package tenantsim

import (
	"fmt"
	"net/http"
	"strings"
)

// apiRefusal is why an API refuses, before it is put into the API's own shape.
type apiRefusal struct {
	status    int
	code      string
	message   string
	inner     string // code of the error inside, with its own message
	detail    string
	challenge string // error of the WWW-Authenticate header of a 401
}

// errorShape is how one of the APIs writes an error.
type errorShape int

const (
	bareError       errorShape = iota + 1 // Power Platform API: {"code","message","innererror"}
	wrappedError                          // Power Apps: {"error":{"code","message"}}
	correlatedError                       // Business Central: wrapped, the message ends with a CorrelationId
	aspError                              // Lifecycle Services: {"Message"}
)

// of puts a refusal into the shape. Recorded are wrapped (facts/errors-dev.jsonl e024, e237), correlated (e120) and the
// codes in bare's innererror; the status of a wrong audience and the texts of 401 elsewhere are assumed.
func (shape errorShape) of(s *Sim, no *apiRefusal) apiAnswer {
	a := apiAnswer{status: no.status, header: map[string]string{}}
	if no.status == http.StatusUnauthorized {
		a.header["WWW-Authenticate"] = "Bearer"
		if no.challenge != "" {
			a.header["WWW-Authenticate"] = fmt.Sprintf(`Bearer error="%s"`, no.challenge)
		}
	}
	type plain struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Inner   *plain `json:"innererror,omitempty"`
	}
	e := plain{Code: no.code, Message: no.message}
	if no.inner != "" {
		e.Inner = &plain{Code: no.inner, Message: no.detail}
	}
	switch shape {
	case bareError:
		a.body = e
	case correlatedError:
		if no.status == http.StatusUnauthorized { // one text for whatever is wrong with credentials
			e = plain{Code: "Authentication_InvalidCredentials", Message: "The server has rejected the client credentials."}
		}
		e.Message += "  CorrelationId:  " + s.newID() + "."
		a.body = map[string]any{"error": e}
	case aspError:
		a.body = map[string]string{"Message": "Authorization has been denied for this request."}
	default:
		a.body = map[string]any{"error": e}
	}
	return a
}

// wrongAudience refuses a token for another API; the text lists what would have been taken.
func wrongAudience(got string, allowed []string) *apiRefusal {
	return &apiRefusal{
		status: http.StatusUnauthorized, code: "InvalidAuthenticationAudience", challenge: "invalid_token",
		message: fmt.Sprintf("The received access token has been obtained from wrong audience or resource '%s'. It should exactly match "+
			"(including forward slash) with one of the allowed audiences '%s'.", got, strings.Join(allowed, "','")),
	}
}
