package entra

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
)

const (
	simUser  = "adele@contoso.onmicrosoft.com"
	simScope = "https://lcsapi.lcs.dynamics.com//.default"
)

// simKey signs the tokens of all tests: making one takes a while, and a short one signs faster.
var simKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) })

// simulate serves a tenant with one user and one app that is fit for both interactive flows. It lives by clock.
func simulate(t *testing.T, clock *clock) (*tenantsim.Sim, Request) {
	t.Helper()
	sim := tenantsim.New(tenantsim.Options{Now: clock.now, Key: simKey})
	app := tenantsim.App{ClientID: clientID, Public: true, RedirectURIs: []string{"http://localhost"}}
	app.Consent(catalog.LCS, "user_impersonation")
	sim.AddTenant(tenantsim.Tenant{
		ID: tenantID, Name: "Contoso", Domains: []string{"contoso.onmicrosoft.com"},
		Users: []*tenantsim.User{{UPN: simUser, Password: credential}}, Apps: []*tenantsim.App{&app},
	})
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	return sim, Request{Login: server.URL, Tenant: "contoso.onmicrosoft.com", ClientID: clientID, Scope: simScope, Username: simUser}
}

// mustBeAdele checks whose token it is, and that it can be renewed.
func mustBeAdele(t *testing.T, client *Client, r Request, answer Answer) {
	t.Helper()
	claims, err := DecodeClaims(answer.AccessToken)
	if err != nil || claims.UPN != simUser || claims.TenantID != tenantID || !slices.Equal(claims.Scopes, []string{"user_impersonation"}) {
		t.Errorf("%+v, %v", claims, err)
	}
	if again, err := client.Refresh(t.Context(), r, answer.RefreshToken); err != nil || again.AccessToken.IsZero() {
		t.Errorf("could not renew: %v", err)
	}
}

func TestDeviceAgainstTheSimulator(t *testing.T) {
	type change func(sim *tenantsim.Sim, code string) error
	nothing := func(*tenantsim.Sim, string) error { return nil }
	tests := map[string]struct {
		shown  change // at the start
		later  change // before the second poll
		reason DeviceReason
		number int
		polls  int
	}{
		"approved at once": {shown: func(s *tenantsim.Sim, code string) error { return s.ApproveDevice(code, simUser) }, later: nothing, polls: 1},
		"approved later":   {shown: nothing, later: func(s *tenantsim.Sim, code string) error { return s.ApproveDevice(code, simUser) }, polls: 2},
		"slowed down": {
			shown: func(s *tenantsim.Sim, code string) error {
				return s.UpdateDevice(code, func(d *tenantsim.Device) { d.SlowDown = true })
			},
			later: func(s *tenantsim.Sim, code string) error { return s.ApproveDevice(code, simUser) }, polls: 2,
		},
		"declined": {shown: nothing, later: func(s *tenantsim.Sim, code string) error {
			return s.UpdateDevice(code, func(d *tenantsim.Device) { d.Declined = true })
		}, reason: Declined, polls: 2},
		"expired earlier": {shown: nothing, later: func(s *tenantsim.Sim, code string) error {
			return s.UpdateDevice(code, func(d *tenantsim.Device) { d.Expires = noon.Add(-time.Second) })
		}, reason: Expired, number: 70020, polls: 2},
		"nobody came": {shown: nothing, later: nothing, reason: Expired, polls: 179},
		"public client switched off": {
			shown: func(s *tenantsim.Sim, _ string) error {
				return s.UpdateApp(tenantID, clientID, func(a *tenantsim.App) { a.Public = false })
			},
			later: nothing, number: 7000218, polls: 1,
		},
		"blocked at the token endpoint": {
			shown: func(s *tenantsim.Sim, code string) error {
				return errors.Join(s.ApproveDevice(code, simUser),
					s.UpdateTenant(tenantID, func(t *tenantsim.Tenant) { t.DeviceFlow = tenantsim.ConditionalAccess }))
			},
			later: nothing, number: 53003, polls: 1,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			clock := &clock{at: noon}
			sim, r := simulate(t, clock)
			client := clientAt(t, clock, nil)
			var code string
			client = client.WithWait(func(ctx context.Context, d time.Duration) error {
				if len(clock.waits) == 1 {
					if err := tt.later(sim, code); err != nil {
						t.Error(err)
					}
				}
				return clock.wait(ctx, d)
			})
			r.Flow = catalog.DeviceCode
			answer, err := client.SignIn(t.Context(), r, nil, func(sign report.SignIn) {
				code = sign.UserCode
				if err := tt.shown(sim, code); err != nil || sign.URL == "" {
					t.Errorf("%v at %+v", err, sign)
				}
			})
			if polls := sim.Grants("urn:ietf:params:oauth:grant-type:device_code"); polls != tt.polls {
				t.Errorf("%d polls, want %d", polls, tt.polls)
			}
			if tt.reason == 0 && tt.number == 0 {
				if err != nil {
					t.Fatal(err)
				}
				mustBeAdele(t, client, r, answer)
				return
			}
			var device *DeviceError
			var refusal *Error
			if errors.As(err, &device) && device.Reason != tt.reason || device == nil && tt.reason != 0 {
				t.Errorf("%#v, want reason %v", err, tt.reason)
			}
			if errors.As(err, &refusal) && tt.number != 0 && refusal.AADSTS() != tt.number || refusal == nil && tt.number != 0 {
				t.Errorf("%v, want AADSTS%d", err, tt.number)
			}
		})
	}
}

