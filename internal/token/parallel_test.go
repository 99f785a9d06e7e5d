package token

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/internal/transport"
	"appreg/store"
)

// parallel is how many ask at once.
const parallel = 200

// simSite is a simulator over real HTTP and a profile of one of its cases.
type simSite struct {
	sim     *tenantsim.Sim
	options store.Options
	profile store.Profile
}

func newSimSite(t *testing.T, name string) simSite {
	t.Helper()
	return newSimSiteWith(t, name, store.NewMemoryKeyring())
}

func newSimSiteWith(t *testing.T, name string, ring store.Backend) simSite {
	t.Helper()
	site := simSite{sim: tenantsim.New(tenantsim.Options{})}
	list, err := cases.Load(site.sim, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server, err := site.sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	site.options = store.Options{Home: filepath.Join(t.TempDir(), "home"), Keyring: ring}
	for _, c := range list {
		if c.Name != name {
			continue
		}
		credential := registration.Credential{Secret: secret.New(c.Secret + c.Password)}
		if c.Certificate != "" {
			file, err := os.ReadFile(c.Certificate)
			if err != nil {
				t.Fatal(err)
			}
			credential = registration.Credential{Certificate: secret.New(string(file)), Keep: registration.KeepKey}
		}
		opened, err := store.Open(site.options)
		if err != nil {
			t.Fatal(err)
		}
		site.profile, err = opened.Save(t.Context(), store.SaveInput{Name: "p", SavePassword: true, Registration: registration.Registration{
			API: c.API, Cloud: catalog.Cloud(c.Cloud), Region: catalog.Region(c.Region), Tenant: c.Tenant, ClientID: c.ClientID,
			Flow: c.Flow, Username: c.Username, Overrides: registration.Overrides{Authority: server.URL, APIURL: server.URL},
			Credential: credential,
		}})
		if err != nil {
			t.Fatal(err)
		}
		return site
	}
	t.Fatalf("there is no case %s", name)
	return site
}

// ask is what a process does: a store, a cache and a source of its own.
func (site simSite) ask(t *testing.T, refresh bool) (Token, error) {
	return ask(t.Context(), site.options, refresh, func(text string) { t.Error(text) })
}

// ask gets a token of profile p over real HTTP.
func ask(ctx context.Context, options store.Options, refresh bool, notice func(string)) (Token, error) {
	opened, err := store.Open(options)
	if err != nil {
		return Token{}, err
	}
	profile, err := opened.Find("p")
	if err != nil {
		return Token{}, err
	}
	cache, err := opened.OpenCache(ctx, profile)
	if err != nil {
		return Token{}, err
	}
	source := &Source{
		Now: time.Now, Notice: notice,
		Entra: func() (Entra, error) {
			client, err := transport.New(transport.Options{Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }})
			return entra.NewClient(client, time.Now, uuid.NewString), err
		},
	}
	return source.Do(ctx, Input{Profile: "p", Registration: profile.Registration(), Cache: cache, Refresh: refresh})
}

// askAll lets everybody ask at once.
func (site simSite) askAll(t *testing.T) (tokens []Token, errs []error) {
	t.Helper()
	tokens, errs = make([]Token, parallel), make([]error, parallel)
	var group sync.WaitGroup
	for n := range parallel {
		group.Go(func() { tokens[n], errs[n] = site.ask(t, false) })
	}
	group.Wait()
	return tokens, errs
}

// Two hundred callers on an empty cache make one request, and all get its token.
func TestParallelCallersMakeOneRequest(t *testing.T) {
	for name, grant := range map[string]string{
		"works-business-central-client-secret": "client_credentials", "works-lcs-password": "password",
	} {
		t.Run(name, func(t *testing.T) {
			site := newSimSite(t, name)
			tokens, errs := site.askAll(t)
			for n := range parallel {
				if errs[n] != nil || tokens[n].Value.IsZero() || !tokens[n].Value.Equal(tokens[0].Value) {
					t.Fatalf("caller %d: %v", n, errs[n])
				}
			}
			if got := site.sim.Grants(grant); got != 1 {
				t.Errorf("%d requests, want 1", got)
			}
		})
	}
}

// With a wrong password they make one request too, and all fail with its cause.
func TestParallelCallersSendAWrongPasswordOnce(t *testing.T) {
	site := newSimSite(t, "wrong_password")
	_, errs := site.askAll(t)
	for n, err := range errs {
		if causeOf(err) != "wrong_password" {
			t.Fatalf("caller %d: %v", n, err)
		}
	}
	if got := site.sim.Grants("password"); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

// A whole life over real HTTP: the password once, then the refresh token; when the sessions are ended and the password
// is another, an error and no token, and the password not again.
func TestUsersLifeOverHTTP(t *testing.T) {
	site := newSimSite(t, "works-lcs-password")
	first, err := site.ask(t, false)
	if err != nil {
		t.Fatal(err)
	}
	second, err := site.ask(t, true)
	if err != nil || second.Value.Equal(first.Value) || site.sim.Grants("password") != 1 || site.sim.Grants("refresh_token") != 1 {
		t.Fatalf("renewal: %v, %d and %d", err, site.sim.Grants("password"), site.sim.Grants("refresh_token"))
	}
	p := site.profile
	if err := site.sim.UpdateUser(p.Tenant, p.Username, func(u *tenantsim.User) { u.Password = "changed" }); err != nil {
		t.Fatal(err)
	}
	site.sim.RevokeSessions(p.Username)
	for n := range 3 {
		if got, err := site.ask(t, n == 0); causeOf(err) != "wrong_password" || !got.Value.IsZero() {
			t.Errorf("call %d after the change: %v", n, err)
		}
	}
	if p, r := site.sim.Grants("password"), site.sim.Grants("refresh_token"); p != 2 || r != 2 {
		t.Errorf("password sent %d times, refresh token %d times; want 2 and 2", p, r)
	}
}
