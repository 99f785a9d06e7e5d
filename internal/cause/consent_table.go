package cause

// Consent and assignment.
const (
	ConsentMissing              Label = "consent_missing"
	AdminConsentRequired        Label = "admin_consent_required"
	ConsentDeclined             Label = "consent_declined"
	UserNotAssigned             Label = "user_not_assigned"
	AppRoleNotAssigned          Label = "app_role_not_assigned"
	ResourceNotInRequiredAccess Label = "resource_not_in_required_access"
	ScopeNotOnResource          Label = "scope_not_on_resource"
)

var consentRows = []Row{
	{
		Label: ConsentMissing, At: AtPermissions, Page: PagePermissions,
		Title:   "Admin consent is missing",
		Meaning: "App {clientID} needs admin consent in tenant {tenant}. A sign-in with a password or as an app can't ask for it.",
		Where:   "App registrations > your app > API permissions",
		Steps: []string{
			"user: Check that the list has {permissions}, and add what is missing. **Microsoft Graph** > **Delegated** > **User.Read** must be there too.",
			"app: Check that the list has {permissions}, and add what is missing under **Application permissions**. **Delegated permissions** don't count.",
			"Select **Grant admin consent** and confirm. **Status** must turn green for every row.",
			"user: Sign in to this tenant, not through common.",
			"app: Check that the token request uses tenant {tenant} and scope {scope}.",
		},
		Command: "az ad app permission admin-consent --id {clientID}",
		Admin:   "please grant admin consent for app {clientID} in tenant {tenant}: {consentURL} . Requires Application Administrator or Cloud Application Administrator.",
	},
	{
		Label: AdminConsentRequired, At: AtPermissions, Page: PagePermissions,
		Title:   "An admin must grant consent",
		Meaning: "The permission, or your organization's consent policy, doesn't let users consent for themselves.",
		Where:   "App registrations > your app > API permissions",
		Steps: []string{
			"As an admin, open **API permissions** and check the list.",
			"Select **Grant admin consent for your organization** and confirm.",
			"If somebody already sent a request: **Enterprise applications** > **Admin consent requests**.",
		},
		Command: "az ad app permission admin-consent --id {clientID}",
		Admin:   "please grant admin consent for app {clientID} in tenant {tenant}: {consentURL} . Requires Application Administrator or Cloud Application Administrator.",
	},
	{
		Label: ConsentDeclined, At: AtPermissions, Page: PagePermissions,
		Title:   "Consent was declined",
		Meaning: "Somebody selected Cancel on the consent page.",
		Where:   "The sign-in page; or App registrations > your app > API permissions",
		Steps: []string{
			"Sign in again and select **Accept**.",
			"Or ask an admin to select **Grant admin consent**. Then nobody is asked.",
		},
		Command: "az ad app permission admin-consent --id {clientID}",
		Admin:   "please grant admin consent for app {clientID} in tenant {tenant}: {consentURL} . Requires Application Administrator or Cloud Application Administrator.",
	},
	{
		Label: UserNotAssigned, At: AtUsername, Page: PageEnterprise,
		Title:   "{TheUser} isn't assigned to the app",
		Meaning: "The enterprise application accepts only assigned users, and {username} isn't one of them.",
		Where:   "Enterprise applications > your app > Users and groups",
		Steps: []string{
			"Select **Add user/group** and assign **{username}**. Groups inside groups don't count.",
			"Or, if everybody may use it: **Properties** > **Assignment required?** = No.",
		},
		Admin: "please assign {username} to the enterprise app {clientID} in tenant {tenant}. Requires Cloud Application Administrator.",
	},
	{
		Label: AppRoleNotAssigned, At: AtPermissions, Page: PagePermissions,
		Title:   "The app has no role for the API",
		Meaning: "The API issues tokens only to apps that have one of its application permissions, and {clientID} has none.",
		Where:   "App registrations > your app > API permissions",
		Steps: []string{
			"Select **Add a permission** > **{portalName}** > **Application permissions** and add {permissions}.",
			"Select **Grant admin consent** and confirm.",
			"Test again to get a new token.",
		},
		Command: "az ad app permission admin-consent --id {clientID}",
		Admin:   "please grant admin consent to the application permissions of app {clientID} in tenant {tenant}: {consentURL} . Requires Application Administrator or Cloud Application Administrator.",
	},
	{
		Label: ResourceNotInRequiredAccess, At: AtPermissions, Page: PagePermissions,
		Title:   "{ThePortalName} isn't in the app's permission list",
		Meaning: "App {clientID} requested a token for an API that isn't listed under its API permissions.",
		Where:   "App registrations > your app > API permissions > Add a permission",
		Steps: []string{
			"Select **Add a permission** > **APIs my organization uses** and search for {resource} ({portalName}).",
			"Select the permission, add it, and select **Grant admin consent**.",
			"If the API is already there, the request used another client ID: compare the one in the answer.",
		},
		Command: "az ad app permission list --id {clientID}",
		Admin:   "please add {portalName} ({resource}) to the API permissions of app {clientID} in tenant {tenant} and grant admin consent.",
	},
	{
		Label: ScopeNotOnResource, At: AtPermissions, Page: PagePermissions,
		Title:   "The API has no permission of that name",
		Meaning: "The scope names a permission that the API doesn't have. Without an API in front, Entra looks for it in Microsoft Graph.",
		Where:   "The scope in your configuration; App registrations > your app > API permissions",
		Steps: []string{
			"Put the API in front of the permission, or use its default scope: {scope}",
			"Compare the permission's name with the list under **API permissions**.",
			"If the answer names permission IDs (AADSTS65006), remove what the API doesn't offer in this cloud from that list, and grant consent again.",
		},
	},
}
