package entra

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"appreg/internal/peer"
)

const formType = "application/x-www-form-urlencoded"

// What comes to the port before the redirect changes nothing; the redirect after it still counts.
func TestLoopbackIgnores(t *testing.T) {
	state := func(address *url.URL) string { return address.Query().Get("state") }
	code := func(address *url.URL) string { return with(address, "code", canaryCode).Encode() }
	tests := map[string]struct {
		method, kind string
		path         func(address *url.URL) string
		body         func(address *url.URL) string
		status       int
	}{
		"favicon":           {path: func(*url.URL) string { return "/favicon.ico" }, status: 204},
		"probe":             {path: func(*url.URL) string { return "/" }, status: 404},
		"other query":       {path: func(*url.URL) string { return "/?a=b" }, status: 404},
		"other path":        {path: func(a *url.URL) string { return "/callback?" + code(a) }, status: 404},
		"doubled slash":     {path: func(a *url.URL) string { return "//?" + code(a) }, status: 404},
		"favicon with code": {path: func(a *url.URL) string { return "/favicon.ico?" + code(a) }, status: 204},
		"HEAD":              {method: http.MethodHead, path: func(a *url.URL) string { return "/?" + code(a) }, status: 404},
		"PUT":               {method: http.MethodPut, path: func(a *url.URL) string { return "/?" + code(a) }, status: 404},
		"OPTIONS":           {method: http.MethodOptions, path: func(a *url.URL) string { return "/?" + code(a) }, status: 404},
		"POST, no form":     {method: http.MethodPost, kind: "text/plain", path: func(*url.URL) string { return "/" }, body: code, status: 404},
		"POST, by query":    {method: http.MethodPost, kind: formType, path: func(a *url.URL) string { return "/?" + code(a) }, status: 404},
		"POST, malformed":   {method: http.MethodPost, kind: formType, path: func(*url.URL) string { return "/" }, body: func(a *url.URL) string { return code(a) + "&x=%zz" }, status: 404},
		"POST, too large":   {method: http.MethodPost, kind: formType, path: func(*url.URL) string { return "/" }, body: func(a *url.URL) string { return code(a) + "&x=" + strings.Repeat("x", maxForm) }, status: 404},
		"wrong state":       {path: func(*url.URL) string { return "/?state=another&code=c" }, status: 400},
		"no state":          {path: func(*url.URL) string { return "/?code=c" }, status: 400},
		"empty state":       {path: func(*url.URL) string { return "/?state=&code=c" }, status: 400},
		"state twice":       {path: func(a *url.URL) string { return "/?state=" + state(a) + "&" + code(a) }, status: 400},
		"state's beginning": {path: func(a *url.URL) string { return "/?code=c&state=" + state(a)[:8] }, status: 400},
		"error, no state":   {path: func(*url.URL) string { return "/?error=access_denied" }, status: 400},
		"error, wrong one":  {path: func(*url.URL) string { return "/?error=access_denied&state=another" }, status: 400},
		"POST, wrong state": {method: http.MethodPost, kind: formType, path: func(*url.URL) string { return "/" }, body: func(*url.URL) string { return "state=another&error=x" }, status: 400},
		"state alone":       {path: func(a *url.URL) string { return "/?state=" + state(a) }, status: 400},
		"code twice":        {path: func(a *url.URL) string { return "/?code=c&" + code(a) }, status: 400},
		"headers too large": {path: func(a *url.URL) string { return "/?x=" + strings.Repeat("x", 2*maxHeader) + "&" + code(a) }, status: 431},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, answer(200, goodToken))
			var page got
			_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) {
				body := ""
				if tt.body != nil {
					body = tt.body(address)
				}
				method := tt.method
				if method == "" {
					method = http.MethodGet
				}
				page = visit(t, method, address.Query().Get("redirect_uri")+tt.path(address), tt.kind, body)
				back(t, address, with(address, "code", "the-right-code"))
			})
			if page.status != tt.status {
				t.Errorf("HTTP %d, want %d: %s", page.status, tt.status, page.body)
			}
			if err != nil || len(s.requests()) != 1 || s.requests()[0].form.Get("code") != "the-right-code" {
				t.Errorf("%v; sent %+v", err, s.requests())
			}
			if strings.Contains(page.body, canaryCode) || strings.Contains(page.body, "access_denied") {
				t.Errorf("the page repeats what came: %s", page.body)
			}
		})
	}
}

