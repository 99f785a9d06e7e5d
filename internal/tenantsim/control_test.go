package tenantsim

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"

	"github.com/google/go-cmp/cmp"
)

// TestPortalChanges: what a person changes in the portal changes the next answer.
func TestPortalChanges(t *testing.T) {
	tests := map[string]struct {
		before, change func(s *Sim) error
		form           []string
		user           bool
		refused        int
	}{
		"add a secret": {
			change: func(s *Sim) error {
				return s.AddSecret(testDomain, testClient, Secret{ID: "1", Value: "fresh", Expires: testNow.Add(time.Hour)})
			},
			form: []string{"client_secret", "fresh"}, refused: 7000215,
		},
		"turn the switch on": {
			before: func(s *Sim) error { return s.SetPublicClient(testTenant, testClient, false) },
			change: func(s *Sim) error { return s.SetPublicClient(testTenant, testClient, true) },
			user:   true, refused: 7000218,
		},
		"grant consent": {
			change: func(s *Sim) error {
				return s.GrantConsent(testTenant, strings.ToUpper(testClient), catalog.BusinessCentral, "Financials.ReadWrite.All")
			},
			form: []string{"scope", bcScope}, user: true, refused: 65001,
		},
		"add the API and grant": {
			change: func(s *Sim) error {
				return s.GrantConsent(testTenant, testClient, catalog.PowerPlatform, "EnvironmentManagement.Environments.Read")
			},
			form: []string{"scope", "https://api.powerplatform.com/.default"}, user: true, refused: 650057,
		},
		"enable the app": {
			before:  func(s *Sim) error { return s.UpdateApp(testTenant, testClient, func(a *App) { a.Disabled = true }) },
			change:  func(s *Sim) error { return s.UpdateApp(testTenant, testClient, func(a *App) { a.Disabled = false }) },
			refused: 7000112,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			body := secretForm(test.form...)
			if test.user {
				body = passwordForm(test.form...)
			}
			if test.before != nil {
				must(t, test.before(h.sim))
			}
			if a := h.post(testTenant, body); a.code() != test.refused {
				t.Errorf("before: got %d: %s", a.code(), a.raw)
			}
			must(t, test.change(h.sim))
			if a := h.post(testTenant, body); a.status != http.StatusOK {
				t.Errorf("after: got %d: %s", a.status, a.raw)
			}
		})
	}
}

func TestGrantRoleShowsInTheToken(t *testing.T) {
	h := newHarness(t)
	must(t, h.sim.GrantRole(testTenant, testClient, catalog.BusinessCentral, "Automation.ReadWrite.All", "API.ReadWrite.All"))
	claims := claimsOf(t, h.post(testTenant, secretForm()).text("access_token"))
	if diff := cmp.Diff([]any{"API.ReadWrite.All", "Automation.ReadWrite.All"}, claims["roles"]); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
}

// TestExpireSecretLeavesTheOthers: a second secret goes on working, the way secrets are rotated.
func TestExpireSecretLeavesTheOthers(t *testing.T) {
	h := newHarness(t)
	must(t, h.sim.AddSecret(testTenant, testClient, Secret{ID: "2", Value: "second", Expires: testNow.Add(time.Hour)}))
	must(t, h.sim.ExpireSecret(testTenant, testClient, testKeyID))
	if a := h.post(testTenant, secretForm()); a.code() != 7000222 {
		t.Errorf("expired: got %d", a.code())
	}
	if a := h.post(testTenant, secretForm("client_secret", "second")); a.status != http.StatusOK {
		t.Errorf("second: got %d", a.status)
	}
}

