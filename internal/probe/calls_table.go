package probe

import "appreg/internal/catalog"

// calls are all calls, after facts/entra.md 1.2 and facts/catalog.json (probe). For Lifecycle Services the call about
// the project stands first: it is made in place of the other.
func calls() []call {
	const (
		bap           = "/providers/Microsoft.BusinessAppPlatform"
		companies     = "/v2.0/{tenant}/{environment}/api/v2.0/companies"
		environmentBC = "/environments/v1.2"
	)
	return []call{
		{
			api: catalog.LCS, who: user, about: project,
			path:    "/databasemovement/v1/databases/project/{project}",
			headers: []header{{"x-ms-version", "2017-09-15"}},
			success: lcsEnvelope, thing: "fields", rights: []string{"user_impersonation"},
			documented: true, proves: "The user may read the project's database backups",
			duty: catalog.DutyProjectMembership, source: "Database movement API, List database backups",
		},
		{
			api: catalog.LCS, who: user,
			path:    "/box/fileasset/GetSharedAssets?fileType=10",
			headers: []header{{"x-ms-version", "2017-09-15"}},
			success: lcsEnvelope, thing: "fields", rights: []string{"user_impersonation"},
			give: "--project", untested: "Membership of a project was not tested: give --project",
			duty: catalog.DutyProjectMembership, source: "observed: d365fo.tools",
		},
		{
			api: catalog.PowerPlatform, who: user,
			path:    "/environmentmanagement/environments?api-version=2024-10-01",
			success: collection, thing: "environments", rights: []string{"EnvironmentManagement.Environments.Read"},
			documented: true, proves: "The user may list the environments",
			duty: catalog.DutyUserRights, source: "Power Platform API, Authentication",
		},
		{
			api: catalog.PowerPlatform, who: application,
			path:    "/environmentmanagement/environments?api-version=2024-10-01",
			success: collection, thing: "environments",
			documented: true, proves: "The application has a role or is a management application: it may list the environments",
			duty: catalog.DutyRoleAssignment, source: "Power Platform, Tutorial: Assign RBAC roles to service principals",
		},
		{
			api: catalog.PowerApps, who: user,
			path:    bap + "/environments?api-version=2020-10-01",
			success: collection, thing: "environments", rights: []string{"User"},
			proves: "The user may list the environments",
			duty:   catalog.DutyUserRights, source: "observed: CLI for Microsoft 365",
		},
		{
			api: catalog.PowerApps, who: application,
			path:    bap + "/scopes/admin/environments?api-version=2020-10-01",
			success: collection, thing: "environments",
			documented: true, proves: "The application is registered as a management application",
			duty: catalog.DutyManagementApp, source: "Power Platform, List environments; Create a service principal application using API",
		},
		{
			api: catalog.BusinessCentral, who: user,
			path:    environmentBC,
			success: collection, thing: "environments", rights: []string{"Financials.ReadWrite.All", "user_impersonation"},
			documented: true, give: "--environment", untested: "Rights in an environment were not tested: give --environment",
			duty: catalog.DutyUserRights, source: "Business Central, Get a list of environments",
		},
		{
			api: catalog.BusinessCentral, who: application,
			path:    environmentBC,
			success: collection, thing: "environments", rights: []string{"API.ReadWrite.All", "Automation.ReadWrite.All", "app_access"},
			give: "--environment", untested: "The application card was not tested: give --environment",
			duty: catalog.DutyAppCard, source: "Business Central, Get a list of environments; silent about applications",
		},
		{
			api: catalog.BusinessCentral, who: user, about: environment,
			path:    companies,
			success: collection, thing: "companies", rights: []string{"Financials.ReadWrite.All", "user_impersonation"},
			documented: true, proves: "The user may read the companies",
			duty: catalog.DutyUserRights, source: "Business Central API v2.0, companies",
		},
		{
			api: catalog.BusinessCentral, who: application, about: environment,
			path:    companies,
			success: collection, thing: "companies", rights: []string{"API.ReadWrite.All"},
			documented: true, proves: "The application card is enabled and its permission sets let it read the companies",
			duty: catalog.DutyAppCard, source: "Business Central, Using Service-to-Service (S2S) Authentication",
		},
	}
}
