package plan

import (
	"context"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/graph"
)

// Duties returns what can be done by calls after registration for an API and a flow, the way to prefer alone where there are
// several. What is left to a person is not among them.
func Duties(t catalog.Target, flow catalog.Flow) []catalog.DutyID {
	for _, d := range t.Duties(flow, catalog.DutyIDs{}) {
		if len(rowsOf(d.ID)) > 0 {
			return []catalog.DutyID{d.ID}
		}
	}
	return nil
}

// rowsOf are the objects by which a duty is done, in order; none where only a person can.
func rowsOf(id catalog.DutyID) []dutyRow {
	return slices.DeleteFunc(slices.Clone(dutyRows), func(row dutyRow) bool { return row.duty != id })
}

// product is what is done in the product already, by the ids of changes. What isn't in it isn't known, or isn't there.
type product struct {
	read   bool              // somebody looked; false: nothing is known
	ids    map[string]string // object ids
	unread map[string]error
}

// readProduct reads what is done of the duties for a registration that exists: one request a duty and place.
func (e Engine) readProduct(ctx context.Context, d Desired, actual graph.Actual) (product, error) {
	found := product{ids: map[string]string{}, unread: map[string]error{}}
	if actual.Application == nil && actual.ServicePrincipal == nil || e.AdminToken == nil {
		return found, nil
	}
	client := dutyClient{Engine: e, Desired: d, clientID: actual.ClientID(), principal: principalID(actual.ServicePrincipal), name: d.DisplayName, alone: d.alone(actual)}
	if actual.Application != nil {
		client.name = actual.Application.DisplayName
	}
	found.read = true
	for _, c := range d.dutyChanges() {
		id, there, err := dutyOf(c.Object).look(client, ctx, c.Subject)
		if ctx.Err() != nil {
			return found, ctx.Err()
		}
		if err != nil {
			found.unread[c.ID] = err
		} else if there {
			found.ids[c.ID] = id
		}
	}
	return found, nil
}

// dutyChanges are the changes by which d's duties are done.
func (d Desired) dutyChanges() []Change {
	var list []Change
	for _, id := range d.Duties {
		for _, row := range rowsOf(id) {
			for _, subject := range d.subjectsOf(row.object) {
				list = append(list, Change{ID: changeID(row.object, subject), Object: row.object, Action: Create, Subject: subject})
			}
		}
	}
	return list
}

// subjectsOf are what there is one change each of: the permission sets in each environment; else one without a name.
func (d Desired) subjectsOf(o Object) []string {
	if o != PermissionSet {
		return []string{""}
	}
	sets := d.PermissionSets
	if len(sets) == 0 {
		sets = []string{catalog.PermissionSets()[0].Name}
	}
	var list []string
	for _, environment := range d.Environments {
		for _, set := range sets {
			list = append(list, environment+"/"+set)
		}
	}
	return list
}

// DutyPlan is what is to be done in the product as far as it is known without asking anybody: not what is done already, nor who
// may do it. It sends nothing.
func DutyPlan(d Desired) Plan {
	p := &planner{Desired: d, actor: Actor{Roles: []string{}}, changes: []Change{}}
	p.duties()
	return p.plan()
}

// duties plans what is left to do in the product.
func (p *planner) duties() {
	for _, c := range p.Desired.dutyChanges() {
		row := dutyOf(c.Object)
		c.Title, c.Detail = p.dutyText(row.title, c.Subject), p.dutyText(row.detail, c.Subject)
		if id, done := p.product.ids[c.ID]; done {
			c.Action, c.ObjectID, c.Title, c.Detail = None, id, p.dutyText(row.done, c.Subject), ""
		} else if c.Object == PermissionSet && p.product.read && p.product.unread[c.ID] == nil {
			c.Detail = "" // the card is there
		}
		if _, set, _ := strings.Cut(c.Subject, "/"); strings.EqualFold(set, catalog.ForbiddenPermissionSet) {
			c.Blocked, c.Cause, c.Detail = true, cause.APIOperationUnsupported, catalog.ForbiddenPermissionSet+" can't be given to an app"
		}
		p.add(c)
	}
}

// dutyText fills in the words of a duty's row.
func (d Desired) dutyText(text, subject string) string {
	role := d.platformRole()
	environment, set, _ := strings.Cut(subject, "/")
	return strings.NewReplacer("{role}", role.Name, "{purpose}", role.Purpose, "{scope}", d.Scope.Words(), "{set}", set, "{environment}", environment).Replace(text)
}

// platformRole is the role asked for, by the whole or the end of its name; the least where none is.
func (d Desired) platformRole() catalog.Role {
	roles := catalog.PowerPlatformRoles()
	if i := slices.IndexFunc(roles, func(r catalog.Role) bool {
		return d.Role != "" && (strings.EqualFold(r.Name, d.Role) || strings.HasSuffix(strings.ToLower(r.Name), " "+strings.ToLower(d.Role)))
	}); i >= 0 {
		return roles[i]
	}
	return roles[0]
}
