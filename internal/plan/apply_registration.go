package plan

import (
	"context"
	"encoding/json"
	"strings"

	"appreg/internal/graph"
	"appreg/store"
)

// addAPI creates the API's own enterprise application.
func (r *running) addAPI(ctx context.Context, c *Change) error {
	appID := r.plan.Desired.Target.ResourceAppID
	id, err := r.write(ctx, write{
		entry: store.RunEntry{Name: appID},
		send: func(ctx context.Context) (string, error) {
			p, _, err := r.Graph.CreateServicePrincipal(ctx, appID)
			if err != nil {
				return "", err
			}
			r.resource = &p
			return p.ID, nil
		},
	})
	c.ObjectID = id
	r.fresh[id] = true
	return err
}

// createApplication creates the registration. Its unique name is this run's alone, so that one that is there is ours.
func (r *running) createApplication(ctx context.Context, c *Change) error {
	d := r.plan.Desired
	required, _ := d.required(nil, r.resource)
	with := graph.ApplicationChange{DisplayName: &d.DisplayName, Audience: &d.Audience, Required: required, RedirectURIs: d.RedirectURIs}
	if d.PublicClient {
		with.PublicClient = &d.PublicClient
	}
	id, err := r.write(ctx, write{
		entry: store.RunEntry{Name: d.UniqueName},
		send: func(ctx context.Context) (string, error) {
			app, _, err := r.Graph.CreateApplication(ctx, d.UniqueName, with)
			if err == nil {
				r.app, r.justMade = app, true
			}
			return app.ID, err
		},
		fresh: true, // one that was there but isn't to be seen
	})
	if err != nil {
		return err
	}
	c.ObjectID, r.made.ObjectID, r.made.ClientID = id, id, r.app.AppID
	r.fresh[id], r.fresh[r.app.AppID] = true, true
	return journalError(r.journal.Registration(r.app.AppID))
}

// updateApplication adds what the registration lacks. What it was before is in the journal.
func (r *running) updateApplication(ctx context.Context, c *Change) error {
	with, _ := r.plan.Desired.lacking(r.app, r.resource)
	before, err := json.Marshal(updated{Before: earlierValues(r.app, with), After: with})
	if err != nil {
		return err
	}
	_, err = r.write(ctx, write{
		entry: store.RunEntry{Name: r.app.AppID, ObjectID: r.app.ID, Before: before},
		send: func(ctx context.Context) (string, error) {
			return r.app.ID, r.Graph.UpdateApplication(ctx, r.app.ID, with)
		},
		fresh: r.fresh[r.app.ID],
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
func (r *running) createPrincipal(ctx context.Context, c *Change) error {
	id, err := r.write(ctx, write{
		entry: store.RunEntry{Name: r.made.ClientID, Parent: r.made.ObjectID},
		send: func(ctx context.Context) (string, error) {
			p, _, err := r.Graph.CreateServicePrincipal(ctx, r.made.ClientID)
			return p.ID, err
		},
		fresh: r.fresh[r.made.ClientID],
	})
	c.ObjectID, r.made.ServicePrincipalID = id, id
	r.fresh[id] = true
	return err
}

// grantDelegated consents for the whole tenant, or adds to the consent that is there.
func (r *running) grantDelegated(ctx context.Context, c *Change) error {
	wanted, principal := r.plan.Desired.Delegated, r.made.ServicePrincipalID
	grant := everyones(r.plan.Actual)
	entry := store.RunEntry{Name: r.resource.ID, Parent: principal}
	send := func(ctx context.Context) (string, error) {
		g, err := r.Graph.GrantEveryone(ctx, principal, r.resource.ID, wanted)
		return g.ID, err
	}
	update := func(ctx context.Context, g graph.Grant) error {
		missing := without(wanted, g.Scopes)
		if len(missing) == 0 {
			return nil
		}
		return r.Graph.UpdateGrant(ctx, g.ID, append(append([]string{}, g.Scopes...), missing...))
	}
	if grant != nil {
		entry.ObjectID, entry.Before = grant.ID, mustJSON(without(wanted, grant.Scopes)) // what is added
		send = func(ctx context.Context) (string, error) { return grant.ID, update(ctx, *grant) }
	}
	id, err := r.write(ctx, write{
		entry: entry, send: send, fresh: r.fresh[principal] || r.fresh[r.resource.ID],
		look: func(ctx context.Context) (string, bool, error) {
			grants, err := r.Graph.Grants(ctx, principal)
			g := grantOn(grants, r.resource.ID)
			if err != nil || g == nil {
				return "", false, err
			}
			return g.ID, true, update(ctx, *g)
		},
	})
	c.ObjectID = id
	return err
}

// assignRole grants an application permission.
func (r *running) assignRole(ctx context.Context, c *Change) error {
	principal, role := r.made.ServicePrincipalID, r.plan.Desired.permissionID(r.resource, c.Subject, false)
	if err := r.assignTogether(ctx); err != nil {
		return err
	}
	id, err := r.write(ctx, write{
		entry: store.RunEntry{Name: role, Parent: r.resource.ID},
		send: func(ctx context.Context) (string, error) {
			if together, sent := r.assigned[role]; sent {
				delete(r.assigned, role)
				return together.Assignment.ID, together.Err
			}
			a, err := r.Graph.AssignRole(ctx, principal, r.resource.ID, role)
			return a.ID, err
		},
		fresh: r.fresh[principal] || r.fresh[r.resource.ID],
		look: func(ctx context.Context) (string, bool, error) {
			list, err := r.Graph.Assignments(ctx, principal)
			for _, a := range list {
				if a.ResourceID == r.resource.ID && strings.EqualFold(a.RoleID, role) {
					return a.ID, true, nil
				}
			}
			return "", false, err
		},
	})
	c.ObjectID = id
	return err
}

// assignTogether sends the application permissions that are still to be granted in one request, where there are several: what
// came of each is taken when its turn comes. All are in the journal before.
func (r *running) assignTogether(ctx context.Context) error {
	if r.assigned != nil {
		return nil
	}
	r.assigned = map[string]graph.Assigned{}
	var roles []string
	var entries []store.RunEntry
	for _, c := range r.plan.Changes[r.at:] {
		if c.Object == AppRoleAssignment && c.Action == Create && c.State != Done && len(roles) < mostTogether {
			role := r.plan.Desired.permissionID(r.resource, c.Subject, false)
			roles = append(roles, role)
			entries = append(entries, store.RunEntry{Change: c.ID, Object: string(c.Object), Action: string(c.Action), Name: role, Parent: r.resource.ID})
		}
	}
	if len(roles) < 2 {
		return nil
	}
	for _, e := range entries {
		if err := r.note(e, store.EntryAbout); err != nil {
			return err
		}
	}
	all, err := r.Graph.AssignRoles(ctx, r.made.ServicePrincipalID, r.resource.ID, roles)
	for i, role := range roles {
		came := graph.Assigned{Err: err}
		if err == nil {
			came = all[i]
		}
		r.assigned[role] = came
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
