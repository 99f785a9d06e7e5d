package plan

import (
	"appreg/internal/graph"
	"appreg/store"
)

// adopt writes down what an interrupted run was about to make and is there now: that is this run's own, since the plan that
// the run carried out was made because it wasn't there.
func (r *running) adopt() error {
	run := r.journal.Run()
	for _, e := range run.Entries {
		if e.State != store.EntryAbout || e.Action != string(Create) {
			continue
		}
		id := r.thereAs(e)
		if id == "" {
			continue
		}
		e.ObjectID = id
		if err := r.note(e, store.EntryDone); err != nil {
			return err
		}
	}
	if app := r.plan.Actual.Application; app != nil && run.ClientID == "" {
		return journalError(r.journal.Registration(app.AppID))
	}
	return nil
}

// thereAs returns the id under which what an entry was to make is there; empty if it isn't. Credentials are left out: see
// maker.lost.
func (r *running) thereAs(e store.RunEntry) string {
	a := r.plan.Actual
	switch Object(e.Object) {
	case Application:
		if a.Application != nil {
			return a.Application.ID
		}
	case ServicePrincipal:
		return principalID(a.ServicePrincipal)
	case APIServicePrincipal:
		return principalID(a.Resource)
	case DelegatedGrant:
		if g := grantOn(a.Grants, e.Name); g != nil {
			return g.ID
		}
	case AppRoleAssignment:
		for _, assignment := range a.Assignments {
			if assignment.ResourceID == e.Parent && assignment.RoleID == e.Name {
				return assignment.ID
			}
		}
	case FederatedCredential:
		if f := federatedNamed(a.Federated, e.Name); f != nil {
			return f.ID
		}
	}
	return ""
}

func principalID(p *graph.ServicePrincipal) string {
	if p == nil {
		return ""
	}
	return p.ID
}
