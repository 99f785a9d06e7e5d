package catalog

import "appreg/internal/cause"

// PowerPlatform is the Power Platform API.
const PowerPlatform API = "power-platform"

func powerPlatformEntry() entry {
	return entry{
		api: PowerPlatform, service: powerPlatformService, hosts: powerPlatformHosts, order: powerPlatformOrder, trial: powerPlatformTrial,
		duties: func(t Target, who Caller, ids DutyIDs) []Duty {
			if who == User {
				return []Duty{powerPlatformUser()}
			}
			return []Duty{t.roleAssignment(ids), t.managementApp(ids)}
		},
	}
}

const powerPlatformAppID = "8578e004-a5c6-46e7-913e-12f58912df43"

// powerPlatformService follows Power Platform API's "Authentication".
func powerPlatformService() Service {
	const source = "Power Platform API, Authentication"
	return Service{
		API:           PowerPlatform,
		Tools:         []string{"pac"},
		Title:         "Power Platform",
		PortalName:    "Power Platform API",
		PortalTab:     TabOrganization,
		ResourceAppID: powerPlatformAppID,
		Delegated:     powerPlatformDelegated,
		// Application permissions are not used (step 2, note), although the API registers one for Copilot Studio.
		Suggested: []string{"EnvironmentManagement.Environments.Read"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: source + ", step 5",
				Reason: "It fails for accounts with MFA and for federated accounts."},
			{Flow: ClientSecret, Allowed: true, Source: source + ", step 5, service principal flow",
				Reason: "The app's rights come from Power Platform: a role, or its registration as a management application. API permissions don't count."},
			{Flow: ClientCertificate, Allowed: true, Source: source + ", step 4",
				Reason: "The app's rights come from Power Platform: a role, or its registration as a management application. API permissions don't count."},
			{Flow: Federated, Allowed: true, Source: "Microsoft Entra, Workload identity federation; Power Platform's Terraform provider uses it",
				Reason: "No secret to keep: the platform's own token signs in. The app's rights come from Power Platform."},
			{Flow: DeviceCode, Allowed: true, Source: source + " (2026)",
				Reason: "Some tenants block it."},
			{Flow: Browser, Allowed: true, Source: source + ", step 2: recommended where interactive consent is possible",
				Reason: "Microsoft recommends it (authorization code flow) where a person can answer."},
		},
		Document: Document{
			Title: "Power Platform API - Authentication",
			URL:   "https://learn.microsoft.com/en-us/power-platform/admin/programmability-authentication-v2",
		},
		Source:      source,
		Portal:      "Power Platform admin center",
		PersonPicks: true,
	}
}

// powerPlatformHosts: where sources disagree on GCC High the host that Microsoft's Copilot Studio clients use is taken.
func powerPlatformHosts() []host {
	const source = "Power Platform API, Authentication; cloud hosts from Microsoft's Terraform provider and PowerShell module"
	bap := map[Cloud]string{}
	for _, h := range powerAppsHosts() {
		bap[h.cloud] = h.managementURL
	}
	row := func(cloud Cloud, apiHost, appID, portal string) host {
		return host{
			api: PowerPlatform, cloud: cloud, resourceAppID: appID, resource: "https://" + apiHost,
			apiURL: "https://" + apiHost, managementURL: bap[cloud], productPortal: portal, source: source,
		}
	}
	return []host{
		row(Public, "api.powerplatform.com", powerPlatformAppID, adminCenterPublic),
		row(GCC, "api.gov.powerplatform.microsoft.us", powerPlatformAppID, adminCenterGCC),
		row(GCCHigh, "api.high.powerplatform.microsoft.us", "", adminCenterGCCHigh),
		row(DoD, "api.appsplatform.us", "", adminCenterDoD),
		row(China, "api.powerplatform.partner.microsoftonline.cn", "", ""),
	}
}

// The Power Platform admin center per cloud (Microsoft's US government articles); none is public for China.
const (
	adminCenterPublic  = "https://admin.powerplatform.microsoft.com"
	adminCenterGCC     = "https://gcc.admin.powerplatform.microsoft.us"
	adminCenterGCCHigh = "https://high.admin.powerplatform.microsoft.us"
	adminCenterDoD     = "https://admin.appsplatform.us"
)

// powerPlatformOrder: steps 3 and 4 are optional in the document; which one applies follows from who signs in.
// Source: Power Platform API, Authentication; the duty is the "Important" of step 5.
func powerPlatformOrder(flow FlowInfo) []StepRow {
	rows := []StepRow{
		{Step: StepApplication, Number: "Step 1", Title: "Register an app"},
		{Step: StepPermissions, Number: "Step 2", Title: "Add the permissions"},
	}
	token := StepRow{Step: StepToken, Number: "Step 5", Title: requestTitle}
	if flow.Who == Application {
		return append(rows,
			StepRow{Step: StepCredential, Number: "Step 4", Title: credentialTitle(flow)},
			StepRow{Step: StepDuty, Number: "Before step 5", Title: "Let the app into Power Platform"},
			token)
	}
	client := StepRow{Step: StepPublicClient, Number: "Step 3", Title: switchTitle}
	switch {
	case flow.RedirectURI != "":
		client.Title = redirectTitle
		client.Note = "Microsoft's guide adds a redirect URI that ends in /nativeclient. appreg uses the system's browser, which needs this one."
	case flow.Proof == ProofPage:
		client.Note = "Microsoft's guides disagree on this switch; without it Entra can refuse the token (AADSTS7000218)."
	}
	return append(rows, client, token)
}

