package entra

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

const (
	scope      = "https://lcsapi.lcs.dynamics.com//.default"
	credential = "canary p+w&=%/ü"
	goodToken  = `{"token_type":"Bearer","expires_in":4228,"ext_expires_in":4229,"access_token":"canary-token"}`
)

func request(login string, flow catalog.Flow) Request {
	return Request{
		Login: login, Tenant: "contoso.onmicrosoft.com", TenantID: tenantID, ClientID: clientID, Scope: scope,
		Flow: flow, Username: "user@contoso.com", Secret: secret.New(credential),
	}
}

// The documents' POST: these parameters and no other (seeds, "Request an access token").
func TestTokenSendsTheDocumentsPost(t *testing.T) {
	tests := map[catalog.Flow]url.Values{
		catalog.Password: {
			"client_id": {clientID}, "scope": {scope}, "username": {"user@contoso.com"}, "password": {credential}, "grant_type": {"password"},
		},
		catalog.ClientSecret: {
			"client_id": {clientID}, "scope": {scope}, "client_secret": {credential}, "grant_type": {"client_credentials"},
		},
	}
	for flow, form := range tests {
		t.Run(string(flow), func(t *testing.T) {
			s := newServer(t, answer(200, goodToken))
			if _, err := newClient(t, nil).Token(t.Context(), request(s.URL, flow)); err != nil {
				t.Fatal(err)
			}
			got := s.requests()[0]
			if diff := cmp.Diff(form, got.form); diff != "" {
				t.Errorf("form (-want +got):\n%s", diff)
			}
			if got.method != http.MethodPost || got.path != "/contoso.onmicrosoft.com/oauth2/v2.0/token" || got.query != "" {
				t.Errorf("sent %s %s?%s", got.method, got.path, got.query)
			}
			for name, want := range map[string]string{
				"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
				"Authorization": "", "Cookie": "", "Client-Request-Id": "id-1",
			} {
				if value := got.header.Get(name); value != want {
					t.Errorf("header %s is %q, want %q", name, value, want)
				}
			}
		})
	}
}

// TestRowsShowWhatIsSent: what a flow's row shows of its request, where no page is part of it, has the names of what is sent.
func TestRowsShowWhatIsSent(t *testing.T) {
	for _, flow := range catalog.Flows() {
		if flow.Proof == catalog.ProofPage {
			continue
		}
		s := newServer(t, answer(200, goodToken))
		r := request(s.URL, flow.Flow)
		r.Certificate, r.Assertion = testCertificate(), func(context.Context) (secret.Secret, error) { return secret.New("outside"), nil }
		if _, err := newClient(t, nil).Token(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, value := range flow.Requests[0].Form {
			name, _, _ := strings.Cut(value, "=")
			shown = append(shown, name)
		}
		slices.Sort(shown)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(s.requests()[0].form)), shown); diff != "" {
			t.Errorf("%s (-sent +shown):\n%s", flow.Flow, diff)
		}
	}
}

