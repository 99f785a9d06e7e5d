package tenantsim

import (
	"net/http"

	"appreg/internal/catalog"
)

func powerPlatformRoutes() []route {
	platform := &product{[]catalog.API{catalog.PowerPlatform}, func(_ *call, no apiRefusal) any { return apiError{no.code, no.message, no.inner} }}
	routes := []route{
		platform.route("GET /environmentmanagement/environments", listEnvironments),
		platform.route("GET /authorization/roleDefinitions", listRoleDefinitions),
	}
	for _, scope := range []string{"", "/environments/{environment}", "/environmentGroups/{group}"} {
		all := "/authorization" + scope + "/roleAssignments"
		routes = append(routes,
			platform.route("GET "+all, withRoleRight(roleReadScope, listRoleAssignments)),
			platform.route("POST "+all, withRoleRight(roleWriteScope, assignRole)),
			platform.route("DELETE "+all+"/{assignment}", withRoleRight(roleWriteScope, removeRole)))
	}
	return routes
}

// The delegated permissions that listing environments needs (Power Platform API, Authentication), and those for roles.
const (
	environmentsScope = "EnvironmentManagement.Environments.Read"
	roleReadScope     = "Authorization.RoleAssignments.Read"
	roleWriteScope    = "Authorization.RoleAssignments.Write"
)

// listEnvironments answers users whose token holds the permission, and applications that have a role or, unless roles
// alone count, are management applications. Of an application that has roles in some environments alone, it lists those.
func listEnvironments(c *call) reply {
	switch {
	case c.app.Blocked:
		return c.denyBlocked()
	case c.user != nil && !c.bearer.may(environmentsScope):
		return c.denyRight("InsufficientDelegatedPermissions", "Application missing required delegated permissions", environmentsScope)
	case c.user != nil, len(c.app.PlatformRoles) > 0, c.app.ManagementApp && !c.tenant.RolesOnly:
	case c.tenant.RolesOnly:
		return c.denyRight("InsufficientPrincipalPermissions", "Principal missing required permissions", environmentsScope)
	default:
		return c.denyAdministration()
	}
	return c.environments(c.reaches, func(id, name string) any {
		return map[string]any{"id": id, "displayName": c.tenant.Name + " " + name, "tenantId": c.tenant.ID, "type": name, "geo": "Europe", "state": "Enabled"}
	})
}

func (c *call) denyRight(code, text, permission string) reply {
	return c.deny(apiRefusal{
		status: http.StatusForbidden, code: "Forbidden", message: "The caller is not authorized to perform the request.",
		inner: &apiError{Code: code, Message: "Authorization denied: " + text + ": [" + permission + "]"},
	})
}
