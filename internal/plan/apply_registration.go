package plan

import (
	"context"
	"encoding/json"

	"appreg/internal/graph"
	"appreg/store"
)

// addAPI creates the API's own enterprise application.
func (a *applier) addAPI(ctx context.Context, c *Change) error {
	appID := a.plan.Desired.Target.ResourceAppID
	id, err := a.write(ctx, write{
		entry: store.RunEntry{Name: appID},
		send: func(ctx context.Context) (string, error) {
			p, err := a.Graph.CreateServicePrincipal(ctx, appID)
			if err != nil {
				return "", err
			}
			a.resource = &p
			return p.ID, nil
		},
	})
	c.ObjectID = id
	a.fresh[id] = true
	return err
}

// createApplication creates the registration. Its unique name is this run's alone, so that one that is there is ours.
func (a *applier) createApplication(ctx context.Context, c *Change) error {
	d := a.plan.Desired
	required, _ := d.required(nil, a.resource)
	with := graph.ApplicationChange{DisplayName: &d.DisplayName, Audience: &d.Audience, Required: required, RedirectURIs: d.RedirectURIs}
	if d.PublicClient {
		with.PublicClient = &d.PublicClient
	}
	id, err := a.write(ctx, write{
		entry: store.RunEntry{Name: d.UniqueName},
		send: func(ctx context.Context) (string, error) {
			app, err := a.Graph.CreateApplication(ctx, d.UniqueName, with)
			if err == nil {
				a.app, a.justMade = app, true
			}
			return app.ID, err
		},
		fresh: true, // one that was there but isn't to be seen
	})
	if err != nil {
		return err
	}
	c.ObjectID, a.made.ObjectID, a.made.ClientID = id, id, a.app.AppID
	a.fresh[id], a.fresh[a.app.AppID] = true, true
	return journalError(a.journal.Registration(a.app.AppID))
}

// updateApplication adds what the registration lacks at this moment: its lists are replaced whole, and what others added since
// the plan was made must not be lost. What it was before is in the journal.
func (a *applier) updateApplication(ctx context.Context) error {
	app, err := a.Graph.ApplicationByID(ctx, a.app.ID)
	if err != nil {
		return err
	}
	if app != nil {
		a.app = *app
	}
	with, missing := a.plan.Desired.lacking(a.app, a.resource)
	if len(missing) == 0 {
		return nil
	}
	did := updated{Before: earlierValues(a.app, with), After: with}
	if e, noted := a.noted(a.plan.Changes[a.at].ID, a.app.AppID); noted {
		did = did.with(e.Before)
	}
	before, err := json.Marshal(did)
	if err != nil {
		return err
	}
	_, err = a.write(ctx, write{
		entry: store.RunEntry{Name: a.app.AppID, ObjectID: a.app.ID, Before: before},
		send: func(ctx context.Context) (string, error) {
			return a.app.ID, a.Graph.UpdateApplication(ctx, a.app.ID, with)
		},
		fresh: a.fresh[a.app.ID],
	})
	return err
}

// earlierValues are the registration's own values of what a change replaces.
func earlierValues(app graph.Application, with graph.ApplicationChange) graph.ApplicationChange {
	var before graph.ApplicationChange
	if with.Audience != nil {
		before.Audience = &app.Audience
	}
	if with.PublicClient != nil {
		before.PublicClient = &app.PublicClient
	}
	if with.RedirectURIs != nil {
		before.RedirectURIs = append([]string{}, app.RedirectURIs...)
	}
	if with.Required != nil {
		before.Required = append([]graph.RequiredAccess{}, app.Required...)
	}
	return before
}

// createPrincipal creates the app's enterprise application.
func (a *applier) createPrincipal(ctx context.Context, c *Change) error {
	id, err := a.write(ctx, write{
		entry: store.RunEntry{Name: a.made.ClientID, Parent: a.made.ObjectID},
		send: func(ctx context.Context) (string, error) {
			p, err := a.Graph.CreateServicePrincipal(ctx, a.made.ClientID)
			return p.ID, err
		},
		fresh: a.fresh[a.made.ClientID],
	})
	c.ObjectID, a.made.ServicePrincipalID = id, id
	a.fresh[id] = true
	return err
}

