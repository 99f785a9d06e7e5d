package entra

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

func TestRefreshSendsTheGrantAndTheScope(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	r := request(s.URL, catalog.Password)
	r.Scope += " offline_access"
	var log strings.Builder
	got, err := newClient(t, func(line string) { log.WriteString(line + "\n") }).Refresh(t.Context(), r, secret.New("canary-refresh"))
	if err != nil || !got.AccessToken.Equal(secret.New("canary-token")) {
		t.Fatal(err)
	}
	want := url.Values{
		"client_id": {clientID}, "scope": {scope + " offline_access"},
		"grant_type": {"refresh_token"}, "refresh_token": {"canary-refresh"},
	}
	if diff := cmp.Diff(want, s.requests()[0].form); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	if strings.Contains(log.String(), "canary") {
		t.Errorf("the log holds a token:\n%s", log.String())
	}
}

// A refresh token is not used up by a request whose answer was lost, and a refusal is final.
func TestRefreshIsRepeatedAfterAPassingFault(t *testing.T) {
	refusal := answer(400, `{"error":"invalid_grant","error_description":"AADSTS700082: expired","error_codes":[700082]}`)
	tests := map[string]struct {
		answers  []http.HandlerFunc
		requests int
		code     int // of the *Error; 0: none
	}{
		"hang up, then a token": {[]http.HandlerFunc{hangUp, answer(200, goodToken)}, 2, 0},
		"busy, then a token":    {[]http.HandlerFunc{answer(503, "{}"), answer(200, goodToken)}, 2, 0},
		"refused":               {[]http.HandlerFunc{refusal}, 1, 700082},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, test.answers...)
			_, err := newClient(t, nil).Refresh(t.Context(), request(s.URL, catalog.Password), secret.New("r"))
			var refused *Error
			if errors.As(err, &refused) != (test.code != 0) || refused != nil && refused.AADSTS() != test.code {
				t.Errorf("got %v", err)
			}
			if got := len(s.requests()); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
		})
	}
}

func TestRefreshNeedsATenantAndAToken(t *testing.T) {
	c := newClient(t, nil)
	r := request("https://login.example.com", catalog.Password)
	if _, err := c.Refresh(t.Context(), r, secret.Secret{}); !errors.Is(err, ErrCredential) {
		t.Errorf("without a token: %v", err)
	}
	r.Tenant = "a/../b"
	if _, err := c.Refresh(t.Context(), r, secret.New("r")); !errors.Is(err, ErrTenant) {
		t.Errorf("with a bad tenant: %v", err)
	}
}

// What is no bearer token is no token: it would carry escape sequences into a terminal.
func TestOnlyABearerTokenIsTaken(t *testing.T) {
	for token, taken := range map[string]bool{
		"eyJ0.eyJh.c2ln-_": true, "EwBwA8l6BAAU+/x==": true, "a~b": true,
		"": false, "a b": false, `a\u001b[31m`: false, `a\r\nX-Evil: 1`: false, `a\u202eb`: false, "a'b": false, "ä": false,
	} {
		s := newServer(t, answer(200, `{"token_type":"Bearer","expires_in":1,"access_token":"`+token+`"}`))
		_, err := newClient(t, nil).Token(t.Context(), request(s.URL, catalog.Password))
		var foreign *transport.AnswerError
		if (err == nil) != taken || !taken && (!errors.As(err, &foreign) || foreign.Kind != transport.Incomplete) {
			t.Errorf("%q: %v", token, err)
		}
	}
}

func TestRetryAfterIsTold(t *testing.T) {
	date := noon.Add(-time.Minute) // what the test server calls now
	for header, want := range map[string]time.Duration{
		"17": 17 * time.Second,
		date.Add(90 * time.Second).Format(http.TimeFormat): 90 * time.Second,
		date.Add(-time.Hour).Format(http.TimeFormat):       0,
		"99999999": time.Hour,
		"soon":     0,
		"":         0,
	} {
		for name, body := range map[string]string{
			"Entra's": `{"error":"temporarily_unavailable","error_codes":[90055]}`, "no error object": `{}`, "a page": "<html>",
		} {
			s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", header)
				answer(429, body)(w, r)
			})
			_, err := newClient(t, nil).Token(t.Context(), request(s.URL, catalog.Password))
			var refusal *Error
			var foreign *transport.AnswerError
			got := time.Duration(-1)
			switch {
			case errors.As(err, &refusal):
				got = refusal.RetryAfter
			case errors.As(err, &foreign):
				got = foreign.RetryAfter
			}
			if got != want {
				t.Errorf("Retry-After %q with %s: %v, want %v", header, name, got, want)
			}
		}
	}
}
