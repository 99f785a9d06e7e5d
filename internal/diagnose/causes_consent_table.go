package diagnose

// Consent and assignment. Roles that may consent: entra.md section 3.
var consentCauses = []causeRow{
	{
		cause:   "consent_missing",
		title:   "Nobody has consented to these permissions yet",
		meaning: "The permissions asked for are not granted to app {clientID} in tenant {tenant}. Password and application sign-in cannot show a consent page, so consent must be there beforehand.",
		where:   "App registrations > your app > API permissions",
		steps: []string{
			"Check that {portalName} and the permission you need are in the list; add them if not.",
			"Check that Microsoft Graph > Delegated > User.Read is in the list too.",
			"Choose Grant admin consent and confirm; Status must turn green for every row.",
			"Make sure that you sign in to this tenant, and not through common.",
		},
		byApp: []string{
			"Check that the list holds the application permissions of {portalName} that you need; add them if not (the Power Platform APIs need none). Delegated permissions do not count where the application itself signs in.",
			"Choose Grant admin consent and confirm; Status must turn green for every row.",
			"Check that the token is asked for in tenant {tenant}, and that the scope is {scope}.",
		},
		command: "az ad app permission admin-consent --id {clientID}",
		page:    pagePermissions,
		admin:   "please grant admin consent for app {clientID} in tenant {tenant}: {consentURL} . Cloud Application Administrator or Application Administrator suffices.",
	},
	{
		cause:   "admin_consent_required",
		title:   "An administrator must consent",
		meaning: "The permission, or your organisation's consent policy, does not let ordinary users agree for themselves.",
		where:   "App registrations > your app > API permissions",
		steps: []string{
			"As an administrator, open API permissions and check the list.",
			"Choose Grant admin consent for your organisation and confirm.",
			"If a request was already sent: Enterprise applications > Admin consent requests.",
		},
		command: "az ad app permission admin-consent --id {clientID}",
		page:    pagePermissions,
		admin:   "please grant admin consent for app {clientID} in tenant {tenant}: {consentURL} . Cloud Application Administrator or Application Administrator suffices.",
	},
	{
		cause:   "consent_declined",
		title:   "Consent was declined",
		meaning: "Somebody chose Cancel on the page that asks for the permissions.",
		where:   "The sign-in page; or App registrations > your app > API permissions",
		steps: []string{
			"Sign in again and choose Accept.",
			"Or have an administrator choose Grant admin consent; then nobody is asked.",
		},
		command: "az ad app permission admin-consent --id {clientID}",
		page:    pagePermissions,
		admin:   "please grant admin consent for app {clientID} in tenant {tenant}: {consentURL} . Cloud Application Administrator or Application Administrator suffices.",
	},
	{
		cause:   "user_not_assigned",
		title:   "The user is not assigned to the application",
		meaning: "The enterprise application lets only assigned users in, and {username} is not among them.",
		where:   "Enterprise applications > your app > Users and groups",
		steps: []string{
			"Choose Add user/group and assign {username}; groups inside groups do not count.",
			"Or, if everybody may use it: Properties > Assignment required? = No.",
		},
		page:  pageEnterprise,
		admin: "please assign {username} to the enterprise application {clientID} in tenant {tenant}. Cloud Application Administrator suffices.",
	},
	{
		cause:   "app_role_not_assigned",
		title:   "The application is not assigned to a role of the API",
		meaning: "The API gives tokens only to applications that hold one of its application permissions, and {clientID} holds none.",
		where:   "App registrations > your app > API permissions",
		steps: []string{
			"Choose Add a permission > {portalName} > Application permissions and add what is needed.",
			"Choose Grant admin consent and confirm.",
			"Ask for a new token: an old one does not change.",
		},
		command: "az ad app permission admin-consent --id {clientID}",
		page:    pagePermissions,
		admin:   "please grant admin consent to the application permissions of app {clientID} in tenant {tenant}: {consentURL} . Cloud Application Administrator or Application Administrator suffices.",
	},
	{
		cause:   "resource_not_in_required_access",
		title:   "The API is not in the app's permission list",
		meaning: "App {clientID} asked for a token for an API that is not listed under its API permissions.",
		where:   "App registrations > your app > API permissions > Add a permission",
		steps: []string{
			"Choose Add a permission > APIs my organization uses and search for {resource} ({portalName}).",
			"Select the permission, add it, and choose Grant admin consent.",
			"If the API is already there, the request used another client id: compare the one in the answer.",
		},
		command: "az ad app permission list --id {clientID}",
		page:    pagePermissions,
		admin:   "please add {portalName} ({resource}) to the API permissions of app {clientID} in tenant {tenant} and grant admin consent.",
	},
	{
		cause:   "scope_not_on_resource",
		title:   "The API has no permission of that name",
		meaning: "The scope names a permission that the API does not have. A scope without an API in front is taken as one of Microsoft Graph.",
		where:   "The scope in your configuration; App registrations > your app > API permissions",
		steps: []string{
			"Write the API in front of the permission, or use its default scope: {scope}",
			"Compare the permission's name with the list under API permissions.",
			"If the answer names permission ids (AADSTS65006), remove from that list what the API does not offer, or not in this cloud, and grant consent again.",
		},
		page: pagePermissions,
	},
}
