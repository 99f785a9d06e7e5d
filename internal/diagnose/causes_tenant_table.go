package diagnose

// Tenant, cloud and endpoint.
var tenantCauses = []causeRow{
	{
		cause:   "tenant_not_found",
		title:   "The tenant does not exist in this cloud",
		meaning: "{login} knows no tenant {tenant}: mistyped, deleted, or living in another Microsoft cloud.",
		where:   "App registrations > your app > Overview > Directory (tenant) ID",
		steps: []string{
			"Copy Directory (tenant) ID from the app's Overview and compare it with {tenant}.",
			"A domain name must be a verified domain of the tenant, for example contoso.onmicrosoft.com.",
			"Tenants of GCC High, DoD and China have login hosts of their own: check the cloud.",
		},
		command: "curl {login}/{tenant}/v2.0/.well-known/openid-configuration",
		page:    pageOverview,
	},
	{
		cause:   "tenant_malformed",
		title:   "The tenant is neither a GUID nor a domain",
		meaning: "The part of the address behind the login host must be the tenant. A placeholder, a path such as authorize, or a broken value stands there.",
		where:   "App registrations > your app > Overview > Directory (tenant) ID",
		steps: []string{
			"Enter Directory (tenant) ID, or a domain of the tenant, and nothing else.",
			"As an authority, use {login}/<tenant> with nothing behind it.",
			"Look for a placeholder or an empty variable that was never filled in.",
		},
		page: pageOverview,
	},
	{
		cause:   "tenant_missing",
		title:   "The request does not say which tenant is meant",
		meaning: "Neither the address nor the account gave a tenant, so Entra cannot look the app up.",
		where:   "App registrations > your app > Overview > Directory (tenant) ID",
		steps: []string{
			"Put Directory (tenant) ID into the address in place of common or organizations.",
			"Check that the client id is a real one: for an unknown id Entra gives the same answer.",
		},
		page: pageOverview,
	},
	{
		cause:   "authority_wrong_tenant",
		title:   "The request went to another tenant than the one meant",
		meaning: "App, consent or API exist in your tenant, but the request was judged by another: common picked the account's home tenant, or a different tenant id is configured.",
		where:   "App registrations > your app > Overview > Directory (tenant) ID",
		steps: []string{
			"Compare the tenant named in the answer with Directory (tenant) ID of your app.",
			"Put your tenant id into the authority in place of common, organizations or the other tenant.",
			"Use one and the same authority for sign-in and for the token.",
		},
		page: pageOverview,
	},
	{
		cause:   "common_endpoint_unsupported",
		title:   "This sign-in does not work at common or consumers",
		meaning: "The grant, the app or the API can be used only with a tenant of its own in the address.",
		where:   "The authority (login address) in your configuration",
		steps: []string{
			"Replace common or consumers by the tenant id: {login}/{tenant}.",
			"For user name and password, organizations works as well.",
		},
		page: pageOverview,
	},
	{
		cause:   "multi_tenant_disabled",
		title:   "A single-tenant app was used at the common endpoint",
		meaning: "App {clientID} accepts accounts of its own directory only, yet the request went to common or organizations, or came from another tenant.",
		where:   "The authority (login address) in your configuration",
		steps: []string{
			"Replace common or organizations by the tenant id: {login}/{tenant}.",
			"Only if users of other tenants are to sign in: App registrations > your app > Authentication > Supported accounts > Multiple Entra ID tenants.",
		},
		page: pageAuthentication,
	},
	{
		cause:   "wrong_cloud",
		title:   "The tenant lives in another Microsoft cloud",
		meaning: "Public, US government and China clouds have separate login hosts; a token of one is worth nothing in another.",
		where:   "The cloud in your configuration",
		steps: []string{
			"Find the tenant's cloud: the portal's host tells (portal.azure.com, portal.azure.us, portal.azure.cn).",
			"Choose that cloud: appreg setup --cloud public, gcc, gcc-high, dod or china.",
			"GCC signs in at the public login host; only GCC High and DoD use login.microsoftonline.us.",
		},
		command: "curl {login}/{tenant}/v2.0/.well-known/openid-configuration",
	},
	{
		cause:   "login_host_unknown",
		title:   "The login host is not one of Entra's",
		meaning: "The host in the authority is misspelt, or it is another server, such as AD FS.",
		where:   "The authority (login address) in your configuration",
		steps: []string{
			"Use {login} for this cloud.",
			"Public: login.microsoftonline.com. US government: login.microsoftonline.us. China: login.partner.microsoftonline.cn.",
		},
	},
	{
		cause:   "tenant_restricted",
		title:   "A tenant restriction keeps this sign-in out",
		meaning: "Your organisation's proxy or devices limit sign-in to a list of tenants that this one is not on, or a cross-tenant access policy of one of the two tenants forbids it.",
		where:   "Your organisation's proxy or tenant restrictions policy; or Microsoft Entra admin center > External Identities > Cross-tenant access settings",
		steps: []string{
			"Try from a network without that proxy, if you are allowed to.",
			"Otherwise ask the network team to add the tenant.",
			"If the answer speaks of an outbound or inbound access policy, it is changed in the tenant of the account or in that of the app.",
		},
		admin: "please allow tenant {tenant}: in the tenant restrictions (header Restrict-Access-To-Tenants, or the tenant restrictions v2 policy), or in the cross-tenant access settings if the answer names those.",
	},
}
