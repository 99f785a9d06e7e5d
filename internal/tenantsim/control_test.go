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
		before, change func(a *App)
		form           []string
		user           bool
		refused        int
	}{
		"add a secret": {
			change: func(a *App) {
				a.Secrets = append(a.Secrets, Secret{ID: "1", Value: "fresh", Expires: testNow.Add(time.Hour)})
			},
			form: []string{"client_secret", "fresh"}, refused: 7000215,
		},
		"turn the switch on": {
			before: func(a *App) { a.Public = false }, change: func(a *App) { a.Public = true }, user: true, refused: 7000218,
		},
		"grant consent": {
			change: func(a *App) { a.Consent(catalog.BusinessCentral, "Financials.ReadWrite.All") },
			form:   []string{"scope", bcScope}, user: true, refused: 65001,
		},
		"add the API and grant": {
			change: func(a *App) { a.Consent(catalog.PowerPlatform, "EnvironmentManagement.Environments.Read") },
			form:   []string{"scope", ppScope}, user: true, refused: 650057,
		},
		"enable the app": {
			before: func(a *App) { a.Disabled = true }, change: func(a *App) { a.Disabled = false }, refused: 7000112,
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
				h.app(test.before)
			}
			if a := h.post(testTenant, body); a.code() != test.refused {
				t.Errorf("before: got %d: %s", a.code(), a.raw)
			}
			h.app(test.change)
			if a := h.post(testTenant, body); a.status != http.StatusOK {
				t.Errorf("after: got %d: %s", a.status, a.raw)
			}
		})
	}
}

// TestExpiredSecretLeavesTheOthers: a second secret goes on working, the way secrets are rotated.
func TestExpiredSecretLeavesTheOthers(t *testing.T) {
	h := newHarness(t)
	h.app(func(a *App) {
		a.Secrets[0].Expires = testNow
		a.Secrets = append(a.Secrets, Secret{ID: "2", Value: "second", Expires: testNow.Add(time.Hour)})
	})
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
		"no tenant":        {s.UpdateTenant(nowhere, func(*Tenant) {}), nowhere},
		"no user":          {s.UpdateUser(testTenant, "nobody", func(*User) {}), "nobody"},
		"user, no tenant":  {s.UpdateUser(nowhere, testUser, func(*User) {}), nowhere},
		"no app":           {s.UpdateApp(testTenant, "no-app", func(*App) {}), "no-app"},
		"app, no tenant":   {s.UpdateApp(nowhere, testClient, func(*App) {}), nowhere},
		"no code":          {s.UpdateDevice("ABCDEFGHJ", func(*Device) {}), "ABCDEFGHJ"},
		"no code, approve": {s.ApproveDevice("ABCDEFGHJ", testUser), "ABCDEFGHJ"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.says) || !strings.HasPrefix(test.err.Error(), "could not ") {
			t.Errorf("%s: %v", name, test.err)
		}
	}
}

// TestTenantsAreAddedTo: a tenant that is there keeps its settings and its users, and takes what it lacks.
func TestTenantsAreAddedTo(t *testing.T) {
	h := newHarness(t)
	h.sim.AddTenant(Tenant{
		ID: strings.ToUpper(testTenant), Name: "Another", Apps: []*App{{ClientID: "new"}},
		Users: []*User{{UPN: strings.ToUpper(testUser), Password: "another"}, {UPN: "new@" + testDomain, Password: "x"}},
	})
	must(t, h.sim.UpdateApp(testDomain, "new", func(a *App) { a.Public = true }))
	h.tenant(func(tenant *Tenant) {
		if tenant.Name != "Contoso" || len(tenant.Users) != 2 || tenant.User(testUser).Password != testPassword {
			t.Errorf("got %q with %d users", tenant.Name, len(tenant.Users))
		}
	})
}

// TestMapsOfCallersAreNotWrittenTo: an App handed in stays the caller's.
func TestMapsOfCallersAreNotWrittenTo(t *testing.T) {
	h := newHarness(t)
	consents := map[catalog.API][]string{catalog.LCS: make([]string, 1, 2)}
	h.app(func(a *App) {
		a.Consents = consents
		a.Consent(catalog.LCS, "b")
		a.Consent(catalog.PowerApps, "c")
	})
	if diff := cmp.Diff(map[catalog.API][]string{catalog.LCS: {""}}, consents); diff != "" || consents[catalog.LCS][:2][1] != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestConsentIsOfOneUserAndAPI(t *testing.T) {
	a := App{Consents: map[catalog.API][]string{catalog.LCS: {"user_impersonation"}}}
	a.consent("One@x", catalog.PowerApps, []string{"User"})
	a.consent("one@x", catalog.PowerApps, []string{"user", "User"})
	for _, test := range []struct {
		upn  string
		api  catalog.API
		want []string
	}{
		{"one@X", catalog.PowerApps, []string{"User"}},
		{"one@x", catalog.LCS, []string{"user_impersonation"}},
		{"two@x", catalog.PowerApps, nil},
	} {
		if diff := cmp.Diff(test.want, a.consented(test.upn, test.api)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.upn, test.api, diff)
		}
	}
}

func TestRequestsAreNotedWithoutValues(t *testing.T) {
	h := newHarness(t)
	h.post(testTenant, secretForm("client_secret", "another"))
	h.get("/common/UserRealm/" + testUser + "?api-version=1.0")
	want := []Request{
		{Method: "POST", Path: "/" + testTenant + "/oauth2/v2.0/token", Grant: "client_credentials", Status: 401},
		{Method: "GET", Path: "/common/UserRealm/" + testUser, Status: 200},
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
			h.app(func(a *App) {
				a.Roles[catalog.BusinessCentral] = append(a.Roles[catalog.BusinessCentral], "Automation.ReadWrite.All")
				a.Consent(catalog.PowerPlatform, "x")
			})
			h.user(func(u *User) { u.Name = "Adele Vance" })
			h.sim.Inject(StableID("nobody"), Fault{Status: 500})
			_ = h.sim.Requests()
		})
	}
	all.Wait()
	if got := h.sim.Grants("password") + h.sim.Grants("client_credentials"); got != 24 {
		t.Errorf("%d requests counted", got)
	}
}
