package probe_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/probe"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/internal/transport"

	"github.com/google/uuid"
)

// world is a simulator behind a real listener, with a client to reach it.
type world struct {
	t    *testing.T
	sim  *tenantsim.Sim
	url  string
	http *transport.Client
}

func newWorld(t *testing.T) *world {
	t.Helper()
	sim := tenantsim.New(tenantsim.Options{})
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	client, err := transport.New(transport.Options{
		Sleep: func(context.Context, time.Duration) error { return nil },
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, sim: sim, url: server.URL, http: client}
}

// request gets a token with a case's values and makes the request that verify would make.
func (w *world) request(c cases.Case) (probe.Request, entra.Answer) {
	w.t.Helper()
	target, err := catalog.Resolve(c.API, catalog.Cloud(c.Cloud), catalog.Region(c.Region))
	w.must(err)
	target.Login, target.APIURL, target.ManagementURL = w.url, w.url, w.url
	client := entra.NewClient(w.http, time.Now, uuid.NewString)
	tenant, err := client.LookUpTenant(w.t.Context(), w.url, c.Tenant)
	w.must(err)
	ask := entra.Request{
		Login: w.url, Tenant: c.Tenant, TenantID: tenant.ID, ClientID: c.ClientID, Scope: target.Scope, Flow: c.Flow,
		Username: c.Username, Secret: secret.New(c.Secret + c.Password),
	}
	if c.Certificate != "" {
		file, err := os.ReadFile(c.Certificate)
		w.must(err)
		ask.Certificate, err = certificate.Open(w.t.Context(), secret.New(string(file)), secret.New(c.CertificatePassword))
		w.must(err)
	}
	answer, err := client.Token(w.t.Context(), ask)
	w.must(err)
	claims, err := entra.DecodeClaims(answer.AccessToken)
	w.must(err)
	r := probe.Request{
		Context:  diagnose.Context{Target: target, Flow: c.Flow, TenantID: tenant.ID, ClientID: c.ClientID, Project: c.Project},
		ObjectID: claims.ObjectID, Scopes: claims.Scopes, Roles: claims.Roles, Authorize: answer.Authorize,
	}
	if c.Environment != "" {
		r.Environments = []string{c.Environment}
	}
	return r, answer
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) probe(r probe.Request) probe.Outcome {
	return probe.Prober{HTTP: w.http}.Do(w.t.Context(), r)
}

// TestWorkingCases: every API with every flow, with and without what makes the call a documented one.
func TestWorkingCases(t *testing.T) {
	w := newWorld(t)
	list, err := cases.Load(w.sim, t.TempDir(), catalog.Password, catalog.ClientSecret, catalog.ClientCertificate)
	w.must(err)
	n := 0
	for _, c := range list {
		if c.Cause != "" {
			continue
		}
		n++
		t.Run(c.Name, func(t *testing.T) {
			w.t = t
			r, answer := w.request(c)
			o := w.probe(r)
			if o.API.Status != report.OK || o.Duty.Status != report.OK || o.Err != nil {
				t.Errorf("api %+v\nduty %+v\n%v", o.API, o.Duty, o.Err)
			}
			if strings.Contains(o.API.Evidence+o.Duty.Evidence, answer.AccessToken.Reveal()[:20]) || !strings.Contains(o.API.Evidence, "HTTP 200") {
				t.Errorf("evidence %q", o.API.Evidence)
			}
			bare := r
			bare.Project, bare.Environments = "", nil
			want, untested := report.OK, c.API == catalog.LCS // Business Central lists its environments itself
			if untested {
				want = report.Skip
			}
			if o := w.probe(bare); o.API.Status != report.OK || o.Duty.Status != want || o.Duty.Title == "" || o.Duty.Untested != untested {
				t.Errorf("without project and environment: api %+v\nduty %+v", o.API, o.Duty)
			}
		})
	}
	if n < 11 {
		t.Errorf("%d working cases", n)
	}
}

// TestAPICases: every fault that only the API shows is found for what it is.
func TestAPICases(t *testing.T) {
	w := newWorld(t)
	list, err := cases.Load(w.sim, t.TempDir())
	w.must(err)
	for _, c := range list {
		if !c.AtAPI {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			w.t = t
			r, _ := w.request(c)
			o := w.probe(r)
			if c.Name == "api_role_missing-2" {
				if o.Duty.Status != report.Warn || string(o.Duty.Cause) != c.Cause || !o.Duty.Untested {
					t.Errorf("nobody said which permissions are meant: %+v, scopes %v", o.Duty, r.Scopes)
				}
				return
			}
			found := o.API
			if o.API.Status != report.Fail {
				found = o.Duty
			}
			if found.Status != report.Fail || string(found.Cause) != c.Cause {
				t.Errorf("want %s:\napi %+v\nduty %+v", c.Cause, o.API, o.Duty)
			}
			verdict := report.Judge([]report.Finding{o.API, o.Duty}, true)
			if unreachable := o.Err != nil; (verdict == report.Unreachable) != unreachable || verdict == report.Ready {
				t.Errorf("verdict %s, %v", verdict, o.Err)
			}
		})
	}
}

