package plan

import (
	"context"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
)

// TestCompareSeveral: what fails leads, the others stand in its evidence.
func TestCompareSeveral(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	result, _ := r.create(d)
	d.ClientID, d.SecretHint = result.ClientID, Hint(result.Credential.Secret)
	must(t, r.sim.UpdateApp(testTenant, result.ClientID, func(a *tenantsim.App) {
		a.Public, a.Audience, a.Roles = true, Multitenant, nil
		a.Secrets = append(a.Secrets, tenantsim.Secret{ID: "x", Value: "zzz", Name: "build", Expires: r.now.Add(9 * day)})
	}))
	f, differences := r.compare(d)
	if len(differences) != 4 || f.Cause != cause.AppRoleNotAssigned {
		t.Fatalf("%+v", differences)
	}
	for _, want := range []string{"Other credentials of the app expire soon: 1", "Public client flows are allowed", "open to accounts of other tenants", "no owner"} {
		if !strings.Contains(f.Evidence, want) {
			t.Errorf("no %q in %q", want, f.Evidence)
		}
	}
	for i, difference := range differences {
		if (difference.Finding.Status == report.Fail) != (i == 0) {
			t.Errorf("%d: %+v", i, difference.Finding)
		}
	}
}

// TestComparePure: what the simulator has no state for.
func TestComparePure(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	resource := &graph.ServicePrincipal{ID: "spa", AppID: "a1", Scopes: []graph.Offer{{ID: "s1", Value: "read"}}, Roles: []graph.Offer{{ID: "r1", Value: "Read.All"}}}
	tests := map[string]struct {
		desired func(*Desired)
		actual  func(*graph.Actual)
		status  report.Status
		cause   cause.Label
		says    string
	}{
		"disabled by Microsoft": {nil, func(a *graph.Actual) {
			a.Application.Disabled, a.Application.Blocked = true, "DisabledDueToViolationOfServicesAgreement"
		}, report.Fail, cause.AppDisabledByMicrosoft, ""},
		"one tenant only":   {func(d *Desired) { d.Audience = Multitenant }, nil, report.Fail, cause.MultiTenantDisabled, ""},
		"in another tenant": {nil, func(a *graph.Actual) { a.Application = nil }, report.Warn, "", "another tenant"},
		"what the portal adds": {nil, func(a *graph.Actual) {
			a.Application.Required = append(a.Application.Required, graph.RequiredAccess{ResourceAppID: graphAppID, Scopes: []string{userRead}})
		}, report.OK, "", ""},
		"of Microsoft Graph": {nil, func(a *graph.Actual) {
			a.Application.Required = append(a.Application.Required, graph.RequiredAccess{ResourceAppID: graphAppID, Roles: []string{"x", "y"}}, graph.RequiredAccess{ResourceAppID: "a9", Roles: []string{"z"}})
		}, report.Warn, "", "2 of Microsoft Graph, 1 of the API a9"},
		"of the API itself": {nil, func(a *graph.Actual) { a.Application.Required[0].Roles = []string{"r1"} }, report.Warn, "", "1 of Power Platform API"},
		"one user's consent": {nil, func(a *graph.Actual) {
			a.Grants = []graph.Grant{{ResourceID: "spa", Scopes: []string{"read"}}}
		}, report.Warn, "", "single users"},
		"another API's role": {nil, func(a *graph.Actual) { a.Assignments = []graph.AppRoleAssignment{{ResourceID: "spb", RoleID: "r1"}} }, report.Warn, "", "r1"},
		"a certificate over": {nil, func(a *graph.Actual) {
			a.Application.Keys = []graph.KeyCredential{{DisplayName: "CN=old", End: now.Add(-day)}, {DisplayName: "CN=none"}}
		}, report.Warn, "", "have expired: 1"},
		"the saved one over": {func(d *Desired) { d.Credential, d.Thumbprint = NewCertificate, "AB" }, func(a *graph.Actual) {
			a.Application.Keys = []graph.KeyCredential{{Thumbprint: "ab", End: now.Add(-day)}}
		}, report.Fail, cause.CertExpired, "2026-11-25"},
	}
	for name, test := range tests {
		target, err := catalog.Resolve(catalog.PowerPlatform, "", "")
		must(t, err)
		d := Desired{Target: target, Flow: catalog.Browser, ClientID: "c1", Audience: SingleTenant, Delegated: []string{"read"}}
		a := graph.Actual{
			Application:      &graph.Application{ID: "o1", AppID: "c1", DisplayName: "x", Audience: SingleTenant, Required: []graph.RequiredAccess{{ResourceAppID: "a1", Scopes: []string{"s1"}}}},
			ServicePrincipal: &graph.ServicePrincipal{ID: "sp1", Enabled: true}, Resource: resource,
			Grants: []graph.Grant{{ResourceID: "spa", Everyone: true, Scopes: []string{"read"}}}, Owners: []graph.Owner{{Name: "alice"}},
		}
		if test.desired != nil {
			test.desired(&d)
		}
		if test.actual != nil {
			test.actual(&a)
		}
		f := Registration(Compare(d, a, now), d, a)
		if f.Status != test.status || f.Cause != test.cause || !strings.Contains(f.Title+f.Evidence, test.says) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestReadAll: several registrations of a tenant are read in fewer requests than one each, and compared alike.
func TestReadAll(t *testing.T) {
	r := newRig(t)
	var list []Desired
	for range 5 {
		d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
		d.SameName = true
		result, _ := r.create(d)
		d.ClientID, d.SecretHint = result.ClientID, Hint(result.Credential.Secret)
		list = append(list, d)
	}
	must(t, r.sim.UpdateApp(testTenant, list[2].ClientID, func(a *tenantsim.App) { a.Roles = nil }))
	r.sim.ForgetRequests()
	all, errs := r.engine().ReadAll(context.Background(), list)
	if sent, _ := r.requests(); sent != 3 { // 1 + 5 x 8 reads, 20 a request
		t.Errorf("%d requests", sent)
	}
	for i, d := range list {
		must(t, errs[i])
		f := Registration(Compare(d, all[i], r.clock()), d, all[i])
		if (f.Status == report.OK) == (i == 2) {
			t.Errorf("%d: %+v", i, f)
		}
		d.Duties = nil
		if p := newPlan(d, all[i], product{}, Actor{}, nil, r.clock()); (len(p.Pending()) == 0) == (i == 2) {
			t.Errorf("%d: %+v", i, p.Pending())
		}
	}
}

// TestOwners: who owns a registration may change it without a role, but not consent.
func TestOwners(t *testing.T) {
	r := newRig(t)
	r.admin = developer
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	d.Consent = false
	result, _ := r.create(d)
	must(t, r.sim.UpdateUser(testTenant, developer, func(u *tenantsim.User) { u.DirectoryRoles = nil }))
	d.ClientID, d.Consent, d.RedirectURIs = result.ClientID, true, []string{"http://localhost"}
	p := r.make(d, nil)
	for object, want := range map[Object]Allowed{Application: Yes, Password: Yes, AppRoleAssignment: No} {
		if c := changeOf(t, p, object); c.Allowed != want {
			t.Errorf("%+v", c)
		}
	}
	applied, err := r.engine().Apply(context.Background(), p, r.begin(d), nil)
	must(t, err)
	if c := changeOf(t, applied.Plan, Application); c.State != Done {
		t.Errorf("%+v", c)
	}
	if c := changeOf(t, applied.Plan, AppRoleAssignment); c.State != Failed || c.Cause != cause.GraphRightMissing {
		t.Errorf("%+v", c)
	}
}