// grantDelegated consents for the whole tenant, or adds to the consent that is there.
func (a *applier) grantDelegated(ctx context.Context, c *Change) error {
	wanted, principal := a.plan.Desired.Delegated, a.made.ServicePrincipalID
	grant, err := a.grantNow(ctx)
	if err != nil {
		return err
	}
	entry := store.RunEntry{Name: a.resource.ID, Parent: principal, Before: mustJSON(wanted)} // what is added
	send := func(ctx context.Context) (string, error) {
		g, err := a.Graph.GrantEveryone(ctx, principal, a.resource.ID, wanted)
		return g.ID, err
	}
	update := func(ctx context.Context, g graph.Grant) error {
		missing := without(wanted, g.Scopes)
		if len(missing) == 0 {
			return nil
		}
		return a.Graph.UpdateGrant(ctx, g.ID, append(append([]string{}, g.Scopes...), missing...))
	}
	if grant != nil {
		added := without(wanted, grant.Scopes)
		if e, noted := a.noted(c.ID, a.resource.ID); noted {
			added = append(added, without(stringsOf(e.Before), added)...)
		}
		entry.ObjectID, entry.Before = grant.ID, mustJSON(added)
		send = func(ctx context.Context) (string, error) { return grant.ID, update(ctx, *grant) }
	}
	id, err := a.write(ctx, write{
		entry: entry, send: send, fresh: a.fresh[principal] || a.fresh[a.resource.ID],
		look: func(ctx context.Context) (string, bool, error) {
			grants, err := a.Graph.Grants(ctx, principal)
			g := grantOn(grants, a.resource.ID)
			if err != nil || g == nil {
				return "", false, err
			}
			return g.ID, true, update(ctx, *g)
		},
	})
	c.ObjectID = id
	return err
}

// grantNow is the consent for the whole tenant that is there at this moment, where the plan found one: what others added to it
// since must not be lost.
func (a *applier) grantNow(ctx context.Context) (*graph.Grant, error) {
	if tenantWideGrant(a.plan.Actual) == nil {
		return nil, nil
	}
	grants, err := a.Graph.Grants(ctx, a.made.ServicePrincipalID)
	return grantOn(grants, a.resource.ID), err
}

// assignRole grants an application permission.
func (a *applier) assignRole(ctx context.Context, c *Change) error {
	principal, role := a.made.ServicePrincipalID, a.plan.Desired.permissionID(a.resource, c.Subject, false)
	if err := a.assignTogether(ctx); err != nil {
		return err
	}
	id, err := a.write(ctx, write{
		entry: store.RunEntry{Name: role, Parent: a.resource.ID},
		send: func(ctx context.Context) (string, error) {
			if together, sent := a.assigned[role]; sent {
				delete(a.assigned, role)
				return together.Assignment.ID, together.Err
			}
			assignment, err := a.Graph.AssignRole(ctx, principal, a.resource.ID, role)
			return assignment.ID, err
		},
		fresh: a.fresh[principal] || a.fresh[a.resource.ID],
		look: func(ctx context.Context) (string, bool, error) {
			list, err := a.Graph.Assignments(ctx, principal)
			if assignment := assignmentOn(list, a.resource.ID, role); assignment != nil {
				return assignment.ID, true, nil
			}
			return "", false, err
		},
	})
	c.ObjectID = id
	return err
}

// assignTogether sends the application permissions that are still to be granted in one request, where there are several: what
// came of each is taken when its turn comes. All are in the journal before.
func (a *applier) assignTogether(ctx context.Context) error {
	if a.assigned != nil {
		return nil
	}
	a.assigned = map[string]graph.Assigned{}
	var roles []string
	var entries []store.RunEntry
	for _, c := range a.plan.Changes[a.at:] {
		if c.Object == AppRoleAssignment && c.Action == Create && c.State != Done && len(roles) < mostTogether {
			role := a.plan.Desired.permissionID(a.resource, c.Subject, false)
			roles = append(roles, role)
			entries = append(entries, store.RunEntry{Change: c.ID, Object: string(c.Object), Action: string(c.Action), Name: role, Parent: a.resource.ID})
		}
	}
	if len(roles) < 2 {
		return nil
	}
	for _, e := range entries {
		if err := a.note(e, store.EntryAbout); err != nil {
			return err
		}
	}
	all, err := a.Graph.AssignRoles(ctx, a.made.ServicePrincipalID, a.resource.ID, roles)
	for i, role := range roles {
		came := graph.Assigned{Err: err}
		if err == nil {
			came = all[i]
		}
		a.assigned[role] = came
	}
	return nil
}

// mostTogether is how many requests Graph takes in one.
const mostTogether = 20

// stringsOf reads a list of texts; nil for what is none.
func stringsOf(raw json.RawMessage) (list []string) {
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

func mustJSON(list []string) json.RawMessage {
	text, _ := json.Marshal(list) // texts only: it cannot fail
	return text
}
