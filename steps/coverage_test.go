package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// place is where one statement of a document is told.
type place struct {
	says  string // the document's statement, in short
	flow  catalog.Flow
	step  catalog.StepID
	words []string // of our own text, or names and GUIDs that must be exact
}

const (
	byPassword    = catalog.Password
	bySecret      = catalog.ClientSecret
	byCertificate = catalog.ClientCertificate
	byBrowser     = catalog.Browser
	byDeviceCode  = catalog.DeviceCode
)

// lcsPlaces: Database movement API, Authentication.
var lcsPlaces = []place{
	{"the article's title and address", byPassword, catalog.StepStart, []string{"Microsoft's guide", "/dbmovement-api-authentication"}},
	{"token is sent as a header with each request", byPassword, catalog.StepToken, []string{"Authorization: Bearer"}},
	{"step 1: new registration", byPassword, catalog.StepApplication, []string{"App registrations", "New registration", "Name"}},
	{"step 1: single tenant", byPassword, catalog.StepApplication, []string{"Single tenant"}},
	{"step 1: skip the redirect URI", byPassword, catalog.StepApplication, []string{"Leave **Redirect URI** empty"}},
	{"step 2: API permissions, add a permission", byPassword, catalog.StepPermissions, []string{"API permissions", "Add a permission"}},
	{"step 2: tab and name to search", byPassword, catalog.StepPermissions, []string{"APIs my organization uses", "Dynamics Lifecycle services"}},
	{"step 2: several entries, the GUID decides", byPassword, catalog.StepPermissions, []string{"913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0", "Several entries with the name? The ID decides"}},
	{"step 2: delegated only, user_impersonation", byPassword, catalog.StepPermissions, []string{"Delegated permissions only", "user_impersonation"}},
	{"step 2: acts as the signed-in user", byPassword, catalog.StepPermissions, []string{"acts with the user's rights"}},
	{"step 2: no service principal, no managed identity", byPassword, catalog.StepStart, []string{"apps and managed identities can't"}},
	{"step 2: grant admin consent, and why", byPassword, catalog.StepPermissions, []string{"Grant admin consent", "nobody sees a consent page"}},
	{"step 2: a password is the lesser choice", byPassword, catalog.StepStart, []string{"not recommended"}},
	{"step 3: Public Client to Yes", byPassword, catalog.StepPublicClient, []string{"Authentication", "Allow public client flows", "**Yes**", "Public Client", "Advanced settings"}},
	{"step 3: the only way for a password in the body", byPassword, catalog.StepPublicClient, []string{"Needed to sign in with a user name and password"}},
	{"step 3: not with multi-factor authentication", byPassword, catalog.StepPublicClient, []string{"excluded from MFA"}},
	{"step 4: the POST", byPassword, catalog.StepToken, []string{"POST https://login.microsoftonline.com/", "application/x-www-form-urlencoded", "Accept: application/json", "Host: login.microsoftonline.com", "grant_type=password"}},
	{"step 4: read the public client step first", byPassword, catalog.StepToken, []string{"**Allow public client flows** must be on"}},
	{"step 4: scope with two slashes", byPassword, catalog.StepToken, []string{"https://lcsapi.lcs.dynamics.com//.default"}},
	{"step 4: token_type, expires_in, ext_expires_in", byPassword, catalog.StepToken, []string{"token_type", "Bearer", "expires_in", "ext_expires_in"}},
	{"step 4: granted scope", byPassword, catalog.StepToken, []string{"https://lcsapi.lcs.dynamics.com//user_impersonation"}},
	{"step 4: access_token goes to Lifecycle Services", byPassword, catalog.StepToken, []string{"access_token", "lcsapi.lcs.dynamics.com"}},
	{"note: local and sovereign instances", byPassword, catalog.StepStart, []string{"Other geographies have their own hosts", "Europe", "China", "US government"}},
	{"step 2: authorization code flow, where a person can answer", byBrowser, catalog.StepStart, []string{"Microsoft recommends it (authorization code flow) where a person can answer"}},
	{"step 3: the switch for a device code", byDeviceCode, catalog.StepPublicClient, []string{"Allow public client flows", "**Yes**", "Public Client"}},
	{"step 4: the scope is the same", byBrowser, catalog.StepToken, []string{"https://lcsapi.lcs.dynamics.com//.default", "https://lcsapi.lcs.dynamics.com//user_impersonation"}},
	{"duty: member of the project", byPassword, catalog.StepToken, []string{"Add the user to the Lifecycle Services project", "Project users"}},
}

