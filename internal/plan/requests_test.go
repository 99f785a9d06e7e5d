package plan

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
	"appreg/internal/verify"
)

// TestRequests: creating a registration for the slowest API and flow takes at most 14 requests, the test of its token
// and what is left to do in the product included.
func TestRequests(t *testing.T) {
	t.Parallel()
	for _, service := range catalog.Services() {
		for _, duties := range []bool{false, true} {
			if !service.Rule(catalog.ClientSecret).Allowed {
				continue
			}
			t.Run(fmt.Sprintf("%s, duties %t", service.API, duties), func(t *testing.T) {
				r := newRig(t)
				must(t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) { t.CardMaker = true }))
				d := r.want(service.API, catalog.ClientSecret)
				if duties {
					d.Duties, d.Environments = Duties(d.Target, d.Flow), []string{"Production"}
				}
				r.sim.ForgetRequests()
				result, _ := r.create(d)
				made, _ := r.requests()
				verdict := r.verify(d, result)
				all, _ := r.requests()
				t.Logf("%d requests, of which the test takes %d: %s", all, all-made, verdict)
				if all > 14 {
					t.Errorf("%d requests", all)
				}
				if duties && verdict != report.Ready {
					t.Errorf("the test says %s", verdict)
				}
			})
		}
	}
}

// verify tests what was made as setup does.
func (r *rig) verify(d Desired, result Result) report.Verdict {
	r.t.Helper()
	v := &verify.Verifier{
		Entra: entra.NewClient(r.http, r.clock, uuid.NewString), Probe: probe.Prober{HTTP: r.http}, Now: r.clock,
		ReadFile: func(string) ([]byte, error) { return nil, errKilled },
	}
	rep := v.Do(context.Background(), verify.Input{Registration: registration.Registration{
		API: d.Target.API, Cloud: d.Target.Cloud, Region: d.Target.Region, Tenant: d.Tenant, ClientID: result.ClientID, Flow: d.Flow,
		Credential: result.Credential, Environments: d.Environments,
		Overrides: registration.Overrides{Authority: r.url, APIURL: r.url},
	}}, nil)
	for _, f := range rep.Findings {
		if f.Status == report.Fail {
			r.t.Logf("%s: %s, %s", f.ID, f.Title, f.Evidence)
		}
	}
	return rep.Verdict
}