func TestControlNamesWhatIsMissing(t *testing.T) {
	s := newHarness(t).sim
	const nowhere = "nowhere.example"
	for name, test := range map[string]struct {
		err  error
		says string
	}{
		"user into no tenant":  {s.AddUser(nowhere, User{}), nowhere},
		"app into no tenant":   {s.AddApp(nowhere, App{}), nowhere},
		"change of no tenant":  {s.UpdateTenant(nowhere, func(*Tenant) {}), nowhere},
		"change of no user":    {s.UpdateUser(testTenant, "nobody", func(*User) {}), "nobody"},
		"user of no tenant":    {s.UpdateUser(nowhere, testUser, func(*User) {}), nowhere},
		"change of no app":     {s.UpdateApp(testTenant, "no-app", func(*App) {}), "no-app"},
		"app of no tenant":     {s.UpdateApp(nowhere, testClient, func(*App) {}), nowhere},
		"consent for no app":   {s.GrantConsent(testTenant, "no-app", catalog.LCS, "x"), "no-app"},
		"role for no app":      {s.GrantRole(testTenant, "no-app", catalog.LCS, "x"), "no-app"},
		"secret for no app":    {s.AddSecret(testTenant, "no-app", Secret{}), "no-app"},
		"end for no app":       {s.ExpireSecret(testTenant, "no-app", "x"), "no-app"},
		"certificate, no app":  {s.AddCertificate(testTenant, "no-app", nil), "no-app"},
		"switch of no app":     {s.SetPublicClient(testTenant, "no-app", true), "no-app"},
		"consent in no tenant": {s.GrantConsent(nowhere, testClient, catalog.LCS, "x"), nowhere},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.says) || !strings.HasPrefix(test.err.Error(), "could not ") {
			t.Errorf("%s: %v", name, test.err)
		}
	}
}

// TestMapsOfCallersAreNotWrittenTo: an App handed in stays the caller's.
func TestMapsOfCallersAreNotWrittenTo(t *testing.T) {
	s := New(testOptions())
	s.AddTenant(Tenant{ID: testTenant})
	consents := map[catalog.API][]string{catalog.LCS: {"a"}}
	must(t, s.AddApp(testTenant, App{ClientID: testClient, Consents: consents}))
	must(t, s.GrantConsent(testTenant, testClient, catalog.LCS, "b"))
	must(t, s.GrantConsent(testTenant, testClient, catalog.PowerApps, "c"))
	if diff := cmp.Diff(map[catalog.API][]string{catalog.LCS: {"a"}}, consents); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRequestsAreNotedWithoutValues(t *testing.T) {
	h := newHarness(t)
	h.post(testTenant, secretForm("client_secret", "another"), "client-request-id", testTenant)
	h.get("/common/UserRealm/" + testUser + "?api-version=1.0")
	want := []Request{
		{Method: "POST", Path: "/" + testTenant + "/oauth2/v2.0/token", Keys: []string{"client_id", "client_secret", "grant_type", "scope"},
			Grant: "client_credentials", CorrelationID: true, Status: 401},
		{Method: "GET", Path: "/common/UserRealm/" + testUser, Keys: []string{}, Status: 200},
	}
	if diff := cmp.Diff(want, h.sim.Requests()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := h.sim.Grants("client_credentials"); got != 1 {
		t.Errorf("%d requests of the grant", got)
	}
	h.sim.ForgetRequests()
	if len(h.sim.Requests()) != 0 || h.sim.Grants("client_credentials") != 0 {
		t.Error("not forgotten")
	}
}

func TestRequestLogIsBounded(t *testing.T) {
	s := New(testOptions())
	for range keptRequests + 10 {
		s.note(Request{Grant: "password"})
	}
	if got := len(s.Requests()); got > keptRequests || got < keptRequests/2 {
		t.Errorf("%d entries", got)
	}
	if got := s.Grants("password"); got != keptRequests+10 {
		t.Errorf("counted %d", got)
	}
}

// TestManyAtOnce: requests and portal changes at the same time; run with -race.
func TestManyAtOnce(t *testing.T) {
	h := newHarness(t)
	c := client()
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			body := secretForm()
			if i%2 == 0 {
				body = passwordForm("scope", lcsScope+" offline_access openid")
			}
			a, err := send(c, h.request(testTenant, body.Encode()))
			if err != nil || a.status != http.StatusOK {
				t.Errorf("got %d %v", a.status, err)
			}
		})
		all.Go(func() {
			_ = h.sim.GrantRole(testTenant, testClient, catalog.BusinessCentral, "Automation.ReadWrite.All")
			_ = h.sim.GrantConsent(testTenant, testClient, catalog.PowerPlatform, "x")
			h.sim.Inject(stableID("nobody"), Fault{Status: 500})
			_ = h.sim.Requests()
		})
	}
	all.Wait()
	if got := h.sim.Grants("password") + h.sim.Grants("client_credentials"); got != 24 {
		t.Errorf("%d requests counted", got)
	}
}
