package cases

import (
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// CreateStory is the demo of an app registration that is created: in the tenant of the other stories somebody signs in who
// may register apps and set them up in the products, but not consent. And a policy there forbids client secrets. It is safe
// for concurrent use.
type CreateStory struct {
	Admin Admin // who signs in

	sim *tenantsim.Sim
}

// LoadCreateStory adds the person and the policy to the tenant of the stories.
func LoadCreateStory(sim *tenantsim.Sim) (*CreateStory, error) {
	t := contoso()
	roles := []string{tenantsim.ApplicationDeveloper, tenantsim.PowerPlatformAdministrator, tenantsim.BusinessCentralAdministrator}
	person := &tenantsim.User{UPN: "megan.bowen@" + t.Domains[0], Name: "Megan Bowen", Password: "Elm+Desk&Lake=4%", DirectoryRoles: roles}
	t.Users = []*tenantsim.User{person}
	sim.AddTenant(t)
	st := &CreateStory{sim: sim, Admin: Admin{Name: person.Name, Roles: roles, Tenant: t.ID, Username: person.UPN}}
	if err := st.Admin.sign(sim); err != nil {
		return nil, fmt.Errorf("could not make the story of an app registration that is created: %w", err)
	}
	err := sim.UpdateTenant(t.ID, func(t *tenantsim.Tenant) { t.Rules.NoSecrets = true })
	if err != nil {
		return nil, fmt.Errorf("could not make the story of an app registration that is created: %w", err)
	}
	return st, nil
}

// createFault is what stands in the story's way, as long as the tenant is as it is.
type createFault struct {
	concerns func(catalog.Flow) bool
	there    func(*tenantsim.Tenant, *tenantsim.User) bool
	fix      func(*tenantsim.Tenant, *tenantsim.User)
	done     string
}

// createFaults are in the order in which the plan tells of them: what is forbidden before what takes another role.
var createFaults = []createFault{
	{func(flow catalog.Flow) bool { return flow.Info().Proof == catalog.ProofSecret },
		func(t *tenantsim.Tenant, _ *tenantsim.User) bool { return t.Rules.NoSecrets },
		func(t *tenantsim.Tenant, _ *tenantsim.User) { t.Rules.NoSecrets = false },
		"Application policies: a Security Administrator allowed client secrets."},
	{func(catalog.Flow) bool { return true },
		func(_ *tenantsim.Tenant, u *tenantsim.User) bool {
			return !u.HasRole(tenantsim.CloudApplicationAdministrator)
		},
		func(_ *tenantsim.Tenant, u *tenantsim.User) {
			u.DirectoryRoles = append(u.DirectoryRoles[:len(u.DirectoryRoles):len(u.DirectoryRoles)], tenantsim.CloudApplicationAdministrator)
		}, "Roles and administrators: a Global Administrator gave Megan Bowen the role Cloud Application Administrator."},
}

// Fixable reports whether anything is left that stands in the way of a flow.
func (st *CreateStory) Fixable(flow catalog.Flow) bool {
	left := false
	st.each(flow, func(createFault, *tenantsim.Tenant, *tenantsim.User) { left = true })
	return left
}

// Fix makes in the simulated tenant the next change that a higher administrator would make, and says what it did. ok is
// false when nothing is left.
func (st *CreateStory) Fix(flow catalog.Flow) (done string, ok bool) {
	st.each(flow, func(f createFault, t *tenantsim.Tenant, u *tenantsim.User) {
		if !ok {
			f.fix(t, u)
			done, ok = f.done, true
		}
	})
	return done, ok
}

// each calls do for every fault that is there, while the state is locked.
func (st *CreateStory) each(flow catalog.Flow, do func(createFault, *tenantsim.Tenant, *tenantsim.User)) {
	_ = st.sim.UpdateTenant(st.Admin.Tenant, func(t *tenantsim.Tenant) { // it is there: LoadCreateStory added it
		u := t.User(st.Admin.Username)
		for _, f := range createFaults {
			if f.concerns(flow) && f.there(t, u) {
				do(f, t, u)
			}
		}
	})
}

// Registered reports whether the tenant has an app registration with this client id.
func (st *CreateStory) Registered(clientID string) bool {
	there := false
	_ = st.sim.UpdateTenant(st.Admin.Tenant, func(t *tenantsim.Tenant) {
		there = slices.ContainsFunc(t.Apps, func(a *tenantsim.App) bool { return strings.EqualFold(a.ClientID, clientID) })
	})
	return there
}

// Values returns what to enter for an app registration that is created: there is no client id and no credential yet.
func (st *CreateStory) Values(api catalog.API, flow catalog.Flow) Values {
	w := &world{tenant: contoso(), enter: Case{API: api, Flow: flow}}
	w.enter.Tenant = w.tenant.Domains[0]
	if needed := products()[api]; needed != nil {
		needed(w, !flow.SignsInUser())
	}
	if flow.SignsInUser() {
		w.signedInBy(adele(w.tenant), flow)
	}
	service, _ := catalog.Lookup(api)
	return Values{Case: w.enter, Permissions: names(service.Wanted(flow)), Profile: fmt.Sprintf("demo-%s", api)}
}
