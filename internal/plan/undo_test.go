package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/graph"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// TestOthersChangesStay: taking back what a repair added leaves what others added since.
func TestOthersChangesStay(t *testing.T) {
	r := newRig(t)
	const bc = catalog.BusinessCentral
	d, update := r.existing(r.want(bc, catalog.Browser))
	update(func(a *tenantsim.App) {
		a.RedirectURIs, a.Requires, a.Consents = []string{"https://before"}, map[catalog.API][]string{}, map[catalog.API][]string{bc: {"user_impersonation"}}
	})
	_, j := r.create(d)
	update(func(a *tenantsim.App) {
		if !slices.Equal(a.RedirectURIs, []string{"https://before", "http://localhost"}) || len(a.Consents[bc]) != 2 || len(a.Requires[bc]) != 1 {
			t.Fatalf("repaired: %+v", a)
		}
		a.RedirectURIs, a.Requires[bc] = append(a.RedirectURIs, "https://since"), append(a.Requires[bc], "user_impersonation")
	})
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

// TestUndoLeavesWhatSomebodyChanged: a federated credential that is another by now is somebody's, and stays. Both are named.
func TestUndoLeavesWhatSomebodyChanged(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	result, _ := r.create(d)
	d.ClientID, d.SecretHint = result.ClientID, Hint(result.Credential.Secret)
	for _, name := range []string{"kept", "changed"} {
		d.Federated = append(d.Federated, graph.FederatedCredential{Name: name, Issuer: "https://issuer.example", Subject: name, Audiences: []string{"api://AzureADTokenExchange"}})
	}
	_, j := r.create(d)
	must(t, r.sim.UpdateApp(testTenant, result.ClientID, func(a *tenantsim.App) { a.Federated[1].Subject = "somebody's" }))
	p := PlanUndo(j.Run(), Actor{})
	undone, err := r.engine().Undo(context.Background(), p, j, nil)
	must(t, err)
	states := map[string]State{}
	for i, c := range undone.Changes {
		states[c.Subject] = c.State
		if before := p.Changes[i]; c.Title != fmt.Sprintf("Remove the federated credential %q", c.Subject) || before.Detail != "Issuer https://issuer.example, subject "+c.Subject {
			t.Errorf("%q, which removes %q", c.Title, before.Detail)
		}
	}
	if states["kept"] != Undone || states["changed"] != Skipped || j.Run().State != store.RunUndone {
		t.Errorf("%v %s", states, j.Run().State)
	}
	if left := r.apps()[0].Federated; len(left) != 1 || left[0].Subject != "somebody's" {
		t.Errorf("left: %+v", left)
	}
}

// TestUndoTellsWhatGoesToo: credentials that others added to a registration go with it, so the plan names them; the run's own it
// doesn't.
func TestUndoTellsWhatGoesToo(t *testing.T) {
	r := newRig(t)
	result, j := r.create(r.want(catalog.BusinessCentral, catalog.ClientSecret))
	detail := func() string {
		return r.engine().PlanUndoWithOthers(context.Background(), j.Run(), Actor{}).Changes[0].Detail
	}
	if told := detail(); told != restorable {
		t.Errorf("nobody added any: %s", told)
	}
	must(t, r.sim.UpdateApp(testTenant, result.ClientID, func(a *tenantsim.App) {
		a.Secrets = append(a.Secrets, tenantsim.Secret{ID: "5d0f4a3c-0000-4000-8000-000000000001", Name: "a colleague's\x1b[2J", Value: "x", Expires: r.now.AddDate(1, 0, 0)})
		a.Federated = append(a.Federated, tenantsim.FederatedCredential{Name: "pipeline", Issuer: "https://issuer.example", Subject: "s", Audiences: []string{"a"}})
	}))
	if told := detail(); !strings.HasPrefix(told, restorable+"; ") || !strings.Contains(told, "client secret a colleague's") || !strings.Contains(told, "federated credential pipeline") || strings.ContainsRune(told, '\x1b') {
		t.Errorf("told: %q", told)
	}
}
