package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

func TestTenantIsTidied(t *testing.T) {
	tests := map[string]struct {
		raw, want, note string
	}{
		"guid":                 {tenantGUID, tenantGUID, ""},
		"upper case":           {strings.ToUpper(tenantGUID), tenantGUID, "made lower case"},
		"braces":               {"{" + tenantGUID + "}", tenantGUID, "braces removed"},
		"quotes":               {`"` + tenantGUID + `"`, tenantGUID, "quotes removed"},
		"typographic quotes":   {"„" + tenantGUID + "“", tenantGUID, "quotes removed"},
		"blanks":               {"  " + tenantGUID + "\t\n", tenantGUID, "blanks removed"},
		"no-break space":       {"\u00a0" + tenantGUID, tenantGUID, "blanks removed"},
		"byte order mark":      {"\ufeff" + tenantGUID, tenantGUID, "invisible characters removed"},
		"zero width":           {tenantGUID[:9] + "\u200b" + tenantGUID[9:], tenantGUID, "invisible characters removed"},
		"without dashes":       {strings.ReplaceAll(tenantGUID, "-", ""), tenantGUID, "dashes added"},
		"long dashes":          {strings.ReplaceAll(tenantGUID, "-", "–"), tenantGUID, "dashes fixed"},
		"closing comma":        {`"` + tenantGUID + `",`, tenantGUID, "closing mark removed"},
		"domain":               {tenantName, tenantName, ""},
		"domain in capitals":   {"Contoso.OnMicrosoft.com", tenantName, "made lower case"},
		"own domain":           {"sales.contoso.co.uk", "sales.contoso.co.uk", ""},
		"sign-in name":         {"admin@contoso.com", "contoso.com", "taken from a sign-in name"},
		"token address":        {"https://login.microsoftonline.com/" + tenantGUID + "/oauth2/v2.0/token", tenantGUID, "taken from the link"},
		"issuer":               {"https://sts.windows.net/" + tenantGUID + "/", tenantGUID, "taken from the link"},
		"portal, path":         {"https://portal.azure.com/" + tenantGUID + "/#view/Microsoft_AAD_IAM", tenantGUID, "taken from the link"},
		"portal, at sign":      {"https://portal.azure.com/#@contoso.onmicrosoft.com/resource/x", tenantName, "taken from the link"},
		"admin center":         {"https://admin.powerplatform.microsoft.com/?tid=" + tenantGUID, tenantGUID, "taken from the link"},
		"business central":     {"https://businesscentral.dynamics.com/" + tenantGUID + "/Production", tenantGUID, "taken from the link"},
		"government login":     {"https://login.microsoftonline.us/contoso.onmicrosoft.us/v2.0", "contoso.onmicrosoft.us", "taken from the link"},
		"web site":             {"https://contoso.com/", "contoso.com", "taken from the link"},
		"slash at the end":     {tenantName + "/", tenantName, "slash removed"},
		"version nibble of 0":  {"d365bc00-a990-0000-00bc-160000000009", "d365bc00-a990-0000-00bc-160000000009", ""},
		"digits and a domain":  {"365.contoso.com", "365.contoso.com", ""},
		"punycode":             {"xn--mller-kva.de", "xn--mller-kva.de", ""},
		"guid inside a domain": {"contoso-1.onmicrosoft.com", "contoso-1.onmicrosoft.com", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := judge(t, testEnv(nil), chosen(catalog.LCS, catalog.Password), KeyTenant, tt.raw)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Value != tt.want {
				t.Errorf("value %q, want %q", accepted.Value, tt.want)
			}
			if !strings.Contains(accepted.Note, tt.note) || tt.note == "" && accepted.Note != "" {
				t.Errorf("note %q, want %q", accepted.Note, tt.note)
			}
		})
	}
}

