package steps

import "appreg/internal/catalog"

// applicationFields asks for tenant and client id. The tenant comes first, because every link then carries it.
func applicationFields(a Answers) []Field {
	tenant := Field{Key: KeyTenant, Kind: Text, Label: "Tenant", Flag: "--tenant", Example: "contoso.onmicrosoft.com", Check: CheckTenant,
		Help:   "The Directory (tenant) ID or a domain of the tenant. A paste of the whole Overview block fills in both fields.",
		Block:  overviewLine,
		Accept: acceptTenant}
	if partner(a) {
		tenant.Label = "Customer's tenant"
		tenant.Help = "The Directory (tenant) ID or a domain of the customer's tenant: tokens are asked for there, not in your own."
	}
	fields := []Field{tenant, {Key: KeyClientID, Kind: Text, Label: "Client ID", Flag: "--client-id", Example: "11111111-2222-3333-4444-555555555555",
		Help:   "The Application (client) ID of the Overview page, not the Object ID.",
		Block:  overviewLine,
		Accept: acceptClientID}}
	if a.API() == catalog.BusinessCentral && a.Flow() != "" && !a.Flow().SignsInUser() {
		fields = append(fields, Field{Key: KeyRedirectURI, Kind: Text, Label: "Redirect URI", Optional: true, Example: redirectExample(a),
			Help:   "Only if consent is to be granted from Business Central's web client. It must match the address in the browser.",
			Accept: acceptRedirect})
	}
	return fields
}
