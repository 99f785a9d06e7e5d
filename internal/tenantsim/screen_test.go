package tenantsim

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// follow submits a page's form with what a person adds, and gives the next page.
func (h *harness) follow(a answer, pairs ...string) answer {
	h.t.Helper()
	action, fields := fieldsOf(a)
	return h.submit(action, changed(fields, pairs))
}

// TestSigningInOnThePages: pick the user, consent, come back with a code.
func TestSigningInOnThePages(t *testing.T) {
	h, _ := interacting(t)
	must(t, h.sim.AddUser(testTenant, User{UPN: "other@" + testDomain}))
	h.app(func(a *App) { a.Consents = nil })
	pick := h.get(authorizePath("login_hint", "other@"+testDomain))
	if kindOf(pick) != pageUsers || strings.Index(pick.raw, "other@") > strings.Index(pick.raw, testUser) {
		t.Fatalf("page %q: %s", kindOf(pick), pick.raw)
	}
	consent := h.follow(pick, "user", testUser)
	if kindOf(consent) != pageConsent || !strings.Contains(consent.raw, "<li>user_impersonation</li>") {
		t.Fatalf("page %q: %s", kindOf(consent), consent.raw)
	}
	back := h.follow(consent, "answer", "accept")
	if back.status != http.StatusSeeOther {
		t.Fatalf("got %d: %s", back.status, back.raw)
	}
	if a := h.post(testTenant, codeForm(h.location(back).Query().Get("code"))); a.status != http.StatusOK {
		t.Errorf("got %s", a.raw)
	}
	if again := h.follow(h.get(authorizePath()), "user", testUser); again.status != http.StatusSeeOther {
		t.Errorf("asked to consent a second time: %d %q", again.status, kindOf(again))
	}
}

