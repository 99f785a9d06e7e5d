package catalog

const (
	powerAppsAppID    = "475226c6-020e-4fb2-8a90-7a972cbfc1d4"
	powerAppsGCCAppID = "a16afde6-431b-4662-b2b2-e5ee8c05b1f2" // another application, though in the public Entra cloud
)

// powerAppsService follows Power Platform's "Authentication (legacy)", which describes the Power Apps Service.
func powerAppsService() Service {
	const source = "Power Platform, Authentication (legacy)"
	return Service{
		API:           PowerApps,
		Title:         "Power Apps Service",
		PortalName:    "PowerApps Service",
		PortalTab:     "APIs my organization uses",
		ResourceAppID: powerAppsAppID,
		Delegated: []Permission{{
			Name: "User", ID: "0eb56b90-a7b5-43b5-9402-8137a8083e90",
			Purpose: "access the Power Apps Service API as the user who signs in",
		}},
		Suggested: []string{"User"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: source + ", token for username and password",
				Reason: "The document describes it, but it fails for accounts with multi-factor authentication and for federated accounts."},
			{Flow: ClientSecret, Allowed: true, Source: source + ", token for client authentication",
				Reason: "Works only after an administrator has registered the application as a management application."},
			{Flow: ClientCertificate, Allowed: true, Source: source + ", certificates and secrets",
				Reason: "Works only after an administrator has registered the application as a management application."},
			{Flow: DeviceCode, Allowed: true, Source: "inferred: a standard flow of public clients",
				Reason: "The document does not describe it."},
			{Flow: Browser, Allowed: true, Source: "inferred: a standard flow of public clients",
				Reason: "The document does not describe it."},
		},
		Document: Document{
			Title: "Authentication (legacy)",
			URL:   "https://learn.microsoft.com/en-us/power-platform/admin/programmability-authentication",
		},
		Duty: []string{
			"An application that signs in as itself must be registered as a management application by an administrator; it then counts as a Power Platform Administrator.",
			"A user who signs in has the rights that the user has in Power Apps; there is nothing to register.",
		},
		Source: source,
	}
}
