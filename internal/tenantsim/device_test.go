package tenantsim

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDeviceCodeIsHandedOut(t *testing.T) {
	h, _ := interacting(t)
	a := h.startDevice()
	want := []string{"device_code", "expires_in", "interval", "message", "user_code", "verification_uri"}
	if diff := cmp.Diff(want, a.keys()); diff != "" || a.status != http.StatusOK {
		t.Fatalf("status %d, fields (-want +got):\n%s", a.status, diff)
	}
	if a.body["expires_in"] != 900.0 || a.body["interval"] != 5.0 || a.text("verification_uri") != h.url+"/devicelogin" {
		t.Errorf("got %s", a.raw)
	}
	if code := a.text("user_code"); !regexp.MustCompile(`^[A-HJ-NP-Z2-9]{9}$`).MatchString(code) || !strings.Contains(a.text("message"), code) {
		t.Errorf("user code %q in %q", code, a.text("message"))
	}
	if again := h.startDevice(); again.text("user_code") == a.text("user_code") || again.text("device_code") == a.text("device_code") {
		t.Error("two codes are the same")
	}
}

func TestDeviceIntervalIsAnnouncedInWholeSeconds(t *testing.T) {
	for interval, want := range map[time.Duration]float64{50 * time.Millisecond: 1, 2 * time.Second: 2, 2500 * time.Millisecond: 3} {
		opts := testOptions()
		opts.DeviceInterval, opts.DeviceLife = interval, time.Minute
		a := newHarnessWith(t, opts).startDevice()
		if a.body["interval"] != want || a.body["expires_in"] != 60.0 {
			t.Errorf("%v: got %s", interval, a.raw)
		}
	}
}

func TestDeviceCodeIsRefusedAtTheStart(t *testing.T) {
	tests := map[string]struct {
		path   string
		change []string
		spoil  func(*App)
		code   int
	}{
		"unknown tenant":     {path: "/nosuch.onmicrosoft.com", code: 90002},
		"malformed tenant":   {path: "/contoso", code: 900023},
		"common":             {path: "/common", code: 50194},
		"organizations":      {path: "/organizations", code: 50194},
		"common, no app":     {path: "/common", change: []string{"client_id", lcsResource}, code: 700016},
		"unknown client":     {change: []string{"client_id", lcsResource}, code: 700016},
		"no client":          {change: []string{"client_id", ""}, code: 900144},
		"disabled app":       {spoil: func(a *App) { a.Disabled = true }, code: 7000112},
		"no scope":           {change: []string{"scope", ""}, code: 900144},
		"bad scope":          {change: []string{"scope", "x"}, code: 70011},
		"public client off":  {spoil: func(a *App) { a.Public = false }},
		"no permission here": {spoil: func(a *App) { a.Requires, a.Consents = nil, nil }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, _ := interacting(t)
			if test.spoil != nil {
				h.app(test.spoil)
			}
			if test.path == "" {
				test.path = "/" + testDomain
			}
			a := h.submit(test.path+"/oauth2/v2.0/devicecode", changed(form("client_id", testClient, "scope", lcsScope), test.change))
			if a.code() != test.code {
				t.Errorf("got %d, want %d: %s", a.code(), test.code, a.raw)
			}
		})
	}
	h, _ := interacting(t)
	if a := h.get("/" + testTenant + "/oauth2/v2.0/devicecode"); a.code() != 900561 {
		t.Errorf("GET: got %s", a.raw)
	}
}

// TestDevicePolling: pending, slow_down when too fast, a token once the person is done, and only once.
func TestDevicePolling(t *testing.T) {
	h, forward := interacting(t)
	start := h.startDevice()
	poll := func(after time.Duration, wantStatus, wantCode int, wantError string) answer {
		t.Helper()
		forward(after)
		a := h.post(testTenant, deviceForm(start.text("device_code")))
		if a.status != wantStatus || a.code() != wantCode || a.text("error") != wantError {
			t.Fatalf("got %d %d %q, want %d %d %q", a.status, a.code(), a.text("error"), wantStatus, wantCode, wantError)
		}
		return a
	}
	poll(0, 400, 70016, "authorization_pending")
	poll(5*time.Second, 400, 70016, "authorization_pending")
	poll(4600*time.Millisecond, 400, 70016, "authorization_pending") // the network's jitter
	poll(time.Second, 400, 70016, "slow_down")
	poll(5*time.Second, 400, 70016, "slow_down") // slow_down adds five seconds, to stay
	poll(15*time.Second, 400, 70016, "authorization_pending")
	must(t, h.sim.UpdateDevice(start.text("user_code"), func(d *Device) { d.SlowDown = true }))
	poll(time.Minute, 400, 70016, "slow_down")
	must(t, h.sim.ApproveDevice(start.text("user_code"), testUser))
	a := poll(0, 200, 0, "") // ready: no reason to wait any more
	claims := h.verified(a.text("access_token"))
	if diff := cmp.Diff([]any{"pwd", "mfa"}, claims["amr"]); diff != "" || claims["upn"] != testUser || claims["appidacr"] != "0" {
		t.Errorf("upn %v, appidacr %v, amr (-want +got):\n%s", claims["upn"], claims["appidacr"], diff)
	}
	if a.text("refresh_token") == "" {
		t.Error("no refresh token")
	}
	poll(time.Minute, 400, 54005, "invalid_grant")
}

