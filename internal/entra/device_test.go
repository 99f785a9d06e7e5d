package entra

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/transport"
)

const (
	canaryDevice = "canary-device-code_0123"
	deviceStart  = `{"user_code":"ABCD-EFGH","device_code":"` + canaryDevice + `","verification_uri":"https://microsoft.com/devicelogin",` +
		`"expires_in":900,"interval":5,"message":"To sign in, use a web browser"}`
)

// deviceRequest is one for the device code flow. A secret in it must not be sent.
func deviceRequest(login string) Request { return request(login, catalog.DeviceCode) }

func TestSignInDeviceSends(t *testing.T) {
	s := newServer(t, answer(200, deviceStart), answer(400, `{"error":"authorization_pending"}`), answer(200, goodToken))
	clock, screen := &clock{at: noon}, &screen{}
	got, err := clientAt(t, clock, nil).SignInDevice(t.Context(), deviceRequest(s.URL), screen.show)
	if err != nil || got.AccessToken.IsZero() || got.CorrelationID != "id-3" {
		t.Fatalf("%+v, %v", got, err)
	}
	poll := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "client_id": {clientID}, "device_code": {canaryDevice}}
	want := []struct {
		path string
		form url.Values
	}{
		{"/contoso.onmicrosoft.com/oauth2/v2.0/devicecode", url.Values{"client_id": {clientID}, "scope": {scope + " offline_access"}}},
		{"/contoso.onmicrosoft.com/oauth2/v2.0/token", poll},
		{"/contoso.onmicrosoft.com/oauth2/v2.0/token", poll},
	}
	seen := s.requests()
	if len(seen) != len(want) {
		t.Fatalf("%d requests, want %d", len(seen), len(want))
	}
	for i, w := range want {
		if diff := cmp.Diff(w.form, seen[i].form); seen[i].method != http.MethodPost || seen[i].path != w.path || diff != "" {
			t.Errorf("request %d: %s %s (-want +got):\n%s", i, seen[i].method, seen[i].path, diff)
		}
		if kind := seen[i].header.Get("Content-Type"); kind != "application/x-www-form-urlencoded" {
			t.Errorf("request %d is %q", i, kind)
		}
	}
	shown := report.SignIn{UserCode: "ABCD-EFGH", URL: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute)}
	if diff := cmp.Diff(shown, screen.one(t)); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

func TestSignInDeviceKeepsTheRefreshToken(t *testing.T) {
	s := newServer(t, answer(200, deviceStart), answer(200, `{"token_type":"Bearer","access_token":"AT","refresh_token":"RT"}`))
	got, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(t.Context(), deviceRequest(s.URL), (&screen{}).show)
	if err != nil || got.RefreshToken.Reveal() != "RT" || got.AccessToken.Reveal() != "AT" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDeviceStartAnswers(t *testing.T) {
	start := func(fields string) string { return `{"device_code":"` + canaryDevice + `",` + fields + `}` }
	link := `"verification_uri":"https://microsoft.com/devicelogin"`
	tests := map[string]struct {
		body    string
		expires time.Duration
		wait    time.Duration
	}{
		"as documented":      {deviceStart, 900 * time.Second, 5 * time.Second},
		"in quotes":          {start(`"user_code":"A",` + link + `,"expires_in":"600","interval":"7"`), 600 * time.Second, 7 * time.Second},
		"no times":           {start(`"user_code":"A",` + link), 15 * time.Minute, 5 * time.Second},
		"no sensible times":  {start(`"user_code":"A",` + link + `,"expires_in":-1,"interval":-1`), 15 * time.Minute, 5 * time.Second},
		"parts of a second":  {start(`"user_code":"A",` + link + `,"expires_in":60,"interval":0.05`), time.Minute, time.Second},
		"interval over life": {start(`"user_code":"A",` + link + `,"expires_in":10,"interval":60`), 10 * time.Second, 10 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answer(200, tt.body), answer(200, goodToken))
			clock, screen := &clock{at: noon}, &screen{}
			_, _ = clientAt(t, clock, nil).SignInDevice(t.Context(), deviceRequest(s.URL), screen.show)
			if got := screen.one(t).Expires; !got.Equal(noon.Add(tt.expires)) {
				t.Errorf("expires %v, want %v after noon", got, tt.expires)
			}
			if len(clock.waits) != 1 || clock.waits[0] != tt.wait {
				t.Errorf("waited %v, want %v", clock.waits, tt.wait)
			}
		})
	}
}

