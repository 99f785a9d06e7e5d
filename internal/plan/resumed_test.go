package plan

import (
	"context"
	"slices"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// TestUndoAfterMoreWasAsked: a run that is gone on with and asked for more takes back what it added before, too, and nothing that
// others added in between.
func TestUndoAfterMoreWasAsked(t *testing.T) {
	const bc, pp = catalog.BusinessCentral, catalog.PowerPlatform
	r := newRig(t)
	d, update := r.existing(r.want(bc, catalog.Browser))
	update(func(a *tenantsim.App) {
		a.RedirectURIs, a.Requires, a.Consents = []string{"https://before"}, map[catalog.API][]string{}, map[catalog.API][]string{}
	})
	_, j := r.create(d)
	update(func(a *tenantsim.App) {
		a.RedirectURIs, a.Requires[pp] = append(a.RedirectURIs, "https://between"), []string{"AppManagement.ApplicationPackages.Read"}
		a.Consents[bc] = append(a.Consents[bc], "Automation.ReadWrite.All")
	})
	j.Close()
	d.Delegated = append(slices.Clone(d.Delegated), "user_impersonation")
	again, j := r.resume(d, j.Run().ID)
	if a := r.apps()[0]; !again.OK() || len(a.Requires[bc]) != 2 || len(a.Consents[bc]) != 3 {
		t.Fatalf("%+v %+v", again.Plan.Failures(), a)
	}
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	if err != nil || len(undone.Failures()) > 0 {
		t.Fatalf("%v %+v", err, undone.Failures())
	}
	a := r.apps()[0]
	if !slices.Equal(a.RedirectURIs, []string{"https://before", "https://between"}) || len(a.Requires[bc]) > 0 || len(a.Requires[pp]) != 1 || !slices.Equal(a.Consents[bc], []string{"Automation.ReadWrite.All"}) {
		t.Errorf("left: %+v", a)
	}
}

// TestUndoAfterMoreWasRefused: what a run added before it was gone on with stays its own when it is refused more.
func TestUndoAfterMoreWasRefused(t *testing.T) {
	const bc = catalog.BusinessCentral
	r := newRig(t)
	d, update := r.existing(r.want(bc, catalog.Browser))
	update(func(a *tenantsim.App) {
		a.Requires, a.Consents[bc] = map[catalog.API][]string{}, []string{"Automation.ReadWrite.All"}
	})
	_, j := r.create(d)
	j.Close()
	d.Delegated = append(slices.Clone(d.Delegated), "user_impersonation")
	r.admin = plain
	if again, opened := r.resume(d, j.Run().ID); again.OK() {
		t.Fatal("not refused")
	} else {
		j = opened
	}
	r.admin = global
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	if a := r.apps()[0]; err != nil || len(undone.Failures()) > 0 || len(a.Requires[bc]) > 0 || !slices.Equal(a.Consents[bc], []string{"Automation.ReadWrite.All"}) {
		t.Errorf("%v %+v, left %+v", err, undone.Failures(), a)
	}
}
