package plan

import (
	"context"
	"slices"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// TestOthersChangesMeanwhile: a plan that was read for a while takes nothing away that others added since it was made.
func TestOthersChangesMeanwhile(t *testing.T) {
	r := newRig(t)
	const bc, pp = catalog.BusinessCentral, catalog.PowerPlatform
	d, update := r.existing(r.want(bc, catalog.Browser))
	update(func(a *tenantsim.App) {
		a.RedirectURIs, a.Requires, a.Consents = nil, map[catalog.API][]string{}, map[catalog.API][]string{bc: {"user_impersonation"}}
	})
	p, j := r.make(d, nil), r.begin(d)
	update(func(a *tenantsim.App) {
		a.RedirectURIs, a.Requires[pp] = []string{"https://meanwhile"}, []string{"AppManagement.ApplicationPackages.Read"}
		a.Consents[bc] = append(a.Consents[bc], "Automation.ReadWrite.All")
	})
	applied, err := r.engine().Apply(context.Background(), p, j, nil)
	if err != nil || !applied.OK() {
		t.Fatalf("%v %+v", err, applied.Plan.Failures())
	}
	a := r.apps()[0]
	if !slices.Equal(a.RedirectURIs, []string{"https://meanwhile", "http://localhost"}) || len(a.Requires[pp]) != 1 || len(a.Requires[bc]) != 1 {
		t.Errorf("the registration: %+v", a)
	}
	if !slices.Equal(a.Consents[bc], []string{"user_impersonation", "Automation.ReadWrite.All", "Financials.ReadWrite.All"}) {
		t.Errorf("consents: %v", a.Consents[bc])
	}
}

// TestMadeMeanwhile: what somebody else has put right since the plan was made is left as it is.
func TestMadeMeanwhile(t *testing.T) {
	r := newRig(t)
	d, update := r.existing(r.want(catalog.BusinessCentral, catalog.Browser))
	update(func(a *tenantsim.App) { a.RedirectURIs = nil })
	p, j := r.make(d, nil), r.begin(d)
	update(func(a *tenantsim.App) { a.RedirectURIs = d.RedirectURIs })
	r.sim.ForgetRequests()
	applied, err := r.engine().Apply(context.Background(), p, j, nil)
	if _, writes := r.requests(); err != nil || !applied.OK() || writes > 0 || j.Run().Touched() {
		t.Errorf("%v, %d writes, %+v", err, writes, j.Run().Entries)
	}
}

// TestSetBackMeanwhile: what somebody has set back since is as good as taken back, and nothing is sent.
func TestSetBackMeanwhile(t *testing.T) {
	r := newRig(t)
	d, update := r.existing(r.want(catalog.LCS, catalog.Password))
	private := func(a *tenantsim.App) { a.Public = false }
	update(private)
	_, j := r.create(d)
	update(private)
	r.sim.ForgetRequests()
	undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
	if _, writes := r.requests(); err != nil || len(undone.Changes) != 1 || undone.Changes[0].State != Undone || writes > 0 {
		t.Errorf("%v, %d writes, %+v", err, writes, undone.Changes)
	}
}

// TestUndoLeavesOthersConsent: a consent that others have added to since stays with what they added.
func TestUndoLeavesOthersConsent(t *testing.T) {
	const bc = catalog.BusinessCentral
	for _, added := range []string{"", "Automation.ReadWrite.All"} {
		r := newRig(t)
		d, update := r.existing(r.want(bc, catalog.Browser))
		update(func(a *tenantsim.App) { a.Consents = map[catalog.API][]string{} })
		_, j := r.create(d)
		var want []string
		if added != "" {
			want = []string{added}
			update(func(a *tenantsim.App) { a.Consents[bc] = append(a.Consents[bc], added) })
		}
		undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
		if err != nil || len(undone.Changes) != 1 || undone.Changes[0].State != Undone {
			t.Errorf("%v %+v", err, undone)
		}
		if left := r.apps()[0].Consents[bc]; !slices.Equal(left, want) {
			t.Errorf("left %v, want %v", left, want)
		}
	}
}

// TestUndoKeepsAnAPIInUse: an API that a run added to the tenant stays there while another app has rights on it.
func TestUndoKeepsAnAPIInUse(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.Browser, catalog.ClientSecret} {
		r := newRig(t)
		r.lack(catalog.BusinessCentral)
		_, j := r.create(r.want(catalog.BusinessCentral, catalog.ClientSecret))
		other := r.want(catalog.BusinessCentral, flow)
		other.DisplayName, other.UniqueName = "other", "other"
		second, _ := r.create(other)
		undone, err := r.engine().Undo(context.Background(), PlanUndo(j.Run(), Actor{}), j, nil)
		if err != nil || len(undone.Failures()) > 0 {
			t.Fatalf("%v %+v", err, undone.Failures())
		}
		if c := changeOf(t, undone, APIServicePrincipal); c.State != Skipped || c.Detail == "" {
			t.Errorf("%s: %+v", flow, c)
		}
		must(t, r.sim.UpdateTenant(testTenant, func(tenant *tenantsim.Tenant) {
			if len(tenant.MissingAPIs) > 0 {
				t.Errorf("%s: the tenant lacks %v", flow, tenant.MissingAPIs)
			}
		}))
		if apps := r.apps(); len(apps) != 1 || apps[0].ClientID != second.ClientID || len(apps[0].Consents)+len(apps[0].Roles) == 0 {
			t.Errorf("%s: left %+v", flow, apps)
		}
	}
}