// An answer cannot put words of its own where the code is shown.
func TestUserCode(t *testing.T) {
	for raw, want := range map[string]string{
		"ABCD-EFGH":      "ABCD-EFGH",
		"FMRSTLU6Y":      "FMRSTLU6Y",
		" wdjb-mjht\r\n": "wdjb-mjht",
		"Your password expired. Open https://login.example.com": "Your",
		"YourPasswordExpiredOpenLoginExampleCom":                "YourPasswordExpiredO",
		"login.example.com":                                     "login",
		"AB\x1b[2JCD":                                           "AB",
		"AB\u202eDC":                                            "AB",
		"\u0410\u0411-EFGH":                                     "",
		"...":                                                   "",
	} {
		if got := userCode(raw); got != want {
			t.Errorf("userCode(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestDeviceStartFails(t *testing.T) {
	is := func(kind transport.AnswerKind) func(error) bool {
		return func(err error) bool {
			var bad *transport.AnswerError
			return errors.As(err, &bad) && bad.Kind == kind
		}
	}
	refused := func(number int) func(error) bool {
		return func(err error) bool {
			var refusal *Error
			return errors.As(err, &refusal) && refusal.AADSTS() == number
		}
	}
	tests := map[string]struct {
		handler http.HandlerFunc
		want    func(error) bool
		sent    int
	}{
		"refused":            {answer(400, `{"error":"unauthorized_client","error_codes":[700016]}`), refused(700016), 1},
		"refused with 200":   {answer(200, `{"error":"invalid_request","error_codes":[90133]}`), refused(90133), 1},
		"error and code":     {answer(200, strings.Replace(deviceStart, "{", `{"error":"invalid_client","error_codes":[7000218],`, 1)), refused(7000218), 1},
		"page":               {typed(200, "text/html", "<html>"), is(transport.NotJSON), 1},
		"redirect":           {moved, is(transport.Redirected), 1},
		"empty":              {answer(200, ""), is(transport.Empty), 1},
		"no device code":     {answer(200, `{"user_code":"A","verification_uri":"https://microsoft.com/devicelogin"}`), is(transport.Incomplete), 1},
		"no user code":       {answer(200, strings.Replace(deviceStart, "user_code", "other", 1)), is(transport.Incomplete), 1},
		"no code in it":      {answer(200, strings.Replace(deviceStart, "ABCD-EFGH", "... ", 1)), is(transport.Incomplete), 1},
		"no page":            {answer(200, strings.Replace(deviceStart, "verification_uri", "other", 1)), is(transport.Incomplete), 1},
		"busy, again, busy":  {answer(503, `{"error":"temporarily_unavailable","error_codes":[90033]}`), refused(90033), 2},
		"page is not secure": {answer(200, strings.Replace(deviceStart, "https:", "http:", 1)), func(err error) bool { return errors.Is(err, ErrVerificationURI) }, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, tt.handler)
			screen := &screen{}
			_, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(t.Context(), deviceRequest(s.URL), screen.show)
			if !tt.want(err) || len(screen.shown) != 0 || len(s.requests()) != tt.sent {
				t.Errorf("%#v, shown %v, %d requests", err, screen.shown, len(s.requests()))
			}
			mustNotHold(t, everything(err), canaryDevice)
		})
	}
}

func TestVerificationPage(t *testing.T) {
	const real, here, secure = "https://login.microsoftonline.com", "http://127.0.0.1:8080", "https://127.0.0.1:8443"
	tests := []struct {
		page, authority string
		want            string
	}{
		{"https://microsoft.com/devicelogin", real, "https://microsoft.com/devicelogin"},
		{"https://login.microsoft.com/device?a=b", real, "https://login.microsoft.com/device?a=b"},
		{"https://microsoft.com/deviceloginchina", here, "https://microsoft.com/deviceloginchina"},
		{"http://127.0.0.1:8080/device", here, "http://127.0.0.1:8080/device"},
		{"http://localhost:8080/device", here, "http://localhost:8080/device"},
		{"https://127.0.0.1:8443/device", secure, "https://127.0.0.1:8443/device"},
		{"http://127.0.0.1:8443/device", secure, ""},
		{"http://127.0.0.1:8080/device", real, ""},
		{"http://microsoft.com/devicelogin", real, ""},
		{"http://microsoft.com/devicelogin", here, ""},
		{"https://microsoft.com@evil.example/", real, ""},
		{"javascript:alert(1)", real, ""},
		{"file:///etc/passwd", real, ""},
		{"//microsoft.com/devicelogin", real, ""},
		{"/devicelogin", real, ""},
		{"https:///devicelogin", real, ""},
		{"https://microsoft.com/\x1b[2J", real, ""},
		{"not a page", real, ""},
	}
	for _, tt := range tests {
		got, err := verificationPage(tt.page, tt.authority)
		if got != tt.want || (err == nil) != (tt.want != "") || err != nil && !errors.Is(err, ErrVerificationURI) {
			t.Errorf("verificationPage(%q, %q) = %q, %v; want %q", tt.page, tt.authority, got, err, tt.want)
		}
	}
}

func TestUserCodeIsFitForATerminal(t *testing.T) {
	s := newServer(t, answer(200, strings.Replace(deviceStart, "ABCD-EFGH", `AB\u001b[2J\u202eCD`, 1)), answer(200, goodToken))
	screen := &screen{}
	_, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(t.Context(), deviceRequest(s.URL), screen.show)
	if err != nil {
		t.Fatal(err)
	}
	mustNotHold(t, screen.one(t).UserCode, "\x1b", "\u202e")
}

// A server that never answers must not hold a caller who wants to leave (docs/sources.md, "Entra: protocol": x/oauth2's start would).
func TestDeviceStartIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	arrived := make(chan struct{})
	s := newServer(t, func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	})
	go func() {
		<-arrived
		cancel()
	}()
	if _, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(ctx, deviceRequest(s.URL), (&screen{}).show); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
	past, end := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer end()
	if _, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(past, deviceRequest(s.URL), (&screen{}).show); err != context.DeadlineExceeded {
		t.Errorf("%#v, want context.DeadlineExceeded itself: the network is not at fault", err)
	}
}

func TestDeviceStartWithoutAnAnswer(t *testing.T) {
	closed := newServer(t, answer(200, deviceStart))
	closed.Close()
	var network *transport.NetworkError
	if _, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(t.Context(), deviceRequest(closed.URL), (&screen{}).show); !errors.As(err, &network) {
		t.Errorf("%v, want a NetworkError", err)
	}
	var address *transport.AddressError
	if _, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(t.Context(), deviceRequest("http://login.example.com"), (&screen{}).show); !errors.As(err, &address) {
		t.Errorf("%v, want an AddressError", err)
	}
	odd := deviceRequest(closed.URL)
	odd.Tenant = "../x"
	if _, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(t.Context(), odd, (&screen{}).show); !errors.Is(err, ErrTenant) {
		t.Errorf("%v, want ErrTenant", err)
	}
}
