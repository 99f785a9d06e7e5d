package probe

import (
	"net/http"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/diagnose"
	"appreg/internal/report"

	"github.com/google/go-cmp/cmp"
)

// TestCallsAreComplete: every API and flow that its document allows has a call, and every row says all it must.
func TestCallsAreComplete(t *testing.T) {
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			if _, known := planFor(Request{Context: diagnose.Context{Target: catalog.Target{API: service.API}, Flow: rule.Flow}}); rule.Allowed && !known {
				t.Errorf("no call for %s with %s", service.API, rule.Flow)
			}
		}
	}
	for _, c := range calls() {
		name := string(c.api) + " " + c.Path
		service, _ := catalog.Lookup(c.api)
		flow := flowOf(c.Who)
		for _, right := range c.Rights {
			if _, known := service.Permission(flow, right); !known {
				t.Errorf("%s: the catalogue does not know the right %s", name, right)
			}
		}
		if c.Source == "" || c.Thing == "" || c.Answer == 0 || c.Who == 0 || !strings.HasPrefix(c.Path, "/") {
			t.Errorf("%s: the row is not complete", name)
		}
		if (c.Proves == "") == (c.Untested == "") {
			t.Errorf("%s: says neither or both of what it proves and what it leaves untested", name)
		}
		if c.Give != "" && giving(call{Call: c.Call}).Where == "" {
			t.Errorf("%s: nothing says how to give %s", name, c.Give)
		}
		if c.Documented && strings.HasPrefix(c.Source, "observed") {
			t.Errorf("%s: documented %v, but its source is %q", name, c.Documented, c.Source)
		}
	}
}

// TestRequests: what is sent, byte for byte.
func TestRequests(t *testing.T) {
	tests := map[string]struct {
		api  catalog.API
		flow catalog.Flow
		with func(*Request)
		want []string
	}{
		"lcs": {api: catalog.LCS, flow: catalog.Password, want: []string{"GET /box/fileasset/GetSharedAssets?fileType=10"}},
		"lcs, project": {
			api: catalog.LCS, flow: catalog.Browser, with: func(r *Request) { r.Project = testProject },
			want: []string{"GET /databasemovement/v1/databases/project/1234567"},
		},
		"lcs, project that is a path": {
			api: catalog.LCS, flow: catalog.Password, with: func(r *Request) { r.Project = "../1?x" },
			want: []string{"GET /databasemovement/v1/databases/project/..%2F1%3Fx"},
		},
		"power platform, user":        {api: catalog.PowerPlatform, flow: catalog.DeviceCode, want: []string{"GET /environmentmanagement/environments?api-version=2024-10-01"}},
		"power platform, application": {api: catalog.PowerPlatform, flow: catalog.ClientCertificate, want: []string{"GET /environmentmanagement/environments?api-version=2024-10-01"}},
		"power apps, user":            {api: catalog.PowerApps, flow: catalog.Password, want: []string{"GET /providers/Microsoft.BusinessAppPlatform/environments?api-version=2020-10-01"}},
		"power apps, application":     {api: catalog.PowerApps, flow: catalog.ClientSecret, want: []string{"GET /providers/Microsoft.BusinessAppPlatform/scopes/admin/environments?api-version=2020-10-01"}},
		"business central":            {api: catalog.BusinessCentral, flow: catalog.ClientSecret, want: []string{"GET /environments/v1.2"}},
		"business central, automation alone": {
			api: catalog.BusinessCentral, flow: catalog.ClientSecret,
			with: func(r *Request) { named1(r); r.Roles = []string{"Automation.ReadWrite.All"} },
			want: []string{"GET /environments/v1.2", "GET /v2.0/" + testTenant + "/Production/api/microsoft/automation/v2.0/companies"},
		},
		"business central, environments": {
			api: catalog.BusinessCentral, flow: catalog.ClientSecret, with: func(r *Request) { r.Environments = []string{"Production", "My Sandbox", ".."} },
			want: []string{
				"GET /environments/v1.2",
				"GET /v2.0/" + testTenant + "/Production/api/v2.0/companies",
				"GET /v2.0/" + testTenant + "/My%20Sandbox/api/v2.0/companies",
				"GET /v2.0/" + testTenant + "/%2E%2E/api/v2.0/companies",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			body := `{"value":[],"IsSuccess":true}`
			f := newFake(t, reply{status: 200, body: body})
			r := request(t, tt.api, tt.flow, f.url+"/")
			if tt.with != nil {
				tt.with(&r)
			}
			o := newProber(t).Do(t.Context(), r)
			if o.API.Status != report.OK || o.Err != nil {
				t.Errorf("api: %+v, %v", o.API, o.Err)
			}
			if diff := cmp.Diff(tt.want, f.paths()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			for _, sent := range f.requests {
				if got := sent.Header.Get("Authorization"); got != "Bearer "+testToken {
					t.Errorf("Authorization %q", got)
				}
				if version := sent.Header.Get("x-ms-version"); (version == "2017-09-15") != (tt.api == catalog.LCS) {
					t.Errorf("x-ms-version %q", version)
				}
				if sent.Header.Get("Accept") != "application/json" {
					t.Errorf("Accept %q", sent.Header.Get("Accept"))
				}
			}
		})
	}
}

func TestNotProbed(t *testing.T) {
	tests := map[string]struct {
		with func(*Request)
		says string
	}{
		"on-premises":    {func(r *Request) { r.OnPremises = true }, "your own"},
		"no call known":  {func(r *Request) { r.Target.API = catalog.LCS }, "no harmless call"},
		"no API at all":  {func(r *Request) { r.Target = catalog.Target{} }, "no harmless call"},
		"another's name": {func(r *Request) { r.Target.API = "power-bi" }, "no harmless call"},
		"no such flow":   {func(r *Request) { r.Flow = "carrier-pigeon" }, "no harmless call"},
		"no flow":        {func(r *Request) { r.Flow = "" }, "no harmless call"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, reply{status: http.StatusOK, body: "{}"})
			r := request(t, catalog.BusinessCentral, catalog.ClientSecret, f.url)
			tt.with(&r)
			o := newProber(t).Do(t.Context(), r)
			for _, finding := range []report.Finding{o.API, o.Duty} {
				if finding.Status != report.Skip || !strings.Contains(finding.Title, tt.says) {
					t.Errorf("got %+v", finding)
				}
			}
			if n := len(f.paths()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