// The simulated page says no while the program sees pending only: it must not claim to know better.
func TestDeviceBlockedOnThePage(t *testing.T) {
	clock := &clock{at: noon}
	sim, r := simulate(t, clock)
	if err := sim.UpdateTenant(tenantID, func(t *tenantsim.Tenant) { t.DevicePageSaysNo = true }); err != nil {
		t.Fatal(err)
	}
	_, err := clientAt(t, clock, nil).SignInDevice(t.Context(), r, func(sign report.SignIn) {
		if sim.ApproveDevice(sign.UserCode, simUser) == nil {
			t.Error("the page did not say no")
		}
	})
	var device *DeviceError
	if !errors.As(err, &device) || !device.OnlyPending() {
		t.Errorf("%#v, want a code that expired after nothing but pending", err)
	}
}

// walk is a browser that follows redirects, the one to this machine included.
func walk(t *testing.T) func(string) error {
	return func(address string) error {
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get(address)
		if err != nil {
			t.Error(err)
			return err
		}
		defer answer.Body.Close()
		_, err = io.Copy(io.Discard, answer.Body)
		return err
	}
}

func TestBrowserAgainstTheSimulator(t *testing.T) {
	clock := &clock{at: noon}
	_, r := simulate(t, clock)
	client := newClient(t, nil).WithWait(gates{}.wait)
	var shown screen
	r.Flow = catalog.Browser
	answer, err := client.SignIn(t.Context(), r, walk(t), shown.show)
	if err != nil {
		t.Fatal(err)
	}
	mustBeAdele(t, client, r, answer)
	if !shown.one(t).Opened {
		t.Errorf("shown %+v", shown.shown)
	}
}

func TestBrowserDeclinedInTheSimulator(t *testing.T) {
	sim, r := simulate(t, &clock{at: noon})
	if err := sim.UpdateUser(tenantID, simUser, func(u *tenantsim.User) { u.Declines = true }); err != nil {
		t.Fatal(err)
	}
	_, err := newClient(t, nil).WithWait(gates{}.wait).SignInBrowser(t.Context(), r, walk(t), (&screen{}).show)
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.AADSTS() != 65004 || refusal.Code != "access_denied" || refusal.CorrelationID == "" {
		t.Errorf("%#v, want access_denied with AADSTS65004", err)
	}
}

// Where the redirect URI is not registered Entra keeps the browser on a page of its own.
func TestBrowserKeptByTheSimulator(t *testing.T) {
	sim, r := simulate(t, &clock{at: noon})
	if err := sim.UpdateApp(tenantID, clientID, func(a *tenantsim.App) { a.RedirectURIs = []string{"http://localhost/elsewhere"} }); err != nil {
		t.Fatal(err)
	}
	limit := make(chan struct{})
	looked := func(address string) error {
		defer close(limit)
		return walk(t)(address)
	}
	_, err := newClient(t, nil).WithWait(gates{browserLimit: limit}.wait).SignInBrowser(t.Context(), r, looked, (&screen{}).show)
	var missing *NoRedirectError
	if !errors.As(err, &missing) || missing.WrongState != 0 {
		t.Fatalf("%#v, want a NoRedirectError", err)
	}
	if uri, err := url.Parse(missing.RedirectURI); err != nil || uri.Hostname() != "localhost" {
		t.Errorf("redirect URI %q, %v", missing.RedirectURI, err)
	}
}

// A code that came through an address of the platform Web wants a secret: the sign-in works, the redemption does not.
func TestBrowserThroughTheWrongPlatform(t *testing.T) {
	sim, r := simulate(t, &clock{at: noon})
	change := func(a *tenantsim.App) { a.RedirectURIs, a.WebURIs = nil, []string{"http://localhost"} }
	if err := sim.UpdateApp(tenantID, clientID, change); err != nil {
		t.Fatal(err)
	}
	_, err := newClient(t, nil).WithWait(gates{}.wait).SignInBrowser(t.Context(), r, walk(t), (&screen{}).show)
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.AADSTS() != 7000218 {
		t.Errorf("%v, want AADSTS7000218", err)
	}
}