func (t Target) roleAssignment(ids DutyIDs) Duty {
	return Duty{
		ID:      DutyRoleAssignment,
		Title:   "Give the app a role",
		Who:     "A Power Platform Administrator, or somebody with the Power Platform role-based access control administrator role.",
		ByAdmin: true,
		Roles:   PowerPlatformAdministrators(),
		Choices: PowerPlatformRoles(),
		Steps: []string{
			"In **Enterprise applications** copy the app's **Object ID**. The registration's own one doesn't work.",
			"Choose a role. **Power Platform reader** is enough to read.",
			"Send the request with an admin's token for the Power Platform API.",
		},
		Request: t.roleAssignmentRequest(ids),
		Effect:  "The app can do what the role allows, and no more. Role assignments are in preview.",
		Source:  "Power Platform, Tutorial: Assign RBAC roles to service principals; Role-based access control (preview)",
	}
}

func (t Target) managementApp(ids DutyIDs) Duty {
	return Duty{
		ID:      DutyManagementApp,
		Title:   "Register the app as a management application",
		Who:     "A Power Platform Administrator, as a user: an app can't register itself.",
		ByAdmin: true,
		Roles:   PowerPlatformAdministrators(),
		Steps: []string{
			"As a Power Platform admin, register the app, for example with this command.",
		},
		Request:  t.managementAppRequest(ids),
		Commands: t.managementAppCommands(ids.ClientID),
		Effect:   "The app has the reach of a Power Platform Administrator; this can't be narrowed.",
		Source:   "Power Platform, Create a service principal application using API, and using PowerShell",
	}
}

func powerPlatformUser() Duty {
	return Duty{
		ID:     DutyUserRights,
		Title:  "Check the user's rights",
		Who:    "Nobody, if the user already has the rights.",
		Roles:  PowerPlatformAdministrators(),
		Steps:  []string{"Check that the user who signs in may do in Power Platform what the app will do. Admin calls need an admin role."},
		Effect: "The app has the user's rights, within the permissions you added.",
		Source: "Power Platform API, Authentication, step 2, note",
	}
}

func powerPlatformTrial() Trial {
	const environments = "/environmentmanagement/environments?api-version=2024-10-01"
	return Trial{
		Calls: []Call{
			{
				Who: User, Path: environments,
				Answer: List, Thing: "environments", Rights: []string{"EnvironmentManagement.Environments.Read"},
				Documented: true, Proves: "The user may list the environments",
				Source: "Power Platform API, Authentication",
			},
			{
				Who: Application, Path: environments,
				Answer: List, Thing: "environments",
				Documented: true, Proves: "The app may list the environments",
				Source: "Power Platform, Tutorial: Assign RBAC roles to service principals",
			},
		},
		Refusals: []Refusal{
			{Codes: []string{"insufficientdelegatedpermissions"}, Means: Meaning{cause.APIRoleMissing}, Bears: BearsRight}, // comes inside innererror
		},
		Otherwise: []Refusal{
			{Text: []string{"authorizationfailed|does not have authorization|not authorized to perform|user is not authorized|not have permission|usernotauthorized|lacks permission|no permission|access denied|accessdenied|forbidden"}, Means: Meaning{cause.APIRBACRoleMissing, cause.APISPNotManagementApp, cause.APIRoleMissing, cause.APIUserNotInOrg}},
			{Status: []int{403}, Means: Meaning{cause.APIRBACRoleMissing, cause.APISPNotManagementApp, cause.APIRoleMissing, cause.APIAppRestricted}},
			{Status: []int{401}, Means: Meaning{cause.APIWrongAudience, cause.APITokenMissing, cause.APIRoleMissing}},
		},
		Statuses: []Statuses{
			{Application, AboutTenant, badToken, Meaning{cause.APIRBACRoleMissing, cause.APISPNotManagementApp}, notThere},
			{User, AboutTenant, badToken, Meaning{cause.APIRBACRoleMissing, cause.APIRoleMissing}, notThere},
		},
		Empty: emptyPlatform(),
	}
}

// emptyPlatform: a tenant of Power Platform has a default environment.
func emptyPlatform() []Empty {
	const cloud = "Check the cloud (--cloud): a tenant of GCC or GCC High lists nothing at the public API host."
	return []Empty{
		{Application, "The app is let in but may see nothing: usually its role or registration is missing, was just made, or is for another tenant or cloud.",
			[]string{"Check the app's role assignment, or its registration as a management application, in this tenant.", "If it was just made, wait a few minutes and test again.", cloud}},
		{User, "The user is let in but may see nothing: usually an admin role is missing or only eligible, or the environments are in another tenant or cloud.",
			[]string{"If the role is eligible (Privileged Identity Management), activate it. Then sign in again: an old token doesn't change.", "Check that the account belongs to the tenant that owns the environments.", cloud}},
	}
}
