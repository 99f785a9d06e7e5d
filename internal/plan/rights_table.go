package plan

import "appreg/internal/catalog"

// right is what it takes to make a change: a directory role of the person, or to own the registration, and a permission of
// the token. One of each list is enough; the least comes first.
type right struct {
	roles    []catalog.Role
	owner    bool    // its owners may
	members  Allowed // whoever may register apps may too: No, Yes, or Unknown where Microsoft's documents differ
	scopes   []string
	appRoles []string
	own      string // an app role that is enough for what the app made or owns
}

const (
	everything = "Directory.AccessAsUser.All" // as far as the person's roles go
	writeAll   = "Application.ReadWrite.All"
	writeOwn   = "Application.ReadWrite.OwnedBy"
)

// rightFor says what a change takes. Sources: Microsoft Graph permissions reference; Least privileged roles by task; Create
// or update serviceprincipal.
func rightFor(object Object, action Action) right {
	if row := dutyOf(object); row != nil {
		return right{roles: row.roles(), members: No}
	}
	application := right{
		roles: catalog.RegistrationRoles(), owner: true, members: No,
		scopes: []string{writeAll, "Directory.ReadWrite.All", everything}, appRoles: []string{writeAll}, own: writeOwn,
	}
	switch object {
	case Application:
		if action == Create {
			application.owner, application.members = false, Yes
			application.scopes = append([]string{"AppRegistration.Create"}, application.scopes...)
			application.appRoles, application.own = []string{"AppRegistration.Create", writeOwn, writeAll}, ""
		}
		return application
	case Password, Certificate, FederatedCredential:
		if action == Create {
			application.members = Unknown // owners of what they just made
		}
		return application
	case ServicePrincipal:
		application.owner, application.members = false, Unknown
		application.appRoles, application.own = []string{writeOwn, writeAll}, ""
		return application
	case APIServicePrincipal:
		application.roles, application.owner = catalog.EnterpriseRoles(), false
		application.appRoles, application.own = []string{writeOwn, writeAll}, ""
		return application
	case DelegatedGrant:
		return right{
			roles: catalog.ConsentRoles(), members: No, scopes: []string{"DelegatedPermissionGrant.ReadWrite.All", everything},
			appRoles: []string{"DelegatedPermissionGrant.ReadWrite.All"},
		}
	case AppRoleAssignment:
		return right{
			roles: catalog.ConsentRoles(), members: No, scopes: []string{"AppRoleAssignment.ReadWrite.All", everything},
			appRoles: []string{"AppRoleAssignment.ReadWrite.All"},
		}
	}
	return right{members: No}
}
