package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// dutyCases are the duties that calls can do.
func dutyCases(r *rig) map[string]Desired {
	group, environment := "", ""
	must(r.t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) { group, environment = t.EnvironmentGroup(), t.EnvironmentIDs()[1] }))
	with := func(api catalog.API, change func(*Desired)) Desired {
		d := r.want(api, catalog.ClientSecret)
		d.Duties = Duties(d.Target, d.Flow)
		if change != nil {
			change(&d)
		}
		return d
	}
	return map[string]Desired{
		"role in the tenant":     with(catalog.PowerPlatform, nil),
		"role in an environment": with(catalog.PowerPlatform, func(d *Desired) { d.Role, d.Scope = "contributor", scopeOf(r.t, "environment:"+environment) }),
		"role in a group":        with(catalog.PowerPlatform, func(d *Desired) { d.Scope = scopeOf(r.t, "group:"+group) }),
		"management app":         with(catalog.PowerApps, nil),
		"admin center and sets":  with(catalog.BusinessCentral, func(d *Desired) { d.Environments = []string{"Production"} }),
		"several sets and places": with(catalog.BusinessCentral, func(d *Desired) {
			d.Environments, d.PermissionSets = []string{"Production", "Sandbox"}, []string{"D365 AUTOMATION", "EXTEN. MGT. - ADMIN"}
		}),
	}
}

func scopeOf(t *testing.T, text string) catalog.RoleScope {
	t.Helper()
	scope, err := catalog.ParseRoleScope(text)
	must(t, err)
	return scope
}

// did is what the product has of the only registration.
func (r *rig) did() string {
	a := r.apps()[0]
	var sets []string
	for _, card := range a.Cards {
		sets = append(sets, card.Environment+" "+strings.Join(card.PermissionSets, ","))
	}
	return fmt.Sprint(a.PlatformRoles, a.ManagementApp, a.AdminCenter, sets)
}

// TestDuties: each is done with the registration, done once however often it is asked for, and taken back with it.
func TestDuties(t *testing.T) {
	for name := range dutyCases(newRig(t)) {
		t.Run(name, func(t *testing.T) { dutyDoneAndTakenBack(t, name, false) })
		t.Run(name+", cut off before the answer", func(t *testing.T) { dutyDoneAndTakenBack(t, name, true) })
	}
}

// dutyDoneAndTakenBack is TestDuties for one case. Where the run was cut off, its journal doesn't know what it made.
func dutyDoneAndTakenBack(t *testing.T, name string, cut bool) {
	r := newRig(t)
	must(t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) { t.CardMaker = true }))
	d := dutyCases(r)[name]
	result, j := r.create(d)
	done := r.did()
	d.ClientID, d.SecretHint = result.ClientID, Hint(result.Credential.Secret)
	if p := r.make(d, nil); len(p.Pending()) > 0 {
		t.Errorf("a second run would change: %+v", p.Pending())
	}
	run := j.Run()
	// The registration stays, so that what is left in the product is seen.
	run.Entries = slices.DeleteFunc(run.Entries, func(e store.RunEntry) bool { return !IsDuty(Object(e.Object)) })
	run.ClientID = result.ClientID
	for _, entry := range run.Entries {
		if cut {
			entry.State, entry.ObjectID = store.EntryAbout, ""
			must(t, j.Note(entry))
		}
	}
	e := r.engine()
	e.Product = d.Target
	undone, err := e.Undo(context.Background(), PlanUndo(run, Actor{}), j, nil)
	if err != nil || len(undone.Failures()) > 0 || len(undone.Changes) == 0 {
		t.Fatalf("%v %+v", err, undone)
	}
	if left := r.did(); left == done || strings.Contains(left, "AUTOMATION") || strings.Contains(left, "true") || strings.Contains(left, "environment") {
		t.Errorf("left %s, before %s", left, done)
	}
	if p := r.make(d, nil); len(p.Pending()) != len(undone.Changes) {
		t.Errorf("to do again: %+v", p.Pending())
	}
}

// TestUndoNamesTheHost: where the network keeps a duty from being taken back, the fix names the product's host, not Graph's.
func TestUndoNamesTheHost(t *testing.T) {
	r := newRig(t)
	d := dutyCases(r)["management app"]
	_, j := r.create(d)
	run := j.Run()
	run.Entries = slices.DeleteFunc(run.Entries, func(e store.RunEntry) bool { return !IsDuty(Object(e.Object)) })
	e := r.engine()
	e.Product = d.Target
	e.Product.APIURL, e.Product.ManagementURL = "http://127.0.0.1:1", "http://127.0.0.1:1"
	undone, err := e.Undo(context.Background(), PlanUndo(run, Actor{}), j, nil)
	must(t, err)
	if c := undone.Changes[0]; c.State != Failed || !strings.Contains(fmt.Sprint(c.Fix), "127.0.0.1:1") || strings.Contains(fmt.Sprint(c.Fix), r.url) {
		t.Errorf("%+v", c)
	}
}

