package tenantsim

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// The pair of RFC 7636 appendix B.
const (
	testVerifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	testChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	testRedirect  = "http://localhost:49152"
)

// interacting is a harness with a redirect URI and a clock that can be put forward.
func interacting(t *testing.T) (h *harness, forward func(time.Duration)) {
	t.Helper()
	var passed atomic.Int64
	opts := testOptions()
	opts.Now = func() time.Time { return testNow.Add(time.Duration(passed.Load())) }
	h = newHarnessWith(t, opts)
	h.app(func(a *App) { a.RedirectURIs = []string{"http://localhost"} })
	return h, func(d time.Duration) { passed.Add(int64(d)) }
}

// submit posts a form to a path of the simulator.
func (h *harness) submit(path string, form url.Values) answer {
	h.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, h.url+path, strings.NewReader(form.Encode()))
	must(h.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.send(r)
}

// startDevice starts a device code sign-in, with changes.
func (h *harness) startDevice(changes ...string) answer {
	h.t.Helper()
	return h.submit("/"+testTenant+"/oauth2/v2.0/devicecode",
		changed(form("client_id", testClient, "scope", lcsScope+" offline_access"), changes))
}

func deviceForm(code string, changes ...string) url.Values {
	return changed(form("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "client_id", testClient, "device_code", code), changes)
}

// authorizePath is the request for a code, with changes.
func authorizePath(changes ...string) string {
	return "/" + testTenant + "/oauth2/v2.0/authorize?" + changed(form(
		"client_id", testClient, "response_type", "code", "redirect_uri", testRedirect, "scope", lcsScope+" openid offline_access",
		"state", "state & 1", "nonce", "nonce-1", "code_challenge", testChallenge, "code_challenge_method", "S256",
		"prompt", "select_account"), changes).Encode()
}

// location is where an answer redirects to.
func (h *harness) location(a answer) *url.URL {
	h.t.Helper()
	target, err := url.Parse(a.header.Get("Location"))
	must(h.t, err)
	return target
}

// signIn goes through authorize as testUser and returns the code.
func (h *harness) signIn(changes ...string) string {
	h.t.Helper()
	a := h.get(authorizePath(changes...))
	code := h.location(a).Query().Get("code")
	if code == "" {
		h.t.Fatalf("no code: %d %q %s", a.status, a.header.Get("Location"), a.raw)
	}
	return code
}

func codeForm(code string, changes ...string) url.Values {
	return changed(form("grant_type", "authorization_code", "client_id", testClient, "code", code,
		"redirect_uri", testRedirect, "code_verifier", testVerifier), changes)
}

// kindOf is the page that was shown.
func kindOf(a answer) string {
	found := regexp.MustCompile(`<main id="([a-z]+)">`).FindStringSubmatch(a.raw)
	if found == nil {
		return ""
	}
	return found[1]
}

// pageCodeOf is the AADSTS number that an error page shows.
func pageCodeOf(a answer) string {
	found := regexp.MustCompile(`<span id="code">(\d+)</span>`).FindStringSubmatch(a.raw)
	if found == nil {
		return ""
	}
	return found[1]
}

// fieldsOf are the hidden fields and the action of a page's form.
func fieldsOf(a answer) (action string, fields url.Values) {
	fields = url.Values{}
	for _, found := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(a.raw, -1) {
		fields.Set(html.UnescapeString(found[1]), html.UnescapeString(found[2]))
	}
	if found := regexp.MustCompile(`<form[^>]* action="([^"]*)">`).FindStringSubmatch(a.raw); found != nil {
		action = html.UnescapeString(found[1])
	}
	return action, fields
}
