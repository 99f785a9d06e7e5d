package cause

// Client id, the registration itself and the kind of client.
const (
	AppNotInTenant         Label = "app_not_in_tenant"
	AppSPMissing           Label = "app_sp_missing"
	AppDisabled            Label = "app_disabled"
	ClientIDMalformed      Label = "client_id_malformed"
	ClientIDWrong          Label = "client_id_wrong"
	PublicClientDisabled   Label = "public_client_disabled"
	PublicClientSentSecret Label = "public_client_sent_secret"
	FirstPartyClient       Label = "first_party_client"
	AppDisabledByMicrosoft Label = "app_disabled_by_microsoft"
	CredentialNotSent      Label = "credential_not_sent"
)

var clientRows = []Row{
	{
		Label: AppNotInTenant, At: AtClientID, Page: PageAppList,
		Title:   "{TheTenant} doesn't know this client ID",
		Meaning: "Tenant {tenant} has no app registration and no enterprise application with client ID {clientID}. Either the client ID or the tenant is wrong.",
		Where:   "Azure portal > App registrations > your app > Overview",
		Steps: []string{
			"Open the app's **Overview** and check the directory at the top right.",
			"Copy **Application (client) ID**, not **Object ID**, and compare it with {clientID}.",
			"Copy **Directory (tenant) ID** and compare it with {tenant}.",
			"If the app was deleted, restore it under **Deleted applications** within 30 days.",
			"If the app belongs to another directory, sign in with that directory's tenant ID, or add the app to this one.",
		},
		Command: "az ad app show --id {clientID} --query appId",
	},
	{
		Label: AppSPMissing, At: AtClientID, Page: PageOverview,
		Title:   "The app has no enterprise application here",
		Meaning: "The registration exists, but its service principal (the enterprise application, which signs in) doesn't exist in tenant {tenant}.",
		Where:   "App registrations > your app > Overview > Managed application in local directory",
		Steps: []string{
			"On **Overview**, select **Create service principal** next to **Managed application in local directory**.",
			"Grant admin consent again under **API permissions**: a new service principal has none.",
			"Wait a minute and test again.",
		},
		Command: "az ad sp create --id {clientID}",
		Admin:   "please create the service principal of app {clientID} in tenant {tenant} (az ad sp create --id {clientID}) and grant admin consent. Requires Cloud Application Administrator.",
	},
	{
		Label: AppDisabled, At: AtClientID, Page: PageEnterprise,
		Title:   "The app is disabled in this tenant",
		Meaning: "An admin, or Microsoft, disabled sign-in for app {clientID}.",
		Where:   "Enterprise applications > your app > Properties",
		Steps: []string{
			"Set **Enabled for users to sign-in** to **Yes** and save.",
			"If the page says that Microsoft disabled the app, follow its notice. Only support can enable it again.",
		},
		Command: "az ad sp update --id {clientID} --set accountEnabled=true",
		Admin:   "please set Enabled for users to sign-in = Yes on the enterprise app {clientID} in tenant {tenant}. Requires Cloud Application Administrator.",
	},
	{
		Label: ClientIDMalformed, At: AtClientID, Page: PageAppList,
		Title:   "The client ID isn't an application ID",
		Meaning: "The client ID is a placeholder, another value such as a user name, or not a GUID of the form 8-4-4-4-12.",
		Where:   "App registrations > your app > Overview > Application (client) ID",
		Steps: []string{
			"Copy **Application (client) ID** with the copy button next to it.",
			"Replace the configured value with it: no braces, quotes, spaces or placeholder text.",
		},
		Command: "az ad app list --show-mine --query \"[].{name:displayName, clientId:appId}\"",
	},
	{
		Label: ClientIDWrong, At: AtClientID, Page: PageOverview,
		Title:   "The client ID belongs to another app",
		Meaning: "Entra checked the request against another app than the one you set up, with other certificates, permissions or type.",
		Where:   "App registrations > your app > Overview > Application (client) ID",
		Steps: []string{
			"Compare the application ID in the answer with **Application (client) ID** of the app you set up.",
			"If they differ, enter your app's ID. Look for environment variables or pipeline settings that override it.",
			"If they match, this app lacks the setting named in the answer.",
		},
		Command: "az ad app show --id {clientID} --query displayName",
	},
	{
		Label: PublicClientDisabled, At: AtPublicClient, Page: PageAuthentication,
		Title:   "Allow public client flows is off",
		Meaning: "Entra asks for a secret because the app isn't a public client. Signing in with a user name and password or a device code needs this setting.",
		Where:   "App registrations > your app > Authentication > Settings",
		Steps: []string{
			"Open **Authentication** > **Settings** and find **Allow public client flows**.",
			"Set it to **Yes** (**Enabled**) and select **Save**.",
			"Wait a minute and test again.",
		},
		Command: "az ad app update --id {clientID} --is-fallback-public-client true",
		Admin:   "please set Allow public client flows = Yes on app registration {clientID} in tenant {tenant} (Authentication > Settings).",
	},
	{
		Label: PublicClientSentSecret, At: AtPublicClient, Page: PageAuthentication,
		Title:   "A public client can't send a secret",
		Meaning: "For this sign-in the app is a public client: because of Allow public client flows, or the platform of its redirect URI. But the request had a secret or a certificate assertion.",
		Where:   "App registrations > your app > Authentication",
		Steps: []string{
			"user: Leave the secret out of the request.",
			"app: Set **Allow public client flows** to **No** and save.",
			"If a server redeems an authorization code with a secret, register its redirect URI under **Web** instead of **Mobile and desktop applications**.",
		},
		Command: "az ad app update --id {clientID} --is-fallback-public-client false",
	},
	{
		Label: FirstPartyClient, At: AtClientID, Page: PageAppList,
		Title:   "The client ID is one of Microsoft's own",
		Meaning: "This client ID belongs to a Microsoft product. It gets tokens only for APIs that Microsoft allows, and nobody in your tenant can change that.",
		Where:   "App registrations > New registration",
		Steps: []string{
			"Register your own app in tenant {tenant}.",
			"Add the permissions of {apiName} to it and grant consent.",
			"Use its client ID instead.",
		},
		Command: "az ad app create --display-name <name> --sign-in-audience AzureADMyOrg",
	},
	{
		Label: AppDisabledByMicrosoft, At: AtClientID, Page: PageEnterprise,
		Title:   "Microsoft disabled the app",
		Meaning: "Microsoft disabled app {clientID}, for example because it looked unsafe or broke the terms of use. Nobody in the tenant can enable it again.",
		Where:   "Enterprise applications > your app > Properties (the notice there)",
		Steps: []string{
			"Read the notice on the page and follow it.",
			"Contact Microsoft support if you own the app. Otherwise ask its publisher.",
			"Or register your own app.",
		},
	},
	{
		Label:   CredentialNotSent,
		Title:   "The program had no credential to send",
		Meaning: "The tool stopped before it contacted Entra: it found no account, secret or certificate, or not all values it needs.",
		Where:   "The tool's configuration: variables, profile or pipeline secrets",
		Steps: []string{
			"Sign the tool in (for example az login), or set tenant, client ID and credential where it looks for them.",
			"In a pipeline, check that the secrets reach this job: their names, the environment, and runs from forks.",
		},
	},
}
