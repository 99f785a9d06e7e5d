package cause

// The API's answer after a good token.
const (
	APIWrongAudience             Label = "api_wrong_audience"
	APIRoleMissing               Label = "api_role_missing"
	APIRBACRoleMissing           Label = "api_rbac_role_missing"
	APITokenMissing              Label = "api_token_missing"
	APISPNotManagementApp        Label = "api_sp_not_management_app"
	APIUserNotInOrg              Label = "api_user_not_in_org"
	APIAppRestricted             Label = "api_app_restricted"
	APIAuthStrength              Label = "api_auth_strength"
	APIEnvIDWrong                Label = "api_env_id_wrong"
	APIOperationUnsupported      Label = "api_operation_unsupported"
	APIServerDefect              Label = "api_server_defect"
	APILCSAccess                 Label = "api_lcs_access"
	APIEnvDisabled               Label = "api_env_disabled"
	APIDataversePrivilegeMissing Label = "api_dataverse_privilege_missing"
	APIRequestWrong              Label = "api_request_wrong"
)

var apiRows = []Row{
	{
		Label: APIWrongAudience, At: AtDuty,
		Title:   "The token is for another API",
		Meaning: "The API compares the token's aud claim with its own address, down to the slash, and they differ.",
		Where:   "The scope in your configuration",
		Steps: []string{
			"Request the token with exactly this scope: {scope}",
			"Keep both slashes in //.default. They're intentional.",
			"Use the same cloud and region for the token and the call.",
		},
		Command: "appreg token {profile} --output json",
	},
	{
		Label: APIRoleMissing, At: AtPermissions, Page: PagePermissions,
		Title:   "{permissionMissing}",
		Meaning: "Your app signs in, but it isn't allowed to call {apiName}.",
		Where:   "App registrations > your app > API permissions",
		Steps: []string{
			"app: Add {permissions} under **Application permissions**.",
			"user: Add {permissions} under **Delegated permissions**.",
			"Select **Grant admin consent** and confirm.",
			"Test again to get a new token.",
		},
		Command: "az ad app permission admin-consent --id {clientID}",
		Admin:   "please grant admin consent to the permissions of app {clientID} in tenant {tenant}: {consentURL} . Requires Application Administrator or Cloud Application Administrator.",
	},
	{
		Label: APIRBACRoleMissing, At: AtDuty, Page: PagePowerPlatformAdmin,
		Title:   "No Power Platform role is assigned",
		Meaning: "The token is valid, but a Power Platform role is missing. An app needs one besides its registration. A user needs an admin role that is assigned and active.",
		Where:   "Power Platform role assignments (authorization API)",
		Steps: []string{
			"app: As a Power Platform Administrator, send the request below with a user's token, for example with az rest.",
			"app: principalObjectId is the object ID of the enterprise application (claim oid of its token), not of the app registration.",
			"app: Roles: reader c886ad2e-27f7-4874-8381-5849b8d8a090, contributor ff954d61-a89a-4fbe-ace9-01c367b89f87.",
			"user: Ask for the role **Power Platform Administrator** under **Roles & admins**. If it's only eligible, activate it (Privileged Identity Management), then get a new token.",
		},
		Command: "az rest --method post --resource {apiURL} --url \"{apiURL}/authorization/roleAssignments?api-version=2024-10-01\" --body '{\"roleDefinitionId\":\"c886ad2e-27f7-4874-8381-5849b8d8a090\",\"principalObjectId\":\"<object id of the enterprise application>\",\"principalType\":\"ApplicationUser\",\"scope\":\"/tenants/{tenantID}\"}'",
		Admin:   "please assign a Power Platform role to app {clientID} in tenant {tenant} (POST {apiURL}/authorization/roleAssignments). Requires Power Platform Administrator.",
		User: &Variant{
			Where: "Azure portal > Microsoft Entra ID > Roles & admins > Power Platform Administrator",
			Admin: "please assign {username} the role Power Platform Administrator, or a Power Platform role, in tenant {tenant}.",
		},
	},
	{
		Label: APITokenMissing, At: AtDuty,
		Title:   "The call had no usable token",
		Meaning: "The API found no token, or one that is expired, damaged or not a bearer token.",
		Where:   "The program that calls the API",
		Steps: []string{
			"Send the header Authorization: Bearer <token>, with one space and the whole token.",
			"Get a new token if the old one is over an hour old.",
			"Don't follow redirects: they drop the header.",
			"Compare the token's aud claim with the API's address. Some APIs ignore a token for another API.",
		},
		Command: "appreg token {profile} --output header",
	},
	{
		Label: APISPNotManagementApp, At: AtDuty, Page: PagePowerPlatformAdmin,
		Title:   "The app isn't registered as a management app",
		Meaning: "The token is valid, but Power Platform doesn't know app {clientID} yet. API permissions and Entra roles don't replace this registration.",
		Where:   "Power Platform: management applications",
		Steps: []string{
			"Ask a Power Platform Administrator to run the command below. An app can't register itself.",
			"Or in PowerShell: Add-PowerAppsAccount, then New-PowerAppManagementApp -ApplicationId {clientID}",
			"Test again after a minute. The app then acts as a Power Platform Administrator.",
		},
		Command: "pac admin application register --application-id {clientID}",
		Admin:   "please register app {clientID} as a Power Platform management app in tenant {tenant}: New-PowerAppManagementApp -ApplicationId {clientID} . Requires Power Platform Administrator.",
	},
	{
		Label: APIUserNotInOrg, At: AtDuty, Page: PagePowerPlatformAdmin,
		Title:   "{TheEnvironment} has no such user",
		Meaning: "The token is valid, but this Dataverse environment has no user or application user for it.",
		Where:   "Power Platform admin center > Environments > {theEnvironment} > Settings > Users + permissions > Application users",
		Steps: []string{
			"app: Select **New app user** and add app {clientID}.",
			"user: Add **{username}** under **Users**.",
			"Assign a security role that fits the work.",
			"Check that the call goes to the right environment.",
		},
		Command: "pac admin assign-user --environment <environment id> --user {clientID} --role <role> --application-user",
		Admin:   "please add app {clientID} as an application user with a security role in the environment. Requires System Administrator of the environment or Power Platform Administrator.",
		User: &Variant{
			Where: "Power Platform admin center > Environments > {theEnvironment} > Settings > Users + permissions > Users",
			Admin: "please add {username} with a security role to the environment. Requires System Administrator of the environment or Power Platform Administrator.",
		},
	},
	{
		Label: APIAppRestricted, At: AtDuty, Page: PagePowerPlatformAdmin,
		Title:   "{TheEnvironment} blocks this app",
		Meaning: "The environment allows only listed client apps, and {clientID} isn't on the list.",
		Where:   "Power Platform admin center > Environments > {theEnvironment} > Settings > Privacy + Security (application access control)",
		Steps: []string{
			"Add the client ID to the allowed apps.",
			"Test again after a few minutes.",
		},
		Admin: "please add app {clientID} to the allowed client apps of the environment. Requires Power Platform Administrator.",
	},
	{
		Label: APIAuthStrength, At: AtDuty, Page: PageSignInLogs,
		Title:   "The API requires a stronger sign-in",
		Meaning: "The sign-in lacked the multifactor authentication, or the method, that this call requires.",
		Where:   "The sign-in method in your configuration",
		Steps: []string{
			"Sign in with the browser and complete the second factor.",
			"If the answer has a claims challenge, sign in again with it.",
			"Check which authentication strength the tenant's policy requires.",
		},
		Admin: "app {clientID} is refused because of the authentication strength. Please tell me which policy requires it. Requires Conditional Access Administrator.",
	},
	{
		Label: APIEnvIDWrong, At: AtEnvironment, Page: PagePowerPlatformAdmin,
		Title:   "{TheEnvironment} can't be found or isn't available",
		Meaning: "This tenant has no environment of that name or ID, this identity can't see it, or it's disabled or deleted.",
		Where:   "The environment in your configuration",
		Steps: []string{
			"List the environments and compare the name or ID, including case and hyphens.",
			"Power Platform: Power Platform admin center > Environments. Business Central: Business Central admin center > Environments.",
			"Enable or recover a disabled or deleted environment there.",
			"Check that the token and the environment belong to the same tenant.",
			"If the environment is right, compare the rest of the address with the API's reference: an unknown path returns the same answer.",
		},
	},
	{
		Label: APIOperationUnsupported, At: AtDuty,
		Title:   "The API doesn't offer this call to this caller",
		Meaning: "The call doesn't exist in this version, or it isn't available to apps or to users.",
		Where:   "The call in your program",
		Steps: []string{
			"Compare path, method and api-version with the API's reference.",
			"app: Check whether the reference lists the call for service principals. If it doesn't, sign in as a user.",
			"user: Check whether the reference lists the call for users (delegated permissions).",
		},
	},
	{
		Label: APIServerDefect, At: AtDuty, Page: PageServiceHealth,
		Title:   "The API returned an internal error",
		Meaning: "Your token and registration may be fine.",
		Where:   "The product's support",
		Steps: []string{
			"Test again after a few minutes.",
			"If it keeps failing, send support the request ID and time from the answer.",
		},
	},
	{
		Label: APILCSAccess, At: AtDuty, Page: PageLCS,
		Title:   "{TheUser} isn't a member of {theProject}",
		Meaning: "The token is valid, but {username} isn't a member of {theProject} in Lifecycle Services, or lacks the role. An app without a user has no access.",
		Where:   "Lifecycle Services > {theProject} > Project users",
		Steps: []string{
			"Check the project ID: it's in the project's address.",
			"Add **{username}** under **Project users**. The user accepts the invitation by signing in to Lifecycle Services once.",
			"Check the region: each geography of Lifecycle Services has its own address.",
		},
		Admin: "please add {username} as a project user with the right role in {theProject} of Lifecycle Services. A project owner can do it.",
	},
	{
		Label: APIEnvDisabled, At: AtEnvironment, Page: PagePowerPlatformAdmin,
		Title:   "{TheEnvironment} is disabled",
		Meaning: "The environment exists but is disabled: an admin disabled it, its trial ended, or it was inactive too long.",
		Where:   "Power Platform admin center > Environments > {theEnvironment}",
		Steps: []string{
			"Open the environment and select **Enable** (**Recover** if it was deleted).",
			"If its trial or license ended, renew that first.",
		},
		Admin: "please enable the environment in the Power Platform admin center. Requires Power Platform Administrator.",
	},
	{
		Label: APIDataversePrivilegeMissing, At: AtDuty, Page: PagePowerPlatformAdmin,
		Title:   "A Dataverse security role is missing",
		Meaning: "The environment knows the user or application user, but no security role has the privilege named in the answer. This isn't an Entra permission.",
		Where:   "Power Platform admin center > Environments > {theEnvironment} > Settings > Users + permissions > Security roles",
		Steps: []string{
			"Assign a security role that has the privilege named in the answer (prvRead…, prvCreate…, prvWrite…).",
			"app: **Application users** > the app > **Edit security roles**.",
			"user: **Users** > the user > **Manage security roles**.",
			"A role that covers only the user's own records may not cover other people's.",
		},
		Command: "pac admin assign-user --environment <environment id> --user {clientID} --role <role> --application-user",
		Admin:   "please assign app {clientID} a security role with the privilege named in the answer. Requires System Administrator of the environment.",
		User: &Variant{
			Where: "Power Platform admin center > Environments > {theEnvironment} > Settings > Users + permissions > Security roles",
			Admin: "please assign {username} a security role with the privilege named in the answer. Requires System Administrator of the environment.",
		},
	},
	{
		Label: APIRequestWrong, At: AtDuty,
		Title:   "The call is wrong",
		Meaning: "The API accepted the token but refused the call: a path, company, record, field or value in it is wrong.",
		Where:   "The call in your program",
		Steps: []string{
			"Read the answer: it names the part that doesn't exist or isn't valid.",
			"Business Central: list the companies first (GET companies) and use the company's ID or exact name.",
			"Compare path, fields and api-version with the API's reference.",
		},
	},
}
