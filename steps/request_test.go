package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// says is text that must and must not hold some words.
type says struct {
	text    string
	want    []string
	wantNot []string
}

func (s says) check(t *testing.T) {
	t.Helper()
	for _, words := range s.want {
		if !strings.Contains(s.text, words) {
			t.Errorf("lacks %q in:\n%s", words, s.text)
		}
	}
	for _, words := range s.wantNot {
		if strings.Contains(s.text, words) {
			t.Errorf("has %q in:\n%s", words, s.text)
		}
	}
}

func TestAdminRequest(t *testing.T) {
	consentURL := "https://login.microsoftonline.com/" + tenantGUID + "/adminconsent?client_id=" + clientGUID
	tests := map[string]says{
		"lcs": {
			text: AdminRequest(registered(catalog.LCS, catalog.Password).With(KeyAppName, "reports")),
			want: []string{"Application: reports", clientGUID, "Tenant: " + tenantName, "Tenant ID: " + tenantGUID, "Dynamics Lifecycle services",
				"913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0", "Delegated permissions:", "user_impersonation", consentURL, "Cloud Application Administrator",
				"az login --allow-no-subscriptions --tenant " + tenantGUID, "az ad app permission admin-consent --id " + clientGUID},
		},
		"power platform, chosen permissions": {
			text: AdminRequest(registered(catalog.PowerPlatform, catalog.Password).With(KeyPermissions, "AppManagement.ApplicationPackages.Read")),
			want: []string{"AppManagement.ApplicationPackages.Read (adef0bc0-3a5b-457a-834c-cabd82f0a6d2)", "adef0bc0-3a5b-457a-834c-cabd82f0a6d2=Scope"},
			wantNot: []string{
				"EnvironmentManagement.Environments.Read", "appreg-power-platform"},
		},
		"power platform application": {
			text: AdminRequest(registered(catalog.PowerPlatform, catalog.ClientSecret)),
			want: []string{"Permissions: none", "authorization/roleAssignments", "adminApplications/" + clientGUID, "New-PowerAppManagementApp -ApplicationId " + clientGUID,
				"Power Platform Administrator", `"scope": "/tenants/` + tenantGUID + `"`},
			wantNot: []string{"adminconsent"},
		},
		"power apps application": {
			text: AdminRequest(registered(catalog.PowerApps, catalog.ClientSecret)),
			want: []string{"475226c6-020e-4fb2-8a90-7a972cbfc1d4", "User (0eb56b90-a7b5-43b5-9402-8137a8083e90)", consentURL, "adminApplications/" + clientGUID},
		},
		"business central": {
			text: AdminRequest(registered(catalog.BusinessCentral, catalog.ClientSecret)),
			want: []string{"Application permissions:", "API.ReadWrite.All (a42b0b75-311e-488d-b67e-8fe84f924341)",
				"Automation.ReadWrite.All (d365bc00-a990-0000-00bc-160000000001)", "=Role"},
		},
		"browser": {
			text: AdminRequest(registered(catalog.LCS, catalog.Browser)),
			want: []string{"Authentication: redirect URI http://localhost under Mobile and desktop applications", "/~/Authentication/appId/" + clientGUID,
				"az ad app update --id " + clientGUID + " --public-client-redirect-uris http://localhost", "replaces the others of that platform", "admin-consent"},
			wantNot: []string{"isFallbackPublicClient"},
		},
		"device code": {
			text: AdminRequest(registered(catalog.PowerPlatform, catalog.DeviceCode)),
			want: []string{"set \"Allow public client flows\" to Yes", "/~/Authentication/appId/" + clientGUID,
				"az ad app update --id " + clientGUID + " --set isFallbackPublicClient=true"},
			wantNot: []string{"redirect URI"},
		},
		"an application needs neither": {
			text:    AdminRequest(registered(catalog.BusinessCentral, catalog.ClientCertificate)),
			want:    []string{"admin-consent"},
			wantNot: []string{"Authentication", "isFallbackPublicClient"},
		},
		"a partner's registration is not the customer's": {
			text:    AdminRequest(registered(catalog.BusinessCentral, catalog.Browser).With(KeyPartner, Yes)),
			want:    []string{"Customer's tenant"},
			wantNot: []string{"redirect URI", "Authentication"},
		},
		"a partner's customer only consents": {
			text:    AdminRequest(registered(catalog.BusinessCentral, catalog.ClientSecret).With(KeyPartner, Yes)),
			want:    []string{"Customer's tenant: " + tenantName, consentURL},
			wantNot: []string{"az ad app", "portal.azure.com"},
		},
		"government cloud": {
			text: AdminRequest(registered(catalog.PowerApps, catalog.Password).With(KeyCloud, "gcc-high")),
			want: []string{"https://login.microsoftonline.us/" + tenantGUID + "/adminconsent", "https://portal.azure.us/", "az cloud set --name AzureUSGovernment", "not published"},
		},
	}
	for name, tt := range tests {
		t.Run(name, tt.check)
	}
	if AdminRequest(Answers{}) != "" || AdminRegistrationRequest(Answers{}) != "" {
		t.Error("there is a request before an API is chosen")
	}
}

