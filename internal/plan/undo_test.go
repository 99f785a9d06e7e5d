package plan

import (
	"context"
	"slices"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// TestOthersChangesStay: taking back what a repair added leaves what others added since.
func TestOthersChangesStay(t *testing.T) {
	r := newRig(t)
	const bc = catalog.BusinessCentral
	d := r.want(bc, catalog.Browser)
	result, _ := r.create(d)
	d.ClientID = result.ClientID
	must(t, r.sim.UpdateApp(testTenant, result.ClientID, func(a *tenantsim.App) {
		a.RedirectURIs, a.Requires, a.Consents = []string{"https://before"}, map[catalog.API][]string{}, map[catalog.API][]string{bc: {"user_impersonation"}}
	}))
	_, j := r.create(d)
	must(t, r.sim.UpdateApp(testTenant, result.ClientID, func(a *tenantsim.App) {
		if !slices.Equal(a.RedirectURIs, []string{"https://before", "http://localhost"}) || len(a.Consents[bc]) != 2 || len(a.Requires[bc]) != 1 {
			t.Fatalf("repaired: %+v", a)
		}
		a.RedirectURIs, a.Requires[bc] = append(a.RedirectURIs, "https://since"), append(a.Requires[bc], "user_impersonation")
	}))
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	if err != nil || len(undone.Failures()) > 0 {
		t.Fatalf("%v %+v", err, undone)
	}
	a := r.apps()[0]
	if !slices.Equal(a.RedirectURIs, []string{"https://before", "https://since"}) || !slices.Equal(a.Consents[bc], []string{"user_impersonation"}) || !slices.Equal(a.Requires[bc], []string{"user_impersonation"}) {
		t.Errorf("left: %+v", a)
	}
}

// TestUndoWithoutTheRight: what may not be taken back is told with who may, and the run stays as it is.
func TestUndoWithoutTheRight(t *testing.T) {
	r := newRig(t)
	_, j := r.create(r.want(catalog.BusinessCentral, catalog.ClientSecret))
	r.admin = plain
	p := PlanUndo(j.Run(), Actor{})
	if c := p.Changes[0]; len(p.Changes) != 1 || c.Action != Delete || !c.Reversible || len(c.Needs) == 0 {
		t.Errorf("%+v", p.Changes)
	}
	undone, err := r.engine().Undo(context.Background(), p, j, nil)
	must(t, err)
	if c := undone.Changes[0]; c.State != Failed || c.Cause == "" || c.Fix.IsZero() || j.Run().State != store.RunOpen || !j.Run().Touched() {
		t.Errorf("%+v %+v", c, j.Run())
	}
}

// TestUndoWhatIsGone: what somebody else deleted already is as good as taken back; nothing of a run that made nothing is.
func TestUndoWhatIsGone(t *testing.T) {
	r := newRig(t)
	result, j := r.create(r.want(catalog.BusinessCentral, catalog.ClientSecret))
	must(t, r.sim.DeleteApp(testTenant, result.ClientID))
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	if err != nil || undone.Changes[0].State != Undone || r.slept > 0 {
		t.Errorf("%v %+v, waited %s", err, undone, r.slept)
	}
	if p := PlanUndo(j.Run(), Actor{}); len(p.Changes) > 0 {
		t.Errorf("again: %+v", p.Changes)
	}
}