func TestScopeIsSentAsGiven(t *testing.T) {
	for _, scope := range []string{
		"https://service.powerapps.com//.default", "https://api.powerplatform.com/.default",
		"https://lcsapi.lcs.dynamics.com//.default offline_access",
	} {
		s := newServer(t, answer(200, goodToken))
		r := request(s.URL, catalog.Password)
		r.Scope = scope
		if _, err := newClient(t, nil).Token(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if got := s.requests()[0].form.Get("scope"); got != scope {
			t.Errorf("scope %q, want %q", got, scope)
		}
	}
}

func TestTokenGivesTheAnswer(t *testing.T) {
	s := newServer(t, answer(200, `{"token_type":"Bearer","scope":"a b","expires_in":"3599","ext_expires_in":4229.0,`+
		`"access_token":"AT","refresh_token":"RT"}`))
	got, err := newClient(t, nil).Token(t.Context(), request(s.URL, catalog.Password))
	want := Answer{
		AccessToken: secret.New("AT"), RefreshToken: secret.New("RT"), TokenType: "Bearer", Scope: "a b", HasScope: true,
		ExpiresIn: 3599 * time.Second, ExtExpiresIn: 4229 * time.Second, ReceivedAt: noon, ServerDate: noon.Add(-time.Minute),
		CorrelationID: "id-1",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if got.ClockOffset() != time.Minute || !got.Expires().Equal(noon.Add(3599*time.Second)) {
		t.Errorf("clock offset %v, expires %v", got.ClockOffset(), got.Expires())
	}
	if (Answer{ReceivedAt: noon}).ClockOffset() != 0 {
		t.Error("an offset from a server that named no time")
	}
	req := &http.Request{Header: http.Header{}}
	got.Authorize(req)
	if header := req.Header.Get("Authorization"); header != "Bearer AT" {
		t.Errorf("Authorization %q", header)
	}
}

func TestTokenToleratesOddAnswers(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		want    Answer
	}{
		"no lifetimes, no scope":   {answer(200, `{"access_token":"AT"}`), Answer{}},
		"lifetimes are no numbers": {answer(200, `{"access_token":"AT","expires_in":"soon","ext_expires_in":[]}`), Answer{}},
		"lifetime out of range":    {answer(200, `{"access_token":"AT","expires_in":1e300}`), Answer{}},
		"fraction":                 {answer(200, `{"access_token":"AT","expires_in":1.5}`), Answer{ExpiresIn: 1500 * time.Millisecond}},
		"empty scope":              {answer(200, `{"access_token":"AT","scope":""}`), Answer{HasScope: true}},
		"called text":              {typed(200, "text/plain", `{"access_token":"AT","token_type":"Bearer"}`), Answer{TokenType: "Bearer"}},
		"called nothing":           {typed(200, "", `{"access_token":"AT"}`), Answer{}},
		"201":                      {answer(201, `{"access_token":"AT"}`), Answer{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, tt.handler)
			got, err := newClient(t, nil).Token(t.Context(), request(s.URL, catalog.ClientSecret))
			if err != nil || !got.AccessToken.Equal(secret.New("AT")) {
				t.Fatalf("%v, %v", got, err)
			}
			if got.ExpiresIn != tt.want.ExpiresIn || got.ExtExpiresIn != 0 || got.HasScope != tt.want.HasScope || got.TokenType != tt.want.TokenType {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestTokenRefused(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		status  int
		code    string
		aadsts  int
		raw     bool
	}{
		"400":                    {answer(400, `{"error":"invalid_grant","error_codes":[50126]}`), 400, "invalid_grant", 50126, true},
		"401":                    {answer(401, wrongSecret), 401, "invalid_client", 7000215, true},
		"200":                    {answer(200, wrongSecret), 200, "invalid_client", 7000215, false},
		"200 with token":         {answer(200, `{"access_token":"canary-token","error":"x"}`), 200, "x", 0, false},
		"error called text":      {typed(400, "text/plain", wrongSecret), 400, "invalid_client", 7000215, true},
		"JSON of another":        {answer(404, `{"message":"busy"}`), 404, "", 0, true},
		"busy, in Entra's words": {answer(503, `{"error":"temporarily_unavailable","error_codes":[90033]}`), 503, "temporarily_unavailable", 90033, true},
		"suberror and claims":    {answer(400, `{"error":"invalid_grant","error_codes":[53003],"suberror":"message_only","claims":"{}"}`), 400, "invalid_grant", 53003, true},
		"another's error object": {answer(403, `{"error":{"code":"Forbidden"}}`), 403, "", 0, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, tt.handler)
			_, err := newClient(t, nil).Token(t.Context(), request(s.URL, catalog.ClientSecret))
			var refused *Error
			if !errors.As(err, &refused) {
				t.Fatalf("%#v, want an Error", err)
			}
			if refused.HTTPStatus != tt.status || refused.Code != tt.code || refused.AADSTS() != tt.aadsts || (refused.Raw != nil) != tt.raw {
				t.Errorf("%+v", refused)
			}
			if !refused.Date.Equal(noon.Add(-time.Minute)) {
				t.Errorf("date %v", refused.Date)
			}
		})
	}
}

func TestTokenAnswersThatAreNotEntras(t *testing.T) {
	page := "<html>sign in to the hotel wifi " + strings.Repeat("x", 100) + "</html>"
	tests := map[string]struct {
		handler http.HandlerFunc
		want    transport.AnswerError
		text    string
	}{
		"page":            {typed(200, "text/html", page), transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, "the answer isn't JSON (HTTP 200, 139 bytes)"},
		"page, 407":       {typed(407, "text/html", "<p>"), transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 407, Raw: []byte("<p>")}, "the answer isn't JSON (HTTP 407, 3 bytes)"},
		"page, 503":       {typed(503, "text/html", "<p>"), transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 503, Raw: []byte("<p>")}, "the answer isn't JSON (HTTP 503, 3 bytes)"},
		"form":            {typed(200, "text/plain", "access_token=canary-token"), transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, "the answer isn't JSON (HTTP 200, 25 bytes)"},
		"broken JSON":     {answer(200, `{"access_token":"canary-token"`), transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, "the answer isn't JSON (HTTP 200, 30 bytes)"},
		"null":            {answer(200, `null`), transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, "the answer isn't JSON (HTTP 200, 4 bytes)"},
		"array":           {answer(200, `["canary-token"]`), transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, "the answer isn't JSON (HTTP 200, 16 bytes)"},
		"empty":           {answer(200, ``), transport.AnswerError{Kind: transport.Empty, HTTPStatus: 200}, "the answer is empty (HTTP 200, 0 bytes)"},
		"redirect":        {moved, transport.AnswerError{Kind: transport.Redirected, HTTPStatus: 307}, "the answer is a redirect (HTTP 307, 0 bytes)"},
		"redirect, lost":  {typed(302, "", ""), transport.AnswerError{Kind: transport.Redirected, HTTPStatus: 302}, "the answer is a redirect (HTTP 302, 0 bytes)"},
		"cut":             {cut, transport.AnswerError{Kind: transport.CutShort, HTTPStatus: 200}, "the answer ended too early (HTTP 200, 19 bytes)"},
		"large":           {large, transport.AnswerError{Kind: transport.Oversized, HTTPStatus: 200}, "the answer is too large (HTTP 200, 1048576 bytes)"},
		"no token":        {answer(200, `{"token_type":"Bearer","id_token":"canary-token"}`), transport.AnswerError{Kind: transport.Incomplete, HTTPStatus: 200}, "the answer is incomplete (HTTP 200, 49 bytes)"},
		"gateway's JSON":  {answer(500, `{"message":"An internal server error occurred"}`), transport.AnswerError{Kind: transport.Unavailable, HTTPStatus: 500, Raw: []byte(`{"message":"An internal server error occurred"}`)}, "the service isn't available (HTTP 500, 47 bytes)"},
		"another's token": {answer(200, `{"access_token":"canary-token","token_type":"PoP"}`), transport.AnswerError{Kind: transport.Incomplete, HTTPStatus: 200}, "the answer is incomplete (HTTP 200, 50 bytes)"},
		"token of a kind": {answer(200, `{"access_token":{"canary-token":1}}`), transport.AnswerError{Kind: transport.Incomplete, HTTPStatus: 200}, "the answer is incomplete (HTTP 200, 35 bytes)"},
	}
	for name, tt := range tests {
		for _, flow := range []catalog.Flow{catalog.Password, catalog.ClientSecret} {
			t.Run(name+", "+string(flow), func(t *testing.T) {
				s := newServer(t, tt.handler)
				_, err := newClient(t, nil).Token(t.Context(), request(s.URL, flow))
				var bad *transport.AnswerError
				if !errors.As(err, &bad) {
					t.Fatalf("%#v, want an AnswerError", err)
				}
				got := *bad
				got.Size = 0
				if len(got.Raw) == 0 {
					got.Raw = nil
				}
				if diff := cmp.Diff(tt.want, got); diff != "" || err.Error() != tt.text {
					t.Errorf("%v, want %s (-want +got):\n%s", err, tt.text, diff)
				}
				if strings.Contains(fmt.Sprintf("%+v", bad), "canary") {
					t.Errorf("the error holds a token: %+v", bad)
				}
			})
		}
	}
}

