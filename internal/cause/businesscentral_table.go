package cause

// Business Central after a good token.
const (
	APIBCAppNotSetUp           Label = "api_bc_app_not_set_up"
	APIBCPermissionSetMissing  Label = "api_bc_permission_set_missing"
	APIBCUserNotEntitled       Label = "api_bc_user_not_entitled"
	APIBCValidAudiences        Label = "api_bc_valid_audiences"
	APIBCAdminAppNotAuthorized Label = "api_bc_admin_app_not_authorized"
)

var businessCentralRows = []Row{
	{
		Label: APIBCAppNotSetUp, At: AtDuty, Page: PageBusinessCentral,
		Title:   "The app isn't set up in Business Central",
		Meaning: "The token is valid, but {theEnvironment} has no enabled card for client ID {clientID} on the page Microsoft Entra Applications.",
		Where:   "Business Central > Microsoft Entra Applications",
		Steps: []string{
			"Open Business Central in {theEnvironment}, search for **Microsoft Entra Applications** and select **New**.",
			"Enter Client ID {clientID} and a description, and set **State** to **Enabled**.",
			"Assign permission sets, for example D365 AUTOMATION. SUPER isn't allowed.",
			"Select **Grant Consent** if nobody granted admin consent in the Azure portal.",
		},
		Admin: "please add client ID {clientID} on the page Microsoft Entra Applications of {theEnvironment}, State Enabled, with permission sets. A Business Central administrator can do it.",
	},
	{
		Label: APIBCPermissionSetMissing, At: AtDuty, Page: PageBusinessCentral,
		Title:   "A permission set is missing in Business Central",
		Meaning: "Business Central knows the app or user, but no permission set allows the object or company in the call.",
		Where:   "Business Central > Microsoft Entra Applications > the card > User Permission Sets",
		Steps: []string{
			"Add a permission set that covers the object named in the answer.",
			"Leave **Company** empty, or enter the company of the call.",
			"To see what's missing, open the page **Effective Permissions**.",
		},
		Admin: "please add the missing permission sets to the Microsoft Entra application card of {clientID} in Business Central. A user with SUPER or SECURITY can do it.",
		User: &Variant{
			Where: "Business Central > Users > {username} > User Permission Sets",
			Admin: "please add the missing permission sets to {username} in Business Central. A user with SUPER or SECURITY can do it.",
		},
	},
	{
		Label: APIBCUserNotEntitled, At: AtDuty, Page: PageBusinessCentral,
		Title:   "{TheUser} can't use Business Central",
		Meaning: "{username} isn't set up in Business Central, is disabled there, or has no license.",
		Where:   "Microsoft 365 admin center > Users > the user > Licenses and apps; Business Central > Users",
		Steps: []string{
			"Assign {username} a Business Central license.",
			"In Business Central, open **Users**, select **Update users from Microsoft 365**, and check that **State** is **Enabled**.",
			"Check the environment's security group, if it has one.",
		},
		Admin: "please assign {username} a Business Central license and add the user to {theEnvironment}.",
	},
	{
		Label: APIBCValidAudiences, At: AtDuty,
		Title:   "The on-premises server rejects this audience",
		Meaning: "Your Business Central server accepts only tokens whose audience is on its ValidAudiences list.",
		Where:   "Business Central server instance > setting ValidAudiences",
		Steps: []string{
			"Add https://api.businesscentral.dynamics.com to **ValidAudiences** (separate entries with semicolons).",
			"Restart the server instance.",
			"Check that users sign in to the server with Microsoft Entra and OpenID Connect.",
		},
		Command: "Set-NAVServerConfiguration -ServerInstance <instance> -KeyName ValidAudiences -KeyValue \"<existing>;https://api.businesscentral.dynamics.com\"",
	},
	{
		Label: APIBCAdminAppNotAuthorized, At: AtDuty, Page: PageBusinessCentralAdmin,
		Title:   "The app isn't authorized in the admin center",
		Meaning: "The administration API accepts only authorized apps and users with an admin role.",
		Where:   "Business Central admin center > Authorized Microsoft Entra apps",
		Steps: []string{
			"app: Select **Authorize Microsoft Entra app** and enter client ID {clientID}.",
			"app: Grant admin consent to the permission **AdminCenter.ReadWrite.All**.",
			"user: Assign {username} the role **Dynamics 365 Business Central Administrator** under **Roles & admins**.",
		},
		Admin: "please authorize app {clientID} in the Business Central admin center > Authorized Microsoft Entra apps. Requires Dynamics 365 Business Central Administrator.",
		User: &Variant{
			Where: "Azure portal > Microsoft Entra ID > Roles & admins > Dynamics 365 Business Central Administrator",
			Admin: "please assign {username} the role Dynamics 365 Business Central Administrator in tenant {tenant}.",
		},
	},
}
