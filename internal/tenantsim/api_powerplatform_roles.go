package tenantsim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
)

// withRoleRight answers administrators of Power Platform whose token holds a delegated permission, and applications that
// administer its roles.
func withRoleRight(permission string, answer func(*call) reply) func(*call) reply {
	return func(c *call) reply {
		switch {
		case !c.administers() && !c.administersRoles():
			return c.denyRight("InsufficientPrincipalPermissions", "Principal missing required permissions", permission)
		case c.user != nil && !c.bearer.may(permission, roleWriteScope):
			return c.denyRight("InsufficientDelegatedPermissions", "Application missing required delegated permissions", permission)
		}
		return answer(c)
	}
}

// administersRoles reports whether an application has the last of the roles, the one that administers them, in the tenant.
func (c *call) administersRoles() bool {
	roles := catalog.PowerPlatformRoles()
	return c.user == nil && slices.Contains(c.app.PlatformRoles, PlatformRole{Role: roles[len(roles)-1].ID})
}

// reaches reports whether the bearer has a role in an environment: everybody but an application that has roles in others
// alone. The tenant's group of environments holds them all but the default one.
func (c *call) reaches(id string) bool {
	if c.user != nil || len(c.app.PlatformRoles) == 0 || c.app.ManagementApp && !c.tenant.RolesOnly {
		return true
	}
	return slices.ContainsFunc(c.app.PlatformRoles, func(r PlatformRole) bool {
		grouped := id != c.tenant.environmentID(platformEnvironments[0]) && r.Scope == "environmentGroups/"+c.tenant.EnvironmentGroup()
		return r.Scope == "" || r.Scope == "environments/"+id || grouped
	})
}

// EnvironmentGroup is the id of the tenant's group of environments in Power Platform.
func (t *Tenant) EnvironmentGroup() string { return StableID("environment group", t.ID) }

// EnvironmentIDs are the ids of the tenant's environments in Power Platform, the default one first.
func (t *Tenant) EnvironmentIDs() []string {
	var ids []string
	for _, name := range platformEnvironments {
		ids = append(ids, t.environmentID(name))
	}
	return ids
}

func listRoleDefinitions(*call) reply {
	var all []any
	for _, role := range catalog.PowerPlatformRoles() {
		all = append(all, map[string]any{"roleDefinitionId": role.ID, "roleDefinitionName": role.Name, "permissions": []string{role.Purpose}})
	}
	return list(all...)
}

// roleAssignment is one of the tenant's assignments (Tutorial: Assign RBAC roles to service principals, preview).
type roleAssignment struct {
	ID                string  `json:"roleAssignmentId,omitempty"`
	RoleDefinitionID  string  `json:"roleDefinitionId"`
	PrincipalObjectID string  `json:"principalObjectId"`
	PrincipalType     string  `json:"principalType"`
	Scope             string  `json:"scope"`
	CreatorType       string  `json:"createdByPrincipalType,omitempty"`
	Creator           string  `json:"createdByPrincipalObjectId,omitempty"`
	Created           string  `json:"createdOn,omitempty"`
	Expires           *string `json:"expiresOn"`
}

func (c *call) assignmentOf(a *App, role PlatformRole) roleAssignment {
	scope := "/tenants/" + c.tenant.ID
	if role.Scope != "" {
		scope += "/" + role.Scope
	}
	return roleAssignment{
		ID: StableID("assignment", c.tenant.principalID(a), role.Role, scope), RoleDefinitionID: role.Role, PrincipalObjectID: c.tenant.principalID(a),
		PrincipalType: "ApplicationUser", Scope: scope, CreatorType: "User", Creator: c.bearer.ObjectID, Created: c.Now().UTC().Format(time.RFC3339),
	}
}

// pathScope is the scope that the path is about, as an assignment holds it.
func (c *call) pathScope() string {
	switch {
	case c.words["environment"] != "":
		return "environments/" + strings.ToLower(c.words["environment"])
	case c.words["group"] != "":
		return "environmentGroups/" + strings.ToLower(c.words["group"])
	}
	return ""
}

// judgeScope refuses an environment or a group that the tenant does not have.
func (c *call) judgeScope() *apiRefusal {
	environment, group := c.words["environment"], c.words["group"]
	switch {
	case environment != "" && !containsFold(c.tenant.EnvironmentIDs(), environment):
		return &apiRefusal{status: http.StatusBadRequest, code: "EnvironmentIdInvalid", message: "The environment id '" + environment + "' is not valid."}
	case group != "" && !strings.EqualFold(group, c.tenant.EnvironmentGroup()):
		return &apiRefusal{status: http.StatusBadRequest, code: "EnvironmentGroupIdInvalid", message: "The environment group id '" + group + "' is not valid."}
	}
	return nil
}

func listRoleAssignments(c *call) reply {
	if no := c.judgeScope(); no != nil {
		return c.deny(*no)
	}
	var all []roleAssignment
	for _, a := range c.tenant.Apps {
		for _, role := range a.PlatformRoles {
			if role.Scope == c.pathScope() {
				all = append(all, c.assignmentOf(a, role))
			}
		}
	}
	return list(all...)
}

// assignRole assigns a role to the service principal that the body names: the object id of the enterprise application,
// not the client id or the object id of the registration. The answer's status is assumed, and so is the refusal of a second
// assignment of the same.
func assignRole(c *call) reply {
	var wanted roleAssignment
	_ = json.NewDecoder(c.http.Body).Decode(&wanted) // a body that is no JSON names no role
	known := slices.ContainsFunc(catalog.PowerPlatformRoles(), func(r catalog.Role) bool { return strings.EqualFold(r.ID, wanted.RoleDefinitionID) })
	a := c.tenant.appOfPrincipal(wanted.PrincipalObjectID)
	role := PlatformRole{strings.ToLower(wanted.RoleDefinitionID), c.pathScope()}
	no := c.judgeScope()
	switch {
	case no != nil:
		return c.deny(*no)
	case a == nil || wanted.PrincipalType != "ApplicationUser":
		return c.refuse(http.StatusBadRequest, "PrincipalNotFound", "The principal is not in the tenant.")
	case !known || !strings.EqualFold(wanted.Scope, c.assignmentOf(a, role).Scope):
		return c.refuse(http.StatusBadRequest, "BadRequest", "The role definition or the scope is not valid.")
	case slices.Contains(a.PlatformRoles, role):
		return c.refuse(http.StatusConflict, "RoleAssignmentExists", "The role assignment already exists.")
	}
	a.PlatformRoles = append(slices.Clone(a.PlatformRoles), role)
	return reply{status: http.StatusCreated, body: c.assignmentOf(a, role)}
}

func removeRole(c *call) reply {
	for _, a := range c.tenant.Apps {
		for i, role := range a.PlatformRoles {
			if strings.EqualFold(c.assignmentOf(a, role).ID, c.words["assignment"]) && role.Scope == c.pathScope() {
				a.PlatformRoles = slices.Delete(slices.Clone(a.PlatformRoles), i, i+1)
				return reply{}
			}
		}
	}
	return c.refuse(http.StatusNotFound, "RoleAssignmentNotFound", "The role assignment does not exist.")
}