func moved(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Location", "https://portal.example/login?code=secret")
	w.WriteHeader(http.StatusTemporaryRedirect)
}

func large(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20+1))
}

func TestHowOftenACredentialIsSent(t *testing.T) {
	wrong := answer(401, wrongSecret)
	good := answer(200, goodToken)
	busy := func(status int) http.HandlerFunc { return answer(status, `{"error":"temporarily_unavailable"}`) }
	tests := map[string]struct {
		answers           []http.HandlerFunc
		password, confine int // requests with a password, with a secret or an assertion
	}{
		"good":          {[]http.HandlerFunc{good}, 1, 1},
		"refused":       {[]http.HandlerFunc{wrong}, 1, 1},
		"page":          {[]http.HandlerFunc{typed(200, "text/html", "<p>")}, 1, 1},
		"redirect":      {[]http.HandlerFunc{moved}, 1, 1},
		"cut":           {[]http.HandlerFunc{cut}, 1, 1},
		"hung up":       {[]http.HandlerFunc{hangUp}, 1, 2},
		"hung up, good": {[]http.HandlerFunc{hangUp, good}, 1, 2},
		"throttled":     {[]http.HandlerFunc{busy(429)}, 1, 2},
		"500":           {[]http.HandlerFunc{busy(500)}, 1, 2},
		"503, good":     {[]http.HandlerFunc{busy(503), good}, 1, 2},
		"503, refused":  {[]http.HandlerFunc{busy(503), wrong}, 1, 2},
	}
	for name, tt := range tests {
		for flow, want := range map[catalog.Flow]int{
			catalog.Password: tt.password, catalog.ClientSecret: tt.confine, catalog.ClientCertificate: tt.confine,
		} {
			t.Run(name+", "+string(flow), func(t *testing.T) {
				s := newServer(t, tt.answers...)
				r := request(s.URL, flow)
				if flow == catalog.ClientCertificate {
					r.Certificate = testCertificate()
				}
				_, _ = newClient(t, nil).Token(t.Context(), r)
				if got := len(s.requests()); got != want {
					t.Errorf("%d requests, want %d", got, want)
				}
			})
		}
	}
}

