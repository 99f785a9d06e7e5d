package catalog

import "strings"

// Role is a role that somebody or something can be given.
type Role struct {
	Name    string
	ID      string // directory roles: the role template id, as the wids claim holds it; Power Platform: the role definition id
	Purpose string // what it allows, in one phrase
}

// Short is a Power Platform role's name for a flag: its last word.
func (r Role) Short() string {
	words := strings.Fields(r.Name)
	if len(words) == 0 {
		return ""
	}
	return strings.ToLower(words[len(words)-1])
}

// The directory roles. Source of the ids: merill/microsoft-info.
func globalAdministrator() Role {
	return Role{"Global Administrator", "62e90394-69f5-4237-9190-012177145e10", "everything; use a smaller role where you can"}
}

func applicationAdministrators() []Role {
	return []Role{
		{"Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7", "manage app registrations and enterprise applications"},
		{"Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "manage app registrations, enterprise applications and application proxy"},
	}
}

// RegistrationRoles returns the directory roles that suffice to register an application where ordinary users may not,
// the smallest first.
func RegistrationRoles() []Role {
	developer := Role{"Application Developer", "cf1c38e5-3621-4004-a7cb-879624dced7c", "register applications of one's own"}
	return append(append([]Role{developer}, applicationAdministrators()...), globalAdministrator())
}

// ConsentRoles returns the directory roles that suffice to consent for the whole tenant to these APIs, the
// smallest first. Source: Grant tenant-wide admin consent to an application.
func ConsentRoles() []Role {
	privileged := Role{"Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814", "consent to any permission of any API"}
	return append(applicationAdministrators(), privileged, globalAdministrator())
}

// EnterpriseRoles returns the directory roles that suffice to create the enterprise application of an API that the tenant
// lacks, the smallest first. Source: Microsoft Graph, Upsert servicePrincipal.
func EnterpriseRoles() []Role { return append(applicationAdministrators(), globalAdministrator()) }

// PowerPlatformAdministrators returns the directory roles that suffice to give an application rights in Power Platform.
// Source: Power Platform, Create a service principal application using API; Role-based access control.
func PowerPlatformAdministrators() []Role {
	return []Role{
		{"Power Platform Administrator", "11648597-926c-4cf3-9c36-bcebb0ba8dcc", "manage Power Platform"},
		globalAdministrator(),
	}
}

// BusinessCentralAdministrators returns the directory role that manages Business Central environments.
func BusinessCentralAdministrators() []Role {
	return []Role{
		{"Dynamics 365 Business Central Administrator", "963797fb-eb3b-4cde-8ce3-5878b3f32a3f", "manage Business Central environments"},
		globalAdministrator(),
	}
}

// PowerPlatformRoles returns the roles of Power Platform itself that an application can be given, the least first.
// Source: Power Platform, Role-based access control (preview). The portal writes the names as they are here.
func PowerPlatformRoles() []Role {
	return []Role{
		{"Power Platform reader", "c886ad2e-27f7-4874-8381-5849b8d8a090", "read all resources"},
		{"Power Platform contributor", "ff954d61-a89a-4fbe-ace9-01c367b89f87", "manage all resources, but not who has which role"},
		{"Power Platform owner", "0cb07c69-1631-4725-ab35-e59e001c51ea", "manage all resources and who has which role"},
		{"Power Platform role-based access control administrator", "95e94555-018c-447b-8691-bdac8e12211e", "manage who has which role"},
	}
}