func TestLoopbackTakesFormPost(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	var page got
	_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) {
		page = visit(t, http.MethodPost, address.Query().Get("redirect_uri"), formType+"; charset=utf-8", with(address, "code", canaryCode).Encode())
	})
	if err != nil || page.status != 200 || s.requests()[0].form.Get("code") != canaryCode {
		t.Errorf("%v, page %+v", err, page)
	}
	_, _, err = signIn(t, s, nil, func(t *testing.T, address *url.URL) {
		visit(t, http.MethodPost, address.Query().Get("redirect_uri"), formType, with(address, "error", "access_denied").Encode())
	})
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Code != "access_denied" {
		t.Errorf("%v, want access_denied", err)
	}
}

// The code must not stay in the address bar: the page is at an address of its own, and a browser that never asks for it
// is waited for until the limit alone.
func TestLoopbackLeadsToACleanAddress(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		s := newServer(t, answer(200, goodToken))
		limit := make(chan struct{})
		come, left := browse(t, func(t *testing.T, address *url.URL) {
			local := address.Query().Get("redirect_uri")
			if page := visit(t, http.MethodGet, local+endPath, "", ""); page.status != 404 {
				t.Errorf("%s: before its time HTTP %d: %s", method, page.status, page.body)
			}
			values := with(address, "code", canaryCode).Encode()
			target, kind, body := local+"/?"+values, "", ""
			if method == http.MethodPost {
				target, kind, body = local, formType, values
			}
			led := visitOnly(t, method, target, kind, body)
			if led.status != http.StatusSeeOther || led.header.Get("Location") != endPath || led.header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(led.body, "Sign-in complete") {
				t.Errorf("%s: HTTP %d to %q: %s", method, led.status, led.header.Get("Location"), led.body)
			}
			close(limit)
		})
		_, err := newClient(t, nil).WithWait(gates{followLimit: limit}.wait).SignInBrowser(t.Context(), browserRequest(s.URL), come, (&screen{}).show)
		<-left
		if err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// While the first redirect is being redeemed, a second one (a reloaded page) comes too late.
func TestLoopbackTakesOneRedirect(t *testing.T) {
	redeeming, second := make(chan struct{}), make(chan struct{})
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		close(redeeming)
		<-second
		answer(200, goodToken)(w, r)
	})
	var late got
	_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) {
		go func() {
			<-redeeming
			late = back(t, address, with(address, "code", "another-code"))
			close(second)
		}()
		if page := back(t, address, with(address, "code", canaryCode)); page.status != 200 {
			t.Errorf("page %+v", page)
		}
	})
	if err != nil || late.status != 409 || !strings.Contains(late.body, "already used") || len(s.requests()) != 1 {
		t.Errorf("%v, page %+v, %d requests", err, late, len(s.requests()))
	}
}

func TestLoopbackPagesAreClosedUp(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	pages := map[string]got{}
	_, _, err := signIn(t, s, nil, func(t *testing.T, address *url.URL) {
		pages["favicon"] = visit(t, http.MethodGet, address.Query().Get("redirect_uri")+"/favicon.ico", "", "")
		pages["other"] = visit(t, http.MethodGet, address.Query().Get("redirect_uri")+"/x", "", "")
		pages["wrong state"] = back(t, address, url.Values{"state": {"x"}})
		pages["good"] = back(t, address, with(address, "code", canaryCode))
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range pages {
		for header, want := range map[string]string{
			"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		} {
			if value := page.header.Get(header); value != want {
				t.Errorf("%s: %s is %q, want %q", name, header, value, want)
			}
		}
		policy := page.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: policy %q", name, policy)
		}
		for _, never := range []string{"<script", "src=", "href=", "http://", "https://", canaryCode} {
			if strings.Contains(page.body, never) {
				t.Errorf("%s: the page holds %q: %s", name, never, page.body)
			}
		}
	}
}

func TestStoppedSignInSaysSo(t *testing.T) {
	l := newLoopback(newAuthorization(browserRequest("https://login.example.com"), "http://localhost:1"), peer.UserOf)
	close(l.closed)
	w := httptest.NewRecorder()
	l.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/?code=c&state="+l.authorization.state.Reveal(), nil))
	if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "was stopped") {
		t.Errorf("HTTP %d: %s", w.Code, w.Body)
	}
}

