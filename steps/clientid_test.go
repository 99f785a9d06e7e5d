package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

func TestClientIDIsTidied(t *testing.T) {
	link := "https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/" + clientGUID + "/objectId/" + objectGUID
	tests := map[string]struct {
		raw, note string
	}{
		"plain":           {clientGUID, ""},
		"braces":          {"{" + clientGUID + "}", "braces removed"},
		"angle brackets":  {"<" + clientGUID + ">", "braces removed"},
		"quotes":          {"'" + clientGUID + "'", "quotes removed"},
		"quoted braces":   {`"{` + clientGUID + `}"`, "quotes removed, braces removed"},
		"upper case":      {strings.ToUpper(clientGUID), "made lower case"},
		"line end":        {clientGUID + "\r\n", "blanks removed"},
		"inner blank":     {clientGUID[:9] + " " + clientGUID[9:], "blanks removed"},
		"right-to-left":   {"\u202e" + clientGUID, "invisible characters removed"},
		"api URI":         {"api://" + clientGUID, "api:// removed"},
		"urn":             {"urn:uuid:" + clientGUID, "urn:uuid: removed"},
		"no dashes":       {strings.ReplaceAll(clientGUID, "-", ""), "dashes added"},
		"portal link":     {link, "taken from the link"},
		"consent address": {"https://login.microsoftonline.com/x/adminconsent?client_id=" + clientGUID, "taken from the link"},
		"with its label":  {"Application (client) ID: " + clientGUID, "taken from the Overview block"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := judge(t, testEnv(nil), chosen(catalog.LCS, catalog.Password), KeyClientID, tt.raw)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Value != clientGUID {
				t.Errorf("value %q", accepted.Value)
			}
			if !strings.Contains(accepted.Note, tt.note) || tt.note == "" && accepted.Note != "" {
				t.Errorf("note %q, want %q", accepted.Note, tt.note)
			}
		})
	}
}

func TestClientIDIsRefused(t *testing.T) {
	tests := map[string]struct {
		raw   string
		cause cause.Label
		words string
	}{
		"empty":              {"  ", "", "Client ID is missing"},
		"seed's placeholder": {"{CLIENT_ID_FROM_AZURE_CLIENT_APP}", "client_id_malformed", "placeholder"},
		"without braces":     {"CLIENT_ID_FROM_AZURE_CLIENT_APP", "client_id_malformed", "placeholder"},
		"<client id>":        {"<client id>", "client_id_malformed", "Overview"},
		"{{clientId}}":       {"{{clientId}}", "client_id_malformed", "Overview"},
		"zeros":              {zeroGUID, "client_id_malformed", "zeros"},
		"a name":             {"my application", "client_id_malformed", "isn't a GUID"},
		"a domain":           {"contoso.com", "client_id_malformed", "domain"},
		"a sign-in name":     {"jan@contoso.com", "client_id_malformed", "sign-in name"},
		"one too short":      {clientGUID[:35], "client_id_malformed", "almost a GUID"},
		"one too long":       {clientGUID + "0", "client_id_malformed", "almost a GUID"},
		"letter o for zero":  {"od1e2f3a" + clientGUID[8:], "client_id_malformed", "almost a GUID"},
		"text around it":     {"use " + clientGUID + " please, thank you", "client_id_malformed", "more than a GUID"},
		"LCS":                {"913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0", "client_id_wrong", "Dynamics Lifecycle services"},
		"Power Platform":     {"8578e004-a5c6-46e7-913e-12f58912df43", "client_id_wrong", "Power Platform API"},
		"Power Apps":         {"{475226C6-020E-4FB2-8A90-7A972CBFC1D4}", "client_id_wrong", "PowerApps Service"},
		"Power Apps GCC":     {"a16afde6-431b-4662-b2b2-e5ee8c05b1f2", "client_id_wrong", "PowerApps Service"},
		"Business Central":   {"996def3d-b36c-4153-8607-a6fd3c01b89f", "client_id_wrong", "Dynamics 365 Business Central"},
		"Azure CLI":          {"04b07795-8ddb-461a-bbee-02f9e1bf7b46", "first_party_client", "Azure CLI"},
		"Azure PowerShell":   {"1950a258-227b-4e31-a9cf-717495945fc2", "first_party_client", "Azure PowerShell"},
		"Graph tools":        {"14d82eec-204b-4c2f-b7e8-296a70dab67e", "first_party_client", "Graph"},
		"pac":                {"9cee029c-6210-4654-90bb-17e6e9d36617", "first_party_client", "pac"},
		"the tenant's GUID":  {tenantGUID, "client_id_wrong", "tenant's GUID"},
		"object ID alone":    {"Object ID: " + objectGUID, "client_id_wrong", "Object ID"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := chosen(catalog.LCS, catalog.Password).With(KeyTenant, tenantName).With(KeyTenantID, tenantGUID)
			_, problem := judge(t, testEnv(nil), a, KeyClientID, tt.raw)
			wantProblem(t, problem, tt.cause, tt.words)
		})
	}
}

func TestClientIDFromOverviewAndTheTenant(t *testing.T) {
	paste := "Application (client) ID\n" + clientGUID + "\nObject ID\n" + objectGUID + "\nDirectory (tenant) ID\n" + tenantGUID
	tests := map[string]struct {
		answers    Answers
		note       string
		wantTenant string
	}{
		"no tenant yet":         {chosen(catalog.LCS, catalog.Password), "client ID and tenant", tenantGUID},
		"the same tenant":       {registered(catalog.LCS, catalog.Password), "not the Object ID", tenantName},
		"a domain, id unknown":  {chosen(catalog.LCS, catalog.Password).With(KeyTenant, tenantName), "which must be " + tenantName, tenantName},
		"partner's own is fine": {registered(catalog.BusinessCentral, catalog.ClientSecret).With(KeyPartner, Yes).With(KeyTenantID, otherTenant), "customer's tenant stays", tenantName},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, accepted, problem := New(testEnv(nil), tt.answers).Accept(KeyClientID, paste)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if got := m.Answers().Get(KeyTenant); got != tt.wantTenant {
				t.Errorf("tenant %q, want %q", got, tt.wantTenant)
			}
			if accepted.Value != clientGUID || !strings.Contains(accepted.Note, tt.note) {
				t.Errorf("value %q, note %q", accepted.Value, accepted.Note)
			}
		})
	}
}

func TestAnotherTenantInThePasteAsksWhichIsMeant(t *testing.T) {
	paste := "Application (client) ID: " + clientGUID + " Directory (tenant) ID: " + otherTenant
	m := New(testEnv(nil), registered(catalog.LCS, catalog.Password).Without(KeyClientID))
	after, _, problem := m.Accept(KeyClientID, paste)
	wantProblem(t, problem, "authority_wrong_tenant", "which one do you mean?")
	for _, name := range []string{otherTenant, tenantName} {
		if !strings.Contains(problem.Message, name) {
			t.Errorf("problem does not name %s: %s", name, problem.Message)
		}
	}
	if after.Answers().Has(KeyClientID) || after.Answers().Get(KeyTenant) != tenantName {
		t.Error("an answer changed although the question is open")
	}
}
