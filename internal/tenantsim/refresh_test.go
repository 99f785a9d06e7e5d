package tenantsim

import (
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"
)

// refreshing is a harness with a clock that can be put forward, and a refresh token.
func refreshing(t *testing.T) (h *harness, forward func(time.Duration), token string) {
	t.Helper()
	var passed atomic.Int64
	opts := testOptions()
	opts.Now = func() time.Time { return testNow.Add(time.Duration(passed.Load())) }
	h = newHarnessWith(t, opts)
	token = h.post(testTenant, passwordForm("scope", lcsScope+" offline_access")).text("refresh_token")
	if token == "" {
		t.Fatal("no refresh token")
	}
	return h, func(d time.Duration) { passed.Add(int64(d)) }, token
}

func refreshForm(token string, changes ...string) url.Values {
	return changed(form("grant_type", "refresh_token", "client_id", testClient, "scope", lcsScope+" offline_access", "refresh_token", token), changes)
}

func TestRefreshTokenRenews(t *testing.T) {
	h, forward, token := refreshing(t)
	forward(2 * time.Hour)
	a := h.post(testTenant, refreshForm(token))
	if a.status != http.StatusOK {
		t.Fatalf("got %d: %s", a.status, a.raw)
	}
	claims := h.verified(a.text("access_token"))
	if claims["upn"] != testUser || claims["iat"] != float64(testNow.Add(2*time.Hour).Unix()-300) {
		t.Errorf("upn %v, iat %v", claims["upn"], claims["iat"])
	}
	next := a.text("refresh_token")
	if next == "" || next == token {
		t.Error("no new refresh token")
	}
	for name, good := range map[string]string{"new": next, "old": token} {
		if a := h.post(testTenant, refreshForm(good)); a.status != http.StatusOK {
			t.Errorf("%s: got %d", name, a.status)
		}
	}
}

// TestRefreshTokenIsForEveryAPI: it is bound to user and client, not to a resource.
func TestRefreshTokenIsForEveryAPI(t *testing.T) {
	h, _, token := refreshing(t)
	a := h.post(testTenant, refreshForm(token, "scope", appsScope))
	if got := claimsOf(t, a.text("access_token"))["aud"]; got != "https://service.powerapps.com/" {
		t.Errorf("aud %v", got)
	}
	if a.text("refresh_token") != "" {
		t.Error("a refresh token that was not asked for")
	}
}

func TestRefreshTokenEnds(t *testing.T) {
	tests := map[string]struct {
		spoil  func(h *harness, forward func(time.Duration))
		change []string
		code   int
	}{
		"unused for 91 days":  {func(_ *harness, forward func(time.Duration)) { forward(91 * 24 * time.Hour) }, nil, 700082},
		"used after 89 days":  {func(_ *harness, forward func(time.Duration)) { forward(89 * 24 * time.Hour) }, nil, 0},
		"revoked":             {func(h *harness, _ func(time.Duration)) { h.sim.RevokeSessions(testUser) }, nil, 50173},
		"other user's revoke": {func(h *harness, _ func(time.Duration)) { h.sim.RevokeSessions("nobody@" + testDomain) }, nil, 0},
		"user disabled":       {func(h *harness, _ func(time.Duration)) { h.user(func(u *User) { u.Disabled = true }) }, nil, 50057},
		"consent withdrawn":   {func(h *harness, _ func(time.Duration)) { h.app(func(a *App) { a.Consents = nil }) }, nil, 65001},
		"policy":              {func(h *harness, _ func(time.Duration)) { h.user(func(u *User) { u.Policy = MFARequired }) }, nil, 50076},
		"switch turned off": {func(h *harness, _ func(time.Duration)) {
			h.app(func(a *App) { a.Public = false })
		}, nil, 7000218},
		"missing":          {nil, []string{"refresh_token", ""}, 900144},
		"no scope":         {nil, []string{"scope", ""}, 900144},
		"bad scope":        {nil, []string{"scope", "x"}, 70011},
		"unknown resource": {nil, []string{"scope", "https://x.example/.default"}, 500011},
		"another token":    {nil, []string{"refresh_token", "1.AX0Aother"}, 9002313},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, forward, token := refreshing(t)
			if test.spoil != nil {
				test.spoil(h, forward)
			}
			if a := h.post(testTenant, refreshForm(token, test.change...)); a.code() != test.code {
				t.Errorf("got %d, want %d: %s", a.code(), test.code, a.raw)
			}
		})
	}
}

// TestRefreshTokenOfAnotherClient: it is worth nothing to another app registration or tenant.
func TestRefreshTokenOfAnotherClient(t *testing.T) {
	h, _, token := refreshing(t)
	h.addApp(App{ClientID: "other", Public: true})
	if a := h.post(testTenant, refreshForm(token, "client_id", "other")); a.code() != 9002313 {
		t.Errorf("got %d: %s", a.code(), a.raw)
	}
}
