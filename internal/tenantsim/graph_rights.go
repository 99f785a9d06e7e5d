package tenantsim

import (
	"net/http"
	"slices"
)

// right says who may do something in Microsoft Graph. For a user, a scope of the token and what the directory says about
// the person must both allow it; for an application a role of the token alone.
type right struct {
	scopes    []string // of a user's token; one is enough
	roles     []string // of an application's token, whatever it is about
	ownRoles  []string // of an application's token, for what it owns
	directory []string // directory roles of the user; one is enough
	owner     bool     // owners need no directory role
	member    bool     // nobody needs one
}

// Directory roles by what they suffice for. Sources: docs/sources.md, "Microsoft Graph".
var (
	appAdmins     = []string{CloudApplicationAdministrator, ApplicationAdministrator, GlobalAdministrator}
	restorers     = []string{HybridIdentityAdministrator, CloudApplicationAdministrator, ApplicationAdministrator, GlobalAdministrator}
	consenters    = []string{PrivilegedRoleAdministrator, CloudApplicationAdministrator, ApplicationAdministrator, GlobalAdministrator}
	graphGranters = []string{PrivilegedRoleAdministrator, GlobalAdministrator}
)

const (
	readWriteAll = "Application.ReadWrite.All"
	accessAsUser = "Directory.AccessAsUser.All"
	ownedBy      = "Application.ReadWrite.OwnedBy"
	writeGrants  = "DelegatedPermissionGrant.ReadWrite.All"
	writeRoles   = "AppRoleAssignment.ReadWrite.All"
)

func readDirectory() right {
	all := []string{"Application.Read.All", readWriteAll, "Directory.Read.All", "Directory.ReadWrite.All"}
	return right{scopes: append(slices.Clone(all), accessAsUser), roles: append(slices.Clone(all), ownedBy), member: true}
}

// createApps: whether an ordinary user may is the tenant's setting.
func (t *Tenant) createApps() right {
	const create = "AppRegistration.Create"
	return right{scopes: []string{create, readWriteAll, "Directory.ReadWrite.All", accessAsUser}, roles: []string{create, ownedBy, readWriteAll},
		directory: append([]string{ApplicationDeveloper}, appAdmins...), member: !t.Rules.UsersMayNotRegister}
}

func changeApp() right {
	return right{scopes: []string{readWriteAll, "Directory.ReadWrite.All", accessAsUser}, roles: []string{readWriteAll},
		ownRoles: []string{ownedBy}, directory: appAdmins, owner: true}
}

// restoreApp suffices for what was deleted, and for a service principal of somebody else's application.
func restoreApp() right {
	return right{scopes: []string{readWriteAll, "Directory.ReadWrite.All"}, roles: []string{readWriteAll}, directory: restorers}
}

func addAPI() right {
	return right{scopes: []string{readWriteAll}, roles: []string{readWriteAll}, directory: appAdmins}
}

func readGrants() right {
	all := []string{"DelegatedPermissionGrant.Read.All", writeGrants, "Directory.Read.All", "Directory.ReadWrite.All"}
	return right{scopes: append(slices.Clone(all), accessAsUser), roles: all, member: true}
}

func grantScopes() right {
	return right{scopes: []string{writeGrants}, roles: []string{writeGrants}, directory: consenters}
}

// grantRoles: for permissions of Microsoft Graph itself the application administrators do not suffice.
func grantRoles(of resource) right {
	r := right{scopes: []string{writeRoles}, roles: []string{writeRoles}, directory: consenters}
	if of.api == graph {
		r.directory = graphGranters
	}
	return r
}

func readPolicies() right {
	return right{scopes: []string{"Policy.Read.All"}, roles: []string{"Policy.Read.All"}, member: true}
}

func readSelf() right {
	return right{scopes: []string{"User.Read", "User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All", accessAsUser}, member: true,
		roles: []string{"User.Read.All", "Directory.Read.All"}}
}

// judge refuses who lacks a right; a is what it is about, nil where it is about no app.
func (c graphCall) judge(r right, a *App) *apiRefusal {
	owns := a != nil && c.owns(a)
	if c.user == nil {
		if c.bearer.may(r.roles...) || owns && c.bearer.may(r.ownRoles...) {
			return nil
		}
		return insufficient()
	}
	if c.bearer.may(r.scopes...) && (r.member || r.owner && owns || c.user.HasRole(r.directory...)) {
		return nil
	}
	return insufficient()
}

// owns reports whether the bearer owns an app registration.
func (c graphCall) owns(a *App) bool {
	if c.user == nil {
		return containsFold(a.Owners, c.app.ClientID)
	}
	return containsFold(a.Owners, c.user.UPN)
}

// refuseWith sends a refusal; nil is a mistake of the caller's.
func (c graphCall) refuseWith(no *apiRefusal) reply { return c.deny(*no) }

// guarded answers only those who have a right that is about no app.
func guarded(r right, answer func(graphCall) reply) func(graphCall) reply {
	return func(c graphCall) reply {
		if no := c.judge(r, nil); no != nil {
			return c.refuseWith(no)
		}
		return answer(c)
	}
}

// asUser refuses an application what only a user has.
func asUser(answer func(graphCall) reply) func(graphCall) reply {
	return func(c graphCall) reply {
		if c.user == nil {
			return c.refuse(http.StatusBadRequest, "BadRequest", "/me request is only valid with delegated authentication flow.")
		}
		return answer(c)
	}
}
