package tenantsim

import "appreg/internal/catalog"

// azure is Azure Resource Manager, for which Azure CLI signs in. It is none of the catalogue's APIs.
const azure catalog.API = "azure"

func azureResource() resource {
	const id = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
	return resource{appID: id, api: azure, identifiers: []string{id, "https://management.core.windows.net", "https://management.azure.com"},
		delegated: []catalog.Permission{{Name: "user_impersonation", ID: "41094075-9dad-400e-a0bd-54e686782033", Purpose: "manage Azure as the user who signs in"}}}
}

const azureCLIClient = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

// azureCLI is Microsoft's own client, which every tenant knows and which needs no consent. Its registration is not in the
// tenant, its service principal is. Policies are not among what it may read through Microsoft Graph.
func azureCLI() *App {
	return &App{ClientID: azureCLIClient, Name: "Microsoft Azure CLI", Native: true, Registration: Registration{foreign: true},
		RedirectURIs: []string{"http://localhost"}, Consents: map[catalog.API][]string{
			azure: {"user_impersonation"},
			graph: {"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "Directory.AccessAsUser.All", "User.Read.All"},

			catalog.PowerApps:       {"User"},
			catalog.PowerPlatform:   {environmentsScope, roleReadScope, roleWriteScope},
			catalog.BusinessCentral: {"user_impersonation", "Financials.ReadWrite.All"},
		}}
}

// azureRoutes are what Azure CLI asks after a sign-in. Nobody has a subscription here.
func azureRoutes() []route {
	manager := &product{[]catalog.API{azure}, wrapped}
	return []route{
		manager.route("GET /subscriptions", func(*call) reply { return list[any]() }),
		manager.route("GET /tenants", func(c *call) reply {
			return list(map[string]string{"id": "/tenants/" + c.tenant.ID, "tenantId": c.tenant.ID, "displayName": c.tenant.Name})
		}),
	}
}
