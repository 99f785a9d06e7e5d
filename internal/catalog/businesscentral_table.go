package catalog

const businessCentralAppID = "996def3d-b36c-4153-8607-a6fd3c01b89f"

// businessCentralService follows "Using Service-to-Service (S2S) Authentication".
func businessCentralService() Service {
	const source = "Business Central, Using Service-to-Service (S2S) Authentication"
	return Service{
		API:           BusinessCentral,
		Title:         "Dynamics 365 Business Central",
		PortalName:    "Dynamics 365 Business Central",
		PortalTab:     "Microsoft APIs",
		ResourceAppID: businessCentralAppID,
		Delegated:     businessCentralDelegated(),
		Application:   businessCentralApplication(),
		Suggested:     []string{"Financials.ReadWrite.All", "API.ReadWrite.All", "Automation.ReadWrite.All"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: "Business Central administration center API: shown, advised against",
				Reason: "Advised against: a policy can demand multi-factor authentication at any time, and the sign-in then fails. Prefer a client certificate or secret."},
			{Flow: ClientSecret, Allowed: true, Source: source + ", task 1, step 3"},
			{Flow: ClientCertificate, Allowed: true, Source: "Business Central administration center API: preferred to a secret"},
			{Flow: DeviceCode, Allowed: true, Source: "inferred: used by BcContainerHelper",
				Reason: "The document does not describe it."},
			{Flow: Browser, Allowed: true, Source: source + ", calling API and web services",
				Reason: "The document uses it where a user signs in."},
		},
		Document: Document{
			Title: "Using Service-to-Service (S2S) Authentication",
			URL:   "https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/automation-apis-using-s2s-authentication",
		},
		Duty: []string{
			"An application that signs in as itself needs a Microsoft Entra application card in Business Central, with State Enabled and permission sets, in every environment that it calls.",
			"A user who signs in needs a Business Central licence and permissions in the environment instead; there is no card to make.",
		},
		Source: source,
	}
}

// businessCentralDelegated: the document on connecting apps tells to pick Financials.ReadWrite.All.
func businessCentralDelegated() []Permission {
	return []Permission{
		{Name: "Financials.ReadWrite.All", ID: "2fb13c28-9d89-417f-9af2-ec3065bc16e6",
			Purpose: "call Business Central's APIs and web services as the user who signs in"},
		{Name: "user_impersonation", ID: "bce0976a-cb0b-473b-8800-84eda9f8e447",
			Purpose: "act as the user who signs in; not needed beside Financials.ReadWrite.All"},
	}
}

// businessCentralApplication: the S2S document needs the first two (main usage scenarios; task 1, step 4).
func businessCentralApplication() []Permission {
	return []Permission{
		{Name: "API.ReadWrite.All", ID: "a42b0b75-311e-488d-b67e-8fe84f924341",
			Purpose: "call Business Central's APIs and web services",
			Without: "calls to Business Central's APIs and web services will not work"},
		{Name: "Automation.ReadWrite.All", ID: "d365bc00-a990-0000-00bc-160000000001",
			Purpose: "set up companies through the automation API",
			Without: "company set-up through the automation API will not work"},
		{Name: "AdminCenter.ReadWrite.All", ID: "a20fe46f-4f63-4666-8e0e-9b882d90b837",
			Purpose: "manage environments through the administration center API"},
		{Name: "app_access", ID: "3983b928-ed40-4111-bbad-e7910cf234bd",
			Purpose: "access Business Central as an application; not needed beside the permissions above"},
	}
}