// powerPlatformPlaces: Power Platform API, Authentication.
var powerPlatformPlaces = []place{
	{"different flows for user and service principal", byPassword, catalog.StepStart, []string{"Users and apps get a token in different ways"}},
	{"step 1: single tenant, no redirect URI", byPassword, catalog.StepApplication, []string{"Single tenant", "Leave **Redirect URI** empty"}},
	{"step 2: the GUID", byPassword, catalog.StepPermissions, []string{"8578e004-a5c6-46e7-913e-12f58912df43", "Power Platform API", "APIs my organization uses"}},
	{"step 2: not in the list: make it visible", byPassword, catalog.StepPermissions, []string{"Not in the list?", "New-MgServicePrincipal -AppId 8578e004-a5c6-46e7-913e-12f58912df43", "AzureAD module"}},
	{"step 2: namespaces", byPassword, catalog.StepPermissions, []string{"Namespace.Resource.Action", "AppManagement.ApplicationPackages.Read"}},
	{"step 2: delegated only", byPassword, catalog.StepPermissions, []string{"Delegated: the app acts with the user's rights"}},
	{"step 2: service principals use no permissions", bySecret, catalog.StepPermissions, []string{"Nothing to add", "rights come from Power Platform"}},
	{"step 2: admin consent", byPassword, catalog.StepPermissions, []string{"Grant admin consent"}},
	{"step 2: authorization code flow", byBrowser, catalog.StepStart, []string{"recommends it (authorization code flow)"}},
	{"step 3: public client", byPassword, catalog.StepPublicClient, []string{"Allow public client flows", "user name and password", "excluded from MFA"}},
	{"step 4: certificate", byCertificate, catalog.StepCredential, []string{"Certificates", "X.509", "Upload certificate"}},
	{"step 4: secret, kept in a safe place", bySecret, catalog.StepCredential, []string{"Client secrets", "keyring"}},
	{"step 4: two ways to one thing", bySecret, catalog.StepCredential, []string{"A secret and a certificate do the same"}},
	{"step 5: password POST", byPassword, catalog.StepToken, []string{"scope=https://api.powerplatform.com/.default", "grant_type=password"}},
	{"step 5: granted scopes", byPassword, catalog.StepToken, []string{"https://api.powerplatform.com/EnvironmentManagement.Environments.Read"}},
	{"step 5: service principal POST", bySecret, catalog.StepToken, []string{"client_secret=[hidden]", "grant_type=client_credentials"}},
	{"step 5: no scope in its answer", bySecret, catalog.StepToken, []string{"absent", "expires_in", "ext_expires_in", "access_token"}},
	{"important: only after registration", bySecret, catalog.StepToken, []string{"takes it once the app has its rights"}},
	{"registered with PowerShell or REST", bySecret, catalog.StepDuty, []string{"New-PowerAppManagementApp", "adminApplications/" + clientGUID}},
	{"today's way: role assignment", bySecret, catalog.StepDuty, []string{"authorization/roleAssignments", "c886ad2e-27f7-4874-8381-5849b8d8a090", "95e94555-018c-447b-8691-bdac8e12211e"}},
	{"counts as Power Platform Administrator", bySecret, catalog.StepDuty, []string{"has the reach of a Power Platform Administrator"}},
}

