package diagnose

// The resource: the API as Entra knows it.
var resourceCauses = []causeRow{
	{
		cause:   "resource_sp_missing",
		title:   "The API is not present in this tenant",
		meaning: "The API's service principal does not exist in tenant {tenant}: nobody has used the product there yet. For the same reason it is missing in the portal's list of APIs.",
		where:   "Tenant {tenant}: the API's service principal",
		steps: []string{
			"As an administrator, create it with the command below.",
			"Then add the API to the app: API permissions > Add a permission > APIs my organization uses > {resource}.",
			"For Business Central, signing up for a trial in the tenant does the same.",
		},
		command: "az ad sp create --id {resource}",
		page:    pagePermissions,
		admin:   "please create the service principal of {portalName} in tenant {tenant}: az ad sp create --id {resource} (or New-MgServicePrincipal -AppId {resource}). Cloud Application Administrator suffices.",
	},
	{
		cause:   "resource_uri_wrong",
		title:   "The API asked for is misspelt",
		meaning: "Entra knows no API under the address in the scope. A typing error, http in place of https, an extra path or port, double encoding, the app's own address, or another product's does that.",
		where:   "The scope in your configuration",
		steps: []string{
			"Compare the address printed in the answer letter by letter with this scope: {scope}",
			"Keep its slashes as they are: a double slash before .default is meant.",
			"If it is right, the API may not be present in this tenant: az ad sp create --id {resource} creates it.",
		},
		command: "az ad sp show --id {resource} --query servicePrincipalNames",
		page:    pagePermissions,
	},
	{
		cause:   "resource_not_subscribed",
		title:   "The tenant has no subscription for the API's service",
		meaning: "A permission on the app belongs to a service that tenant {tenant} has not taken out, or that is not set up there.",
		where:   "App registrations > your app > API permissions; Microsoft 365 admin center > Billing",
		steps: []string{
			"Look for a permission of a product that the tenant does not have; remove it and grant consent again.",
			"If the product is wanted, have its licence or trial added, then create its service principal.",
		},
		command: "az ad sp create --id {resource}",
		page:    pagePermissions,
		admin:   "app {clientID} needs {portalName} ({resource}) in tenant {tenant}, which is not set up there. Please add the licence or trial, or create its service principal.",
	},
	{
		cause:   "resource_disabled",
		title:   "The API is switched off in this tenant",
		meaning: "The API's enterprise application is disabled: a subscription has lapsed, or an administrator switched it off.",
		where:   "Enterprise applications > the API (application type: Microsoft Applications) > Properties",
		steps: []string{
			"Search for the id printed in the answer; remove the filter on application type.",
			"Set Enabled for users to sign-in to Yes and save.",
			"If a licence has lapsed, renew it first.",
		},
		command: "az ad sp update --id {resource} --set accountEnabled=true",
		page:    pageEnterpriseList,
		admin:   "please enable the enterprise application of {portalName} ({resource}) in tenant {tenant}, or renew its licence.",
	},
}
