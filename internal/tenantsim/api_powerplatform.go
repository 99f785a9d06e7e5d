package tenantsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// environmentsScope is the delegated permission that listing environments needs (Power Platform API, Authentication).
const environmentsScope = "EnvironmentManagement.Environments.Read"

// listEnvironments answers users whose token holds the permission, and applications that have a role or, unless roles
// alone count, are management applications.
func listEnvironments(s *Sim, c *apiCall) apiAnswer {
	switch {
	case c.app.Products.Blocked:
		return bareError.of(s, appBlocked(c))
	case c.user != nil && !slices.Contains(c.bearer.scopes, environmentsScope):
		return bareError.of(s, forbidden("InsufficientDelegatedPermissions",
			"Authorization denied: Application missing required delegated permissions: ["+environmentsScope+"]"))
	case c.user != nil, c.app.Products.Role != "", c.app.Products.ManagementApp && !c.tenant.Products.RolesOnly:
		return answered(platformEnvironments(c.tenant))
	case c.tenant.Products.RolesOnly:
		return bareError.of(s, forbidden("InsufficientPrincipalPermissions",
			"Authorization denied: Principal missing required permissions: ["+environmentsScope+"]"))
	default:
		return bareError.of(s, noManagementApp(c, "/environmentmanagement/environments?api-version=2024-10-01"))
	}
}

func forbidden(inner, detail string) *apiRefusal {
	return &apiRefusal{
		status: http.StatusForbidden, code: "Forbidden", message: "The caller is not authorized to perform the request.",
		inner: inner, detail: detail,
	}
}

// appBlocked is Dataverse's code for an application that an environment's access control keeps out (e167).
func appBlocked(c *apiCall) *apiRefusal {
	return &apiRefusal{
		status: http.StatusForbidden, code: "0x80095ffc",
		message: fmt.Sprintf("Access to Dataverse API is restricted for this application Id : '%s'.", c.bearer.clientID),
	}
}

func platformEnvironments(t *tenant) map[string]any {
	var list []any
	for _, name := range []string{"Default", "Development"} {
		list = append(list, map[string]any{
			"id": stableID("environment", t.ID, name), "displayName": t.Name + " " + name, "tenantId": t.ID,
			"type": name, "geo": "Europe", "state": "Enabled",
		})
	}
	return map[string]any{"value": list}
}

func listRoleDefinitions(_ *Sim, _ *apiCall) apiAnswer {
	var list []any
	for _, role := range catalog.PowerPlatformRoles() {
		list = append(list, map[string]any{"roleDefinitionId": role.ID, "roleDefinitionName": role.Name})
	}
	return answered(map[string]any{"value": list})
}

// roleAssignment is one of the tenant's assignments (Tutorial: Assign RBAC roles to service principals, preview).
type roleAssignment struct {
	ID                string `json:"roleAssignmentId,omitempty"`
	RoleDefinitionID  string `json:"roleDefinitionId"`
	PrincipalObjectID string `json:"principalObjectId"`
	PrincipalType     string `json:"principalType"`
	Scope             string `json:"scope"`
}

// servicePrincipalID is the object id of an application's enterprise application, as its token's oid holds it.
func servicePrincipalID(tenantID, clientID string) string {
	return stableID("service principal", tenantID, clientID)
}

func listRoleAssignments(s *Sim, c *apiCall) apiAnswer {
	if !c.administers() {
		return bareError.of(s, forbidden("InsufficientPrincipalPermissions", "Authorization denied: Principal missing required permissions: [Authorization.Roles.Read]"))
	}
	list := []roleAssignment{}
	for _, a := range c.tenant.apps {
		if a.Products.Role != "" {
			list = append(list, c.tenant.assignmentOf(a))
		}
	}
	return answered(map[string]any{"value": list})
}

func (t *tenant) assignmentOf(a *App) roleAssignment {
	return roleAssignment{
		ID: stableID("assignment", t.ID, a.ClientID), RoleDefinitionID: a.Products.Role,
		PrincipalObjectID: servicePrincipalID(t.ID, a.ClientID), PrincipalType: "ApplicationUser", Scope: "/tenants/" + t.ID,
	}
}

// assignRole gives a role to the service principal that the body names: the object id of the enterprise application,
// not the client id. The answer's status is assumed.
func assignRole(s *Sim, c *apiCall) apiAnswer {
	if !c.administers() {
		return bareError.of(s, forbidden("InsufficientPrincipalPermissions", "Authorization denied: Principal missing required permissions: [Authorization.Roles.Write]"))
	}
	var wanted roleAssignment
	known := func(id string) bool {
		return slices.ContainsFunc(catalog.PowerPlatformRoles(), func(r catalog.Role) bool { return strings.EqualFold(r.ID, id) })
	}
	if json.Unmarshal(c.body, &wanted) != nil || !known(wanted.RoleDefinitionID) || !strings.EqualFold(wanted.Scope, "/tenants/"+c.tenant.ID) {
		return bareError.of(s, &apiRefusal{status: http.StatusBadRequest, code: "BadRequest", message: "The role definition or the scope is not valid."})
	}
	for _, a := range c.tenant.apps {
		if strings.EqualFold(servicePrincipalID(c.tenant.ID, a.ClientID), wanted.PrincipalObjectID) {
			a.Products.Role = wanted.RoleDefinitionID
			return apiAnswer{status: http.StatusCreated, body: c.tenant.assignmentOf(a)}
		}
	}
	return bareError.of(s, &apiRefusal{status: http.StatusBadRequest, code: "PrincipalNotFound", message: "The principal is not in the tenant."})
}

// administers reports whether a Power Platform Administrator signed in as a user.
func (c *apiCall) administers() bool { return c.user != nil && c.user.Products.Administrator }
