package entra

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

const (
	traceGUID       = "5bd3c4a0-1111-4222-8333-0123456789ab"
	correlationGUID = "0a1b2c3d-4444-4555-8666-ba9876543210"
	idsInText       = "Trace ID: " + traceGUID + " Correlation ID: " + correlationGUID + " Timestamp: 2026-11-20 12:00:00Z"
)

// TestIDsOfARefusal: the ids are found wherever an answer names them.
func TestIDsOfARefusal(t *testing.T) {
	withHeader := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("x-ms-request-id", traceGUID)
			next(w, r)
		}
	}
	for name, tt := range map[string]struct {
		answer             http.HandlerFunc
		trace, correlation string
	}{
		"in the fields":           {answer(400, `{"error":"x","error_description":"`+idsInText+`","trace_id":"t","correlation_id":"c"}`), "t", "c"},
		"in the description":      {answer(400, `{"error":"x","error_description":"AADSTS1: no. `+idsInText+`"}`), traceGUID, correlationGUID},
		"one in a field":          {answer(400, `{"error":"x","error_description":"AADSTS1: no. `+idsInText+`","trace_id":"t"}`), "t", correlationGUID},
		"with 200":                {answer(200, `{"error":"x","error_description":"AADSTS1: no. `+idsInText+`"}`), traceGUID, correlationGUID},
		"an object without error": {answer(400, `{"message":"`+idsInText+`"}`), traceGUID, correlationGUID},
		"on a page":               {typed(503, "text/html", "<html><p>Request Id: "+traceGUID+"</p><p>Correlation Id: "+correlationGUID), traceGUID, correlationGUID},
		"in plain text":           {typed(502, "text/plain", "AADSTS90033: busy. "+idsInText), traceGUID, correlationGUID},
		"in a header":             {withHeader(answer(400, `{"error":"x"}`)), traceGUID, ""},
		"in a header of a page":   {withHeader(typed(400, "text/html", "<html>")), traceGUID, ""},
		"nowhere":                 {answer(400, `{"error":"x"}`), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, tt.answer)
			_, err := newClient(t, nil).Token(t.Context(), request(s.URL, catalog.ClientSecret))
			var refusal *Error
			var foreign *transport.AnswerError
			trace, correlation := "", ""
			switch {
			case errors.As(err, &refusal):
				trace, correlation = refusal.TraceID, refusal.CorrelationID
			case errors.As(err, &foreign):
				trace, correlation = foreign.TraceID, foreign.CorrelationID
			default:
				t.Fatalf("%v", err)
			}
			if trace != tt.trace || correlation != tt.correlation {
				t.Errorf("trace %q, correlation %q; want %q, %q", trace, correlation, tt.trace, tt.correlation)
			}
		})
	}
}

// TestEveryRequestNamesAppreg: under one name, Entra's sign-in logs and its support tell our requests from others.
func TestEveryRequestNamesAppreg(t *testing.T) {
	ask := map[string]func(ctx context.Context, c *Client, login string){
		"tenant": func(ctx context.Context, c *Client, login string) { _, _ = c.LookUpTenant(ctx, login, "contoso.com") },
		"user": func(ctx context.Context, c *Client, login string) {
			_, _ = c.LookUpUser(ctx, login, "user@contoso.com")
		},
		"token": func(ctx context.Context, c *Client, login string) {
			_, _ = c.Token(ctx, request(login, catalog.Password))
		},
		"renewal": func(ctx context.Context, c *Client, login string) {
			_, _ = c.Refresh(ctx, request(login, catalog.Browser), secret.New("refresh-token"))
		},
		"device code": func(ctx context.Context, c *Client, login string) {
			_, _ = c.SignInDevice(ctx, deviceRequest(login), func(report.SignIn) {})
		},
	}
	for name, one := range ask {
		s := newServer(t, answer(400, `{"error":"x"}`))
		one(t.Context(), newClient(t, nil), s.URL)
		if len(s.requests()) == 0 {
			t.Errorf("%s: nothing was asked", name)
		}
		for _, r := range s.requests() {
			if agent := r.header.Get("User-Agent"); !strings.HasPrefix(agent, "appreg/") {
				t.Errorf("%s: the User-Agent is %q", name, agent)
			}
		}
	}
}
