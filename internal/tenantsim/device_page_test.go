package tenantsim

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPendingDevices(t *testing.T) {
	h, forward := interacting(t)
	first := h.startDevice().text("user_code")
	forward(time.Second)
	second := h.startDevice().text("user_code")
	third := h.startDevice().text("user_code")
	pending := h.sim.PendingDevices()
	if len(pending) != 3 || pending[0].UserCode != first {
		t.Fatalf("got %+v", pending)
	}
	want := Device{UserCode: first, Tenant: testTenant, ClientID: testClient, Scope: lcsScope + " offline_access", Expires: testNow.Add(900 * time.Second)}
	if diff := cmp.Diff(want, pending[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	must(t, h.sim.ApproveDevice(first, testUser))
	must(t, h.sim.UpdateDevice(second, func(d *Device) { d.Declined = true }))
	must(t, h.sim.UpdateDevice(third, func(d *Device) { d.Expires = testNow }))
	if left := h.sim.PendingDevices(); len(left) != 0 {
		t.Errorf("left %+v", left)
	}
}

// notApproved are the reasons why the page does not approve a code.
var notApproved = map[string]struct {
	spoil func(h *harness)
	user  string
	want  *Situation
}{
	"another's name":   {user: "nobody@" + testDomain, want: UserUnknown},
	"disabled":         {spoil: func(h *harness) { h.user(func(u *User) { u.Disabled = true }) }, want: UserDisabled},
	"locked":           {spoil: func(h *harness) { h.user(func(u *User) { u.Locked = true }) }, want: UserLocked},
	"not assigned":     {spoil: func(h *harness) { h.app(func(a *App) { a.AssignmentRequired = true }) }, want: UserNotAssigned},
	"blocked":          {spoil: func(h *harness) { h.user(func(u *User) { u.Policy = ConditionalAccess }) }, want: ConditionalAccess},
	"device blocked":   {spoil: func(h *harness) { h.tenant(func(t *Tenant) { t.DevicePageSaysNo = true }) }, want: ConditionalAccess},
	"for admins alone": {spoil: func(h *harness) { h.app(func(a *App) { a.Consents, a.AdminConsentOnly = nil, true }) }, want: AdminConsentMissing},
	"not in the list":  {spoil: func(h *harness) { h.app(func(a *App) { a.Consents, a.Requires = nil, nil }) }, want: ResourceNotListed},
	"app gone":         {spoil: func(h *harness) { h.app(func(a *App) { a.ClientID = "gone" }) }, want: UserCodeUnknown},
	"nobody there":     {spoil: func(h *harness) { h.tenant(func(t *Tenant) { t.Users = nil }) }, want: UserUnknown},
}

// TestTheDevicePageSaysNo: by the control call and on the page. The code stays pending, and the program that waits sees no
// more than that, as in life.
func TestTheDevicePageSaysNo(t *testing.T) {
	for name, test := range notApproved {
		t.Run(name, func(t *testing.T) {
			h, _ := interacting(t)
			start := h.startDevice()
			code := start.text("user_code")
			if test.spoil != nil {
				test.spoil(h)
			}
			err := h.sim.ApproveDevice(code, test.user)
			if err == nil || !strings.HasPrefix(err.Error(), "could not approve the simulated device code "+code+": "+test.want.err) {
				t.Errorf("got %v", err)
			}
			page := h.get("/devicelogin?" + url.Values{"user_code": {code}, "user": {test.user}}.Encode())
			if page.status != test.want.status || kindOf(page) != "error" || !strings.Contains(page.raw, "AADSTS"+pageCodeOf(page)+": ") {
				t.Errorf("the page: %d %s", page.status, page.raw)
			}
			if len(h.sim.PendingDevices()) != 1 {
				t.Error("the code is not pending any more")
			}
		})
	}
}

// TestDevicePage: opening it approves the code, however it is typed, once.
func TestDevicePage(t *testing.T) {
	h, _ := interacting(t)
	h.addUser(User{UPN: "other@" + testDomain})
	start := h.startDevice()
	code := strings.ToLower(start.text("user_code"))
	if wrong := h.get("/devicelogin?user_code=ABCDEFGHJ"); pageCodeOf(wrong) != "70018" || wrong.status != http.StatusBadRequest {
		t.Errorf("wrong code: %d %s", wrong.status, wrong.raw)
	}
	typed := url.Values{"user_code": {" " + code[:4] + "-" + code[4:] + " "}, "user": {"other@" + testDomain}}
	if done := h.submit("/devicelogin", typed); kindOf(done) != "done" || !strings.Contains(done.raw, strings.ToUpper(code)+" is approved by other@") {
		t.Fatalf("got %s", done.raw)
	}
	a := h.post(testTenant, deviceForm(start.text("device_code")))
	if got := claimsOf(t, a.text("access_token"))["upn"]; got != "other@"+testDomain {
		t.Errorf("%v signed in", got)
	}
	if again := h.submit("/devicelogin", typed); pageCodeOf(again) != "90120" {
		t.Errorf("answered twice: %s", again.raw)
	}
	late := h.startDevice().text("user_code")
	must(t, h.sim.UpdateDevice(late, func(d *Device) { d.Expires = testNow.Add(-time.Second) }))
	if a := h.get("/devicelogin?user_code=" + late); pageCodeOf(a) != "70020" {
		t.Errorf("late: %s", a.raw)
	}
}

// TestDevicePageWithoutACode approves all that wait, as the first user.
func TestDevicePageWithoutACode(t *testing.T) {
	h, _ := interacting(t)
	if none := h.get("/devicelogin"); kindOf(none) != "done" || strings.Contains(none.raw, "approved") {
		t.Errorf("got %s", none.raw)
	}
	first, second := h.startDevice(), h.startDevice()
	h.get("/devicelogin")
	for _, start := range []answer{first, second} {
		if a := h.post(testTenant, deviceForm(start.text("device_code"))); claimsOf(t, a.text("access_token"))["upn"] != testUser {
			t.Errorf("got %s", a.raw)
		}
	}
}

// TestDecliningByHabit: the page says so, and so does the poll.
func TestDecliningByHabit(t *testing.T) {
	h, _ := interacting(t)
	h.user(func(u *User) { u.Declines = true })
	start := h.startDevice()
	if page := h.get("/devicelogin"); pageCodeOf(page) != "65004" {
		t.Errorf("got %s", page.raw)
	}
	if a := h.post(testTenant, deviceForm(start.text("device_code"))); a.text("error") != "authorization_declined" {
		t.Errorf("got %s", a.raw)
	}
}

// TestApprovingConsents: a person's consent counts for that person and app.
func TestApprovingConsents(t *testing.T) {
	h, _ := interacting(t)
	h.app(func(a *App) { a.Consents = nil })
	if a := h.post(testTenant, passwordForm()); a.code() != 65001 {
		t.Fatalf("before: got %s", a.raw)
	}
	start := h.startDevice()
	must(t, h.sim.ApproveDevice(start.text("user_code"), testUser))
	a := h.post(testTenant, deviceForm(start.text("device_code")))
	if got := claimsOf(t, a.text("access_token"))["scp"]; got != "user_impersonation" {
		t.Errorf("scp %v", got)
	}
	if a := h.post(testTenant, passwordForm()); a.code() != 0 {
		t.Errorf("the same user by password: got %s", a.raw)
	}
	h.addUser(User{UPN: "other@" + testDomain, Password: testPassword})
	if a := h.post(testTenant, passwordForm("username", "other@"+testDomain)); a.code() != 65001 {
		t.Errorf("another user: got %s", a.raw)
	}
}

// TestAutoApprove: every code is approved as it is handed out, by the first user.
func TestAutoApprove(t *testing.T) {
	h, _ := interacting(t)
	h.addUser(User{UPN: "other@" + testDomain})
	if a := h.post(testTenant, deviceForm(h.startDevice().text("device_code"))); a.code() != 70016 {
		t.Errorf("before: %s", a.raw)
	}
	h.sim.AutoApprove()
	a := h.post(testTenant, deviceForm(h.startDevice().text("device_code")))
	if got := claimsOf(t, a.text("access_token"))["upn"]; got != testUser {
		t.Errorf("%v signed in", got)
	}
}

// TestPagesAreSelfContained: no address but their own, no script without the page's own nonce, nothing to cache, and no
// text from outside that is not escaped.
func TestPagesAreSelfContained(t *testing.T) {
	h, _ := interacting(t)
	const hostile = `"><script>alert(1)</script><b a='`
	elsewhere := regexp.MustCompile(`(?i)(src|href)="(?:https?:)?//`)
	for name, a := range map[string]answer{
		"error": h.get(authorizePath("client_id", hostile)), "post": h.get(authorizePath("response_mode", "form_post", "state", hostile)),
		"done": h.get("/devicelogin"),
	} {
		nonce := regexp.MustCompile(`script-src 'nonce-([^']+)'`).FindStringSubmatch(a.header.Get("Content-Security-Policy"))
		if nonce == nil || kindOf(a) != name {
			t.Errorf("%s: page %q, policy %q", name, kindOf(a), a.header.Get("Content-Security-Policy"))
			continue
		}
		if n := strings.Count(a.raw, "<script"); n != strings.Count(a.raw, `<script nonce="`+nonce[1]+`">`) {
			t.Errorf("%s: a script that is not ours: %s", name, a.raw)
		}
		if name != "done" && !strings.Contains(a.raw, "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;b a=&#39;") || strings.Contains(a.raw, "%!") {
			t.Errorf("%s does not show the text: %s", name, a.raw)
		}
		if elsewhere.MatchString(a.raw) || !strings.Contains(a.header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: %q %s", name, a.header.Get("Cache-Control"), a.raw)
		}
		if got := a.header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("%s: Content-Type %q", name, got)
		}
	}
}
