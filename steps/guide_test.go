package steps

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestEveryStepTellsSomething: title, guidance, whole links and copies, for every API, flow, cloud and deployment.
func TestEveryStepTellsSomething(t *testing.T) {
	for _, c := range combinations() {
		for _, cloud := range append([]catalog.Cloud{""}, catalog.Public, catalog.GCC, catalog.GCCHigh, catalog.DoD, catalog.China) {
			service, _ := catalog.Lookup(c.api)
			if cloud != "" && service.CloudReason(cloud) != "" {
				continue
			}
			for _, a := range []Answers{chosen(c.api, c.flow), registered(c.api, c.flow), registered(c.api, c.flow).With(KeyPartner, Yes).With(KeyDeployment, "on-premises")} {
				for _, step := range New(testEnv(nil), a.With(KeyCloud, string(cloud))).Steps() {
					checkStep(t, c.String()+" "+string(cloud), step)
				}
			}
		}
	}
}

func checkStep(t *testing.T, where string, step Step) {
	t.Helper()
	checkCopies(t, where+": "+string(step.ID), step.Guide)
	if step.Title == "" || len(step.Guide.Blocks) == 0 {
		t.Errorf("%s: step %s has no title or tells nothing", where, step.ID)
	}
	for _, block := range step.Guide.Blocks {
		if strings.TrimSpace(block.Text+block.Label) == "" || block.Kind != Fact && block.Text == "" || block.Kind == Fact && block.Label == "" {
			t.Errorf("%s: %s has an empty block %+v", where, step.ID, block)
		}
		if strings.Trim(block.Text, "*") == step.Title {
			t.Errorf("%s: %s repeats its title", where, step.ID)
		}
		if strings.Count(block.Text, "**")%2 != 0 {
			t.Errorf("%s: %s has an open ** in %q", where, step.ID, block.Text)
		}
		if strings.Contains(block.Text, "%!") {
			t.Errorf("%s: %s has a formatting fault in %q", where, step.ID, block.Text)
		}
	}
	for _, link := range step.Guide.Links {
		u, err := url.Parse(link.URL)
		if err != nil || u.Host == "" || u.Scheme != "https" || link.Label == "" {
			t.Errorf("%s: %s has the link %+v", where, step.ID, link)
		}
	}
	seen := map[string]bool{}
	for _, c := range step.Guide.Copies {
		if seen[c.Label] {
			t.Errorf("%s: %s offers two texts as %q", where, step.ID, c.Label)
		}
		seen[c.Label] = true
		if c.Label == "" || strings.TrimSpace(c.Text) == "" {
			t.Errorf("%s: %s has an empty copy %+v", where, step.ID, c)
		}
	}
	if first := step.Guide.Blocks[0].Text; len(first) > 300 {
		t.Errorf("%s: %s begins with %d characters", where, step.ID, len(first))
	}
}

// checkCopies: what is there to be copied has no character that a script or a terminal without Unicode would spoil.
func checkCopies(t *testing.T, where string, g Guide) {
	t.Helper()
	notASCII := func(r rune) bool { return r > '~' }
	for _, block := range g.Blocks {
		if (block.Kind == Code || strings.Contains(block.Text, "Bearer")) && strings.ContainsFunc(block.Text, notASCII) {
			t.Errorf("%s: %q is not ASCII", where, block.Text)
		}
	}
	for _, c := range g.Copies {
		if strings.ContainsFunc(c.Text, notASCII) {
			t.Errorf("%s: the copy %q is not ASCII", where, c.Text)
		}
	}
}

func TestCopiesAfterSavingAreASCII(t *testing.T) {
	for _, c := range combinations() {
		checkCopies(t, c.String(), AfterSave(registered(c.api, c.flow), "p"))
	}
}

// TestDocumentedStepsLinkTheirDocument: each documented step links the document, and the portal pages carry the
// tenant's GUID and the client id once they are known.
func TestLinksCarryTenantAndClientID(t *testing.T) {
	portal := regexp.MustCompile(`https://portal\.azure\.[a-z]+/`)
	for _, c := range combinations() {
		service, _ := catalog.Lookup(c.api)
		for _, step := range New(testEnv(nil), registered(c.api, c.flow)).Steps() {
			text := step.Guide.text()
			if step.Number != "" && !strings.Contains(text, service.Document.URL) {
				t.Errorf("%s: %s does not link its document", c, step.ID)
			}
			for _, link := range step.Guide.Links {
				if portal.MatchString(link.URL) && !strings.Contains(link.URL, "/"+tenantGUID+"/") {
					t.Errorf("%s: %s: %s does not carry the tenant", c, step.ID, link.URL)
				}
				if strings.Contains(link.URL, "ApplicationMenuBlade") && !strings.Contains(link.URL, clientGUID) {
					t.Errorf("%s: %s: %s does not carry the client ID", c, step.ID, link.URL)
				}
			}
		}
	}
}

