package catalog

import "appreg/internal/cause"

// BusinessCentral is Dynamics 365 Business Central.
const BusinessCentral API = "business-central"

func businessCentralEntry() entry {
	return entry{
		api: BusinessCentral, service: businessCentralService, hosts: businessCentralHosts, order: businessCentralOrder, trial: businessCentralTrial,
		closed: func(Cloud) string { return "Business Central is documented for the public cloud only" },
		duties: func(_ Target, who Caller, _ DutyIDs) []Duty {
			if who == User {
				return []Duty{businessCentralUser()}
			}
			return []Duty{appCard()}
		},
	}
}

const businessCentralAppID = "996def3d-b36c-4153-8607-a6fd3c01b89f"

// businessCentralService follows "Using Service-to-Service (S2S) Authentication".
func businessCentralService() Service {
	const source = "Business Central, Using Service-to-Service (S2S) Authentication"
	return Service{
		API:           BusinessCentral,
		Tools:         []string{"al-go"},
		Title:         "Business Central",
		PortalName:    "Dynamics 365 Business Central",
		PortalTab:     TabMicrosoft,
		ResourceAppID: businessCentralAppID,
		Delegated:     businessCentralDelegated(),
		Application:   businessCentralApplication(),
		Suggested:     []string{"Financials.ReadWrite.All", "API.ReadWrite.All", "Automation.ReadWrite.All"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: "Business Central administration center API: shown, advised against",
				Reason: "Not recommended: a policy can ask for MFA at any time, and the sign-in then fails. Use a client secret or certificate."},
			{Flow: ClientSecret, Allowed: true, Source: source + ", task 1, step 3"},
			{Flow: ClientCertificate, Allowed: true, Source: "Business Central administration center API: preferred to a secret"},
			{Flow: Federated, Allowed: true, Source: "Microsoft Entra, Workload identity federation; AL-Go for GitHub deploys with it",
				Reason: "No secret to keep: the platform's own token signs in. The app still needs its card."},
			{Flow: DeviceCode, Allowed: true, Source: "inferred: used by BcContainerHelper",
				Reason: "Microsoft's guide doesn't describe it. Some tenants block it."},
			{Flow: Browser, Allowed: true, Source: source + ", calling API and web services",
				Reason: "Microsoft's guide uses it where a user signs in."},
		},
		Document: Document{
			Title: "Using Service-to-Service (S2S) Authentication",
			URL:   "https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/automation-apis-using-s2s-authentication",
		},
		Source:     source,
		Portal:     "Business Central",
		OnPremises: true,
		Partners:   true,
		TriedOn:    AboutEnvironment,
	}
}

// businessCentralDelegated: the document on connecting apps tells to pick Financials.ReadWrite.All.
func businessCentralDelegated() []Permission {
	return []Permission{
		{Name: "Financials.ReadWrite.All", ID: "2fb13c28-9d89-417f-9af2-ec3065bc16e6",
			Purpose: "call Business Central's APIs and web services as the user who signs in"},
		{Name: "user_impersonation", ID: "bce0976a-cb0b-473b-8800-84eda9f8e447", Covers: "Financials.ReadWrite.All",
			Purpose: "act as the user who signs in; not needed beside Financials.ReadWrite.All"},
	}
}

// businessCentralApplication: the S2S document needs the first two (main usage scenarios; task 1, step 4).
func businessCentralApplication() []Permission {
	return []Permission{
		{Name: "API.ReadWrite.All", ID: "a42b0b75-311e-488d-b67e-8fe84f924341",
			Purpose: "call Business Central's APIs and web services",
			Without: "calls to Business Central's APIs and web services won't work"},
		{Name: "Automation.ReadWrite.All", ID: "d365bc00-a990-0000-00bc-160000000001",
			Purpose: "set up companies through the automation API",
			Without: "company set-up through the automation API won't work"},
		{Name: "AdminCenter.ReadWrite.All", ID: "a20fe46f-4f63-4666-8e0e-9b882d90b837",
			Purpose: "manage environments through the administration center API"},
		{Name: "app_access", ID: "3983b928-ed40-4111-bbad-e7910cf234bd",
			Purpose: "access Business Central as an application; not needed beside the permissions above"},
	}
}

// businessCentralHosts: only the public cloud's host is documented.
func businessCentralHosts() []host {
	return []host{{
		api: BusinessCentral, cloud: Public, resourceAppID: businessCentralAppID,
		resource: "https://api.businesscentral.dynamics.com", apiURL: "https://api.businesscentral.dynamics.com",
		productPortal: "https://businesscentral.dynamics.com",
		source:        "Business Central, Using Service-to-Service (S2S) Authentication",
	}}
}

