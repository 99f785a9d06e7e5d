package catalog

// Duties gives what is left to do in the product after registration, for this API, cloud and flow. Power Platform has
// two ways for applications: today's first, then the document's.
func (t Target) Duties(flow Flow, ids DutyIDs) []Duty {
	user := flow.SignsInUser()
	switch {
	case t.API == LCS:
		return []Duty{projectMembership()}
	case t.API == BusinessCentral && user:
		return []Duty{businessCentralUser()}
	case t.API == BusinessCentral:
		return []Duty{appCard()}
	case user:
		return []Duty{powerPlatformUser()}
	case t.API == PowerPlatform:
		return []Duty{t.roleAssignment(ids), t.managementApp(ids)}
	case t.API == PowerApps:
		return []Duty{t.managementApp(ids)}
	}
	return nil
}

func projectMembership() Duty {
	return Duty{
		ID:    DutyProjectMembership,
		Title: "Make the user a member of the Lifecycle Services project",
		Who:   "A project owner in Lifecycle Services.",
		Steps: []string{
			"Open the project in Lifecycle Services.",
			"Open **Project users** and check that the user who signs in is listed; invite the user if not.",
			"Let the user open the project once and accept the invitation.",
		},
		Effect: "The API acts with the user's rights in that project; other projects stay closed.",
		Source: "inferred: the API takes delegated permissions only and its calls name a project",
	}
}

func (t Target) roleAssignment(ids DutyIDs) Duty {
	return Duty{
		ID:    DutyRoleAssignment,
		Title: "Give the application a role in Power Platform",
		Who:   "A Power Platform Administrator, or somebody with the Power Platform role-based access control administrator role.",
		Roles: powerPlatformAdministrators(),
		Steps: []string{
			"Open **Enterprise applications** in Microsoft Entra ID, find the application and copy its **Object ID**. The object id of the app registration is another one and does not work.",
			"Choose a role; the Power Platform reader suffices to read.",
			"Send the request with an access token of the administrator for the Power Platform API.",
		},
		Request: t.roleAssignmentRequest(ids),
		Effect:  "The application can do what the role allows, and no more. Role assignments are in preview.",
		Source:  "Power Platform, Tutorial: Assign RBAC roles to service principals; Role-based access control (preview)",
	}
}

func (t Target) managementApp(ids DutyIDs) Duty {
	return Duty{
		ID:    DutyManagementApp,
		Title: "Register the application as a management application",
		Who:   "A Power Platform Administrator who signs in as a user: an application cannot register itself.",
		Roles: powerPlatformAdministrators(),
		Steps: []string{
			"Sign in as an administrator with one of the tools below.",
			"Run its register command with the application (client) ID, or send the request with an access token of the administrator for the Power Apps Service.",
		},
		Request:  t.managementAppRequest(ids),
		Commands: t.managementAppCommands(ids.ClientID),
		Effect:   "The application is treated like a Power Platform Administrator; this cannot be narrowed. Calls that need a licence, as some for flows do, stay closed.",
		Source:   "Power Platform, Create a service principal application using API, and using PowerShell",
	}
}

func powerPlatformUser() Duty {
	return Duty{
		ID:     DutyUserRights,
		Title:  "Check the rights of the user",
		Who:    "Nobody, if the user already has the rights.",
		Roles:  powerPlatformAdministrators(),
		Steps:  []string{"Check that the user who signs in may do in Power Platform what the application is to do; administrator calls need an administrator role."},
		Effect: "The application has the user's rights, within the permissions that were added.",
		Source: "Power Platform API, Authentication, step 2, note",
	}
}

func appCard() Duty {
	return Duty{
		ID:    DutyAppCard,
		Title: "Set up the Microsoft Entra application in Business Central",
		Who:   "An administrator of the Business Central environment.",
		Roles: businessCentralAdministrators(),
		Steps: []string{
			"In Business Central, search for **Microsoft Entra Applications** and open the page. Each environment has its own.",
			"Select **New**: the **Microsoft Entra Application Card** opens.",
			"Enter the application (client) ID under **Client ID**.",
			"Fill in **Description**.",
			"Set **State** to **Enabled**.",
			"Assign the permission sets that the integration needs and no more. D365 AUTOMATION and EXTEN. MGT. - ADMIN cover most automation; SUPER cannot be assigned.",
			"Optional: select **Grant Consent**, if consent was not granted in the portal. It needs the redirect URI that ends in OAuthLanding.htm.",
		},
		Effect: "The application can do what its permission sets allow, in the environments that have the card.",
		Source: "Business Central, Using Service-to-Service (S2S) Authentication, task 2",
	}
}

func businessCentralUser() Duty {
	return Duty{
		ID:    DutyUserRights,
		Title: "Check the licence and permissions of the user",
		Who:   "An administrator of the Business Central environment.",
		Roles: businessCentralAdministrators(),
		Steps: []string{
			"Check that the user who signs in has a Business Central licence and is enabled in the environment.",
			"Check that the user has the permission sets that the calls need. There is no Microsoft Entra application card to make.",
		},
		Effect: "The application has the user's rights in the environment.",
		Source: "inferred: delegated permissions act with the rights of the user",
	}
}