// TestDecliningOnThePages: at the first page, at consent, and where an administrator would be needed.
func TestDecliningOnThePages(t *testing.T) {
	h, _ := interacting(t)
	h.app(func(a *App) { a.Consents = nil })
	consent := h.follow(h.get(authorizePath()), "user", testUser)
	h.app(func(a *App) { a.AdminConsentOnly = true })
	admin := h.follow(h.get(authorizePath()), "user", testUser)
	if kindOf(admin) != pageError || pageCodeOf(admin) != "90094" {
		t.Fatalf("got %q %s", kindOf(admin), pageCodeOf(admin))
	}
	for name, page := range map[string]answer{"users": h.get(authorizePath()), "consent": consent, "admin": admin} {
		got := h.location(h.follow(page, "answer", "decline")).Query()
		if got.Get("error") != "access_denied" || !strings.HasPrefix(got.Get("error_description"), "AADSTS65004: ") {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// TestMismatchPageHasNoWayBack: there is nowhere to go back to.
func TestMismatchPageHasNoWayBack(t *testing.T) {
	h, _ := interacting(t)
	a := h.get(authorizePath("redirect_uri", "http://localhost:1/x"))
	if strings.Contains(a.raw, "<form") || !strings.Contains(a.raw, "http://localhost:1/x") {
		t.Errorf("got %s", a.raw)
	}
}

// TestDevicePages: code, user, consent, done; each step may be wrong.
func TestDevicePages(t *testing.T) {
	h, _ := interacting(t)
	h.app(func(a *App) { a.Consents = nil })
	start := h.startDevice()
	code := strings.ToLower(start.text("user_code"))
	entry := h.get("/devicelogin?user_code=" + code)
	if kindOf(entry) != pageCode || !strings.Contains(entry.raw, `value="`+code+`"`) {
		t.Fatalf("got %s", entry.raw)
	}
	if again := h.follow(entry, "user_code", " "); kindOf(again) != pageCode {
		t.Errorf("no code: page %q", kindOf(again))
	}
	if wrong := h.follow(entry, "user_code", "ABCDEFGHJ"); pageCodeOf(wrong) != "70018" || wrong.status != http.StatusBadRequest {
		t.Errorf("wrong code: %d %s", wrong.status, pageCodeOf(wrong))
	}
	pick := h.follow(entry, "user_code", " "+code[:4]+"-"+code[4:]+" ")
	if kindOf(pick) != pageUsers || !strings.Contains(pick.raw, "Test app") {
		t.Fatalf("got %s", pick.raw)
	}
	consent := h.follow(pick, "user", testUser)
	if kindOf(consent) != pageConsent {
		t.Fatalf("got %s", consent.raw)
	}
	if done := h.follow(consent, "answer", "accept"); kindOf(done) != pageDone {
		t.Fatalf("got %s", done.raw)
	}
	if a := h.post(testTenant, deviceForm(start.text("device_code"))); a.status != http.StatusOK {
		t.Errorf("got %s", a.raw)
	}
	if again := h.follow(pick, "user", testUser); pageCodeOf(again) != "90120" {
		t.Errorf("answered twice: %s", again.raw)
	}
}

func TestDevicePageThatDeclinesOrExpires(t *testing.T) {
	h, _ := interacting(t)
	start := h.startDevice()
	entry := url.Values{"user_code": {start.text("user_code")}}
	declined := h.submit("/devicelogin", url.Values{"user_code": entry["user_code"], "answer": {"decline"}})
	if kindOf(declined) != pageDeclined {
		t.Errorf("got %s", declined.raw)
	}
	if a := h.post(testTenant, deviceForm(start.text("device_code"))); a.text("error") != "authorization_declined" {
		t.Errorf("got %s", a.raw)
	}
	late := h.startDevice()
	must(t, h.sim.ExpireDevice(late.text("user_code")))
	if a := h.submit("/devicelogin", url.Values{"user_code": {late.text("user_code")}}); pageCodeOf(a) != "70020" {
		t.Errorf("got %s", a.raw)
	}
}

// TestDeviceFlowBlockedOnThePage: the page says no, the program that waits sees no more than pending, as in life.
func TestDeviceFlowBlockedOnThePage(t *testing.T) {
	h, _ := interacting(t)
	must(t, h.sim.UpdateTenant(testTenant, func(t *Tenant) { t.DeviceFlow = DeviceFlowPageSaysNo }))
	start := h.startDevice()
	a := h.submit("/devicelogin", url.Values{"user_code": {start.text("user_code")}, "user": {testUser}, "answer": {"accept"}})
	if pageCodeOf(a) != "53003" {
		t.Errorf("got %s", a.raw)
	}
	if a := h.post(testTenant, deviceForm(start.text("device_code"))); a.code() != 70016 {
		t.Errorf("got %s", a.raw)
	}
	if code := h.signIn(); code == "" {
		t.Error("the browser is blocked too")
	}
}

// TestPagesAreSelfContained: no address but their own, no script without the page's own nonce, nothing to cache.
func TestPagesAreSelfContained(t *testing.T) {
	h, _ := interacting(t)
	h.app(func(a *App) { a.Name = `<script>alert("x")</script>` })
	elsewhere := regexp.MustCompile(`(?i)(src|href)="(?:https?:)?//`)
	for name, a := range map[string]answer{
		"users": h.get(authorizePath()), "error": h.get(authorizePath("client_id", `"><script>`)),
		"post": h.get(authorizePath("sim_user", testUser, "response_mode", "form_post", "state", `"><script>alert(1)</script>`)),
		"code": h.get("/devicelogin"),
	} {
		nonce := regexp.MustCompile(`script-src 'nonce-([^']+)'`).FindStringSubmatch(a.header.Get("Content-Security-Policy"))
		if nonce == nil {
			t.Errorf("%s: policy %q", name, a.header.Get("Content-Security-Policy"))
			continue
		}
		if n := strings.Count(a.raw, "<script"); n != strings.Count(a.raw, `<script nonce="`+nonce[1]+`">`) {
			t.Errorf("%s: a script that is not ours: %s", name, a.raw)
		}
		if elsewhere.MatchString(a.raw) || !strings.Contains(a.header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: %q %s", name, a.header.Get("Cache-Control"), a.raw)
		}
		if got := a.header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("%s: Content-Type %q", name, got)
		}
	}
}