func TestTenantIsRefused(t *testing.T) {
	tests := map[string]struct {
		raw   string
		cause cause.Label
		words string
	}{
		"empty":                    {"", "", "Tenant is missing"},
		"placeholder of a seed":    {"YOUR_TENANT.COM", "tenant_malformed", "placeholder"},
		"small placeholder":        {"your_tenant.com", "tenant_malformed", "placeholder"},
		"placeholder <tenantId>":   {"<tenantId>", "tenant_malformed", "Directory (tenant) ID"},
		"placeholder <tenant id>":  {"<tenant id>", "tenant_malformed", "Directory (tenant) ID"},
		"placeholder {{tenantId}}": {"{{tenantId}}", "tenant_malformed", "Directory (tenant) ID"},
		"unknown placeholder":      {"{your directory}", "tenant_malformed", "placeholder"},
		"zeros":                    {zeroGUID, "tenant_malformed", "zeros"},
		"common":                   {"common", "common_endpoint_unsupported", "any account"},
		"organizations":            {"Organizations", "common_endpoint_unsupported", "any work account"},
		"consumers":                {"consumers", "common_endpoint_unsupported", "personal accounts"},
		"tenant of consumers":      {"9188040d-6c67-4c5b-b112-36a304b66dad", "common_endpoint_unsupported", "personal accounts"},
		"address of common":        {"https://login.microsoftonline.com/common/oauth2/v2.0/token", "common_endpoint_unsupported", "any account"},
		"one label":                {"contoso", "tenant_malformed", "contoso.onmicrosoft.com"},
		"portal without a tenant":  {"https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps", "tenant_malformed", "neither"},
		"ip address":               {"192.168.0.1", "tenant_malformed", "neither"},
		"blank inside":             {"contoso .com", "tenant_malformed", "neither"},
		"two dots":                 {"contoso..com", "tenant_malformed", "neither"},
		"dash in front":            {"-contoso.com", "tenant_malformed", "neither"},
		"umlaut":                   {"müller.de", "tenant_malformed", "perhaps xn--mller-kva.de"},
		"guid too short":           {tenantGUID[:35], "tenant_malformed", "neither"},
		"API's own GUID":           {"913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0", "tenant_malformed", "Dynamics Lifecycle services"},
		"Azure CLI":                {"04b07795-8ddb-461a-bbee-02f9e1bf7b46", "tenant_malformed", "Azure CLI"},
		"the client id":            {clientGUID, "tenant_malformed", "client ID"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, problem := judge(t, testEnv(nil), chosen(catalog.LCS, catalog.Password).With(KeyClientID, clientGUID), KeyTenant, tt.raw)
			wantProblem(t, problem, tt.cause, tt.words)
			if problem.Key != KeyTenant {
				t.Errorf("key %q", problem.Key)
			}
		})
	}
}

func TestTenantIDFollowsTheTenant(t *testing.T) {
	m := New(testEnv(nil), registered(catalog.LCS, catalog.Password))
	if got := accept(t, m, KeyTenant, tenantName).Answers().Get(KeyTenantID); got != tenantGUID {
		t.Errorf("the same domain again forgot the learned id: %q", got)
	}
	if got := accept(t, m, KeyTenant, "fabrikam.com").Answers().Get(KeyTenantID); got != "" {
		t.Errorf("another domain kept the id %q", got)
	}
	if got := accept(t, m, KeyTenant, otherTenant).Answers().Get(KeyTenantID); got != otherTenant {
		t.Errorf("a GUID gave the id %q", got)
	}
}

func TestTenantFromOverview(t *testing.T) {
	paste := "Display name: reports\nApplication (client) ID: " + clientGUID + "\nDirectory (tenant) ID: " + tenantGUID
	m := accept(t, New(testEnv(nil), chosen(catalog.LCS, catalog.Password)), KeyTenant, paste)
	a := m.Answers()
	if a.Get(KeyTenant) != tenantGUID || a.Get(KeyTenantID) != tenantGUID || a.Get(KeyClientID) != clientGUID || a.Get(KeyAppName) != "reports" {
		t.Errorf("answers %v", a.Draft())
	}

	_, problem := judge(t, testEnv(nil), chosen(catalog.LCS, catalog.Password), KeyTenant, "Application (client) ID: "+clientGUID)
	wantProblem(t, problem, "tenant_malformed", "no Directory (tenant) ID")

	asPartner := chosen(catalog.BusinessCentral, catalog.ClientSecret).With(KeyPartner, Yes)
	_, problem = judge(t, testEnv(nil), asPartner, KeyTenant, paste)
	wantProblem(t, problem, "", "customer's tenant")
}