func TestTheSecondAnswerCounts(t *testing.T) {
	s := newServer(t, answer(503, `{}`), answer(200, goodToken))
	got, err := newClient(t, nil).Token(t.Context(), request(s.URL, catalog.ClientSecret))
	if err != nil || got.CorrelationID != "id-2" {
		t.Errorf("correlation id %q, %v; want that of the second request", got.CorrelationID, err)
	}
}

func TestTokenWithoutAnAnswer(t *testing.T) {
	closed := newServer(t, answer(200, goodToken))
	closed.Close()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, flow := range []catalog.Flow{catalog.Password, catalog.ClientSecret} {
		_, err := newClient(t, nil).Token(t.Context(), request(closed.URL, flow))
		var fault *transport.NetworkError
		if !errors.As(err, &fault) || fault.Kind != transport.Refused {
			t.Errorf("%s: %v, want a refused connection", flow, err)
		}
		_, err = newClient(t, nil).Token(cancelled, request(closed.URL, flow))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", flow, err)
		}
		_, err = newClient(t, nil).Token(t.Context(), request("http://login.example.com", flow))
		if _, ok := errors.AsType[*transport.AddressError](err); !ok {
			t.Errorf("%s: %v, want an AddressError", flow, err)
		}
	}
}

func TestTokenNeedsACredentialForItsFlow(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	tests := map[string]struct {
		flow catalog.Flow
		want error
	}{
		"password":    {catalog.Password, ErrCredential},
		"secret":      {catalog.ClientSecret, ErrCredential},
		"certificate": {catalog.ClientCertificate, ErrCredential},
		"device code": {catalog.DeviceCode, ErrFlow},
		"browser":     {catalog.Browser, ErrFlow},
		"none":        {"", ErrFlow},
		"made up":     {"carrier-pigeon", ErrFlow},
	}
	for name, tt := range tests {
		r := request(s.URL, tt.flow)
		r.Secret = secret.Secret{}
		if _, err := newClient(t, nil).Token(t.Context(), r); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// An answer can repeat what was sent; neither errors nor the log may pass it on.
func TestCredentialsLeakNowhere(t *testing.T) {
	echo := `"` + credential + ` ` + url.QueryEscape(credential) + ` \u001b[2J\u202e"`
	handlers := map[string]http.HandlerFunc{
		"good":         answer(200, goodToken),
		"refused":      answer(400, `{"error":`+echo+`,"error_description":`+echo+`}`),
		"page":         typed(502, "text/html", credential),
		"broken":       answer(200, `{"access_token":"canary-token",`),
		"hung up":      hangUp,
		"moved":        moved,
		"cut":          cut,
		"broken, 400":  answer(400, `{"access_token":"canary-token","password":"`+credential),
		"other object": answer(500, `{"x":`+echo+`}`),
	}
	for name, handler := range handlers {
		for _, flow := range []catalog.Flow{catalog.Password, catalog.ClientSecret} {
			t.Run(name+", "+string(flow), func(t *testing.T) {
				var log strings.Builder
				s := newServer(t, handler)
				got, err := newClient(t, func(line string) { log.WriteString(line + "\n") }).Token(t.Context(), request(s.URL, flow))
				out := log.String() + fmt.Sprintf("%+v %#v %v", got, got, err)
				for _, never := range []string{"canary", url.QueryEscape(credential), "\x1b", "\u202e"} {
					if strings.Contains(out, never) {
						t.Errorf("%q got out:\n%s", never, out)
					}
				}
			})
		}
	}
}

// TestSignInNeedsAPage: nobody is shown a page for a flow that has none, and the browser stays closed.
func TestSignInNeedsAPage(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.Password, catalog.ClientSecret, catalog.ClientCertificate, "carrier-pigeon", ""} {
		open := func(string) error { t.Errorf("%q opens a browser", flow); return nil }
		show := func(report.SignIn) { t.Errorf("%q shows a page", flow) }
		if _, err := newClient(t, nil).SignIn(t.Context(), request("https://login.example.com", flow), open, show); !errors.Is(err, ErrFlow) {
			t.Errorf("%q: %v, want %v", flow, err, ErrFlow)
		}
	}
}
