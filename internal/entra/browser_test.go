package entra

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/report"
	"appreg/internal/transport"
)

func TestSignInBrowserSends(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	var seen *url.URL
	var page got
	answer, screen, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) {
		seen = address
		page = back(t, address, with(address, "code", canaryCode, "session_state", "x"))
	})
	if err != nil || answer.AccessToken.IsZero() || answer.CorrelationID != "id-1" {
		t.Fatalf("%+v, %v", answer, err)
	}
	query := seen.Query()
	redirect, state, challenge := query.Get("redirect_uri"), query.Get("state"), query.Get("code_challenge")
	want := url.Values{
		"client_id": {clientID}, "response_type": {"code"}, "redirect_uri": {redirect}, "scope": {scope + " offline_access"},
		"state": {state}, "code_challenge": {challenge}, "code_challenge_method": {"S256"}, "response_mode": {"query"},
		"prompt": {"select_account"}, "login_hint": {"user@contoso.com"},
	}
	if diff := cmp.Diff(want, query); diff != "" {
		t.Errorf("authorize (-want +got):\n%s", diff)
	}
	if got := seen.Scheme + "://" + seen.Host + seen.Path; got != s.URL+"/contoso.onmicrosoft.com/oauth2/v2.0/authorize" {
		t.Errorf("page %s", got)
	}
	if local, err := url.Parse(redirect); err != nil || local.Scheme != "http" || local.Hostname() != "localhost" || local.Port() == "" || local.Path != "" {
		t.Errorf("redirect URI %q", redirect)
	}
	form := s.requests()[0].form
	verifier := form.Get("code_verifier")
	want = url.Values{
		"grant_type": {"authorization_code"}, "client_id": {clientID}, "code": {canaryCode}, "redirect_uri": {redirect},
		"scope": {scope + " offline_access"}, "code_verifier": {verifier},
	}
	if diff := cmp.Diff(want, form); diff != "" {
		t.Errorf("token (-want +got):\n%s", diff)
	}
	sum := sha256.Sum256([]byte(verifier))
	if challenge != base64.RawURLEncoding.EncodeToString(sum[:]) || len(verifier) < 43 || len(state) < 22 {
		t.Errorf("verifier of %d characters, state of %d, challenge %q", len(verifier), len(state), challenge)
	}
	if page.status != 200 || !strings.Contains(page.body, "Sign-in complete") || !strings.Contains(page.body, "Return to the terminal") {
		t.Errorf("page %+v", page)
	}
	if shown := screen.one(t); shown.URL != seen.String() || !shown.Opened || !shown.Expires.Equal(noon.Add(5*time.Minute)) || shown.UserCode != "" {
		t.Errorf("shown %+v", shown)
	}
}

func TestEverySignInHasItsOwnSecrets(t *testing.T) {
	values := map[string]bool{}
	for range 2 {
		s := newServer(t, answer(200, goodToken))
		_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) {
			values[address.Query().Get("state")] = true
			back(t, address, with(address, "code", canaryCode))
		})
		if err != nil {
			t.Fatal(err)
		}
		values[s.requests()[0].form.Get("code_verifier")] = true
	}
	if len(values) != 4 {
		t.Errorf("%d different states and verifiers in 2 sign-ins", len(values))
	}
}

func TestNoLoginHintWithoutUsername(t *testing.T) {
	r := browserRequest("https://login.example.com")
	r.Username = ""
	if page := newAuthorization(r, "http://localhost:1").url(); strings.Contains(page, "login_hint") || !strings.Contains(page, "prompt=select_account") {
		t.Error(page)
	}
}

