package tenantsim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

func appRoleEndpoints() []graphEndpoint {
	const to, of = "{principal}/appRoleAssignedTo", "{principal}/appRoleAssignments"
	onResource := func(a assignment, p principal) bool { return a.resource.id == p.id }
	toPrincipal := func(a assignment, p principal) bool { return a.client.id == p.id }
	return []graphEndpoint{
		{"GET " + to, ofPrincipal(readDirectory(), listAssignments(onResource))},
		{"GET " + of, ofPrincipal(readDirectory(), listAssignments(toPrincipal))},
		{"POST " + to, createAssignment},
		{"POST " + of, createAssignment},
		{"DELETE " + to + "/{assignment}", deleteAssignment},
		{"DELETE " + of + "/{assignment}", deleteAssignment},
	}
}

// assignment is an app role of a resource that a service principal has, or the access of a user to an app.
type assignment struct {
	client   principal // who has it; a user's is named by id alone
	user     *User
	resource principal
	role     string // its id
	name     string // empty for a user's
}

// assignments returns all app role assignments of the tenant, in a stable order.
func (c graphCall) assignments() []assignment {
	var all []assignment
	for _, a := range c.tenant.Apps {
		if a.NoServicePrincipal {
			continue
		}
		self := principal{id: c.tenant.principalID(a), app: a}
		for _, api := range sortedAPIs(a.Roles) {
			r := c.resourceOf(api)
			on := principal{id: servicePrincipalID(c.tenant.ID, r.appID), api: r}
			for _, name := range a.Roles[api] {
				p, _ := permissionNamed(r.roles, name)
				all = append(all, assignment{self, nil, on, p.ID, name})
			}
		}
		for _, upn := range a.Assigned {
			if u := c.tenant.User(upn); u != nil {
				all = append(all, assignment{principal{id: c.tenant.userID(u)}, u, self, uuid.Nil.String(), ""})
			}
		}
	}
	return all
}

func (c graphCall) assignmentObject(a assignment) object {
	o := object{"principalId": a.client.id, "principalType": "ServicePrincipal", "resourceId": a.resource.id, "resourceDisplayName": a.resource.name(),
		"appRoleId": a.role, "createdDateTime": graphTime(c.Now()), "deletedDateTime": nil,
		"id": strings.ReplaceAll(StableID("assignment", a.client.id, a.resource.id, a.role), "-", "")}
	if a.user != nil {
		o["principalType"], o["principalDisplayName"] = "User", a.user.Name
		return o
	}
	o["principalDisplayName"] = a.client.name()
	return o
}

func listAssignments(about func(assignment, principal) bool) func(graphCall, principal) reply {
	return func(c graphCall, p principal) reply {
		all := []object{}
		for _, a := range c.assignments() {
			if about(a, p) {
				all = append(all, c.assignmentObject(a))
			}
		}
		return c.many("appRoleAssignments", all, nil)
	}
}

// assignmentBody is what can be written of an assignment.
type assignmentBody struct {
	PrincipalID string `json:"principalId"`
	ResourceID  string `json:"resourceId"`
	AppRoleID   string `json:"appRoleId"`
}

// createAssignment gives a service principal a role of a resource, which is consent to an application permission, or a user
// access to an app.
func createAssignment(c graphCall) reply {
	var body assignmentBody
	if no := c.readBody(&body); no != nil {
		return c.refuseWith(no)
	}
	on, there := c.principalOf(body.ResourceID, "")
	if no := c.judge(grantRoles(on.api), nil); no != nil {
		return c.refuseWith(no)
	}
	a, no := c.readAssignment(body, on, there)
	if no != nil {
		return c.refuseWith(no)
	}
	late, shape := a.client.app != nil && !a.client.seen(), c.tenant.Rules.Replication.Shape
	switch {
	case late && shape == ShapePlain:
		return c.refuseWith(badRequest("Not a valid reference update."))
	case late && shape == ShapeMisleading:
		return c.refuseWith(resourceNotFound(a.client.id))
	case slices.ContainsFunc(c.assignments(), func(other assignment) bool {
		return c.assignmentObject(other)["id"] == c.assignmentObject(a)["id"]
	}):
		return c.refuseWith(badRequest("Permission being assigned already exists on the object", apiDetail{"InvalidUpdate", "Permission being assigned already exists on the object", "appRoleAssignment"}))
	}
	if a.user != nil {
		on.app.Assigned = append(slices.Clone(on.app.Assigned), a.user.UPN)
	} else {
		a.client.app.consentedLate(on.api.api, c.tenant.Rules.Replication.Consents)
		a.client.app.Roles = with(a.client.app.Roles, on.api.api, []string{a.name})
	}
	if late {
		return c.refuseWith(resourceNotFound(a.client.id))
	}
	return c.one("appRoleAssignments", http.StatusCreated, c.assignmentObject(a))
}

func (c graphCall) readAssignment(body assignmentBody, on principal, there bool) (assignment, *apiRefusal) {
	if u := found(c.tenant.Users, func(u *User) bool { return strings.EqualFold(c.tenant.userID(u), body.PrincipalID) }); u != nil && on.app != nil {
		return assignment{principal{id: c.tenant.userID(u)}, u, on, uuid.Nil.String(), ""}, nil
	}
	client, known := c.principalOf(body.PrincipalID, "")
	role, ok := permissionNamed(on.api.roles, body.AppRoleID)
	switch {
	case !there || !known || client.app == nil:
		return assignment{}, badRequest("Not a valid reference update.")
	case !ok || !isGUID(body.AppRoleID):
		return assignment{}, badRequest("Permission being assigned was not found on application")
	}
	return assignment{client, nil, on, role.ID, role.Name}, nil
}

func deleteAssignment(c graphCall) reply {
	for _, a := range c.assignments() {
		if c.assignmentObject(a)["id"] != c.words["assignment"] {
			continue
		}
		if no := c.judge(grantRoles(a.resource.api), nil); no != nil {
			return c.refuseWith(no)
		}
		if a.user != nil {
			a.resource.app.Assigned = slices.DeleteFunc(slices.Clone(a.resource.app.Assigned), func(upn string) bool { return strings.EqualFold(upn, a.user.UPN) })
			return empty()
		}
		roles := cloned(a.client.app.Roles)
		roles[a.resource.api.api] = slices.DeleteFunc(slices.Clone(roles[a.resource.api.api]), func(name string) bool { return name == a.name })
		a.client.app.Roles = roles
		return empty()
	}
	return c.refuseWith(resourceNotFound(c.words["assignment"]))
}
