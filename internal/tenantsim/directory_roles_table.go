package tenantsim

import "slices"

// The directory roles of which something depends here, by the names that people know.
const (
	GlobalAdministrator           = "Global Administrator"
	CloudApplicationAdministrator = "Cloud Application Administrator"
	ApplicationAdministrator      = "Application Administrator"
	ApplicationDeveloper          = "Application Developer"
	PrivilegedRoleAdministrator   = "Privileged Role Administrator"
	HybridIdentityAdministrator   = "Hybrid Identity Administrator"
	PowerPlatformAdministrator    = "Power Platform Administrator"
	Dynamics365Administrator      = "Dynamics 365 Administrator"
	BusinessCentralAdministrator  = "Dynamics 365 Business Central Administrator"
)

// directoryRole is a role and its template id, which is the same in every tenant. Source: Microsoft Entra built-in roles.
type directoryRole struct{ name, template string }

var directoryRoles = []directoryRole{
	{GlobalAdministrator, "62e90394-69f5-4237-9190-012177145e10"},
	{CloudApplicationAdministrator, "158c047a-c907-4556-b7ef-446551a6b5f7"},
	{ApplicationAdministrator, "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"},
	{ApplicationDeveloper, "cf1c38e5-3621-4004-a7cb-879624dced7c"},
	{PrivilegedRoleAdministrator, "e8611ab8-c189-46e8-94e1-60213ab1f814"},
	{HybridIdentityAdministrator, "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2"},
	{PowerPlatformAdministrator, "11648597-926c-4cf3-9c36-bcebb0ba8dcc"},
	{Dynamics365Administrator, "44367163-eba1-44c3-98af-f5787879f96a"},
	{BusinessCentralAdministrator, "963797fb-eb3b-4cde-8ce3-5878b3f32a3f"},
}

// templatesOf returns the template ids of roles, in the order of the table.
func templatesOf(roles []string) []string {
	var ids []string
	for _, role := range directoryRoles {
		if slices.Contains(roles, role.name) {
			ids = append(ids, role.template)
		}
	}
	return ids
}

// HasRole reports whether the user holds one of the directory roles.
func (u *User) HasRole(roles ...string) bool {
	return slices.ContainsFunc(u.DirectoryRoles, func(held string) bool { return slices.Contains(roles, held) })
}
