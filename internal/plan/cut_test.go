package plan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// cutCases are registrations that take every kind of write.
var cutCases = []struct {
	api     catalog.API
	flow    catalog.Flow
	missing bool // the tenant lacks the API
}{
	{catalog.BusinessCentral, catalog.ClientSecret, true},
	{catalog.BusinessCentral, catalog.ClientCertificate, false},
	{catalog.PowerPlatform, catalog.Browser, true},
	{catalog.PowerApps, catalog.ClientSecret, false},
}

// eachCut runs test for each write of each case, cut off before it arrives and after it was carried out.
func eachCut(t *testing.T, test func(t *testing.T, r *rig, d Desired, n int, after bool)) {
	for _, c := range cutCases {
		for n, writes := 0, 1; n < writes; n++ {
			for _, after := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s %s, write %d, after %t", c.api, c.flow, n+1, after), func(t *testing.T) {
					r := newRig(t)
					if c.missing {
						r.lack(c.api)
					}
					d := r.want(c.api, c.flow)
					writes = len(r.make(d, nil).Pending())
					test(t, r, d, n, after)
				})
			}
		}
	}
}

// wholly fails unless the tenant holds what a plan makes, and each of it once.
func (r *rig) wholly(d Desired, result Result) {
	r.t.Helper()
	if !result.OK() {
		r.t.Fatalf("not done: %+v", result.Plan.Failures())
	}
	checkMade(r.t, r, d, result)
	if app := r.apps()[0]; d.Credential == NewSecret && app.Secrets[0].Value != result.Credential.Secret.Reveal() {
		r.t.Error("another secret is on the registration")
	} else if d.Credential == NewCertificate && len(app.Certificates) != 1 {
		r.t.Error("another certificate is on the registration")
	}
}

// resume goes on with a run as the next start does.
func (r *rig) resume(d Desired, id string) (Result, *store.Journal) {
	r.t.Helper()
	j, err := r.store.OpenRun(context.Background(), id)
	must(r.t, err)
	r.t.Cleanup(j.Close)
	run := j.Run()
	result, err := r.engine().Apply(context.Background(), r.make(d, &run), j, nil)
	must(r.t, err)
	return result, j
}

// TestCutOnce: a connection that ends once, at any write, is none of the person's business.
func TestCutOnce(t *testing.T) {
	t.Parallel()
	eachCut(t, func(t *testing.T, r *rig, d Desired, n int, after bool) {
		r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{Cut: true, After: after, Skip: n, Times: 1, Only: tenantsim.Writes})
		result, j := r.create(d)
		r.wholly(d, result)
		for _, e := range j.Run().Entries {
			if e.State == store.EntryAbout {
				t.Errorf("the journal doesn't know of %+v", e)
			}
		}
		checkUndone(t, r, j)
	})
}

// TestCutForGood: a network that ends at any write; the next start goes on, or takes it back, and nothing is doubled.
func TestCutForGood(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{"resumed", "undone"} {
		t.Run(ending, func(t *testing.T) {
			eachCut(t, func(t *testing.T, r *rig, d Desired, n int, after bool) {
				seen, cutting := 0, false
				p, j := r.make(d, nil), r.begin(d)
				r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{Cut: true, After: after, Only: func(q tenantsim.Request) bool {
					if tenantsim.Writes(q) {
						cutting = cutting || seen == n
						seen++
					}
					return cutting
				}})
				result, err := r.engine().Apply(context.Background(), p, j, nil)
				if err != nil || result.OK() || !result.Plan.Failures()[0].Cause.Unreachable() {
					t.Fatalf("%v %+v", err, result.Plan)
				}
				j.Close()
				r.sim.Clear(tenantsim.CallsIn(testTenant))
				r.ended(t, d, j.Run().ID, ending)
			})
		})
	}
}

// ended ends an interrupted run in one of the two ways, and looks at what is there then.
func (r *rig) ended(t *testing.T, d Desired, id, ending string) {
	t.Helper()
	if ending == "resumed" {
		result, j := r.resume(d, id)
		r.wholly(d, result)
		checkUndone(t, r, j)
		return
	}
	j, err := r.store.OpenRun(context.Background(), id)
	must(t, err)
	defer j.Close()
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	if err != nil || len(undone.Failures()) > 0 {
		t.Fatalf("%v %+v", err, undone.Failures())
	}
	r.asBefore(t)
}

