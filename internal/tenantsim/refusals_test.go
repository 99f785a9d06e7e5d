package tenantsim

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"

	"github.com/google/go-cmp/cmp"
)

// TestEveryRowIsAnsweredAsEntraWould checks the envelope over HTTP for every row.
func TestEveryRowIsAnsweredAsEntraWould(t *testing.T) {
	h := newHarness(t)
	const id = "7d5e0f7e-0000-4000-8000-00000000abcd"
	for name, row := range situations {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.sim.Inject(testTenant, Fault{Refusal: row})
			a := h.post(testTenant, secretForm(), "client-request-id", id)
			if a.status != row.status || a.text("error") != row.err || a.code() != row.code || a.text("suberror") != row.suberror {
				t.Errorf("got %d %q %d %q, want %d %q %d %q", a.status, a.text("error"), a.code(), a.text("suberror"),
					row.status, row.err, row.code, row.suberror)
			}
			if diff := cmp.Diff(keysOf(row), a.keys()); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			if a.text("correlation_id") != id {
				t.Errorf("correlation_id %q is not the caller's", a.text("correlation_id"))
			}
			if a.text("timestamp") != "2026-11-20 12:30:15Z" {
				t.Errorf("timestamp %q", a.text("timestamp"))
			}
			tail := fmt.Sprintf(" Trace ID: %s Correlation ID: %s Timestamp: 2026-11-20 12:30:15Z", a.text("trace_id"), id)
			description := a.text("error_description")
			if !strings.HasSuffix(description, tail) {
				t.Errorf("description %q does not end in %q", description, tail)
			}
			if row.code != 0 && !strings.HasPrefix(description, fmt.Sprintf("AADSTS%d: ", row.code)) {
				t.Errorf("description %q does not start with its number", description)
			}
			if row.extras&uri != 0 && a.text("error_uri") != fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", row.code) {
				t.Errorf("error_uri %q", a.text("error_uri"))
			}
			if row.extras&claims != 0 && !strings.HasPrefix(a.text("claims"), `{"access_token":{`) {
				t.Errorf("claims %q", a.text("claims"))
			}
			if cache := a.header.Get("Cache-Control"); !strings.Contains(cache, "no-store") {
				t.Errorf("Cache-Control %q", cache)
			}
			if id := a.header.Get("x-ms-request-id"); id == "" || id != a.text("trace_id") {
				t.Errorf("x-ms-request-id %q, trace_id %q", id, a.text("trace_id"))
			}
		})
	}
}