func TestAdminRegistrationRequest(t *testing.T) {
	tests := map[string]says{
		"lcs": {
			text: AdminRegistrationRequest(chosen(catalog.LCS, catalog.Password).With(KeyTenant, tenantName)),
			want: []string{"Application: appreg-lcs", "single tenant", "Allow public client flows", "CreateApplicationBlade", "https://portal.azure.com/" + tenantName + "/",
				"Application Developer", "az ad app create --display-name appreg-lcs --sign-in-audience AzureADMyOrg", "--set isFallbackPublicClient=true", "send back"},
		},
		"secret": {
			text:    AdminRegistrationRequest(registered(catalog.PowerPlatform, catalog.ClientSecret)),
			want:    []string{"a new client secret", "Permissions: none"},
			wantNot: []string{"admin-consent", "Allow public client flows", clientGUID},
		},
		"partner": {
			text:    AdminRegistrationRequest(chosen(catalog.BusinessCentral, catalog.ClientCertificate).With(KeyPartner, Yes).With(KeyTenant, tenantName)),
			want:    []string{"multitenant", "AzureADMultipleOrgs", "upload the certificate"},
			wantNot: []string{"portal.azure.com/" + tenantName},
		},
		"redirect": {
			text: AdminRegistrationRequest(chosen(catalog.BusinessCentral, catalog.ClientSecret).With(KeyRedirectURI, "https://myserver/BC210/OAuthLanding.htm")),
			want: []string{"redirect URI https://myserver/BC210/OAuthLanding.htm under Web"},
		},
		"browser": {
			text: AdminRegistrationRequest(registered(catalog.PowerApps, catalog.Browser)),
			want: []string{"redirect URI http://localhost under Mobile and desktop applications",
				"az ad app update --id CLIENT_ID --public-client-redirect-uris http://localhost"},
			wantNot: []string{"isFallbackPublicClient", "Allow public client flows"},
		},
		"device code": {
			text:    AdminRegistrationRequest(chosen(catalog.BusinessCentral, catalog.DeviceCode)),
			want:    []string{"set \"Allow public client flows\" to Yes", "az ad app update --id CLIENT_ID --set isFallbackPublicClient=true", "Delegated permissions:"},
			wantNot: []string{"redirect"},
		},
	}
	for name, tt := range tests {
		t.Run(name, tt.check)
	}
}

