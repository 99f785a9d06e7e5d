package diagnose

// Business Central after a good token (entra.md 1.2 and 1.3).
var businessCentralCauses = []causeRow{
	{
		cause:   "api_bc_app_not_set_up",
		title:   "Business Central does not know the application yet",
		meaning: "The token is good, but this environment has no enabled card for client id {clientID} on its page Microsoft Entra Applications.",
		where:   "Business Central > Microsoft Entra Applications",
		steps: []string{
			"Open Business Central in this environment, search for Microsoft Entra Applications and choose New.",
			"Enter Client ID {clientID} and a description, and set State to Enabled.",
			"Assign permission sets, for example D365 AUTOMATION; SUPER is not allowed.",
			"Choose Grant Consent if admin consent was not given in the Microsoft Entra admin center.",
		},
		page:  pageBusinessCentral,
		admin: "please add client id {clientID} on the page Microsoft Entra Applications of the environment, State Enabled, with permission sets. A Business Central administrator can do it.",
	},
	{
		cause:   "api_bc_permission_set_missing",
		title:   "The application's permission sets do not cover the call",
		meaning: "Business Central knows the application or user, but none of its permission sets allows the object or company asked for.",
		where:   "Business Central > Microsoft Entra Applications > the card > User Permission Sets",
		steps: []string{
			"Add a permission set that covers the object named in the answer.",
			"Leave Company empty, or name the company of the call.",
			"Page Effective Permissions shows what is missing. For a user: page Users.",
		},
		page:  pageBusinessCentral,
		admin: "please add the missing permission sets to the Microsoft Entra application card of {clientID} in Business Central. A user with SUPER or SECURITY can do it.",
	},
	{
		cause:   "api_bc_user_not_entitled",
		title:   "Business Central does not admit this user: no licence, or not set up",
		meaning: "The user is not set up in Business Central, is disabled there, or has no licence that entitles to it.",
		where:   "Microsoft 365 admin center > Users > the user > Licenses and apps; Business Central > Users",
		steps: []string{
			"Assign a Business Central licence to {username}.",
			"In Business Central, page Users: choose Update users from Microsoft 365, and check that State is Enabled.",
			"Check the environment's security group, if it has one.",
		},
		page:  pageBusinessCentral,
		admin: "please give {username} a Business Central licence and add the user to the environment.",
	},
	{
		cause:   "api_bc_valid_audiences",
		title:   "The on-premises server does not accept this audience",
		meaning: "A Business Central server of your own accepts tokens only for audiences on its list ValidAudiences.",
		where:   "Business Central server instance > setting ValidAudiences",
		steps: []string{
			"Add https://api.businesscentral.dynamics.com to ValidAudiences (entries are separated by semicolons).",
			"Restart the server instance.",
			"Check that the server signs users in with Microsoft Entra and OpenID Connect.",
		},
		command: "Set-NAVServerConfiguration -ServerInstance <instance> -KeyName ValidAudiences -KeyValue \"<existing>;https://api.businesscentral.dynamics.com\"",
	},
	{
		cause:   "api_bc_admin_app_not_authorized",
		title:   "The Business Central admin center does not admit the application",
		meaning: "The administration API lets in only applications that were authorised in the admin center, or users who are administrators.",
		where:   "Business Central admin center > Authorized Microsoft Entra apps",
		steps: []string{
			"Choose Authorize Microsoft Entra app and enter client id {clientID}.",
			"Grant admin consent to the permission AdminCenter.ReadWrite.All.",
			"A user needs the role Dynamics 365 Business Central Administrator in Entra.",
		},
		page:  pageBusinessCentralAdmin,
		admin: "please authorise application {clientID} in the Business Central admin center > Authorized Microsoft Entra apps. Dynamics 365 Business Central Administrator.",
	},
}