func TestFirstLinkIsThePageOfTheStep(t *testing.T) {
	tests := map[string]struct {
		answers Answers
		step    catalog.StepID
		want    string
	}{
		"application":   {registered(catalog.LCS, catalog.Password), catalog.StepApplication, "CreateApplicationBlade"},
		"permissions":   {registered(catalog.LCS, catalog.Password), catalog.StepPermissions, "CallAnAPI"},
		"public client": {registered(catalog.LCS, catalog.Password), catalog.StepPublicClient, "Authentication"},
		"credential":    {registered(catalog.PowerApps, catalog.ClientSecret), catalog.StepCredential, "Credentials"},
		"duty":          {registered(catalog.PowerApps, catalog.ClientSecret), catalog.StepDuty, "admin.powerplatform.microsoft.com"},
		"card":          {registered(catalog.BusinessCentral, catalog.ClientSecret), catalog.StepDuty, "businesscentral.dynamics.com"},
		"LCS project":   {registered(catalog.LCS, catalog.Password), catalog.StepToken, "lcs.dynamics.com"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := stepOf(t, tt.answers, tt.step).Guide.Links[0].URL; !strings.Contains(got, tt.want) {
				t.Errorf("first link %s, want %s", got, tt.want)
			}
		})
	}
}

// TestGuidanceFollowsTheAnswers: what concerns only some is told to them alone.
func TestGuidanceFollowsTheAnswers(t *testing.T) {
	bc := registered(catalog.BusinessCentral, catalog.ClientSecret)
	own := bc.With(KeyPartner, No).With(KeyDeployment, "online")
	customer := bc.With(KeyPartner, Yes)
	server := bc.With(KeyDeployment, "on-premises")
	tests := map[string]struct {
		answers Answers
		step    catalog.StepID
		want    []string
		wantNot []string
	}{
		"directory of the tenant":   {own, catalog.StepApplication, []string{"it must be **" + tenantName + "**", "Single tenant only"}, []string{"customer's", "ValidAudiences"}},
		"no tenant yet":             {chosen(catalog.LCS, catalog.Password), catalog.StepApplication, []string{"Enter the tenant first"}, nil},
		"partner registers at home": {customer, catalog.StepApplication, []string{"your own directory", "Multiple Entra ID tenants", "Customer's tenant"}, []string{"/" + tenantGUID + "/"}},
		"customer consents":         {customer, catalog.StepPermissions, []string{"an admin of the customer", "AdminAgents", "microsoftonline.com/" + tenantGUID + "/adminconsent"}, []string{"**Grant admin consent**"}},
		"own tenant consents":       {own, catalog.StepPermissions, []string{"**Grant admin consent**", "scheduled tasks", "21.2"}, []string{"AdminAgents"}},
		"scheduled tasks online":    {server, catalog.StepPermissions, []string{"API.ReadWrite.All"}, []string{"scheduled tasks"}},
		"server needs OpenID":       {server, catalog.StepApplication, []string{"OpenID Connect", "ValidAudiences", "https://api.businesscentral.dynamics.com", "https://MyServer/BC210/OAuthLanding.htm"}, nil},
		"server's versions":         {server, catalog.StepStart, []string{"versions 18.11 and 19.5 (on-premises)"}, []string{"version 17.0"}},
		"online versions":           {own, catalog.StepStart, []string{"version 17.0 (online)", "version 18.3 (online)"}, []string{"18.11"}},
		"server's user":             {registered(catalog.BusinessCentral, catalog.Password).With(KeyDeployment, "on-premises"), catalog.StepToken, []string{"ValidAudiences", "license"}, nil},
		"partner's card":            {customer, catalog.StepDuty, []string{"all your apps", "AdminAgents", "adminconsent"}, nil},
		"own card":                  {own, catalog.StepDuty, []string{clientGUID, "D365 AUTOMATION", "EXTEN. MGT. - ADMIN", "D365 EXTENSION MGT", "Never SUPER", "State"}, []string{"AdminAgents", "all your apps"}},
		"redirect entered":          {own.With(KeyRedirectURI, "https://myserver/BC/OAuthLanding.htm"), catalog.StepApplication, []string{"select **Web** and enter https://myserver/BC/OAuthLanding.htm"}, nil},
		"no redirect":               {registered(catalog.LCS, catalog.Password), catalog.StepApplication, []string{"Leave **Redirect URI** empty."}, []string{"OAuthLanding"}},
		"browser redirect":          {registered(catalog.LCS, catalog.Browser), catalog.StepApplication, []string{"http://localhost"}, nil},
		"browser platform":          {registered(catalog.LCS, catalog.Browser), catalog.StepPublicClient, []string{"Mobile and desktop applications", "can stay off", "no port, no slash", "--public-client-redirect-uris http://localhost", "redirect URI"}, []string{"set **Allow public client flows**", "isFallbackPublicClient"}},
		"browser after a form":      {registered(catalog.BusinessCentral, catalog.Browser).With(KeyRedirectURI, "https://myserver/BC/OAuthLanding.htm"), catalog.StepPublicClient, []string{"The redirect URI under **Web** can stay"}, nil},
		"browser, Power Platform":   {registered(catalog.PowerPlatform, catalog.Browser), catalog.StepPublicClient, []string{"/nativeclient", "Enter this address", "http://localhost"}, nil},
		"browser consents":          {registered(catalog.LCS, catalog.Browser), catalog.StepPermissions, []string{"Without consent, the sign-in page asks each user", "user_impersonation"}, []string{"nobody sees a consent page"}},
		"browser consents, apps":    {registered(catalog.PowerApps, catalog.Browser), catalog.StepPermissions, []string{"Without consent, the sign-in page asks each user"}, []string{"tools without a screen"}},
		"device code consents":      {registered(catalog.BusinessCentral, catalog.DeviceCode), catalog.StepPermissions, []string{"Without consent, the sign-in page asks each user", "Financials.ReadWrite.All"}, []string{"nobody sees"}},
		"browser sign-in":           {registered(catalog.PowerPlatform, catalog.Browser), catalog.StepToken, []string{"this machine's browser", "five minutes", "AADSTS50011", "refresh_token", "code_verifier=[hidden]", "Who will sign in"}, []string{"gives the application a token", "password="}},
		"device code sign-in":       {registered(catalog.PowerApps, catalog.DeviceCode), catalog.StepToken, []string{"shows a code", "15 minutes", "that someone sent you", "If the page says device codes are blocked"}, []string{"username and password", "step before this"}},
		"a sign-in and its duty":    {registered(catalog.LCS, catalog.DeviceCode), catalog.StepToken, []string{"Add the user to the Lifecycle Services project"}, nil},
		"device code":               {registered(catalog.PowerApps, catalog.DeviceCode), catalog.StepPublicClient, []string{"Allow public client flows", "but no token (AADSTS7000218)"}, []string{"MFA"}},
		"password":                  {registered(catalog.PowerApps, catalog.Password), catalog.StepPublicClient, []string{"MFA", "Federated", "Public Client"}, nil},
		"Power Apps application":    {registered(catalog.PowerApps, catalog.ClientSecret), catalog.StepPublicClient, []string{"register the app in Power Platform", "user name and password"}, []string{"Federated"}},
		"nothing to add":            {registered(catalog.PowerPlatform, catalog.ClientSecret), catalog.StepPermissions, []string{"Nothing to add", "8578e004-a5c6-46e7-913e-12f58912df43", "rights come from Power Platform"}, []string{"Add a permission"}},
		"GUID not published":        {registered(catalog.PowerPlatform, catalog.Password).With(KeyCloud, "gcc-high"), catalog.StepPermissions, []string{"not published", "portal.azure.us"}, []string{"8578e004"}},
		"secret":                    {own, catalog.StepCredential, []string{"New client secret", "Value", "Secret ID", "24 months", "Lost the value?"}, []string{"Upload"}},
		"certificate":               {registered(catalog.PowerApps, catalog.ClientCertificate), catalog.StepCredential, []string{"Upload certificate", "Thumbprint", "RSA", "openssl"}, []string{"New client secret"}},
		"saving a password":         {registered(catalog.LCS, catalog.Password), catalog.StepSave, []string{"only if you say so", "advises against saving a password"}, nil},
		"saving a sign-in":          {registered(catalog.LCS, catalog.Browser), catalog.StepSave, []string{"holds a key", "sealed with it holds your sign-in", "Save the sign-in in", "sign-in is forgotten"}, []string{"shows only once", "Save the password too", "client secret"}},
		"saving a path":             {registered(catalog.PowerApps, catalog.ClientCertificate), catalog.StepSave, []string{"certificate's path and password"}, nil},
		"saving a key":              {registered(catalog.PowerApps, catalog.ClientCertificate).With(KeyKeep, "key"), catalog.StepSave, []string{"certificate's key"}, nil},
		"nothing chosen":            {Answers{}, catalog.StepStart, []string{"someone who can grant admin consent"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			says{textOf(stepOf(t, tt.answers, tt.step)), tt.want, tt.wantNot}.check(t)
		})
	}
}

// TestChosenPermissionsAreListed: the guide lists what the person said was added.
func TestChosenPermissionsAreListed(t *testing.T) {
	a := registered(catalog.PowerPlatform, catalog.Password).With(KeyPermissions, "AppManagement.ApplicationPackages.Install")
	for _, block := range stepOf(t, a, catalog.StepPermissions).Guide.Blocks {
		if block.Label == "AppManagement.ApplicationPackages.Install" {
			return
		}
	}
	t.Error("the chosen permission is not listed")
}

// TestGuidanceIsShort: the instructions of a step fit a screen; details are notes that a front end can fold.
func TestGuidanceIsShort(t *testing.T) {
	for _, c := range combinations() {
		for _, step := range New(testEnv(nil), registered(c.api, c.flow)).Steps() {
			instructions := 0
			for _, block := range step.Guide.Blocks {
				if block.Kind == Do {
					instructions++
				}
				if block.Kind != Code && len(block.Text) > 330 {
					t.Errorf("%s: %s: a block of %d characters: %s", c, step.ID, len(block.Text), block.Text)
				}
			}
			if instructions > 8 {
				t.Errorf("%s: %s has %d instructions", c, step.ID, instructions)
			}
		}
	}
}