func TestDeviceGrantHasTwoSpellings(t *testing.T) {
	h, _ := interacting(t)
	h.sim.AutoApprove()
	for _, spelling := range []string{"urn:ietf:params:oauth:grant-type:device_code", "device_code"} {
		if a := h.post(testTenant, deviceForm(h.startDevice().text("device_code"), "grant_type", spelling)); a.status != http.StatusOK {
			t.Errorf("%s: got %s", spelling, a.raw)
		}
	}
}

// TestDevicePollIsRefused: what else a poll may be answered.
func TestDevicePollIsRefused(t *testing.T) {
	type do func(h *harness, forward func(time.Duration), userCode string)
	approve := func(h *harness, _ func(time.Duration), userCode string) {
		must(h.t, h.sim.ApproveDevice(userCode, testUser))
	}
	then := func(change func(h *harness)) do {
		return func(h *harness, forward func(time.Duration), userCode string) {
			approve(h, forward, userCode)
			change(h)
		}
	}
	policy := func(p *Situation) do {
		return then(func(h *harness) {
			h.tenant(func(t *Tenant) { t.DeviceFlow = p })
		})
	}
	tests := map[string]struct {
		spoil  do
		change []string
		code   int
		err    string
	}{
		"declined": {spoil: func(h *harness, _ func(time.Duration), userCode string) {
			must(h.t, h.sim.UpdateDevice(userCode, func(d *Device) { d.Declined = true }))
		},
			err: "authorization_declined"},
		"expired": {spoil: func(h *harness, _ func(time.Duration), userCode string) {
			must(h.t, h.sim.UpdateDevice(userCode, func(d *Device) { d.Expires = testNow.Add(-time.Second) }))
		},
			code: 70020, err: "expired_token"},
		"after 15 minutes":  {spoil: func(_ *harness, forward func(time.Duration), _ string) { forward(901 * time.Second) }, code: 70020, err: "expired_token"},
		"within 15 minutes": {spoil: func(_ *harness, forward func(time.Duration), _ string) { forward(899 * time.Second) }, code: 70016, err: "authorization_pending"},
		"unknown code":      {change: []string{"device_code", "another"}, code: 7000014, err: "bad_verification_code"},
		"no code":           {change: []string{"device_code", ""}, code: 900144, err: "invalid_request"},
		"public client off": {spoil: then(func(h *harness) { h.app(func(a *App) { a.Public = false }) }), code: 7000218, err: "invalid_client"},
		"secret sent":       {change: []string{"client_secret", testSecret}, code: 700025, err: "invalid_client"},
		"another client": {spoil: func(h *harness, _ func(time.Duration), _ string) {
			h.addApp(App{ClientID: "other", Public: true})
		}, change: []string{"client_id", "other"}, code: 7000014, err: "bad_verification_code"},
		"blocked, as 53003": {spoil: policy(ConditionalAccess), code: 53003, err: "invalid_grant"},
		"blocked, as 50199": {spoil: policy(ConfirmationRequired), code: 50199, err: "interaction_required"},
		"disabled since":    {spoil: then(func(h *harness) { h.user(func(u *User) { u.Disabled = true }) }), code: 50057, err: "invalid_grant"},
		"renamed since":     {spoil: then(func(h *harness) { h.user(func(u *User) { u.UPN = "new@" + testDomain }) }), code: 7000014, err: "bad_verification_code"},
		"consent withdrawn": {spoil: then(func(h *harness) { h.app(func(a *App) { a.Consents = nil }) }), code: 65001, err: "invalid_grant"},
		"policy since":      {spoil: then(func(h *harness) { h.user(func(u *User) { u.Policy = ConditionalAccess }) }), code: 53003, err: "invalid_grant"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, forward := interacting(t)
			start := h.startDevice()
			if test.spoil != nil {
				test.spoil(h, forward, start.text("user_code"))
			}
			a := h.post(testTenant, deviceForm(start.text("device_code"), test.change...))
			if a.code() != test.code || a.text("error") != test.err {
				t.Errorf("got %d %q, want %d %q: %s", a.code(), a.text("error"), test.code, test.err, a.raw)
			}
		})
	}
}

// TestDeviceCodeThatIsOverBeforeItBegan: the case of an expired code needs no waiting.
func TestDeviceCodeThatIsOverBeforeItBegan(t *testing.T) {
	h, _ := interacting(t)
	must(t, h.sim.UpdateTenant(testTenant, func(t *Tenant) { t.DeviceLife = -time.Second }))
	start := h.startDevice()
	if a := h.post(testTenant, deviceForm(start.text("device_code"))); a.code() != 70020 || start.body["expires_in"] != 900.0 {
		t.Errorf("announced %v, got %s", start.body["expires_in"], a.raw)
	}
}

// TestOldDeviceCodesAreForgotten keeps a long-running demo small.
func TestOldDeviceCodesAreForgotten(t *testing.T) {
	h, forward := interacting(t)
	old := h.startDevice()
	forward(80 * time.Minute)
	h.startDevice()
	if a := h.post(testTenant, deviceForm(old.text("device_code"))); a.code() != 7000014 {
		t.Errorf("got %s", a.raw)
	}
	if len(h.sim.devices) != 1 {
		t.Errorf("%d codes are kept", len(h.sim.devices))
	}
}
