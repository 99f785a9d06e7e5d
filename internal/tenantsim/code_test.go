package tenantsim

import (
	"net/http"
	"testing"
	"time"

	"appreg/internal/catalog"

	"github.com/google/go-cmp/cmp"
)

// TestCodeIsRedeemed: for a public client without its switch, once, with everything that was asked for.
func TestCodeIsRedeemed(t *testing.T) {
	h, _ := interacting(t)
	h.app(func(a *App) { a.Public = false })
	code := h.signIn()
	a := h.post(testTenant, codeForm(code))
	if a.status != http.StatusOK {
		t.Fatalf("got %s", a.raw)
	}
	claims := h.verified(a.text("access_token"))
	if diff := cmp.Diff([]any{"pwd", "mfa"}, claims["amr"]); diff != "" || claims["appidacr"] != "0" || claims["scp"] != "user_impersonation" {
		t.Errorf("appidacr %v, scp %v, amr (-want +got):\n%s", claims["appidacr"], claims["scp"], diff)
	}
	if got := h.verified(a.text("id_token"))["nonce"]; got != "nonce-1" {
		t.Errorf("nonce %v", got)
	}
	if a.text("refresh_token") == "" {
		t.Error("no refresh token")
	}
	if again := h.post(testTenant, codeForm(code)); again.code() != 54005 {
		t.Errorf("a second time: got %s", again.raw)
	}
}

func TestNonceIsOnlyOfItsOwnSignIn(t *testing.T) {
	h, _ := interacting(t)
	a := h.post(testTenant, passwordForm("scope", lcsScope+" openid"))
	if nonce, there := claimsOf(t, a.text("id_token"))["nonce"]; there {
		t.Errorf("nonce %v", nonce)
	}
}

func TestScopeAtTheCodesEnd(t *testing.T) {
	h, _ := interacting(t)
	a := h.post(testTenant, codeForm(h.signIn(), "scope", appsScope))
	if got := claimsOf(t, a.text("access_token"))["aud"]; got != "https://service.powerapps.com/" || a.text("refresh_token") == "" {
		t.Errorf("aud %v: %s", got, a.raw)
	}
	if a := h.post(testTenant, codeForm(h.signIn(), "scope", "x")); a.code() != 70011 {
		t.Errorf("got %s", a.raw)
	}
	if a := h.post(testTenant, codeForm(h.signIn(), "scope", "https://x.example/.default")); a.code() != 500011 {
		t.Errorf("got %s", a.raw)
	}
}

func TestCodeIsRefused(t *testing.T) {
	const otherTenant = "77770000-1111-4222-8333-444455556666"
	tests := map[string]struct {
		authorize []string
		change    []string
		origin    string
		tenant    string
		spoil     func(h *harness, forward func(time.Duration))
		code      int
	}{
		"verifier of another":  {change: []string{"code_verifier", testVerifier + "x"}, code: 501481},
		"verifier missing":     {change: []string{"code_verifier", ""}, code: 501481},
		"challenge itself":     {change: []string{"code_verifier", testChallenge}, code: 501481},
		"plain challenge":      {authorize: []string{"code_challenge_method", "plain", "code_challenge", testVerifier}},
		"plain by default":     {authorize: []string{"code_challenge_method", "", "code_challenge", testVerifier}},
		"no challenge":         {authorize: []string{"code_challenge", "", "code_challenge_method", ""}},
		"another redirect":     {change: []string{"redirect_uri", "http://localhost:49153"}, code: 500112},
		"no redirect":          {change: []string{"redirect_uri", ""}, code: 900144},
		"no code":              {change: []string{"code", ""}, code: 900144},
		"another code":         {change: []string{"code", "another"}, code: 70000},
		"within ten minutes":   {spoil: func(_ *harness, forward func(time.Duration)) { forward(10 * time.Minute) }},
		"after ten minutes":    {spoil: func(_ *harness, forward func(time.Duration)) { forward(10*time.Minute + time.Second) }, code: 70008},
		"secret sent":          {change: []string{"client_secret", testSecret}, code: 700025},
		"wrong secret sent":    {change: []string{"client_secret", "another"}, code: 700025},
		"from a browser page":  {origin: "http://localhost:3000", code: 9002326},
		"another client":       {change: []string{"client_id", "other"}, code: 70000},
		"another tenant":       {tenant: otherTenant, code: 700005},
		"user disabled since":  {spoil: func(h *harness, _ func(time.Duration)) { h.user(func(u *User) { u.Disabled = true }) }, code: 50057},
		"user deleted since":   {spoil: func(h *harness, _ func(time.Duration)) { h.user(func(u *User) { u.UPN = "new" }) }, code: 70000},
		"user blocked since":   {spoil: func(h *harness, _ func(time.Duration)) { h.user(func(u *User) { u.Policy = ConditionalAccess }) }, code: 53003},
		"consent withdrawn":    {spoil: func(h *harness, _ func(time.Duration)) { h.app(func(a *App) { a.Consents = nil }) }, code: 65001},
		"switch off is no bar": {spoil: func(h *harness, _ func(time.Duration)) { h.app(func(a *App) { a.Public = false }) }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, forward := interacting(t)
			h.addApp(App{ClientID: "other", Public: true})
			h.sim.AddTenant(Tenant{ID: otherTenant, Domains: []string{"other.example"}, Apps: []*App{{ClientID: testClient}}})
			code := h.signIn(test.authorize...)
			if test.spoil != nil {
				test.spoil(h, forward)
			}
			if test.tenant == "" {
				test.tenant = testTenant
			}
			headers := []string{}
			if test.origin != "" {
				headers = []string{"Origin", test.origin}
			}
			if a := h.post(test.tenant, codeForm(code, test.change...), headers...); a.code() != test.code {
				t.Errorf("got %d, want %d: %s", a.code(), test.code, a.raw)
			}
		})
	}
}