// TestDutyIsFixed: what the fix tells to do makes the next probe succeed.
func TestDutyIsFixed(t *testing.T) {
	w := newWorld(t)
	list, err := cases.Load(w.sim, t.TempDir())
	w.must(err)
	fix := map[string]func(cases.Case, probe.Request) error{
		"api_sp_not_management_app": func(c cases.Case, _ probe.Request) error {
			return w.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) { a.ManagementApp = true })
		},
		"api_rbac_role_missing": func(c cases.Case, _ probe.Request) error {
			return w.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) {
				a.PlatformRoles = []tenantsim.PlatformRole{{Role: catalog.PowerPlatformRoles()[0].ID}}
			})
		},
		"api_bc_app_not_set_up": func(c cases.Case, _ probe.Request) error {
			return w.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) {
				a.Cards = []tenantsim.Card{{Environment: c.Environment, PermissionSets: []string{"D365 AUTOMATION"}}}
			})
		},
		"api_bc_permission_set_missing": func(c cases.Case, _ probe.Request) error {
			return w.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) { a.Cards[0].PermissionSets = []string{"D365 READ"} })
		},
		"api_lcs_access": func(c cases.Case, _ probe.Request) error {
			return w.sim.UpdateUser(c.Tenant, c.Username, func(u *tenantsim.User) { u.Projects = []string{c.Project} })
		},
	}
	for _, c := range list {
		do, ok := fix[c.Cause]
		if !ok || !c.AtAPI {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			w.t = t
			r, _ := w.request(c)
			w.must(do(c, r))
			if o := w.probe(r); o.API.Status != report.OK || o.Duty.Status != report.OK {
				t.Errorf("api %+v\nduty %+v", o.API, o.Duty)
			}
		})
	}
}

// TestTokenForAnotherAPI: a token that is good elsewhere is refused as such.
func TestTokenForAnotherAPI(t *testing.T) {
	w := newWorld(t)
	list, err := cases.Load(w.sim, t.TempDir(), catalog.Password, catalog.ClientSecret, catalog.ClientCertificate)
	w.must(err)
	tokens := map[catalog.API]probe.Request{}
	for _, c := range list {
		if c.Cause == "" && (c.Flow == catalog.Password || c.Flow == catalog.ClientSecret) {
			tokens[c.API], _ = w.request(c)
		}
	}
	for api, right := range tokens {
		for other, wrong := range tokens {
			if api == other || api == catalog.PowerApps && other == catalog.PowerPlatform { // both are taken there
				continue
			}
			r := right
			r.Authorize = wrong.Authorize
			o := w.probe(r)
			if o.API.Status != report.Fail || o.Duty.Status != report.Skip {
				t.Errorf("%s with a token for %s: api %+v, duty %+v", api, other, o.API, o.Duty)
			}
		}
		r := right
		r.Authorize = func(*http.Request) {}
		if o := w.probe(r); o.API.Status != report.Fail {
			t.Errorf("%s without a token: %+v", api, o.API)
		}
	}
}
