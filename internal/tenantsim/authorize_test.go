package tenantsim

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestErrorPagesNeverRedirect: as long as app and redirect URI are not known to belong together, and for what Entra
// keeps to itself, there is a page and no way back.
func TestErrorPagesNeverRedirect(t *testing.T) {
	tests := map[string]struct {
		path   string
		change []string
		spoil  func(h *harness)
		code   string
	}{
		"redirect mismatch":     {change: []string{"redirect_uri", "http://localhost:49152/callback"}, code: "50011"},
		"redirect elsewhere":    {change: []string{"redirect_uri", "https://evil.example/"}, code: "50011"},
		"no redirect sent":      {change: []string{"redirect_uri", ""}, code: "900971"},
		"none registered":       {spoil: func(h *harness) { h.app(func(a *App) { a.RedirectURIs = nil }) }, code: "500113"},
		"unknown app":           {change: []string{"client_id", lcsResource}, code: "700016"},
		"no app":                {change: []string{"client_id", ""}, code: "900144"},
		"disabled app":          {spoil: func(h *harness) { h.app(func(a *App) { a.Disabled = true }) }, code: "7000112"},
		"unknown tenant":        {path: "nosuch.onmicrosoft.com", code: "90002"},
		"common":                {path: "common", code: "50194"},
		"unknown response mode": {change: []string{"response_mode", "pigeon"}, code: "70007"},
		"unknown user":          {change: []string{"login_hint", "nobody@" + testDomain}, code: "50034"},
		"disabled user":         {spoil: func(h *harness) { h.user(func(u *User) { u.Disabled = true }) }, code: "50057"},
		"not assigned":          {spoil: func(h *harness) { h.app(func(a *App) { a.AssignmentRequired = true }) }, code: "50105"},
		"conditional access":    {spoil: func(h *harness) { h.user(func(u *User) { u.Policy = ConditionalAccess }) }, code: "53003"},
		"admin consent":         {spoil: func(h *harness) { h.app(func(a *App) { a.Consents, a.AdminConsentOnly = nil, true }) }, code: "90094"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, _ := interacting(t)
			if test.spoil != nil {
				test.spoil(h)
			}
			path := authorizePath(append([]string{"login_hint", testUser}, test.change...)...)
			if test.path != "" {
				path = strings.Replace(path, testTenant, test.path, 1)
			}
			a := h.get(path)
			if a.status != http.StatusBadRequest || a.header.Get("Location") != "" || kindOf(a) != "error" || pageCodeOf(a) != test.code {
				t.Errorf("got %d, Location %q, page %q with code %q, want %s\n%s", a.status, a.header.Get("Location"), kindOf(a), pageCodeOf(a), test.code, a.raw)
			}
			if !strings.Contains(a.raw, "AADSTS"+test.code+": ") {
				t.Error("the page does not show the message")
			}
		})
	}
}

// TestErrorsToldToTheApp: with a good redirect URI these come back to it, with the state.
func TestErrorsToldToTheApp(t *testing.T) {
	tests := map[string]struct {
		change []string
		spoil  func(h *harness)
		err    string
		code   string
	}{
		"declined by habit":     {spoil: func(h *harness) { h.user(func(u *User) { u.Declines = true }) }, err: "access_denied", code: "65004"},
		"response type":         {change: []string{"response_type", "id_token"}, err: "unsupported_response_type", code: "70005"},
		"no response type":      {change: []string{"response_type", ""}, err: "invalid_request", code: "900144"},
		"no scope":              {change: []string{"scope", ""}, err: "invalid_request", code: "900144"},
		"bad scope":             {change: []string{"scope", "x"}, err: "invalid_scope", code: "70011"},
		"silent":                {change: []string{"prompt", "none"}, err: "login_required", code: "50058"},
		"pkce missing, spa":     {change: []string{"code_challenge", ""}, spoil: asSPA, err: "invalid_request", code: "9002325"},
		"challenge too short":   {change: []string{"code_challenge", "abc"}, err: "invalid_request", code: "501491"},
		"challenge method":      {change: []string{"code_challenge_method", "S1"}, err: "invalid_request", code: "501491"},
		"resource unknown":      {change: []string{"scope", "https://x.example/.default"}, err: "invalid_resource", code: "500011"},
		"resource not listed":   {spoil: func(h *harness) { h.app(func(a *App) { a.Consents, a.Requires = nil, nil }) }, err: "invalid_client", code: "650057"},
		"scope not on resource": {change: []string{"scope", "https://lcsapi.lcs.dynamics.com//Nothing"}, err: "invalid_client", code: "650053"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, _ := interacting(t)
			if test.spoil != nil {
				test.spoil(h)
			}
			a := h.get(authorizePath(append([]string{"login_hint", testUser}, test.change...)...))
			target := h.location(a)
			got := target.Query()
			if a.status != http.StatusFound || target.Host != "localhost:49152" || got.Get("error") != test.err || got.Get("state") != "state & 1" {
				t.Errorf("got %d %s", a.status, target)
			}
			if !strings.HasPrefix(got.Get("error_description"), "AADSTS"+test.code+": ") || got.Has("code") {
				t.Errorf("description %q", got.Get("error_description"))
			}
			if (got.Get("error_subcode") == "cancel") != (test.code == "65004") {
				t.Errorf("error_subcode %q", got.Get("error_subcode"))
			}
		})
	}
}

