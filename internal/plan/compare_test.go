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

// TestCompare: each way in which a registration can be wrong is told with its cause and a fix, and putting it right with
// the plan leaves nothing.
func TestCompare(t *testing.T) {
	t.Parallel()
	secretApp, browserApp, deviceApp, certApp := catalog.ClientSecret, catalog.Browser, catalog.DeviceCode, catalog.ClientCertificate
	bc := catalog.BusinessCentral
	tests := map[string]struct {
		flow    catalog.Flow
		spoil   func(*tenantsim.App)
		status  report.Status
		cause   cause.Label
		title   string
		fixable bool
	}{
		"as it should be":       {secretApp, func(*tenantsim.App) {}, report.OK, "", "as it should be", false},
		"no service principal":  {secretApp, func(a *tenantsim.App) { a.NoServicePrincipal = true }, report.Fail, cause.AppSPMissing, "", true},
		"disabled":              {secretApp, func(a *tenantsim.App) { a.Disabled = true }, report.Fail, cause.AppDisabled, "", false},
		"registration disabled": {secretApp, func(a *tenantsim.App) { a.Deactivated = true }, report.Fail, cause.AppDisabled, "registration", false},
		"switch off":            {deviceApp, func(a *tenantsim.App) { a.Public = false }, report.Fail, cause.PublicClientDisabled, "", true},
		"switch on":             {secretApp, func(a *tenantsim.App) { a.Public = true }, report.Warn, "", "Public client flows", false},
		"no redirect URI":       {browserApp, func(a *tenantsim.App) { a.RedirectURIs = nil }, report.Fail, cause.RedirectURIMissing, "", true},
		"redirect URI, web":     {browserApp, func(a *tenantsim.App) { a.RedirectURIs, a.WebURIs = nil, a.RedirectURIs }, report.Fail, cause.RedirectPlatformWrong, "", true},
		"several tenants":       {secretApp, func(a *tenantsim.App) { a.Audience = Multitenant }, report.Warn, "", "other tenants", false},
		"role not listed":       {secretApp, func(a *tenantsim.App) { a.RequiresRoles = nil }, report.Fail, cause.ResourceNotInRequiredAccess, "API.ReadWrite.All", true},
		"role not granted":      {secretApp, func(a *tenantsim.App) { a.Roles[bc] = []string{"API.ReadWrite.All"} }, report.Fail, cause.AppRoleNotAssigned, "Automation.ReadWrite.All", true},
		"role too many":         {secretApp, func(a *tenantsim.App) { a.Roles[bc] = append(a.Roles[bc], "AdminCenter.ReadWrite.All") }, report.Warn, "", "AdminCenter.ReadWrite.All", false},
		"scope not granted":     {browserApp, func(a *tenantsim.App) { a.Consents = nil }, report.Fail, cause.ConsentMissing, "Financials.ReadWrite.All", true},
		"scope too many":        {browserApp, func(a *tenantsim.App) { a.Consents[bc] = append(a.Consents[bc], "user_impersonation") }, report.Warn, "", "user_impersonation", false},
		"assignment required":   {browserApp, func(a *tenantsim.App) { a.AssignmentRequired = true }, report.Warn, "", "assigned", false},
		"secret gone":           {secretApp, func(a *tenantsim.App) { a.Secrets = nil }, report.Fail, cause.SecretWrong, "", true},
		"secret over":           {secretApp, func(a *tenantsim.App) { a.Secrets[0].Expires = a.Created.Add(-day) }, report.Fail, cause.SecretExpired, "", true},
		"secret ends soon":      {secretApp, func(a *tenantsim.App) { a.Secrets[0].Expires = a.Created.Add(11*day + time.Hour) }, report.Warn, "", "in 11 days", false},
		"certificate gone":      {certApp, func(a *tenantsim.App) { a.Certificates = nil }, report.Fail, cause.CertNotRegistered, "", true},
		"another's secret over": {secretApp, func(a *tenantsim.App) {
			a.Secrets = append(a.Secrets, tenantsim.Secret{ID: "x", Value: "zzz", Name: "old", Expires: a.Created.Add(-day)})
		}, report.Warn, "", "expired", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			d := r.want(bc, test.flow)
			result, _ := r.create(d)
			must(t, r.sim.UpdateApp(testTenant, result.ClientID, test.spoil))
			d.ClientID, d.SecretHint, d.Thumbprint = result.ClientID, Hint(result.Credential.Secret), thumbprintOf(result.Credential)
			f, differences := r.compare(d)
			if f.Status != test.status || f.Cause != test.cause || !strings.Contains(f.Title, test.title) || f.ID != report.Registration {
				t.Fatalf("%+v", f)
			}
			if f.Status == report.Fail && f.Fix.IsZero() || len(differences) > 0 && differences[0].Fixable != test.fixable {
				t.Errorf("%+v", differences)
			}
			if !strings.Contains(f.Evidence, `"appreg dev", `) && f.Cause != cause.AppNotInTenant {
				t.Errorf("evidence %q", f.Evidence)
			}
			if p := r.make(d, nil); len(p.Pending()) > 0 != test.fixable {
				t.Errorf("the plan: %+v", p.Pending())
			}
			if test.fixable {
				r.repair(d)
			}
		})
	}
}

func (r *rig) compare(d Desired) (report.Finding, []Difference) {
	r.t.Helper()
	actual, err := r.engine().Read(context.Background(), d)
	must(r.t, err)
	differences := Compare(d, actual, r.clock())
	return Registration(differences, d, actual), differences
}

// repair applies the plan; nothing is left to do then, and undoing it sets the registration back.
func (r *rig) repair(d Desired) {
	r.t.Helper()
	before, _ := r.compare(d)
	result, j := r.create(d)
	repaired := d
	if !result.Credential.IsZero() {
		repaired.SecretHint, repaired.Thumbprint = Hint(result.Credential.Secret), thumbprintOf(result.Credential)
	}
	if f, _ := r.compare(repaired); f.Status == report.Fail {
		r.t.Errorf("repaired: %+v", f)
	}
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	must(r.t, err)
	if f, _ := r.compare(d); len(undone.Failures()) > 0 || f.Title != before.Title || len(r.apps()) != 1 {
		r.t.Errorf("set back to %q, before %q: %+v", f.Title, before.Title, undone.Changes)
	}
}

// TestCompareWhatIsNotThere: a registration that is gone, an API that the tenant lacks, and what may not be read.
func TestCompareWhatIsNotThere(t *testing.T) {
	r := newRig(t)
	d, _ := r.existing(r.want(catalog.BusinessCentral, catalog.ClientSecret))
	r.lack(catalog.BusinessCentral)
	if f, _ := r.compare(d); f.Cause != cause.ResourceSPMissing {
		t.Errorf("%+v", f)
	}
	must(t, r.sim.DeleteApp(testTenant, d.ClientID))
	if f, _ := r.compare(d); f.Cause != cause.AppNotInTenant || f.Status != report.Fail {
		t.Errorf("%+v", f)
	}
	actual := graph.Actual{
		Application: &graph.Application{Audience: SingleTenant}, ServicePrincipal: &graph.ServicePrincipal{Enabled: true}, Resource: &graph.ServicePrincipal{},
		Unread: map[graph.Part]error{graph.PartGrants: context.Canceled, graph.PartAssignments: context.Canceled, graph.PartOwners: context.Canceled},
	}
	d.Application, d.SecretHint = nil, ""
	f := Registration(Compare(d, actual, r.clock()), d, actual)
	if f.Status != report.OK || !strings.Contains(f.Evidence, "couldn't be read: application permissions granted") {
		t.Errorf("%+v", f)
	}
}
