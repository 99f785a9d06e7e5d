package plan

import (
	"context"
	"fmt"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/tenantsim"
)

// TestReplication: every way in which Graph says that what was just made isn't known yet is waited for, and nothing is
// doubled, a write that was applied in spite of its answer included.
func TestReplication(t *testing.T) {
	t.Parallel()
	for _, shape := range []tenantsim.Shape{tenantsim.ShapePlain, tenantsim.ShapeMisleading, tenantsim.ShapeApplied} {
		for _, c := range cutCases {
			t.Run(fmt.Sprintf("shape %d, %s %s", shape, c.api, c.flow), func(t *testing.T) {
				r := newRig(t)
				r.rules(func(r *tenantsim.Rules) { r.Replication = tenantsim.Replication{Reads: 3, Shape: shape} })
				d := r.want(c.api, c.flow)
				p, j, waited := r.make(d, nil), r.begin(d), 0
				result, err := r.engine().Apply(context.Background(), p, j, func(e Event) {
					if e.Phase == Waiting {
						waited++
						if e.Wait <= 0 || e.Left <= 0 || e.Left > DefaultBudget {
							t.Errorf("%+v", e)
						}
					}
				})
				must(t, err)
				r.wholly(d, result)
				if waited == 0 || r.slept > DefaultBudget {
					t.Errorf("waited %d times, %s", waited, r.slept)
				}
				checkUndone(t, r, j)
			})
		}
	}
}

// TestNeverKnown: the budget of a step ends it, with the cause.
func TestNeverKnown(t *testing.T) {
	r := newRig(t)
	r.rules(func(r *tenantsim.Rules) { r.Replication.Reads = 1000 })
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	result, err := r.engine().Apply(context.Background(), r.make(d, nil), r.begin(d), nil)
	must(t, err)
	c := changeOf(t, result.Plan, ServicePrincipal)
	if c.State != Failed || c.Cause != cause.GraphNotReplicated || c.Fix.IsZero() {
		t.Errorf("%+v", c)
	}
	if steps := time.Duration(len(result.Plan.Failures())); r.slept > steps*DefaultBudget || r.slept < DefaultBudget/2 {
		t.Errorf("waited %s for %d steps", r.slept, steps)
	}
}

// TestNotOurs: that an object isn't there is waited for only where this run made it.
func TestNotOurs(t *testing.T) {
	r := newRig(t)
	result, _ := r.create(r.want(catalog.BusinessCentral, catalog.ClientSecret))
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	d.ClientID = result.ClientID
	p := r.make(d, nil)
	must(t, r.sim.DeleteApp(testTenant, result.ClientID))
	r.slept = 0
	again, err := r.engine().Apply(context.Background(), p, r.begin(d), nil)
	must(t, err)
	if c := changeOf(t, again.Plan, Password); c.State != Failed || r.slept > 0 {
		t.Errorf("waited %s: %+v", r.slept, c)
	}
}

// TestBusy: a server that asks to slow down is asked again after the time that it names, at any write.
func TestBusy(t *testing.T) {
	t.Parallel()
	for _, status := range []int{429, 503} {
		for n := range 6 {
			r := newRig(t)
			d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
			r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{
				Status: status, Type: "application/json", Body: `{"error":{"code":"TooManyRequests","message":"slow down"}}`, RetryAfter: "20",
				Skip: n, Times: 1, Only: tenantsim.Writes,
			})
			result, _ := r.create(d)
			r.wholly(d, result)
			if writes := len(result.Plan.Changes) - 1; n < writes && r.slept < 20*time.Second {
				t.Errorf("%d at write %d of %d: waited %s", status, n, writes, r.slept)
			}
		}
	}
}

// TestOutdatedToken: a token that a policy made old is exchanged once, at any request.
func TestOutdatedToken(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{
		Status: 401, Type: "application/json", Body: `{"error":{"code":"TokenCreatedWithOutdatedPolicies","message":"x"}}`, Skip: 2, Times: 1, Only: tenantsim.Writes,
	})
	result, _ := r.create(d)
	r.wholly(d, result)
	if r.tokens.renewed != 1 {
		t.Errorf("renewed %d times", r.tokens.renewed)
	}
	r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{Status: 401, Type: "application/json", Body: `{"error":{"code":"TokenCreatedWithOutdatedPolicies","message":"x"}}`})
	if _, err := r.engine().Make(context.Background(), d, Actor{}, nil); err == nil {
		t.Error("a token that stays old")
	}
}
