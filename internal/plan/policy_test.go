package plan

import (
	"context"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/tenantsim"
)

// TestPoliciesReadFirst: what the tenant forbids is in the plan, as a cause with a fix, before anything is sent.
func TestPoliciesReadFirst(t *testing.T) {
	tests := map[string]struct {
		flow   catalog.Flow
		rules  func(*tenantsim.Rules)
		change func(*Desired)
		object Object
		cause  cause.Label
	}{
		"no secrets": {catalog.ClientSecret, func(r *tenantsim.Rules) { r.NoSecrets = true }, nil, Password, cause.SecretForbiddenByPolicy},
		"a shorter secret": {catalog.ClientSecret, func(r *tenantsim.Rules) { r.SecretLifetime = 90 * day },
			func(d *Desired) { d.Lifetime, d.LifetimeGiven = 180*day, true }, Password, cause.SecretLifetimeTooLong},
		"a shorter certificate": {catalog.ClientCertificate, func(r *tenantsim.Rules) { r.CertificateLifetime = 30 * day },
			func(d *Desired) { d.Lifetime, d.LifetimeGiven = 365*day, true }, Certificate, cause.SecretLifetimeTooLong},
		"this tenant's accounts only": {catalog.ClientSecret, func(r *tenantsim.Rules) { r.Audiences = []string{SingleTenant} },
			func(d *Desired) { d.Audience = Multitenant }, Application, cause.AudienceForbiddenByPolicy},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.rules(test.rules)
			d := r.want(catalog.BusinessCentral, test.flow)
			if test.change != nil {
				test.change(&d)
			}
			p := r.make(d, nil)
			c := changeOf(t, p, test.object)
			if !c.Blocked || c.Cause != test.cause || c.Allowed != No || c.Fix.IsZero() || c.Detail == "" {
				t.Errorf("%+v", c)
			}
			j := r.begin(d)
			r.sim.ForgetRequests()
			var blocked *BlockedError
			if _, err := r.engine().Apply(context.Background(), p, j, nil); !asError(err, &blocked) || blocked.Fix() == "" {
				t.Errorf("got %v", err)
			}
			if all, _ := r.requests(); all != 0 {
				t.Errorf("%d requests", all)
			}
			refusedLate(t, test.rules, d, test.object, test.cause)
		})
	}
}

// refusedLate: where the policies may not be read, the refusal itself leads to the same cause.
func refusedLate(t *testing.T, rules func(*tenantsim.Rules), d Desired, object Object, label cause.Label) {
	t.Helper()
	r := newRig(t)
	r.rules(rules)
	r.rules(func(r *tenantsim.Rules) { r.HiddenPolicies = true })
	p := r.make(d, nil)
	if len(p.Blocked()) > 0 {
		t.Errorf("what can't be read blocks: %+v", p.Blocked())
	}
	result, err := r.engine().Apply(context.Background(), p, r.begin(d), nil)
	must(t, err)
	c := changeOf(t, result.Plan, object)
	if c.State != Failed || c.Cause != label || c.Fix.IsZero() || c.Finding.Raw == "" || c.Finding.TraceID == "" {
		t.Errorf("%+v", c)
	}
}

func changeOf(t *testing.T, p Plan, o Object) Change {
	t.Helper()
	for _, c := range p.Changes {
		if c.Object == o {
			return c
		}
	}
	t.Fatalf("no %s in %+v", o, p.Changes)
	return Change{}
}

// TestShortenedLifetime: a lifetime that nobody asked for is what the tenant allows, exactly.
func TestShortenedLifetime(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		r := newRig(t)
		r.rules(func(r *tenantsim.Rules) { r.SecretLifetime, r.CertificateLifetime = 90*day, 90*day })
		result, _ := r.create(r.want(catalog.PowerPlatform, flow))
		if life := result.Expires.Sub(r.clock()); life > 90*day || life < 89*day {
			t.Errorf("%s: %s", flow, life)
		}
	}
	r := newRig(t)
	result, _ := r.create(r.want(catalog.PowerPlatform, catalog.ClientSecret))
	if life := result.Expires.Sub(r.clock()); life.Round(time.Hour) != DefaultLifetime {
		t.Errorf("without a policy: %s", life)
	}
}

// TestRefusedByTheDirectory: what no policy tells beforehand.
func TestRefusedByTheDirectory(t *testing.T) {
	tests := map[string]struct {
		admin string
		rules func(*tenantsim.Rules)
		cause cause.Label
	}{
		"a service management reference": {global, func(r *tenantsim.Rules) { r.NeedsReference = true }, cause.ServiceManagementReferenceMissing},
		"a quota":                        {developer, func(r *tenantsim.Rules) { r.Quota = 1 }, cause.DirectoryQuotaExceeded},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.admin = test.admin
			if test.admin == developer {
				d := r.want(catalog.LCS, catalog.Browser)
				d.Consent = false
				r.create(d)
			}
			r.rules(test.rules)
			d := r.want(catalog.LCS, catalog.Browser)
			d.SameName = true
			result, err := r.engine().Apply(context.Background(), r.make(d, nil), r.begin(d), nil)
			must(t, err)
			if c := changeOf(t, result.Plan, Application); c.State != Failed || c.Cause != test.cause || c.Fix.IsZero() {
				t.Errorf("%+v", c)
			}
			if c := changeOf(t, result.Plan, ServicePrincipal); c.State != Skipped {
				t.Errorf("what builds on it: %+v", c)
			}
		})
	}
}

// TestNamesThatExist: a name that is taken, and a registration of this run that somebody deleted.
func TestNamesThatExist(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.LCS, catalog.Browser)
	result, j := r.create(d)
	other := r.want(catalog.LCS, catalog.Browser)
	if c := changeOf(t, r.make(other, nil), Application); !c.Blocked || c.Cause != cause.AlreadyExists || len(c.Fix.Steps) == 0 {
		t.Errorf("a second of the same name: %+v", c)
	}
	other.SameName = true
	if c := changeOf(t, r.make(other, nil), Application); c.Blocked {
		t.Errorf("meant so: %+v", c)
	}
	must(t, r.sim.DeleteApp(testTenant, result.ClientID))
	run := j.Run()
	if c := changeOf(t, r.make(d, &run), Application); !c.Blocked || c.Cause != cause.AlreadyExists || c.Fix.Command != "appreg undo --restore "+run.ID {
		t.Errorf("deleted meanwhile: %+v", c)
	}
	gone := r.want(catalog.LCS, catalog.Browser)
	gone.ClientID = result.ClientID
	if c := changeOf(t, r.make(gone, nil), Application); !c.Blocked || c.Cause != cause.AppNotInTenant {
		t.Errorf("a client id that is gone: %+v", c)
	}
}
