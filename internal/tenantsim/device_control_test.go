package tenantsim

import (
	"errors"
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
	want := PendingDevice{UserCode: first, Tenant: testTenant, ClientID: testClient, Scope: lcsScope + " offline_access", Expires: testNow.Add(900 * time.Second)}
	if diff := cmp.Diff(want, pending[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	must(t, h.sim.ApproveDevice(first, testUser))
	must(t, h.sim.DeclineDevice(second))
	must(t, h.sim.ExpireDevice(third))
	if left := h.sim.PendingDevices(); len(left) != 0 {
		t.Errorf("left %+v", left)
	}
}

// TestApproveDeviceSaysWhatThePageWould: the code stays pending.
func TestApproveDeviceSaysWhatThePageWould(t *testing.T) {
	tests := map[string]struct {
		spoil func(h *harness)
		user  string
		want  Situation
	}{
		"another's name":   {user: "nobody@" + testDomain, want: UserUnknown},
		"disabled":         {spoil: func(h *harness) { h.user(func(u *User) { u.Disabled = true }) }, want: UserDisabled},
		"locked":           {spoil: func(h *harness) { h.user(func(u *User) { u.Locked = true }) }, want: UserLocked},
		"not assigned":     {spoil: func(h *harness) { h.app(func(a *App) { a.AssignmentRequired = true }) }, want: UserNotAssigned},
		"blocked":          {spoil: func(h *harness) { h.user(func(u *User) { u.Policy = PolicyConditionalAccess }) }, want: ConditionalAccess},
		"device blocked":   {spoil: func(h *harness) { h.user(func(u *User) { u.DeviceFlow = DeviceFlowPageSaysNo }) }, want: ConditionalAccess},
		"for admins alone": {spoil: func(h *harness) { h.app(func(a *App) { a.Consents, a.AdminConsentOnly = nil, true }) }, want: AdminConsentMissing},
		"not in the list":  {spoil: func(h *harness) { h.app(func(a *App) { a.Consents, a.Requires = nil, nil }) }, want: ResourceNotListed},
		"app gone":         {spoil: func(h *harness) { h.app(func(a *App) { a.ClientID = "gone" }) }, want: UserCodeUnknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, _ := interacting(t)
			code := h.startDevice().text("user_code")
			if test.spoil != nil {
				test.spoil(h)
			}
			if test.user == "" {
				test.user = testUser
			}
			err := h.sim.ApproveDevice(code, test.user)
			if want := "could not approve the simulated device code " + code + ": " + string(test.want); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
			if len(h.sim.PendingDevices()) != 1 {
				t.Error("the code is not pending any more")
			}
		})
	}
}

func TestControlNeedsACode(t *testing.T) {
	h, _ := interacting(t)
	for name, err := range map[string]error{
		"approve": h.sim.ApproveDevice("ABCDEFGHJ", testUser), "decline": h.sim.DeclineDevice("ABCDEFGHJ"),
		"expire": h.sim.ExpireDevice("ABCDEFGHJ"), "slow down": h.sim.SlowDownDevice("ABCDEFGHJ"),
	} {
		if !errors.Is(err, errUserCodeUnknown) {
			t.Errorf("%s: got %v", name, err)
		}
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
	must(t, h.sim.AddUser(testTenant, User{UPN: "other@" + testDomain, Password: simulatedPassword}))
	if a := h.post(testTenant, passwordForm("username", "other@"+testDomain)); a.code() != 65001 {
		t.Errorf("another user: got %s", a.raw)
	}
}

func TestAutoApproveTakesWhoFits(t *testing.T) {
	h, _ := interacting(t)
	must(t, h.sim.AddUser(testTenant, User{UPN: "other@" + testDomain}))
	for auto, want := range map[string]string{AnyUser: testUser, "other@" + testDomain: "other@" + testDomain, "nobody@" + testDomain: "", "": ""} {
		h.sim.AutoApprove(auto)
		a := h.post(testTenant, deviceForm(h.startDevice().text("device_code")))
		got := ""
		if a.text("access_token") != "" {
			got, _ = claimsOf(t, a.text("access_token"))["upn"].(string)
		}
		if got != want {
			t.Errorf("%q: %q signed in, want %q", auto, got, want)
		}
	}
}