func keysOf(row *Situation) []string {
	keys := []string{"correlation_id", "error", "error_description", "timestamp", "trace_id"}
	for key, there := range map[string]bool{
		"error_codes": row.code != 0, "error_uri": row.extras&uri != 0, "suberror": row.suberror != "", "claims": row.extras&claims != 0,
	} {
		if there {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// provocation brings a situation about by a fault in the state or the request.
type provocation struct {
	situation *Situation
	spoil     func(h *harness)
	tenant    string
	form      url.Values
	says      string // what the text must name
}

func provocations() []provocation {
	app := func(change func(*App)) func(*harness) { return func(h *harness) { h.app(change) } }
	user := func(change func(*User)) func(*harness) { return func(h *harness) { h.user(change) } }
	resources := func(missing, disabled []catalog.API) func(*harness) {
		return func(h *harness) {
			must(h.t, h.sim.UpdateTenant(testTenant, func(t *Tenant) { t.MissingAPIs, t.DisabledAPIs = missing, disabled }))
		}
	}
	const nobody = "nosuch.onmicrosoft.com"
	return []provocation{
		{situation: TenantUnknown, tenant: nobody, form: secretForm(), says: nobody},
		{situation: TenantMalformed, tenant: "authorize", form: secretForm(), says: "'authorize'"},
		{situation: TenantMissing, tenant: "common", form: secretForm()},
		{situation: CommonEndpoint, tenant: "common", form: passwordForm()},
		{situation: ParameterMissing, form: secretForm("grant_type", ""), says: "'grant_type'"},
		{situation: ParameterMissing, form: secretForm("client_id", ""), says: "'client_id'"},
		{situation: ParameterMissing, form: secretForm("scope", ""), says: "'scope'"},
		{situation: ParameterMissing, form: passwordForm("scope", ""), says: "'scope'"},
		{situation: ParameterMissing, form: passwordForm("username", ""), says: "'username'"},
		{situation: ParameterMissing, form: passwordForm("password", ""), says: "'password'"},
		{situation: GrantUnknown, form: secretForm("grant_type", "no_such_grant"), says: "'no_such_grant'"},

		{situation: ClientUnknown, form: secretForm("client_id", lcsResource), says: "'" + lcsResource + "' was not found in the directory 'Contoso'"},
		{situation: ClientUnknown, form: secretForm("client_id", "ENTER_YOUR_CLIENT_ID"), says: "ENTER_YOUR_CLIENT_ID"},
		{situation: ClientZero, form: secretForm("client_id", "00000000-0000-0000-0000-000000000000")},
		{situation: ClientDisabled, spoil: app(func(a *App) { a.Disabled = true }), form: secretForm(), says: testClient},
		{situation: ClientWithoutSP, spoil: app(func(a *App) { a.NoServicePrincipal = true }), form: secretForm(), says: testTenant},
		{situation: CredentialMissing, spoil: app(func(a *App) { a.Public = false }), form: passwordForm()},
		{situation: CredentialMissingApp, form: secretForm("client_secret", "")},
		{situation: CredentialUnwanted, form: passwordForm("client_secret", testSecret)},
		{situation: CredentialUnwanted, spoil: app(func(a *App) { a.Native = true }), form: secretForm()},
		{situation: SecretWrong, form: secretForm("client_secret", "another"), says: "'" + testClient + "'"},
		{situation: SecretWrong, form: secretForm("client_secret", testKeyID), says: "not the client secret ID"},
		{situation: SecretExpired, spoil: app(func(a *App) { a.Secrets[0].Expires = testNow.Add(-time.Hour) }), form: secretForm(), says: testClient},

		{situation: UserUnknown, form: passwordForm("username", "nobody@contoso.onmicrosoft.com"), says: "Contoso directory"},
		{situation: PasswordWrong, form: passwordForm("password", "another")},
		{situation: PasswordWrong, spoil: federated, form: passwordForm()},
		{situation: UserLocked, spoil: user(func(u *User) { u.Locked = true }), form: passwordForm()},
		{situation: PasswordIsExpired, spoil: user(func(u *User) { u.PasswordExpired = true }), form: passwordForm()},
		{situation: UserDisabled, spoil: user(func(u *User) { u.Disabled = true }), form: passwordForm()},
		{situation: MFARequired, spoil: user(func(u *User) { u.Policy = MFARequired }), form: passwordForm(), says: lcsResource},
		{situation: MFAEnrollment, spoil: user(func(u *User) { u.Policy = MFAEnrollment }), form: passwordForm(), says: lcsResource},
		{situation: ConditionalAccess, spoil: user(func(u *User) { u.Policy = ConditionalAccess }), form: passwordForm()},
		{situation: SecurityDefaults, spoil: user(func(u *User) { u.Policy = SecurityDefaults }), form: passwordForm()},
		{situation: UserNotAssigned, spoil: app(func(a *App) { a.AssignmentRequired = true }), form: passwordForm(), says: testUser},

		{situation: ConsentMissing, spoil: app(func(a *App) { a.Consents = nil }), form: passwordForm(), says: "named 'Test app'"},
		{situation: ConsentMissing, form: passwordForm("scope", "https://api.businesscentral.dynamics.com/user_impersonation")},
		{situation: AdminConsentMissing, spoil: app(func(a *App) { a.Consents, a.AdminConsentOnly = nil, true }), form: passwordForm(), says: "Test app"},
		{situation: ResourceNotListed, form: passwordForm("scope", "https://api.powerplatform.com/.default"),
			says: "Resource value from request: https://api.powerplatform.com. Resource app ID: 8578e004-a5c6-46e7-913e-12f58912df43."},
		{situation: ResourceMissing, form: secretForm("scope", "https://api.example.com/.default"), says: "named https://api.example.com was"},
		{situation: ResourceMissing, form: passwordForm("scope", "https://api.example.com/.default"), says: "named https://api.example.com was"},
		{situation: ResourceMissing, form: passwordForm("scope", "6f890000-3333-4222-8333-444455556666/Some.Right"), says: "tenant named Contoso"},
		{situation: ResourceMissing, spoil: resources([]catalog.API{catalog.LCS}, nil), form: passwordForm(), says: "tenant named Contoso"},
		{situation: ResourceDisabled, spoil: resources(nil, []catalog.API{catalog.BusinessCentral}), form: secretForm(), says: bcResource},
		{situation: ScopeNotDefault, form: secretForm("scope", "https://api.businesscentral.dynamics.com/API.ReadWrite.All"), says: "API.ReadWrite.All"},
		{situation: ScopeInvalid, form: passwordForm("scope", "user_impersonation"), says: "scope format"},
		{situation: ScopeInvalid, form: passwordForm("scope", "openid profile"), says: "names no resource"},
		{situation: ScopeInvalid, form: passwordForm("scope", appsScope+" https://service.powerapps.com//User"), says: "can't be combined"},
		{situation: ScopeMixed, form: passwordForm("scope", lcsScope+" "+appsScope)},
		{situation: ScopeNotOnResource, form: passwordForm("scope", "https://service.powerapps.com//Nothing"), says: "'Nothing'"},

		{situation: RefreshTokenMalformed, form: form("grant_type", "refresh_token", "client_id", testClient, "scope", lcsScope, "refresh_token", "another")},
	}
}

func federated(h *harness) {
	must(h.t, h.sim.UpdateTenant(testTenant, func(t *Tenant) { t.Federated = []string{testDomain} }))
}

func TestStateBringsSituationsAbout(t *testing.T) {
	for i, p := range provocations() {
		t.Run(fmt.Sprintf("%02d %d", i, p.situation.code), func(t *testing.T) {
			h := newHarness(t)
			if p.spoil != nil {
				p.spoil(h)
			}
			if p.tenant == "" {
				p.tenant = testDomain
			}
			a := h.post(p.tenant, p.form)
			row := p.situation
			if a.status != row.status || a.code() != row.code || a.text("error") != row.err {
				t.Fatalf("got %d %d %q, want %d %d %q\n%s", a.status, a.code(), a.text("error"), row.status, row.code, row.err, a.raw)
			}
			if !strings.Contains(a.text("error_description"), p.says) {
				t.Errorf("description %q does not name %q", a.text("error_description"), p.says)
			}
			if strings.ContainsAny(a.text("error_description"), "{}") && p.situation != UserUnknown {
				t.Errorf("description %q has a word left open", a.text("error_description"))
			}
		})
	}
}

// TestEveryRowIsReached keeps the table and the behaviour together: a row is brought about by the state, by an
// assertion or a token of another test, or it belongs to a flow or fault that is injected.
func TestEveryRowIsReached(t *testing.T) {
	reached := map[*Situation]string{
		TenantUnknownAtDiscovery: "TestDiscoveryRefuses", InstanceUnknown: "TestInstanceDiscovery", WrongVerb: "TestOnlyPost",
		CertificateUnknown: "TestBadAssertions", CertificateExpired: "TestBadAssertions", SignatureWrong: "TestBadAssertions",
		AssertionExpired: "TestBadAssertions", AssertionAudience: "TestBadAssertions", AssertionMalformed: "TestBadAssertions",
		AssertionSubject: "TestBadAssertions", AssertionClient: "TestBadAssertions", AssertionAlgorithm: "TestBadAssertions",
		RefreshTokenExpired: "TestRefreshTokenEnds", RefreshTokenRevoked: "TestRefreshTokenEnds",
		ServiceUnavailable: "TestFaults", Throttled: "TestFaults",
		CodeRedeemed: "TestCodeIsRedeemed", PKCEMismatch: "TestCodeIsRefused", CodeUnknown: "TestCodeIsRefused", CodeExpired: "TestCodeIsRefused",
		CodeOfAnotherTenant: "TestCodeIsRefused", RedirectDiffers: "TestCodeIsRefused", OriginUnwanted: "TestCodeIsRefused",
		CodeOutsideBrowser: "TestPlatformDecidesWhatRedeemingTakes", SignInFrequencyOver: "TestSignInFrequency",
		DevicePending: "TestDevicePolling", DeviceSlowDown: "TestDevicePolling", DeviceDeclined: "TestDevicePollIsRefused",
		DeviceExpired: "TestDevicePollIsRefused", DeviceCodeUnknown: "TestDevicePollIsRefused", ConfirmationRequired: "TestDevicePollIsRefused",
		MultiTenantDisabled: "TestDeviceCodeIsRefusedAtTheStart", UserCodeUnknown: "TestDevicePage", UserCodeAnswered: "TestDevicePage",
		RedirectMismatch: "TestErrorPagesNeverRedirect", RedirectNone: "TestErrorPagesNeverRedirect", RedirectMissing: "TestErrorPagesNeverRedirect",
		ResponseModeUnknown: "TestErrorPagesNeverRedirect", ResponseTypeUnknown: "TestErrorsToldToTheApp", SignInNeeded: "TestErrorsToldToTheApp",
		PKCEMissing: "TestErrorsToldToTheApp", ChallengeMalformed: "TestErrorsToldToTheApp", UserDeclined: "TestErrorsToldToTheApp",
	}
	for _, p := range outsideTokens() {
		reached[p.situation] = "TestOutsideTokens"
	}
	for _, p := range provocations() {
		reached[p.situation] = "TestStateBringsSituationsAbout"
	}
	for name, row := range situations {
		if reached[row] == "" {
			t.Errorf("nothing brings %s about", name)
		}
	}
}

func TestCorrelationIDIsMadeWhenNoneWasSent(t *testing.T) {
	h := newHarness(t)
	for _, sent := range []string{"", "not a guid\x7f"} {
		a := h.post(testTenant, secretForm("client_secret", "another"), "client-request-id", strings.Trim(sent, "\x7f"))
		if id := a.text("correlation_id"); !isGUID(id) || id == a.text("trace_id") {
			t.Errorf("correlation_id %q, trace_id %q", id, a.text("trace_id"))
		}
	}
}

func TestTimestampFollowsTheClock(t *testing.T) {
	opts := testOptions()
	opts.Now = func() time.Time { return time.Date(2030, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600)) }
	h := newHarnessWith(t, opts)
	if got := h.post(testTenant, secretForm("grant_type", "x")).text("timestamp"); got != "2030-01-02 02:04:05Z" {
		t.Errorf("timestamp %q", got)
	}
}
