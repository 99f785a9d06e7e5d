package cause

// Tenant, cloud and endpoint.
const (
	TenantNotFound            Label = "tenant_not_found"
	TenantMalformed           Label = "tenant_malformed"
	TenantMissing             Label = "tenant_missing"
	AuthorityWrongTenant      Label = "authority_wrong_tenant"
	CommonEndpointUnsupported Label = "common_endpoint_unsupported"
	MultiTenantDisabled       Label = "multi_tenant_disabled"
	WrongCloud                Label = "wrong_cloud"
	LoginHostUnknown          Label = "login_host_unknown"
	TenantRestricted          Label = "tenant_restricted"
	TenantUnmanaged           Label = "tenant_unmanaged"
	TenantBlocked             Label = "tenant_blocked"
)

var tenantRows = []Row{
	{
		Label: TenantNotFound, At: AtTenant, Page: PageOverview, LookUp: true,
		Title:   "{TheTenant} doesn't exist in this cloud",
		Meaning: "{login} knows no tenant {tenant}: it's mistyped, deleted, or in another Microsoft cloud.",
		Where:   "App registrations > your app > Overview > Directory (tenant) ID",
		Steps: []string{
			"Copy **Directory (tenant) ID** from the app's **Overview** and compare it with {tenant}.",
			"A domain name must be a verified domain of the tenant, for example contoso.onmicrosoft.com.",
			"Tenants of GCC High, DoD and China have their own login hosts: check the cloud.",
		},
		Command: "curl {login}/{tenant}/v2.0/.well-known/openid-configuration",
	},
	{
		Label: TenantMalformed, At: AtTenant, Page: PageOverview, LookUp: true,
		Title:   "The tenant is neither a GUID nor a domain",
		Meaning: "The address must have the tenant after the login host. It has a placeholder, a path such as authorize, or a broken value.",
		Where:   "App registrations > your app > Overview > Directory (tenant) ID",
		Steps: []string{
			"Enter **Directory (tenant) ID**, or a domain of the tenant, and nothing else.",
			"Look for a placeholder or an empty variable.",
		},
	},
	{
		Label: TenantMissing, At: AtTenant, Page: PageOverview, LookUp: true,
		Title:   "The request doesn't name a tenant",
		Meaning: "Neither the address nor the account names a tenant, so Entra can't look up the app.",
		Where:   "App registrations > your app > Overview > Directory (tenant) ID",
		Steps: []string{
			"Replace common or organizations in the address with **Directory (tenant) ID**.",
			"Check the client ID: for an unknown one Entra returns the same answer.",
		},
	},
	{
		Label: AuthorityWrongTenant, At: AtTenant, Page: PageOverview,
		Title:   "The request went to the wrong tenant",
		Meaning: "The app, consent or API is in your tenant, but the request went to another: common picked the account's home tenant, or the configured tenant ID is wrong.",
		Where:   "App registrations > your app > Overview > Directory (tenant) ID",
		Steps: []string{
			"Compare the tenant named in the answer with **Directory (tenant) ID** of your app.",
			"Put your tenant ID into the authority instead of common, organizations or the other tenant.",
			"Use the same authority for the sign-in and for the token.",
		},
	},
	{
		Label: CommonEndpointUnsupported, Page: PageOverview, LookUp: true,
		Title:   "This sign-in doesn't work at common or consumers",
		Meaning: "This sign-in method, app or API needs a specific tenant in the address.",
		Where:   "The authority (login address) in your configuration",
		Steps: []string{
			"Replace common or consumers with the tenant ID: {login}/{tenant}.",
			"user: With a user name and password, organizations works too.",
		},
	},
	{
		Label: MultiTenantDisabled, At: AtTenant, Page: PageAuthentication,
		Title:   "This single-tenant app doesn't work with common",
		Meaning: "App {clientID} accepts only accounts of one directory, but the request went to common or organizations, or came from another tenant.",
		Where:   "The authority (login address) in your configuration",
		Steps: []string{
			"Replace common or organizations with the tenant ID: {login}/{tenant}.",
			"Only if users of other tenants sign in: **App registrations** > your app > **Authentication** > **Supported accounts** > **Multiple Entra ID tenants**.",
		},
	},
	{
		Label: WrongCloud, At: AtCloud, LookUp: true,
		Title:   "{TheTenant} is in another Microsoft cloud",
		Meaning: "Public, US government and China clouds have separate login hosts. A token of one doesn't work in another.",
		Where:   "The cloud in your configuration",
		Steps: []string{
			"Find the tenant's cloud by the portal's host (portal.azure.com, portal.azure.us, portal.azure.cn).",
			"Select that cloud: appreg setup --cloud public, gcc, gcc-high, dod or china.",
			"GCC signs in at the public login host. Only GCC High and DoD use login.microsoftonline.us.",
		},
		Command: "curl {login}/{tenant}/v2.0/.well-known/openid-configuration",
	},
	{
		Label: LoginHostUnknown, LookUp: true,
		Title:   "The login host isn't one of Entra's",
		Meaning: "The host in the authority is misspelled, or it's another server, such as AD FS.",
		Where:   "The authority (login address) in your configuration",
		Steps: []string{
			"Use {login} for this cloud.",
			"Public: login.microsoftonline.com. US government: login.microsoftonline.us. China: login.partner.microsoftonline.cn.",
		},
	},
	{
		Label: TenantRestricted, At: AtTenant, LookUp: true,
		Title:   "A tenant restriction blocks this sign-in",
		Meaning: "Your organization's proxy or devices allow sign-in only to listed tenants, or a cross-tenant access policy of one of the two tenants forbids it.",
		Where:   "Your organization's proxy or tenant restrictions policy; or Azure portal > Microsoft Entra ID > External Identities > Cross-tenant access settings",
		Steps: []string{
			"If you may, try from a network without that proxy.",
			"Otherwise ask the network team to add the tenant.",
			"If the answer mentions an outbound or inbound access policy, change it in the tenant of the account or of the app.",
		},
		Admin: "please allow tenant {tenant}: in the tenant restrictions (header Restrict-Access-To-Tenants, or the tenant restrictions v2 policy), or in the cross-tenant access settings if the answer names those.",
	},
	{
		Label: TenantUnmanaged, At: AtTenant, LookUp: true,
		Title:   "{TheTenant} has no admin yet",
		Meaning: "The directory was created when somebody signed up with an address of its domain, and nobody has claimed it. You can't add apps to it.",
		Where:   "Microsoft 365 admin center, as a user of that domain: take over the directory",
		Steps: []string{
			"Ask the domain's owner to take over the directory: prove the domain with a DNS record.",
			"Or use an account of a managed tenant.",
		},
	},
	{
		Label: TenantBlocked, At: AtTenant, LookUp: true,
		Title:   "Microsoft blocked {theTenant} for inactivity",
		Meaning: "Tenant {tenant} wasn't used for a long time, as trial and developer tenants often aren't. Every sign-in to it is refused, and it's deleted 20 days after the block.",
		Where:   "Microsoft support (a request to reactivate the tenant)",
		Steps: []string{
			"Ask an admin of the tenant to have Microsoft support reactivate it within 20 days of the block.",
			"Send no more sign-ins until it's active again.",
			"After 20 days the tenant can't be recovered: use another one.",
		},
		Admin: "tenant {tenant} is blocked for inactivity (AADSTS5000225). Please ask Microsoft support to reactivate it; that's possible for 20 days.",
	},
}
