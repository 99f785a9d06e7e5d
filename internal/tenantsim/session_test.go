package tenantsim

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestPoliciesAndWaysToSignIn: what stops a password stops a browser only if it is a block.
func TestPoliciesAndWaysToSignIn(t *testing.T) {
	tests := map[*Situation]struct {
		password int
		browser  bool
	}{
		nil:               {0, true},
		MFARequired:       {50076, true},
		MFAEnrollment:     {50079, true},
		SecurityDefaults:  {530035, true},
		ConditionalAccess: {53003, false},
	}
	for policy, want := range tests {
		h, _ := interacting(t)
		h.user(func(u *User) { u.Policy = policy })
		if a := h.post(testTenant, passwordForm()); a.code() != want.password {
			t.Errorf("%v: password got %s", policy, a.raw)
		}
		code := h.location(h.get(authorizePath("login_hint", testUser))).Query().Get("code")
		if (code != "") != want.browser {
			t.Errorf("%v: browser code %q", policy, code)
		}
		start := h.startDevice()
		if err := h.sim.ApproveDevice(start.text("user_code"), testUser); (err == nil) != want.browser {
			t.Errorf("%v: device %v", policy, err)
		}
		if a := h.post(testTenant, deviceForm(start.text("device_code"))); (a.status == http.StatusOK) != want.browser {
			t.Errorf("%v: device got %s", policy, a.raw)
		}
	}
}

// TestFederatedAndExpiredSignInByBrowser: the browser is where another domain or a new password takes over.
func TestFederatedAndExpiredSignInByBrowser(t *testing.T) {
	for name, spoil := range map[string]func(h *harness){
		"federated": federated, "expired": func(h *harness) { h.user(func(u *User) { u.PasswordExpired = true }) },
	} {
		h, _ := interacting(t)
		spoil(h)
		if a := h.post(testTenant, codeForm(h.signIn())); a.status != http.StatusOK {
			t.Errorf("%s: got %s", name, a.raw)
		}
	}
}

// TestSecondFactorIsCarriedOn: a refresh token of a browser sign-in satisfies the policy, one of a password does not.
func TestSecondFactorIsCarriedOn(t *testing.T) {
	h, forward := interacting(t)
	h.app(func(a *App) { a.Secrets[0].Expires = testNow.Add(365 * 24 * time.Hour) })
	byPassword := h.post(testTenant, passwordForm("scope", lcsScope+" offline_access")).text("refresh_token")
	byBrowser := h.post(testTenant, codeForm(h.signIn())).text("refresh_token")
	h.user(func(u *User) { u.Policy = MFARequired })
	h.app(func(a *App) { a.Public = false }) // the browser's token needs no switch, as its code needed none
	for range 3 {
		forward(24 * time.Hour)
		a := h.post(testTenant, refreshForm(byBrowser))
		if a.status != http.StatusOK {
			t.Fatalf("got %s", a.raw)
		}
		if diff := cmp.Diff([]any{"pwd", "mfa"}, claimsOf(t, a.text("access_token"))["amr"]); diff != "" {
			t.Errorf("amr (-want +got):\n%s", diff)
		}
		byBrowser = a.text("refresh_token")
	}
	if a := h.post(testTenant, refreshForm(byPassword)); a.code() != 7000218 {
		t.Errorf("got %s", a.raw)
	}
	h.app(func(a *App) { a.Public = true })
	a := h.post(testTenant, refreshForm(byPassword))
	if a.code() != 50076 || a.text("claims") == "" || a.text("suberror") != "basic_action" {
		t.Errorf("got %s", a.raw)
	}
	if a := h.post(testTenant, refreshForm(byBrowser, "client_secret", testSecret)); a.code() != 700025 {
		t.Errorf("got %s", a.raw)
	}
}

// TestRefreshTokensRotate: each answer brings a new one, the old one stays good, revoking ends all.
func TestRefreshTokensRotate(t *testing.T) {
	h, forward := interacting(t)
	h.sim.AutoApprove()
	first := h.post(testTenant, deviceForm(h.startDevice().text("device_code"))).text("refresh_token")
	second := h.post(testTenant, refreshForm(first)).text("refresh_token")
	if second == "" || second == first {
		t.Fatal("no new refresh token")
	}
	for name, token := range map[string]string{"old": first, "new": second} {
		if a := h.post(testTenant, refreshForm(token)); a.status != http.StatusOK {
			t.Errorf("%s: got %s", name, a.raw)
		}
	}
	h.sim.RevokeSessions(testUser)
	for _, token := range []string{first, second} {
		if a := h.post(testTenant, refreshForm(token)); a.code() != 50173 {
			t.Errorf("got %s", a.raw)
		}
	}
	third := h.post(testTenant, codeForm(h.signIn())).text("refresh_token")
	forward(91 * 24 * time.Hour)
	if a := h.post(testTenant, refreshForm(third)); a.code() != 700082 {
		t.Errorf("got %s", a.raw)
	}
}

// TestSignInFrequency counts from the sign-in, however often the token was renewed.
func TestSignInFrequency(t *testing.T) {
	h, forward := interacting(t)
	h.user(func(u *User) { u.SignInFrequency = 24 * time.Hour })
	token := h.post(testTenant, codeForm(h.signIn())).text("refresh_token")
	for range 2 {
		forward(12 * time.Hour)
		a := h.post(testTenant, refreshForm(token))
		if a.status != http.StatusOK {
			t.Fatalf("got %s", a.raw)
		}
		token = a.text("refresh_token")
	}
	forward(time.Second)
	a := h.post(testTenant, refreshForm(token))
	if a.code() != 70043 || a.text("claims") == "" {
		t.Errorf("got %s", a.raw)
	}
	if a := h.post(testTenant, codeForm(h.signIn())); a.status != http.StatusOK {
		t.Errorf("a new sign-in: got %s", a.raw)
	}
}