// businessCentralOrder: step 1 of task 1 is only to open the portal. The secret comes before the permissions.
// Source: Business Central, Using Service-to-Service (S2S) Authentication. That document describes applications; for
// users the same registration is made with a delegated permission, and there is no card.
func businessCentralOrder(flow FlowInfo) []StepRow {
	register := StepRow{Step: StepApplication, Number: "Task 1, step 2", Title: "Register an app"}
	permissions := StepRow{Step: StepPermissions, Number: "Task 1, step 4", Title: "Add the permissions"}
	if flow.Who == Application {
		return []StepRow{
			register,
			{Step: StepCredential, Number: "Task 1, step 3", Title: credentialTitle(flow)},
			permissions,
			{Step: StepDuty, Number: "Task 2", Title: "Let the app into Business Central"},
			{Step: StepToken, Number: "After task 2", Title: requestTitle},
		}
	}
	client := StepRow{Step: StepPublicClient, Number: "Addition to task 1", Title: switchTitle,
		Note: "Microsoft's guide describes apps that sign in as themselves; a user's sign-in needs this too."}
	if flow.RedirectURI != "" {
		client.Title = redirectTitle
	}
	return []StepRow{
		register, permissions, client,
		{Step: StepToken, Number: "After task 1", Title: requestTitle,
			Note: "No card in Business Central is needed: the user's own license and permissions count."},
	}
}

func appCard() Duty {
	return Duty{
		ID:    DutyAppCard,
		Title: "Let the app into Business Central",
		Who:   "An admin of the Business Central environment.",
		Roles: BusinessCentralAdministrators(),
		Steps: []string{
			"Search for **Microsoft Entra Applications** and select **New**. Each environment has its own.",
			"Enter the **Client ID** and a **Description**. Set **State** to **Enabled**.",
			"Add only the permission sets that the integration needs: " + neededSets() + ". Never **" + ForbiddenPermissionSet + "**.",
		},
		Effect: "The app can do what its permission sets allow, in the environments that have the card.",
		Source: "Business Central, Using Service-to-Service (S2S) Authentication, task 2",
	}
}

func businessCentralUser() Duty {
	return Duty{
		ID:    DutyUserRights,
		Title: "Check the user's license and permissions",
		Who:   "An admin of the Business Central environment.",
		Roles: BusinessCentralAdministrators(),
		Steps: []string{
			"Check that the user has a Business Central license and is enabled in the environment.",
			"Check that the user has the permission sets that the calls need. No card is needed.",
		},
		Effect: "The app has the user's rights in the environment.",
		Source: "inferred: delegated permissions act with the rights of the user",
	}
}

func businessCentralTrial() Trial {
	const (
		environments = "/environments/v1.2"
		companies    = "/v2.0/{tenant}/{environment}/api/v2.0/companies"
		automation   = "/v2.0/{tenant}/{environment}/api/microsoft/automation/v2.0/companies"
		card         = "The app may read the companies"
	)
	unsupported := Meaning{cause.APIOperationUnsupported, cause.APIBCAppNotSetUp, cause.APIRoleMissing}
	noSets, noUser := Meaning{cause.APIBCPermissionSetMissing, cause.APIBCUserNotEntitled}, Meaning{cause.APIBCUserNotEntitled, cause.APIWrongAudience}
	noPlace := Meaning{cause.APIEnvIDWrong, cause.AuthorityWrongTenant}
	return Trial{
		Calls: []Call{
			{
				Who: User, Path: environments,
				Answer: List, Thing: "environments", Lists: true, Rights: []string{"Financials.ReadWrite.All", "user_impersonation"},
				Documented: true, Give: "--environment", Untested: "Rights in Business Central not tested: no environment is known",
				Source: "Business Central, Get a list of environments",
			},
			{
				Who: Application, Path: environments,
				Answer: List, Thing: "environments", Lists: true, Rights: []string{"API.ReadWrite.All", "Automation.ReadWrite.All", "app_access"},
				Give: "--environment", Untested: "App setup in Business Central not tested: no environment is known",
				Source: "Business Central, Get a list of environments; silent about applications",
			},
			{
				Who: User, About: AboutEnvironment, Path: companies,
				Answer: List, Thing: "companies", Rights: []string{"Financials.ReadWrite.All", "user_impersonation"},
				Documented: true, Proves: "The user may read the companies",
				Source: "Business Central API v2.0, companies",
			},
			{
				Who: Application, About: AboutEnvironment, Path: companies,
				Answer: List, Thing: "companies", Rights: []string{"API.ReadWrite.All"},
				Documented: true, Proves: card,
				Source: "Business Central, Using Service-to-Service (S2S) Authentication",
			},
			{
				Who: Application, About: AboutEnvironment, Path: automation,
				Answer: List, Thing: "companies", Rights: []string{"Automation.ReadWrite.All"},
				Documented: true, Proves: card,
				Source: "Business Central, Introduction to automation APIs",
			},
		},
		Refusals: businessCentralRefusals, Otherwise: businessCentralOtherwise,
		Statuses: []Statuses{
			{Application, AboutTenant, unsupported, unsupported, notThere},
			{Application, AboutEnvironment, Meaning{cause.APIBCAppNotSetUp, cause.APIRoleMissing, cause.APIWrongAudience}, noSets, noPlace},
			{User, AboutTenant, noUser, noSets, notThere},
			{User, AboutEnvironment, noUser, noSets, noPlace},
		},
		// An environment of Business Central has a company.
		Empty: []Empty{
			{Application, "The app is let in but may see nothing: usually its permission sets are for other companies, or the environment is another than you think.",
				[]string{"On the app's Microsoft Entra Application Card, check the permission sets and their Company column.", "Check the environment and the tenant."}},
			{User, "The user is let in but may see nothing: usually the permission sets are for other companies, or the environment is another than you think.",
				[]string{"In Business Central, on the Users page, check the user's permission sets and their Company column.", "Check the environment and the tenant."}},
		},
	}
}