// powerAppsPlaces: Power Platform, Authentication (legacy).
var powerAppsPlaces = []place{
	{"register a client application", byPassword, catalog.StepApplication, []string{"New registration"}},
	{"public client to Yes, JWT by password", bySecret, catalog.StepPublicClient, []string{"Public Client", "**Yes**", "user name and password"}},
	{"needed for registering", bySecret, catalog.StepPublicClient, []string{"register the app in Power Platform"}},
	{"name with or without blank, GUID", byPassword, catalog.StepPermissions, []string{"475226c6-020e-4fb2-8a90-7a972cbfc1d4", "PowerApps Service", "The portal may write **PowerApps Service**"}},
	{"all delegated permissions, User", byPassword, catalog.StepPermissions, []string{"every delegated permission", "User"}},
	{"consent for tools without a screen", byPassword, catalog.StepPermissions, []string{"Grant admin consent", "tools without a screen"}},
	{"certificate or secret", byCertificate, catalog.StepCredential, []string{"X.509"}},
	{"secret in a safe place", bySecret, catalog.StepCredential, []string{"Client secrets", "keyring"}},
	{"password POST", byPassword, catalog.StepToken, []string{"scope=https://service.powerapps.com//.default", "grant_type=password"}},
	{"granted scope", byPassword, catalog.StepToken, []string{"https://service.powerapps.com//User"}},
	{"client POST", bySecret, catalog.StepToken, []string{"client_secret=[hidden]", "https://service.powerapps.com//.default"}},
	{"important: only after registration", bySecret, catalog.StepToken, []string{"once the app has its rights"}},
	{"PowerShell or REST", bySecret, catalog.StepDuty, []string{"New-PowerAppManagementApp -ApplicationId " + clientGUID, "PUT https://api.bap.microsoft.com/"}},
	{"answer's fields", bySecret, catalog.StepToken, []string{"token_type", "scope", "expires_in", "ext_expires_in", "access_token", "Authorization: Bearer"}},
}

// businessCentralPlaces: Business Central, Using Service-to-Service (S2S) Authentication.
var businessCentralPlaces = []place{
	{"unattended, client credentials", bySecret, catalog.StepStart, []string{"unattended integrations, let the app sign in as itself"}},
	{"user flows can be made to ask for MFA", bySecret, catalog.StepStart, []string{"stops when MFA is turned on"}},
	{"feature availability", bySecret, catalog.StepStart, []string{"automation APIs", "version 17.0", "APIs v1.0", "APIs v2.0", "custom APIs", "web services", "version 18.3"}},
	{"scenario 1: automation", bySecret, catalog.StepPermissions, []string{"/api/microsoft/automation", "D365 Automation", "Automation.ReadWrite.All"}},
	{"scenario 2: external and non-interactive users", bySecret, catalog.StepPermissions, []string{"external and non-interactive users", "licensing guide", "API.ReadWrite.All"}},
	{"scheduled tasks", bySecret, catalog.StepPermissions, []string{"21.2", "online only", "scheduled tasks"}},
	{"task 1, 2: unique name", bySecret, catalog.StepApplication, []string{"that no other app has"}},
	{"task 1, 2: single tenant; multitenant is for partners", bySecret, catalog.StepApplication, []string{"Single tenant"}},
	{"task 1, 2: redirect URI only for consent from the web client", bySecret, catalog.StepApplication, []string{"Granting consent from Business Central?", "OAuthLanding.htm"}},
	{"task 1, 2: must match the browser, without :443", bySecret, catalog.StepApplication, []string{":443", "match the browser's address exactly"}},
	{"task 1, 2: copy the client ID from Overview", bySecret, catalog.StepApplication, []string{"Application (client) ID", "Overview"}},
	{"task 1, 3: new client secret", bySecret, catalog.StepCredential, []string{"New client secret", "Description", "Expires", "**Add**"}},
	{"task 1, 3: never shown again", bySecret, catalog.StepCredential, []string{"won't show **Value** again"}},
	{"task 1, 4: Microsoft APIs tab", bySecret, catalog.StepPermissions, []string{"Microsoft APIs", "Dynamics 365 Business Central", "Application permissions", "Add permissions"}},
	{"task 1, 4: descriptions in the portal", bySecret, catalog.StepPermissions, []string{"Full access to automation", "Access to APIs and webservices"}},
	{"task 1, 4: consent is optional", bySecret, catalog.StepPermissions, []string{"grant consent later from Business Central", "Grant admin consent"}},
	{"task 2, 1 and 2: page and New", bySecret, catalog.StepDuty, []string{"Microsoft Entra Applications", "**New**"}},
	{"task 2, 3: Client ID", bySecret, catalog.StepDuty, []string{"Client ID", clientGUID}},
	{"task 2, 4: Description", bySecret, catalog.StepDuty, []string{"**Description**"}},
	{"task 2, 5: State Enabled", bySecret, catalog.StepDuty, []string{"State", "Enabled"}},
	{"task 2, 6: never SUPER, least privilege", bySecret, catalog.StepDuty, []string{"SUPER", "only the permission sets that the integration needs"}},
	{"task 2, 6: permission sets", bySecret, catalog.StepDuty, []string{"D365 AUTOMATION", "EXTEN. MGT. - ADMIN", "D365 EXTENSION MGT", "2021 release wave 1"}},
	{"task 2, 7: Grant Consent needs the redirect", bySecret, catalog.StepDuty, []string{"Grant Consent", "OAuthLanding.htm"}},
	{"scope and token URL", bySecret, catalog.StepToken, []string{"https://api.businesscentral.dynamics.com/.default", "/oauth2/v2.0/token"}},
}

