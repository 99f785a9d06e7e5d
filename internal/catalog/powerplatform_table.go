package catalog

const powerPlatformAppID = "8578e004-a5c6-46e7-913e-12f58912df43"

// powerPlatformService follows Power Platform API's "Authentication".
func powerPlatformService() Service {
	const source = "Power Platform API, Authentication"
	return Service{
		API:           PowerPlatform,
		Title:         "Power Platform API",
		PortalName:    "Power Platform API",
		PortalTab:     "APIs my organization uses",
		ResourceAppID: powerPlatformAppID,
		Delegated:     powerPlatformDelegated(),
		// Application permissions are not used (step 2, note), although the API registers one for Copilot Studio.
		Suggested: []string{"EnvironmentManagement.Environments.Read"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: source + ", step 5",
				Reason: "The document describes it, but it fails for accounts with multi-factor authentication and for federated accounts."},
			{Flow: ClientSecret, Allowed: true, Source: source + ", step 5, service principal flow",
				Reason: "What the application may do is decided in Power Platform, by a role assignment or by registering it as a management application, not by API permissions."},
			{Flow: ClientCertificate, Allowed: true, Source: source + ", step 4",
				Reason: "What the application may do is decided in Power Platform, by a role assignment or by registering it as a management application, not by API permissions."},
			{Flow: DeviceCode, Allowed: true, Source: source + " (2026)",
				Reason: "Today's document names it."},
			{Flow: Browser, Allowed: true, Source: source + ", step 2: recommended where interactive consent is possible",
				Reason: "The document recommends it where a person can answer."},
		},
		Document: Document{
			Title: "Power Platform API - Authentication",
			URL:   "https://learn.microsoft.com/en-us/power-platform/admin/programmability-authentication-v2",
		},
		Duty: []string{
			"An application that signs in as itself needs a role in Power Platform (today's way) or must be registered as a management application (the document's way), both by an administrator.",
			"A user who signs in has the rights that the user has in Power Platform; there is nothing to register.",
		},
		Source: source,
	}
}