// TestDutyCut: a connection that ends at any write of a duty.
func TestDutyCut(t *testing.T) {
	t.Parallel()
	did := func(name string, faults ...tenantsim.Fault) string {
		r := newRig(t)
		must(t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) { t.CardMaker = true }))
		for _, fault := range faults {
			r.sim.Inject(tenantsim.CallsIn(testTenant), fault)
		}
		r.create(dutyCases(r)[name])
		return r.did()
	}
	share := longtest.Share(3)
	for _, name := range slices.Sorted(maps.Keys(dutyCases(newRig(t)))) {
		whole := did(name)
		for n := range 10 {
			for _, after := range []bool{false, true} {
				if !share() {
					continue
				}
				if got := did(name, tenantsim.Fault{Cut: true, After: after, Skip: n, Times: 1, Only: tenantsim.Writes}); got != whole {
					t.Errorf("%s, write %d, after %t: %s, want %s", name, n+1, after, got, whole)
				}
			}
		}
	}
}

// TestDutyRefused: an admin of the directory may not do what takes a role of the product, and is told which; a card is a
// person's to add, with the page and the words for it.
func TestDutyRefused(t *testing.T) {
	objects := map[string]Object{"role in the tenant": RoleAssignment, "management app": ManagementApp, "admin center and sets": AdminCenterApp}
	for name, object := range objects {
		r := newRig(t)
		r.admin = cloudApps
		d := dutyCases(r)[name]
		p := r.make(d, nil)
		planned := changeOf(t, p, object)
		if planned.Allowed != No || len(planned.Needs) == 0 || planned.Cause != cause.APIRoleMissing {
			t.Errorf("%s: %+v", name, planned)
		}
		result, err := r.engine().Apply(context.Background(), p, r.begin(d), nil)
		must(t, err)
		c := changeOf(t, result.Plan, object)
		if c.State != Failed || c.Cause != cause.APIRoleMissing || !strings.Contains(strings.Join(c.Fix.Steps, " "), planned.Needs[0]) {
			t.Errorf("%s: %+v", name, c)
		}
		if !slices.Equal(planned.Fix.Steps, c.Fix.Steps) {
			t.Errorf("%s: planned %q, told %q", name, planned.Fix.Steps, c.Fix.Steps)
		}
		if c := changeOf(t, result.Plan, Password); c.State != Done {
			t.Errorf("%s keeps the secret away: %+v", name, c)
		}
	}
	r := newRig(t)
	d := dutyCases(r)["admin center and sets"]
	result, err := r.engine().Apply(context.Background(), r.make(d, nil), r.begin(d), nil)
	must(t, err)
	c := changeOf(t, result.Plan, PermissionSet)
	if c.State != Skipped || !c.Guided || !result.OK() || c.Cause != cause.APIBCAppNotSetUp || !strings.HasSuffix(c.Fix.URL, "/Production?page=9860") {
		t.Errorf("%+v", c)
	}
	d.PermissionSets = []string{"super"}
	if c := changeOf(t, r.make(d, nil), PermissionSet); !c.Blocked {
		t.Errorf("SUPER: %+v", c)
	}
}

// sets are the permission sets that an app has in Production.
func (r *rig) sets(clientID string) (sets []string) {
	r.t.Helper()
	must(r.t, r.sim.UpdateApp(testTenant, clientID, func(a *tenantsim.App) {
		for _, card := range a.Cards {
			sets = append(sets, card.PermissionSets...)
		}
	}))
	return sets
}