// TestRefusedCodeIsNotUsedUp: a wrong verifier may be corrected.
func TestRefusedCodeIsNotUsedUp(t *testing.T) {
	h, _ := interacting(t)
	code := h.signIn()
	if a := h.post(testTenant, codeForm(code, "code_verifier", "x")); a.code() != 501481 {
		t.Fatalf("got %s", a.raw)
	}
	if a := h.post(testTenant, codeForm(code)); a.status != http.StatusOK {
		t.Errorf("got %s", a.raw)
	}
}

// TestPlatformDecidesWhatRedeemingTakes: AADSTS7000218 and 9002327.
func TestPlatformDecidesWhatRedeemingTakes(t *testing.T) {
	web := func(a *App) { a.RedirectURIs, a.WebURIs = nil, []string{"http://localhost"} }
	spa := func(a *App) { a.RedirectURIs, a.SPAURIs = nil, []string{"http://localhost"} }
	tests := map[string]struct {
		platform func(*App)
		change   []string
		origin   string
		code     int
	}{
		"web without secret":    {platform: web, code: 7000218},
		"web with secret":       {platform: web, change: []string{"client_secret", testSecret}},
		"web with wrong secret": {platform: web, change: []string{"client_secret", "another"}, code: 7000215},
		"spa outside a browser": {platform: spa, code: 9002327},
		"spa in a browser":      {platform: spa, origin: "http://localhost:3000"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, _ := interacting(t)
			h.app(test.platform)
			headers := []string{}
			if test.origin != "" {
				headers = []string{"Origin", test.origin}
			}
			if a := h.post(testTenant, codeForm(h.signIn(), test.change...), headers...); a.code() != test.code {
				t.Errorf("got %d, want %d: %s", a.code(), test.code, a.raw)
			}
		})
	}
}

func TestOldCodesAreForgotten(t *testing.T) {
	h, forward := interacting(t)
	old := h.signIn()
	forward(2 * time.Hour)
	h.signIn()
	if a := h.post(testTenant, codeForm(old)); a.code() != 70000 || len(h.sim.codes) != 1 {
		t.Errorf("%d codes are kept, got %s", len(h.sim.codes), a.raw)
	}
}

// TestOneScopeOfTheCatalogueForEveryAPI: the documents' scopes go through authorize byte for byte.
func TestOneScopeOfTheCatalogueForEveryAPI(t *testing.T) {
	h, _ := interacting(t)
	for _, service := range catalog.Services() {
		target, err := catalog.Resolve(service.API, catalog.Public, "us")
		if err != nil {
			target, err = catalog.Resolve(service.API, catalog.Public, "")
		}
		must(t, err)
		h.app(func(a *App) { a.Requires = with(a.Requires, service.API, []string{service.Delegated[0].Name}) })
		a := h.post(testTenant, codeForm(h.signIn("scope", target.Scope)))
		if got, _ := claimsOf(t, a.text("access_token"))["aud"].(string); got != resourceOfScope(target.Scope) {
			t.Errorf("%s: aud %q of scope %q", service.API, got, target.Scope)
		}
	}
}
