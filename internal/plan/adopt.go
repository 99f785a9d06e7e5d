package plan

import (
	"appreg/internal/graph"
	"appreg/store"
)

// adopt writes down what an interrupted run was about to make and is there now: that is this run's own, since the plan that
// the run carried out was made because it wasn't there. What another run made meanwhile isn't.
func (a *applier) adopt() error {
	run := a.journal.Run()
	for _, e := range run.Entries {
		if e.State != store.EntryAbout || e.Action != string(Create) {
			continue
		}
		id := a.thereAs(e)
		if id == "" {
			continue
		}
		if others, err := isAnothers(a.journal, e, id); err != nil {
			return journalError(err)
		} else if others {
			continue
		}
		e.ObjectID = id
		if err := a.note(e, store.EntryDone); err != nil {
			return err
		}
	}
	if app := a.plan.Actual.Application; app != nil && run.ClientID == "" {
		return journalError(a.journal.Registration(app.AppID))
	}
	return nil
}

// thereAs returns the id under which what an entry was to make is there; empty if it isn't. Credentials are left out: see
// planner.lost.
func (a *applier) thereAs(e store.RunEntry) string {
	actual := a.plan.Actual
	switch Object(e.Object) {
	case Application:
		if actual.Application != nil {
			return actual.Application.ID
		}
	case ServicePrincipal:
		return principalID(actual.ServicePrincipal)
	case APIServicePrincipal:
		return principalID(actual.Resource)
	case DelegatedGrant:
		if g := grantOn(actual.Grants, e.Name); g != nil {
			return g.ID
		}
	case AppRoleAssignment:
		if a := assignmentOn(actual.Assignments, e.Parent, e.Name); a != nil {
			return a.ID
		}
	case FederatedCredential:
		did, err := trustOf(e)
		if f := federatedNamed(actual.Federated, e.Name); err == nil && f != nil && (did.After.Name == "" || sameTrust(*f, did.After)) {
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