// TestPermissionSetOfARegistrationThatWasThere: its user has its name, whatever the run would have called it; once the card is called
// otherwise, nothing is said to be taken back.
func TestPermissionSetOfARegistrationThatWasThere(t *testing.T) {
	for name, test := range map[string]struct {
		card string // its description by the time of the undo
		cut  bool
		want State
	}{
		"taken back":               {"", false, Undone},
		"cut off, then taken back": {"", true, Undone},
		"the card is renamed":      {"Monthly import", false, Skipped},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			must(t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) { t.CardMaker = true }))
			d := dutyCases(r)["admin center and sets"]
			bare := d
			bare.Duties = nil
			bare, change := r.existing(bare)
			change(func(a *tenantsim.App) { a.Name = "Nightly import" })
			d.ClientID, d.DisplayName = bare.ClientID, "" // as appreg duty has it
			_, j := r.create(d)
			if got := r.sets(d.ClientID); len(got) != 1 {
				t.Fatalf("given %v", got)
			}
			change(func(a *tenantsim.App) { a.Cards[0].Description = test.card })
			run := j.Run()
			run.Entries = slices.DeleteFunc(run.Entries, func(e store.RunEntry) bool { return Object(e.Object) != PermissionSet })
			run.ClientID = d.ClientID
			if entry := run.Entries[0]; test.cut {
				entry.State, entry.ObjectID = store.EntryAbout, ""
				run.Entries[0] = entry
			}
			e := r.engine()
			e.Product = d.Target
			undone, err := e.Undo(context.Background(), PlanUndo(run, Actor{}), j, nil)
			must(t, err)
			if c, left := undone.Changes[0], r.sets(d.ClientID); c.State != test.want || (len(left) == 0) != (test.want == Undone) {
				t.Errorf("%s, %s; left %v", c.State, c.Detail, left)
			}
		})
	}
}

// TestPermissionSetsOfNamesakes: of two apps with one name, neither gets a permission set that the other was to have, nor counts
// as having it, whether both have a card or only the other one.
func TestPermissionSetsOfNamesakes(t *testing.T) {
	for name, hasCard := range map[string]bool{"both have a card": true, "the other has a card": false} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			d := dutyCases(r)["admin center and sets"]
			bare := d
			bare.Duties = nil
			other, change := r.existing(bare)
			change(func(a *tenantsim.App) { a.Cards = []tenantsim.Card{{Environment: "Production"}} })
			bare.UniqueName, bare.SameName = "appreg-dev-2", true
			ours, change := r.existing(bare)
			if hasCard {
				change(func(a *tenantsim.App) { a.Cards = []tenantsim.Card{{Environment: "Production"}} })
			}
			d.ClientID = ours.ClientID
			result, err := r.engine().Apply(context.Background(), r.make(d, nil), r.begin(d), nil)
			must(t, err)
			c := changeOf(t, result.Plan, PermissionSet)
			if c.State != Skipped || !c.Guided || !strings.Contains(strings.Join(c.Fix.Steps, " "), ours.ClientID) || !strings.Contains(strings.Join(c.Fix.Steps, " "), "D365 AUTOMATION") {
				t.Errorf("%+v", c)
			}
			if got := append(r.sets(other.ClientID), r.sets(ours.ClientID)...); len(got) > 0 {
				t.Errorf("given %v", got)
			}
			must(t, r.sim.UpdateApp(testTenant, other.ClientID, func(a *tenantsim.App) { a.Cards[0].PermissionSets = []string{"D365 AUTOMATION"} }))
			if c := changeOf(t, r.make(d, nil), PermissionSet); c.Action != Create {
				t.Errorf("it counts as having it: %+v", c)
			}
		})
	}
}

// TestWhichDuties: for whom there is something to do by calls.
func TestWhichDuties(t *testing.T) {
	r := newRig(t)
	want := map[catalog.API]catalog.DutyID{
		catalog.PowerPlatform: catalog.DutyRoleAssignment, catalog.PowerApps: catalog.DutyManagementApp, catalog.BusinessCentral: catalog.DutyAppCard,
	}
	for _, s := range catalog.Services() {
		if got := Duties(r.want(s.API, catalog.DeviceCode).Target, catalog.DeviceCode); len(got) > 0 {
			t.Errorf("%s for users: %v", s.API, got)
		}
		if id := want[s.API]; id != "" && !slices.Equal(Duties(r.want(s.API, catalog.ClientSecret).Target, catalog.ClientSecret), []catalog.DutyID{id}) {
			t.Errorf("%s for apps", s.API)
		}
	}
}

// TestDutyCommand: advice repeats what was asked for.
func TestDutyCommand(t *testing.T) {
	for want, d := range map[string]Desired{
		"appreg duty p --apply --admin az":                               {Profile: "p"},
		"appreg duty p --apply --admin token --role owner":               {Profile: "p", Admin: "token", Role: "Power Platform owner"},
		"appreg duty p --apply --admin az --scope environment:0000-1111": {Profile: "p", Scope: scopeOf(t, "environment:0000-1111")},
	} {
		if got := d.dutyCommand(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
