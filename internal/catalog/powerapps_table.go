package catalog

import "appreg/internal/cause"

// PowerApps is the Power Apps Service, Power Platform's older administration API.
const PowerApps API = "power-apps"

func powerAppsEntry() entry {
	return entry{
		api: PowerApps, service: powerAppsService, hosts: powerAppsHosts, order: powerAppsOrder, trial: powerAppsTrial,
		duties: func(t Target, who Caller, ids DutyIDs) []Duty {
			if who == User {
				return []Duty{powerPlatformUser()}
			}
			return []Duty{t.managementApp(ids)}
		},
	}
}

const (
	powerAppsAppID    = "475226c6-020e-4fb2-8a90-7a972cbfc1d4"
	powerAppsGCCAppID = "a16afde6-431b-4662-b2b2-e5ee8c05b1f2" // another application, though in the public Entra cloud
)

// powerAppsService follows Power Platform's "Authentication (legacy)", which describes the Power Apps Service.
func powerAppsService() Service {
	const source = "Power Platform, Authentication (legacy)"
	return Service{
		API:           PowerApps,
		Tools:         []string{"pac"},
		Title:         "Power Apps",
		PortalName:    "PowerApps Service",
		PortalTab:     TabOrganization,
		ResourceAppID: powerAppsAppID,
		Delegated: []Permission{{
			Name: "User", ID: "0eb56b90-a7b5-43b5-9402-8137a8083e90",
			Purpose: "access the Power Apps Service API as the user who signs in",
		}},
		Suggested: []string{"User"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: source + ", token for username and password",
				Reason: "It fails for accounts with MFA and for federated accounts."},
			{Flow: ClientSecret, Allowed: true, Source: source + ", token for client authentication",
				Reason: "It works once an admin has registered the app as a management application."},
			{Flow: ClientCertificate, Allowed: true, Source: source + ", certificates and secrets",
				Reason: "It works once an admin has registered the app as a management application."},
			{Flow: Federated, Allowed: true, Source: "Microsoft Entra, Workload identity federation; Power Platform's Terraform provider uses it",
				Reason: "No secret to keep: the platform's own token signs in."},
			{Flow: DeviceCode, Allowed: true, Source: "inferred: a standard flow of public clients",
				Reason: "Microsoft's guide doesn't describe it. Some tenants block it."},
			{Flow: Browser, Allowed: true, Source: "inferred: a standard flow of public clients",
				Reason: "Microsoft's guide doesn't describe it."},
		},
		Document: Document{
			Title: "Authentication (legacy)",
			URL:   "https://learn.microsoft.com/en-us/power-platform/admin/programmability-authentication",
		},
		Source:       source,
		Portal:       "Power Platform admin center",
		AdminSignsIn: true,
	}
}

// powerAppsHosts: the resource keeps its trailing slash in every cloud. GCC signs in at the public cloud but is an
// application of its own there.
func powerAppsHosts() []host {
	const source = "Power Apps, Authentication; cloud audiences from the Power Apps administration PowerShell module"
	row := func(cloud Cloud, resource, appID, bapHost, portal string) host {
		return host{
			api: PowerApps, cloud: cloud, resourceAppID: appID, resource: resource,
			apiURL: "https://" + bapHost, managementURL: "https://" + bapHost, productPortal: portal, source: source,
		}
	}
	public := row(Public, "https://service.powerapps.com/", powerAppsAppID, "api.bap.microsoft.com", adminCenterPublic)
	public.aliases = []string{"https://api.powerapps.com"}
	return []host{
		public,
		row(GCC, "https://gov.service.powerapps.us/", powerAppsGCCAppID, "gov.api.bap.microsoft.us", adminCenterGCC),
		row(GCCHigh, "https://high.service.powerapps.us/", "", "high.api.bap.microsoft.us", adminCenterGCCHigh),
		row(DoD, "https://service.apps.appsplatform.us/", "", "api.bap.appsplatform.us", adminCenterDoD),
		row(China, "https://service.powerapps.cn/", "", "api.bap.partner.microsoftonline.cn", ""),
	}
}

// powerAppsOrder: the document has no numbers; these count its sections in their order. The public client setting
// belongs to application flows too, because an administrator signs in with it to register the application.
// Source: Power Platform, Authentication (legacy).
func powerAppsOrder(flow FlowInfo) []StepRow {
	rows := []StepRow{
		{Step: StepApplication, Number: "Step 1", Title: "Register an app"},
		{Step: StepPublicClient, Number: "Step 2", Title: switchTitle},
		{Step: StepPermissions, Number: "Step 3", Title: "Add the permission"},
	}
	token := StepRow{Step: StepToken, Number: "Step 4", Title: requestTitle}
	switch {
	case flow.RedirectURI != "":
		rows[1].Title, rows[1].Note, token.Note = redirectTitle, redirectInstead, sameToken
	case flow.Proof == ProofPage:
		rows[1].Note, token.Note = switchAsWell, sameToken
	case flow.Who == Application:
		rows[1].Note = "Your app doesn't sign in this way. An admin uses it to register the app in Power Platform."
		rows[2].Note = "The admin who registers the app uses this permission. The app's own token holds none."
		token.Number = "Step 6"
		return append(rows,
			StepRow{Step: StepCredential, Number: "Step 4", Title: credentialTitle(flow)},
			StepRow{Step: StepDuty, Number: "Step 5", Title: "Let the app into Power Platform"},
			token)
	}
	return append(rows, token)
}

func powerAppsTrial() Trial {
	const bap = "/providers/Microsoft.BusinessAppPlatform"
	return Trial{
		Calls: []Call{
			{
				Who: User, Path: bap + "/environments?api-version=2020-10-01",
				Answer: List, Thing: "environments", Rights: []string{"User"},
				Proves: "The user may list the environments",
				Source: "observed: CLI for Microsoft 365",
			},
			{
				Who: Application, Path: bap + "/scopes/admin/environments?api-version=2020-10-01",
				Answer: List, Thing: "environments",
				Documented: true, Proves: "The app is registered as a management app",
				Source: "Power Platform, List environments; Create a service principal application using API",
			},
		},
		Otherwise: []Refusal{
			{Who: User, Text: []string{"authorizationfailed|does not have authorization|not authorized to perform|usernotauthorized|not have permission|accessdenied|forbidden"}, Means: Meaning{cause.APIRoleMissing, cause.APIEnvIDWrong, cause.APISPNotManagementApp}},
			{Text: []string{"authorizationfailed|does not have authorization|not authorized to perform|usernotauthorized|not have permission|accessdenied|forbidden"}, Means: Meaning{cause.APISPNotManagementApp, cause.APIRoleMissing, cause.APIRBACRoleMissing}},
			{Status: []int{403}, Who: User, Means: Meaning{cause.APIRoleMissing, cause.APISPNotManagementApp, cause.APIEnvIDWrong}},
			{Status: []int{403}, Means: Meaning{cause.APISPNotManagementApp, cause.APIRoleMissing, cause.APIRBACRoleMissing}},
			{Status: []int{401}, Means: Meaning{cause.APIWrongAudience, cause.APITokenMissing, cause.APIRoleMissing}},
		},
		Statuses: []Statuses{
			{Application, AboutTenant, badToken, Meaning{cause.APISPNotManagementApp, cause.APIRBACRoleMissing}, notThere},
			{User, AboutTenant, badToken, Meaning{cause.APIRoleMissing, cause.APIUserNotInOrg}, notThere},
		},
		Empty: emptyPlatform(),
	}
}