func asSPA(h *harness) {
	h.app(func(a *App) { a.RedirectURIs, a.SPAURIs = nil, []string{"http://localhost"} })
}

// TestResponseModes: a code comes back in the query, the fragment or a form that sends itself.
func TestResponseModes(t *testing.T) {
	h, _ := interacting(t)
	for mode, read := range map[string]func(a answer) url.Values{
		"":      func(a answer) url.Values { return h.location(a).Query() },
		"query": func(a answer) url.Values { return h.location(a).Query() },
		"fragment": func(a answer) url.Values {
			_, fragment, _ := strings.Cut(a.header.Get("Location"), "#")
			values, err := url.ParseQuery(fragment)
			must(t, err)
			return values
		},
		"form_post": func(a answer) url.Values {
			action, fields := fieldsOf(a)
			if action != testRedirect || kindOf(a) != "post" || a.header.Get("Location") != "" {
				t.Errorf("form_post: page %q to %q", kindOf(a), action)
			}
			return fields
		},
	} {
		values := read(h.get(authorizePath("login_hint", testUser, "response_mode", mode)))
		if diff := cmp.Diff([]string{"code", "session_state", "state"}, slices.Sorted(maps.Keys(values))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", mode, diff)
		}
		if values.Get("state") != "state & 1" {
			t.Errorf("%q: state %q", mode, values.Get("state"))
		}
		if a := h.post(testTenant, codeForm(values.Get("code"))); a.status != http.StatusOK {
			t.Errorf("%q: the code is refused: %s", mode, a.raw)
		}
	}
}

// TestErrorsComeBackInAFormToo: MSAL reads nothing but forms.
func TestErrorsComeBackInAFormToo(t *testing.T) {
	h, _ := interacting(t)
	h.user(func(u *User) { u.Declines = true })
	_, fields := fieldsOf(h.get(authorizePath("login_hint", testUser, "response_mode", "form_post")))
	if fields.Get("error") != "access_denied" || fields.Get("state") != "state & 1" || fields.Get("error_uri") == "" {
		t.Errorf("got %v", fields)
	}
}

// TestNoStateIsMadeUp: what was not sent does not come back.
func TestNoStateIsMadeUp(t *testing.T) {
	h, _ := interacting(t)
	if got := h.location(h.get(authorizePath("login_hint", testUser, "state", ""))).Query(); got.Has("state") {
		t.Errorf("got %v", got)
	}
}

// TestThePageAsksNobody: the user that the request hints at signs in and consents, or the tenant's first one.
func TestThePageAsksNobody(t *testing.T) {
	h, _ := interacting(t)
	h.addUser(User{UPN: "other@" + testDomain})
	h.app(func(a *App) { a.Consents = nil })
	for hint, want := range map[string]string{"": testUser, "OTHER@" + testDomain: "other@" + testDomain} {
		code := h.location(h.get(authorizePath("login_hint", hint))).Query().Get("code")
		claims := claimsOf(t, h.post(testTenant, codeForm(code)).text("access_token"))
		if claims["upn"] != want || claims["scp"] != "user_impersonation" {
			t.Errorf("hint %q: %v signed in, scp %v", hint, claims["upn"], claims["scp"])
		}
	}
}

// TestV1EndpointsAreTheSame: an older client asks there with a resource.
func TestV1EndpointsAreTheSame(t *testing.T) {
	h, _ := interacting(t)
	path := strings.Replace(authorizePath("scope", "", "resource", "https://lcsapi.lcs.dynamics.com/"), "/v2.0", "", 1)
	code := h.location(h.get(path)).Query().Get("code")
	for name, values := range map[string]url.Values{
		"code": codeForm(code), "password": passwordForm("scope", "", "resource", "https://lcsapi.lcs.dynamics.com/"),
	} {
		a := h.submit("/"+testDomain+"/oauth2/token", values)
		if got := claimsOf(t, a.text("access_token"))["aud"]; got != "https://lcsapi.lcs.dynamics.com/" {
			t.Errorf("%s: aud %v: %s", name, got, a.raw)
		}
	}
}
