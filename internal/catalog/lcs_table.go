package catalog

const lcsAppID = "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"

// lcsService follows "Database movement API - Authentication".
func lcsService() Service {
	const source = "Database movement API, Authentication"
	const noServicePrincipal = "Lifecycle Services accepts users only: its document says that service principals, applications that sign in as themselves, are not supported."
	return Service{
		API:           LCS,
		Title:         "Dynamics Lifecycle Services (Database Movement API)",
		PortalName:    "Dynamics Lifecycle services",
		PortalTab:     "APIs my organization uses",
		ResourceAppID: lcsAppID,
		Delegated: []Permission{{
			// Its GUID is in no public source.
			Name: "user_impersonation", Purpose: "call Lifecycle Services as the user who signs in",
		}},
		Suggested: []string{"user_impersonation"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: source + ", step 4",
				Reason: "The document describes it, but it fails for accounts with multi-factor authentication and for federated accounts; a dedicated cloud-only user is needed."},
			{Flow: ClientSecret, Reason: noServicePrincipal, Source: source + ", step 2, note"},
			{Flow: ClientCertificate, Reason: noServicePrincipal, Source: source + ", step 2, note"},
			{Flow: DeviceCode, Allowed: true, Source: "inferred: a standard flow of public clients",
				Reason: "The document does not describe it."},
			{Flow: Browser, Allowed: true, Source: source + ", step 2: recommended where interactive consent is possible",
				Reason: "The document recommends it where a person can answer."},
		},
		Document: Document{
			Title: "Database movement API - Authentication",
			URL:   "https://learn.microsoft.com/en-us/dynamics365/fin-ops-core/dev-itpro/database/api/dbmovement-api-authentication",
		},
		Duty:   []string{"The user who signs in must be a member of the Lifecycle Services project that is called."},
		Source: source,
	}
}
