package steps

// applicationFields asks for tenant and client id. The tenant comes first, because every link then carries it.
func applicationFields(env Env, a Answers) []Field {
	tenant := Field{Key: KeyTenant, Kind: Text, Label: "Tenant", Flag: "--tenant", Example: "contoso.onmicrosoft.com", Check: CheckTenant,
		Help:   "The Directory (tenant) ID or a domain of the tenant. A paste of the whole Overview block fills in both fields.",
		Block:  overviewLine,
		Accept: acceptTenant}
	if partner(a) {
		tenant.Label = "Customer's tenant"
		tenant.Help = "The Directory (tenant) ID or a domain of the customer's tenant: tokens are asked for there, not in your own."
	}
	if Creates(a) {
		tenant.Help = "The tenant that will hold it: a domain, or the Directory (tenant) ID."
		return append([]Field{tenant}, adminFields(env, a)...)
	}
	list := []Field{tenant, {Key: KeyClientID, Kind: Text, Label: "Client ID", Flag: "--client-id", Example: "11111111-2222-3333-4444-555555555555",
		Help:   "The Application (client) ID of the Overview page, not the Object ID.",
		Block:  overviewLine,
		Accept: acceptClientID}}
	return append(list, of(apiOf(a).redirects, a)...)
}