func TestBrowserRedirectRefused(t *testing.T) {
	const ids = " Trace ID: 0a1b2c3d-0000-4000-8000-00000000aaaa Correlation ID: 0a1b2c3d-0000-4000-8000-00000000bbbb Timestamp: 2026-11-20 12:00:00Z"
	tests := map[string]struct {
		values []string
		want   Error
		page   string
	}{
		"cancelled": {
			[]string{"error", "access_denied", "error_subcode", "cancel"},
			Error{Code: "access_denied", Suberror: "cancel"}, "entra refused: access_denied",
		},
		"with all fields": {
			[]string{"error", "invalid_client", "error_description", "AADSTS650052: The app needs access." + ids, "error_uri", "https://login.example.com/error?code=650052",
				"suberror", "bad_token", "claims", "{}"},
			Error{
				Code: "invalid_client", Description: "AADSTS650052: The app needs access." + ids, Codes: []int{650052}, Suberror: "bad_token", Claims: "{}",
				TraceID: "0a1b2c3d-0000-4000-8000-00000000aaaa", CorrelationID: "0a1b2c3d-0000-4000-8000-00000000bbbb",
			},
			"The app needs access.",
		},
		"error and code": {[]string{"error", "server_error", "code", canaryCode}, Error{Code: "server_error"}, "server_error"},
		"hostile": {
			[]string{"error", "x<script>", "error_description", "<script>alert(1)</script>\u202e\x1b[2J"},
			Error{Code: "x<script>", Description: "<script>alert(1)</script>\u202e\x1b[2J"}, "&lt;script&gt;alert(1)&lt;/script&gt;",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answer(200, goodToken))
			var page got
			_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) { page = back(t, address, with(address, tt.values...)) })
			var refusal *Error
			if !errors.As(err, &refusal) {
				t.Fatalf("%#v, want an Error", err)
			}
			if diff := cmp.Diff(tt.want, *refusal); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(s.requests()) != 0 {
				t.Error("the token endpoint was asked")
			}
			if page.status != 200 || !strings.Contains(page.body, "The sign-in failed") || !strings.Contains(page.body, tt.page) {
				t.Errorf("page %+v", page)
			}
			mustNotHold(t, page.body, "<script", "\u202e", "\x1b", canaryCode)
		})
	}
}

func TestBrowserCodeRefused(t *testing.T) {
	s := newServer(t, answer(400, `{"error":"invalid_grant","error_description":"AADSTS54005: Already redeemed.","error_codes":[54005]}`))
	var page got
	_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) { page = back(t, address, with(address, "code", canaryCode)) })
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.AADSTS() != 54005 || len(s.requests()) != 1 {
		t.Errorf("%#v after %d requests", err, len(s.requests()))
	}
	if !strings.Contains(page.body, "The sign-in failed") || !strings.Contains(page.body, "Already redeemed.") {
		t.Errorf("page %+v", page)
	}
}

// A code is good for one use, so that it is sent once whatever happens.
func TestBrowserCodeIsSentOnce(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{"busy": answer(503, `{}`), "hung up": hangUp} {
		s := newServer(t, handler)
		_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) { back(t, address, with(address, "code", canaryCode)) })
		if err == nil || len(s.requests()) != 1 {
			t.Errorf("%s: %v after %d requests", name, err, len(s.requests()))
		}
	}
}

func TestBrowserOpens(t *testing.T) {
	failing := errors.New("no browser")
	running := make(chan struct{})
	t.Cleanup(func() { close(running) })
	for name, tt := range map[string]struct {
		open   func(string) error
		waits  gates
		opened bool
	}{
		"fails":          {func(string) error { return failing }, gates{}, false},
		"is missing":     {nil, gates{}, false},
		"returns":        {func(string) error { return nil }, gates{}, true},
		"runs on and on": {func(string) error { <-running; return nil }, gates{openingLimit: open()}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answer(200, goodToken))
			screen := &screen{}
			var byHand sync.WaitGroup
			show := func(sign report.SignIn) {
				screen.show(sign)
				address, err := url.Parse(sign.URL)
				if err != nil {
					t.Error(err)
					return
				}
				byHand.Go(func() { back(t, address, with(address, "code", canaryCode)) })
			}
			_, err := newClient(t, nil).WithWait(tt.waits.wait).SignInBrowser(t.Context(), browserRequest(s.URL), tt.open, show)
			byHand.Wait()
			if err != nil || screen.one(t).Opened != tt.opened {
				t.Errorf("%v, shown %+v", err, screen.shown)
			}
		})
	}
}

func TestBrowserDoesNotComeBack(t *testing.T) {
	limit := make(chan struct{})
	s := newServer(t, answer(200, goodToken))
	var redirect string
	wrong, _ := browse(t, func(t *testing.T, address *url.URL) {
		redirect = address.Query().Get("redirect_uri")
		for range 2 {
			back(t, address, url.Values{"state": {"another"}, "code": {canaryCode}})
		}
		close(limit)
	})
	_, err := newClient(t, nil).WithWait(gates{browserLimit: limit}.wait).SignInBrowser(t.Context(), browserRequest(s.URL), wrong, (&screen{}).show)
	var missing *NoRedirectError
	if !errors.As(err, &missing) {
		t.Fatalf("%#v, want a NoRedirectError", err)
	}
	if diff := cmp.Diff(NoRedirectError{RedirectURI: redirect, Limit: 5 * time.Minute, WrongState: 2}, *missing); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := "couldn't finish the sign-in: the browser didn't return within 5 minutes; its page may show an error, for example AADSTS50011" +
		" (refused redirects of other sign-ins: 2)"
	if err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	if plain := (&NoRedirectError{Limit: time.Minute}).Error(); strings.Contains(plain, "another sign-in") {
		t.Errorf("%q", plain)
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(redirect, "http://")); err == nil {
		t.Error("somebody still listens")
	}
}

func TestBrowserIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, answer(200, goodToken))
	show := func(report.SignIn) { cancel() }
	_, err := newClient(t, nil).WithWait(gates{}.wait).SignInBrowser(ctx, browserRequest(s.URL), nil, show)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
	never := func(string) error { t.Error("the browser was opened"); return nil }
	_, err = newClient(t, nil).SignInBrowser(ctx, browserRequest(s.URL), never, (&screen{}).show)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
	odd := browserRequest(s.URL)
	odd.Tenant = "../x"
	if _, err := newClient(t, nil).SignInBrowser(t.Context(), odd, never, (&screen{}).show); !errors.Is(err, ErrTenant) {
		t.Errorf("%v, want ErrTenant", err)
	}
	var address *transport.AddressError
	if _, err := newClient(t, nil).SignInBrowser(t.Context(), browserRequest("http://login.example.com"), never, (&screen{}).show); !errors.As(err, &address) {
		t.Errorf("%v, want an AddressError", err)
	}
}

func TestBrowserIsCancelledWhileRedeeming(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	come := func(raw string) error { // its page may or may not arrive
		address := leadsTo(t, raw)
		answer, err := http.Get(address.Query().Get("redirect_uri") + "/?" + with(address, "code", canaryCode).Encode())
		if err != nil {
			return err
		}
		return answer.Body.Close()
	}
	_, err := newClient(t, nil).WithWait(gates{}.wait).SignInBrowser(ctx, browserRequest(s.URL), come, (&screen{}).show)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
}

func TestBrowserWithoutAnAnswer(t *testing.T) {
	closed := newServer(t, answer(200, goodToken))
	closed.Close()
	_, _, err := signIn(t, closed, nil, func(t *testing.T, address *url.URL) { back(t, address, with(address, "code", canaryCode)) })
	if _, ok := errors.AsType[*transport.NetworkError](err); !ok {
		t.Errorf("%v, want a NetworkError", err)
	}
}

// Answers and redirects can repeat code, state and verifier; errors, the log and the page may not.
func TestBrowserSecretsLeakNowhere(t *testing.T) {
	echo := func(status int, kind string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			// The recording server has read the body already; it lends what was sent through this header.
			all := w.Header().Get("X-Echo")
			w.Header().Del("X-Echo")
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"error":"`+all+`","error_description":"`+all+`"}`)
		}
	}
	for name, handler := range map[string]http.HandlerFunc{
		"good":    answer(200, goodToken),
		"refused": echo(400, "application/json"),
		"page":    echo(404, "text/html"),
		"hung up": hangUp,
	} {
		t.Run(name, func(t *testing.T) {
			var s *server
			s = newServer(t, func(w http.ResponseWriter, r *http.Request) {
				form := s.requests()[0].form
				w.Header().Set("X-Echo", form.Get("code")+" "+form.Get("code_verifier"))
				handler(w, r)
			})
			var log strings.Builder
			var page got
			var state string
			answer, screen, err := signIn(t, s, func(line string) { log.WriteString(line + "\n") }, func(t *testing.T, address *url.URL) {
				state = address.Query().Get("state")
				page = back(t, address, with(address, "code", canaryCode))
			})
			verifier := s.requests()[0].form.Get("code_verifier")
			mustNotHold(t, log.String()+everything(err)+page.body+screenText(answer, screen), canaryCode, verifier, "canary-token")
			mustNotHold(t, log.String()+everything(err)+page.body, state)
		})
	}
	t.Run("redirect", func(t *testing.T) {
		var state, page string
		_, _, err := signIn(t, newServer(t, answer(200, goodToken)), nil, func(t *testing.T, address *url.URL) {
			state = address.Query().Get("state")
			page = back(t, address, with(address, "error", state, "error_description", state, "suberror", state, "claims", state, "error_uri", state)).body
		})
		mustNotHold(t, everything(err)+page, state)
	})
}