// TestEveryStatementOfTheDocumentsIsTold keeps the guidance whole: what a document says stands on the step where it
// is needed.
func TestEveryStatementOfTheDocumentsIsTold(t *testing.T) {
	for api, places := range map[catalog.API][]place{
		catalog.LCS: lcsPlaces, catalog.PowerPlatform: powerPlatformPlaces, catalog.PowerApps: powerAppsPlaces, catalog.BusinessCentral: businessCentralPlaces,
	} {
		for _, p := range places {
			t.Run(string(api)+" "+p.says, func(t *testing.T) {
				text := textOf(stepOf(t, registered(api, p.flow), p.step))
				for _, words := range p.words {
					if !strings.Contains(text, words) {
						t.Errorf("step %s lacks %q:\n%s", p.step, words, text)
					}
				}
			})
		}
	}
}

// TestStatementsForSomeOnly: on-premises, partners and what follows the last step of Business Central's document.
func TestStatementsForSomeOnly(t *testing.T) {
	bc := registered(catalog.BusinessCentral, catalog.ClientSecret)
	tests := map[string]struct {
		text string
		want []string
	}{
		"on-premises versions":     {textOf(stepOf(t, bc.With(KeyDeployment, "on-premises"), catalog.StepStart)), []string{"versions 18.11 and 19.5"}},
		"on-premises prerequisite": {textOf(stepOf(t, bc.With(KeyDeployment, "on-premises"), catalog.StepDuty)), []string{"OpenID Connect"}},
		"ValidAudiences": {textOf(stepOf(t, bc.With(KeyDeployment, "on-premises"), catalog.StepDuty)),
			[]string{"ValidAudiences", "https://api.businesscentral.dynamics.com", "Authentication_InvalidCredentials", "securitytokeninvalidaudienceexception", "symbols"}},
		"pre-consent":             {textOf(stepOf(t, bc.With(KeyPartner, Yes), catalog.StepDuty)), []string{"AdminAgents", "group **AdminAgents** of your tenant"}},
		"partner's account types": {textOf(stepOf(t, bc.With(KeyPartner, Yes), catalog.StepApplication)), []string{"Multiple Entra ID tenants"}},
		"partner in full":         {textOf(stepOf(t, bc.With(KeyPartner, Yes), catalog.StepDuty)), []string{"all your apps can be found later"}},
		"own server is called":    {AfterSave(bc.With(KeyDeployment, "on-premises"), "p").text(), []string{"Bearer <token> to https://{server}:7048/{instance}."}},
		"own server's token":      {textOf(stepOf(t, bc.With(KeyDeployment, "on-premises"), catalog.StepToken)), []string{"Bearer <token> to {server}:7048/{instance}", "The test doesn't call your own server."}},
		"own server's client":     {textOf(stepOf(t, bc.With(KeyDeployment, "on-premises"), catalog.StepDuty)), []string{"https://{server}/{instance}"}},
		"own server's address":    {textOf(stepOf(t, bc.With(KeyDeployment, "on-premises").With(KeyRedirectURI, "https://erp.contoso.com/BC/OAuthLanding.htm"), catalog.StepDuty)), []string{"Business Central https://erp.contoso.com/BC/\n"}},
		"authorization code":      {AfterSave(bc, "p").text(), []string{"AcquireTokenByAuthorizationCode", "OAuth 2.0 module"}},
		"tokens not exposed":      {AfterSave(bc, "p").text(), []string{"[NonDebuggable]", "showMyCode", "false"}},
		"samples":                 {AfterSave(bc, "p").text(), []string{"VSCRestClientOAuthBCAccess", "OAuth2Flows", "PSOAuthBCAccess", "MSAL"}},
		"first call":              {AfterSave(bc, "p").text(), []string{"GetCompanies", "/companies"}},
		"the sample's requests":   {RestClientFile(bc), []string{"CreateEntity", "GetCreatedEntity", "ModifyEntity", "DeleteEntity", "If-Match: *", "customers"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { says{text: tt.text, want: tt.want}.check(t) })
	}
}

// TestNotToldToOthers: partners' and on-premises points stay away from those whom they do not concern.
func TestNotToldToOthers(t *testing.T) {
	bc := registered(catalog.BusinessCentral, catalog.ClientSecret)
	own := bc.With(KeyDeployment, "on-premises")
	for name, tt := range map[string]struct{ text, never string }{
		"partner":             {textOf(stepOf(t, bc, catalog.StepDuty)), "partner"},
		"on-premises":         {textOf(stepOf(t, bc, catalog.StepToken)), "On-premises"},
		"online web client":   {textOf(stepOf(t, own, catalog.StepDuty)), "https://businesscentral.dynamics.com"},
		"online API's header": {textOf(stepOf(t, own, catalog.StepToken)), "call to api.businesscentral.dynamics.com"},
		"online API's host":   {textOf(stepOf(t, own, catalog.StepStart)), "API host api.businesscentral.dynamics.com"},
		"online calls":        {AfterSave(own, "p").text(), "https://api.businesscentral.dynamics.com"},
	} {
		if strings.Contains(tt.text, tt.never) {
			t.Errorf("%s: %q is told:\n%s", name, tt.never, tt.text)
		}
	}
}

// TestPlaceholdersOfTheDocumentsAreKnown: each is refused, by name, in the field into which it would be copied.
func TestPlaceholdersOfTheDocumentsAreKnown(t *testing.T) {
	user, app := registered(catalog.LCS, catalog.Password), registered(catalog.BusinessCentral, catalog.ClientSecret)
	tests := map[string]struct {
		answers Answers
		key     Key
	}{
		"YOUR_TENANT.COM":                   {user, KeyTenant},
		"{CLIENT_ID_FROM_AZURE_CLIENT_APP}": {user, KeyClientID},
		"{USER_EMAIL_ADDRESS}":              {user, KeyUsername},
		"{PASSWORD}":                        {user, KeyPassword},
		"{SECRET_FROM_AZURE_CLIENT_APP}":    {app, KeySecret},
		"<tenantId>":                        {app, KeyTenant},
		"<tenant id>":                       {app, KeyTenant},
		"<client id>":                       {app, KeyClientID},
		"<client secret>":                   {app, KeySecret},
		"<tenant name>":                     {app, KeyTenant},
		"{{tenantId}}":                      {app, KeyTenant},
		"{{clientId}}":                      {app, KeyClientID},
		"{{clientSecret}}":                  {app, KeySecret},
		"{{bcEnvironmentName}}":             {app, KeyEnvironments},
	}
	for placeholder, tt := range tests {
		t.Run(placeholder, func(t *testing.T) {
			_, problem := judge(t, testEnv(nil), tt.answers, tt.key, placeholder)
			if problem == nil || !strings.Contains(problem.Message, "placeholder of the document") {
				t.Errorf("problem %v", problem)
			}
		})
	}
}