// asBefore fails unless the tenant holds no registration, and no API that it lacked.
func (r *rig) asBefore(t *testing.T) {
	t.Helper()
	if apps := r.apps(); len(apps) > 0 {
		t.Errorf("left: %+v", apps)
	}
	must(t, r.sim.UpdateTenant(testTenant, func(tenant *tenantsim.Tenant) {
		if !slices.Equal(tenant.MissingAPIs, r.missing) {
			t.Errorf("the tenant lacks %v, before it lacked %v", tenant.MissingAPIs, r.missing)
		}
	}))
}

// lack takes an API out of the tenant.
func (r *rig) lack(api catalog.API) {
	r.missing = []catalog.API{api}
	must(r.t, r.sim.UpdateTenant(testTenant, func(tenant *tenantsim.Tenant) { tenant.MissingAPIs = slices.Clone(r.missing) }))
}

// TestKilled: the process ends at any moment, as the journal has it: what it was about to write down is lost. The next
// start goes on, or takes it back, and nothing is doubled.
func TestKilled(t *testing.T) {
	t.Parallel()
	share := longtest.Share(3)
	for _, ending := range []string{"resumed", "undone", "resumed, seen late", "undone, seen late"} {
		for _, c := range cutCases {
			for k, alive := 1, true; alive; k++ {
				if !share() {
					continue
				}
				t.Run(fmt.Sprintf("%s, %s %s, note %d", ending, c.api, c.flow, k), func(t *testing.T) {
					r := newRig(t)
					if c.missing {
						r.lack(c.api)
					}
					d := r.want(c.api, c.flow)
					if ending, late := strings.CutSuffix(ending, ", seen late"); late {
						r.rules(func(r *tenantsim.Rules) {
							r.Replication = tenantsim.Replication{Reads: 3, Shape: tenantsim.ShapeApplied}
						})
						alive = r.killed(t, d, k, ending)
						return
					}
					alive = r.killed(t, d, k, ending)
				})
			}
		}
	}
}

var errKilled = errors.New("killed")

// killed lets the journal end at note k, and the run with it; false if the run has fewer notes.
func (r *rig) killed(t *testing.T, d Desired, k int, ending string) bool {
	t.Helper()
	home, notes := filepath.Join(t.TempDir(), "home"), -1 // the first is the journal's beginning
	open := func(write store.WriteFunc) *store.Store {
		st, err := store.Open(store.Options{Home: home, Keyring: store.NewMemoryKeyring(), Now: r.clock, Write: write})
		must(t, err)
		return st
	}
	r.store = open(func(f *os.File, data []byte) (int, error) {
		if notes++; notes >= k {
			return 0, errKilled
		}
		return f.Write(data)
	})
	p, j := r.make(d, nil), r.begin(d)
	_, err := r.engine().Apply(context.Background(), p, j, nil)
	j.Close()
	if err == nil {
		return false
	}
	if _, ok := errors.AsType[*JournalError](err); !ok {
		t.Fatal(err)
	}
	r.store = open(nil)
	r.ended(t, d, j.Run().ID, ending)
	return true
}

// TestUndoCut: taking back, cut off at any write, is gone on with.
func TestUndoCut(t *testing.T) {
	t.Parallel()
	for n := range 3 {
		for _, after := range []bool{false, true} {
			r := newRig(t)
			_, j := r.create(r.want(catalog.BusinessCentral, catalog.ClientSecret))
			r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{Cut: true, After: after, Skip: n, Only: tenantsim.Writes})
			first, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
			must(t, err)
			r.sim.Clear(tenantsim.CallsIn(testTenant))
			if slices.ContainsFunc(first.Changes, func(c Change) bool { return c.State == Failed }) {
				_, err = r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
				must(t, err)
			}
			r.asBefore(t)
			if run := j.Run(); run.State != store.RunUndone || run.Touched() {
				t.Errorf("%+v", run)
			}
		}
	}
}