// machine hands out listeners: port 1 first, then port 2 and so on. Ports up to taken are somebody else's in IPv4.
type machine struct {
	noIPv6 bool
	taken  int

	ports int
	open  []string
}

var errTaken = errors.New("taken")

func (m *machine) listen(network, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	switch {
	case err != nil:
		return nil, err
	case network == "tcp6" && m.noIPv6:
		return nil, errors.New("no IPv6 here")
	case number == 0:
		m.ports++
		number = m.ports
	}
	if network == "tcp4" && number <= m.taken {
		return nil, errTaken
	}
	l := &heldPort{machine: m, address: net.TCPAddr{IP: net.ParseIP(host), Port: number}}
	m.open = append(m.open, l.address.String())
	return l, nil
}

type heldPort struct {
	net.Listener
	machine *machine
	address net.TCPAddr
}

func (p *heldPort) Addr() net.Addr { return &p.address }

func (p *heldPort) Close() error {
	p.machine.open = slices.DeleteFunc(p.machine.open, func(s string) bool { return s == p.address.String() })
	return nil
}

func TestListenLoopback(t *testing.T) {
	tests := map[string]struct {
		machine machine
		open    []string
		uri     string // empty: a *ListenError
	}{
		"both":                   {machine{}, []string{"[::1]:1", "127.0.0.1:1"}, "http://localhost:1"},
		"no IPv6":                {machine{noIPv6: true}, []string{"127.0.0.1:1"}, "http://localhost:1"},
		"taken in IPv4":          {machine{taken: 3}, []string{"[::1]:4", "127.0.0.1:4"}, "http://localhost:4"},
		"always taken":           {machine{taken: 1000}, nil, ""},
		"no IPv6, nothing to do": {machine{taken: 1000, noIPv6: true}, nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			listeners, err := listenLoopback(tt.machine.listen)
			if diff := cmp.Diff(tt.open, tt.machine.open, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("open (-want +got):\n%s", diff)
			}
			if tt.uri != "" {
				if err != nil || redirectURI(listeners) != tt.uri || len(listeners) != len(tt.open) {
					t.Errorf("%v, %d listeners", err, len(listeners))
				}
				return
			}
			var failed *ListenError
			if !errors.As(err, &failed) || !errors.Is(err, errTaken) || listeners != nil {
				t.Errorf("%#v, want a ListenError", err)
			}
		})
	}
}

// Every address that is listened on leads to the same waiting.
func TestEveryListenerAnswers(t *testing.T) {
	listeners, err := listenLoopback(net.Listen)
	if err != nil {
		t.Fatal(err)
	}
	l := newLoopback(newAuthorization(browserRequest("https://login.example.com"), redirectURI(listeners)), peer.UserOf)
	l.serve(listeners)
	for i, listener := range listeners {
		if page := visit(t, http.MethodGet, "http://"+listener.Addr().String()+"/?state=x", "", ""); page.status != 400 || l.wrongStates() != i+1 {
			t.Errorf("%v: HTTP %d, %d wrong states", listener.Addr(), page.status, l.wrongStates())
		}
	}
	l.close()
	for _, listener := range listeners {
		again, err := net.Listen("tcp", listener.Addr().String())
		if err != nil {
			t.Errorf("the port was not given back: %v", err)
			continue
		}
		_ = again.Close()
	}
}

func TestNothingToListenOn(t *testing.T) {
	b := browserSignIn{
		listen: (&machine{taken: 1000, noIPv6: true}).listen, show: (&screen{}).show,
		open: func(string) error { t.Error("the browser was opened"); return nil },
	}
	_, err := newClient(t, nil).signInBrowser(t.Context(), browserRequest("http://127.0.0.1:1"), b)
	var failed *ListenError
	if !errors.As(err, &failed) || err.Error() != "couldn't listen on 127.0.0.1:0 for the browser: taken" {
		t.Errorf("%v, want a ListenError", err)
	}
}
