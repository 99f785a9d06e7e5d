package cause

// The resource: the API as Entra knows it.
const (
	ResourceSPMissing     Label = "resource_sp_missing"
	ResourceURIWrong      Label = "resource_uri_wrong"
	ResourceNotSubscribed Label = "resource_not_subscribed"
	ResourceDisabled      Label = "resource_disabled"
)

var resourceRows = []Row{
	{
		Label: ResourceSPMissing, At: AtPermissions, Page: PagePermissions,
		Title:   "{ThePortalName} isn't in this tenant yet",
		Meaning: "Tenant {tenant} has no service principal for the API: nobody has used the product there yet. The portal's list of APIs doesn't show it either.",
		Where:   "Tenant {tenant}: the API's service principal",
		Steps: []string{
			"As an admin, run the command below to create it.",
			"Then add the API to the app: **API permissions** > **Add a permission** > **APIs my organization uses** > {resource}.",
			"For Business Central, starting a trial in the tenant does the same.",
		},
		Command: "az ad sp create --id {resource}",
		Admin:   "please create the service principal of {portalName} in tenant {tenant}: az ad sp create --id {resource} (or New-MgServicePrincipal -AppId {resource}). Requires Cloud Application Administrator.",
	},
	{
		Label: ResourceURIWrong, At: AtPermissions, Page: PagePermissions,
		Title:   "The API's address is misspelled",
		Meaning: "Entra knows no API with the address in the scope. Common causes: a typo, http instead of https, an extra path or port, double encoding, your app's own address, or another product's.",
		Where:   "The scope in your configuration",
		Steps: []string{
			"Compare the address in the answer letter by letter with this scope: {scope}",
			"Keep both slashes in //.default. They're intentional.",
			"If it's right, the API may not be in this tenant: az ad sp create --id {resource} creates it.",
		},
		Command: "az ad sp show --id {resource} --query servicePrincipalNames",
	},
	{
		Label: ResourceNotSubscribed, At: AtPermissions, Page: PagePermissions,
		Title:   "{TheTenant} has no subscription for {portalName}",
		Meaning: "A permission of the app belongs to a service that tenant {tenant} hasn't subscribed to or set up.",
		Where:   "App registrations > your app > API permissions; Microsoft 365 admin center > Billing",
		Steps: []string{
			"Find the permission of a product that the tenant doesn't have. Remove it and grant consent again.",
			"If you want the product, add its license or trial, then create its service principal.",
		},
		Command: "az ad sp create --id {resource}",
		Admin:   "app {clientID} needs {portalName} ({resource}) in tenant {tenant}, which isn't set up there. Please add the license or trial, or create its service principal.",
	},
	{
		Label: ResourceDisabled, At: AtPermissions, Page: PageEnterpriseList,
		Title:   "{ThePortalName} is disabled in this tenant",
		Meaning: "The API's enterprise application is disabled: a subscription ended, or an admin disabled it.",
		Where:   "Enterprise applications > the API (application type: Microsoft Applications) > Properties",
		Steps: []string{
			"Search for the ID in the answer. Remove the filter on application type.",
			"Set **Enabled for users to sign-in** to **Yes** and save.",
			"If a license ended, renew it first.",
		},
		Command: "az ad sp update --id {resource} --set accountEnabled=true",
		Admin:   "please enable the enterprise application of {portalName} ({resource}) in tenant {tenant}, or renew its license.",
	},
}
