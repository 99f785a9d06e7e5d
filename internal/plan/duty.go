package plan

import (
	"context"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/sanitize"
)

// Duties returns what can be done by calls after registration for an API and a flow, the way to prefer alone where there are
// several. What is left to a person is not among them.
func Duties(t catalog.Target, flow catalog.Flow) []catalog.DutyID {
	for _, d := range t.Duties(flow, catalog.DutyIDs{}) {
		if len(objectsOf(d.ID)) > 0 {
			return []catalog.DutyID{d.ID}
		}
	}
	return nil
}

// objectsOf are the objects by which a duty is done; none where only a person can.
func objectsOf(id catalog.DutyID) []Object {
	switch id {
	case catalog.DutyRoleAssignment:
		return []Object{RoleAssignment}
	case catalog.DutyManagementApp:
		return []Object{ManagementApp}
	case catalog.DutyAppCard:
		return []Object{AdminCenterApp, PermissionSet}
	case catalog.DutyProjectMembership, catalog.DutyUserRights:
	}
	return nil
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
	p := placed{Engine: e, Desired: d, clientID: actual.ClientID(), principal: principalID(actual.ServicePrincipal), name: d.DisplayName}
	if actual.Application != nil {
		p.name = actual.Application.DisplayName
	}
	found.read = true
	for _, c := range d.dutyChanges() {
		id, there, err := p.look(ctx, c)
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
		for _, object := range objectsOf(id) {
			for _, subject := range d.subjectsOf(object) {
				c := Change{Object: object, Action: Create, Subject: subject}
				c.ID = changeID(object, subject)
				list = append(list, c)
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
	m := &maker{Desired: d, actor: Actor{Roles: []string{}}, changes: []Change{}}
	m.duties()
	return Plan{
		Profile: sanitize.Line(d.Profile), ClientID: sanitize.Line(d.ClientID), Tenant: d.Tenant, TenantID: d.TenantID,
		Actor: m.actor, Changes: m.changes, Desired: d,
	}
}

// duties plans what is left to do in the product.
func (m *maker) duties() {
	for _, c := range m.Desired.dutyChanges() {
		c.Title, c.Detail = m.dutyWords(c)
		if id, done := m.product.ids[c.ID]; done {
			c.Action, c.ObjectID, c.Title, c.Detail = None, id, m.doneWords(c), ""
		} else if c.Object == PermissionSet && m.product.read && m.product.unread[c.ID] == nil {
			c.Detail = "" // the card is there
		}
		if _, set, _ := strings.Cut(c.Subject, "/"); strings.EqualFold(set, catalog.ForbiddenPermissionSet) {
			c.Blocked, c.Cause, c.Detail = true, cause.APIOperationUnsupported, catalog.ForbiddenPermissionSet+" can't be given to an app"
		}
		m.add(c)
	}
}

// dutyWords are a duty's title, and what it does and how far it reaches.
func (m *maker) dutyWords(c Change) (title, detail string) {
	switch c.Object {
	case RoleAssignment:
		role := m.Desired.platformRole()
		return "Give the app the role " + role.Name, "It may " + role.Purpose + ", " + scopeWords(m.Desired.Scope)
	case ManagementApp:
		return "Register the app as a management application", "It then has the reach of a Power Platform Administrator in the whole tenant; this can't be narrowed"
	case AdminCenterApp:
		return "Authorize the app in Business Central's admin center", "The app may manage environments, as far as its permissions go"
	case PermissionSet:
		environment, set, _ := strings.Cut(c.Subject, "/")
		return "Give the app the permission set " + set + " in " + environment, "Once its card is there: no API adds it"
	case Application, ServicePrincipal, APIServicePrincipal, Password, Certificate, FederatedCredential, DelegatedGrant, AppRoleAssignment:
	}
	return "", ""
}

// doneWords are the title of a duty that is done.
func (m *maker) doneWords(c Change) string {
	switch c.Object {
	case RoleAssignment:
		return "The app has the role " + m.Desired.platformRole().Name + " " + scopeWords(m.Desired.Scope)
	case ManagementApp:
		return "The app is registered as a management application"
	case AdminCenterApp:
		return "The app is authorized in Business Central's admin center"
	case PermissionSet:
		environment, set, _ := strings.Cut(c.Subject, "/")
		return "The app has the permission set " + set + " in " + environment
	case Application, ServicePrincipal, APIServicePrincipal, Password, Certificate, FederatedCredential, DelegatedGrant, AppRoleAssignment:
	}
	return c.Title
}

func scopeWords(scope string) string {
	kind, id, named := strings.Cut(scope, ":")
	if !named {
		return "in the whole tenant"
	}
	return "in " + map[string]string{"environment": "environment ", "group": "the environments of group "}[kind] + id + " alone"
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