func TestTokenRequestIsTheDocumentsPOST(t *testing.T) {
	const head = "POST https://login.microsoftonline.com/" + tenantName + "/oauth2/v2.0/token\nHost: login.microsoftonline.com\n" +
		"Content-Type: application/x-www-form-urlencoded\nAccept: application/json\n\nclient_id=" + clientGUID + "&scope="
	password := func(api catalog.API) Answers {
		return registered(api, catalog.Password).With(KeyUsername, "jan@contoso.com")
	}
	const user = "&username=jan@contoso.com&password=[hidden]&grant_type=password"
	const app = "&client_secret=[hidden]&grant_type=client_credentials"
	tests := map[string]struct {
		answers Answers
		want    string
	}{
		"lcs":                     {password(catalog.LCS), head + "https://lcsapi.lcs.dynamics.com//.default" + user},
		"lcs europe":              {password(catalog.LCS).With(KeyRegion, "eu"), head + "https://lcsapi.eu.lcs.dynamics.com//.default" + user},
		"power platform":          {password(catalog.PowerPlatform), head + "https://api.powerplatform.com/.default" + user},
		"power platform secret":   {registered(catalog.PowerPlatform, catalog.ClientSecret), head + "https://api.powerplatform.com/.default" + app},
		"power apps":              {password(catalog.PowerApps), head + "https://service.powerapps.com//.default" + user},
		"power apps secret":       {registered(catalog.PowerApps, catalog.ClientSecret), head + "https://service.powerapps.com//.default" + app},
		"business central secret": {registered(catalog.BusinessCentral, catalog.ClientSecret), head + "https://api.businesscentral.dynamics.com/.default" + app},
		"certificate": {registered(catalog.BusinessCentral, catalog.ClientCertificate), head + "https://api.businesscentral.dynamics.com/.default" +
			"&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=[hidden]&grant_type=client_credentials"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := TokenRequest(tt.answers); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestTokenRequestsOfASignIn: both requests of the protocol (docs/sources.md, "Entra: protocol"), the document's scope untouched in them.
func TestTokenRequestsOfASignIn(t *testing.T) {
	const at = "https://login.microsoftonline.com/" + tenantName + "/oauth2/v2.0/"
	const headers = "\nHost: login.microsoftonline.com\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n\n"
	const client, scope = "client_id=" + clientGUID, "&scope=https://lcsapi.lcs.dynamics.com//.default offline_access"
	device := "# For the code:\nPOST " + at + "devicecode" + headers + client + scope +
		"\n\n# Again and again, until you have signed in:\nPOST " + at + "token" + headers + client +
		"&device_code=[hidden]&grant_type=urn:ietf:params:oauth:grant-type:device_code"
	browser := "# In the browser:\nGET " + at + "authorize\n    ?" + client + "\n    &response_type=code\n    &redirect_uri=http://localhost:{port}\n" +
		"    &response_mode=query\n    " + scope + "\n    &code_challenge={SHA-256 of the code_verifier}\n    &code_challenge_method=S256\n" +
		"    &state=[hidden]\n    &prompt=select_account\n    &login_hint=jan@contoso.com\n\n# When the browser has come back:\nPOST " + at + "token" + headers + client + scope +
		"&code=[hidden]&redirect_uri=http://localhost:{port}&code_verifier=[hidden]&grant_type=authorization_code"
	for flow, want := range map[catalog.Flow]string{catalog.DeviceCode: device, catalog.Browser: browser} {
		if got := TokenRequest(registered(catalog.LCS, flow).With(KeyUsername, "jan@contoso.com")); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", flow, got, want)
		}
	}
	says{text: TokenRequest(chosen(catalog.PowerApps, catalog.Browser).With(KeyCloud, "china")),
		want:    []string{"GET https://login.partner.microsoftonline.cn/{tenant}/oauth2/v2.0/authorize", "client_id={client id}", "scope=https://service.powerapps.cn//.default offline_access"},
		wantNot: []string{"login_hint"}}.check(t)
	says{text: TokenRequest(registered(catalog.LCS, catalog.DeviceCode).WithOverrides(overridden)),
		want: []string{"POST https://127.0.0.1:8443/" + tenantName + "/oauth2/v2.0/devicecode"}, wantNot: []string{"microsoftonline"}}.check(t)
}

func TestTokenRequestBeforeAllIsAnswered(t *testing.T) {
	says{text: TokenRequest(chosen(catalog.LCS, catalog.Password)), want: []string{"/{tenant}/oauth2", "client_id={client id}", "username={user name}", "password=" + hidden}}.check(t)
	says{text: TokenRequest(registered(catalog.LCS, catalog.Password).WithOverrides(overridden)), want: []string{"POST https://127.0.0.1:8443/" + tenantName, "Host: 127.0.0.1:8443"}}.check(t)
}

func TestAfterSave(t *testing.T) {
	bc := registered(catalog.BusinessCentral, catalog.ClientSecret)
	tests := map[string]says{
		"commands": {text: AfterSave(registered(catalog.LCS, catalog.Password), "lcs-dev").text(),
			want: []string{"appreg check lcs-dev", "appreg token lcs-dev", "appreg show lcs-dev", "appreg list", "appreg setup --profile lcs-dev --replace", "Authorization: Bearer"}, wantNot: []string{"NAME"}},
		"without the password": {text: AfterSave(registered(catalog.LCS, catalog.Password).With(KeySavePassword, No), "p").text(),
			want: []string{"Get a token (asks for the password)", "The password isn't saved", "APPREG_PASSWORD", "appreg setup --profile p --replace --save-password"}},
		"with the password": {text: AfterSave(registered(catalog.LCS, catalog.Password).With(KeySavePassword, Yes), "p").text(),
			want: []string{"Get a token", "appreg setup --profile p --replace"}, wantNot: []string{"asks for the password", "isn't saved", "--save-password"}},
		"nothing saved": {text: AfterSave(registered(catalog.LCS, catalog.Password), "").text(),
			want: []string{"Nothing was saved"}, wantNot: []string{"appreg show"}},
		"a person signs in": {text: AfterSave(registered(catalog.LCS, catalog.Browser), "me").text(),
			want: []string{"appreg check me", "appreg token me", "needs nobody while the sign-in lasts"}, wantNot: []string{"--replace"}},
		"nothing saved of a sign-in": {text: AfterSave(registered(catalog.LCS, catalog.DeviceCode), "").text(),
			want: []string{"Nothing was saved"}, wantNot: []string{"credential", "appreg token"}},
		"business central": {text: AfterSave(bc, "bc").text(),
			want: []string{"GetCompanies", "GET https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0/companies", "NonDebuggable", "showMyCode",
				"AcquireTokenByAuthorizationCode", "MSAL", "VSCRestClientOAuthBCAccess", "PSOAuthBCAccess"}},
		"its environment": {text: AfterSave(bc.With(KeyEnvironments, "Sandbox 2,Production"), "bc").text(),
			want: []string{"/v2.0/Sandbox%202/api/v2.0/companies"}},
		"on-premises": {text: AfterSave(bc.With(KeyDeployment, "on-premises"), "bc").text(),
			want: []string{"https://{server}:7048/{instance}/api/v2.0/companies"}, wantNot: []string{"/v2.0/production/"}},
		"expiry": {text: AfterSave(bc.With(KeySecretExpires, "2027-01-31"), "bc").text(), want: []string{"ends on 2027-01-31"}},
		"other API": {text: AfterSave(registered(catalog.PowerApps, catalog.ClientSecret).WithOverrides(overridden), "p").text(),
			want: []string{overridden.APIURL}, wantNot: []string{"GetCompanies"}},
	}
	for name, tt := range tests {
		t.Run(name, tt.check)
	}
}

func TestRestClientFile(t *testing.T) {
	text := RestClientFile(registered(catalog.BusinessCentral, catalog.ClientSecret))
	want := []string{"POST https://login.microsoftonline.com/" + tenantName + "/oauth2/v2.0/token", "client_id=" + clientGUID,
		"scope=https://api.businesscentral.dynamics.com/.default", "If-Match: *", "grant_type=client_credentials", "@entity = customers"}
	for _, name := range []string{"GetCompanies", "GetEntities", "CreateEntity", "GetCreatedEntity", "ModifyEntity", "DeleteEntity"} {
		want = append(want, "# @name "+name)
	}
	says{text: text, want: want}.check(t)
	if got := strings.Count(text, "Authorization: Bearer {{token}}"); got != 6 {
		t.Errorf("%d of 6 calls carry the token", got)
	}
	// The REST Client takes a variable that follows a request for more of its body, unless ### stands between.
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "@") && strings.Contains(line, "response.body") && lines[i-1] != "###" {
			t.Errorf("%q belongs to the request before it", line)
		}
	}
}
