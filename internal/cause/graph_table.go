package cause

// Refusals of Microsoft Graph where a registration is read or changed. Sources: Microsoft Graph v1.0, application,
// servicePrincipal, oAuth2PermissionGrant and appManagementPolicy.
const (
	GraphRightMissing                 Label = "graph_right_missing"
	AppCreationForbidden              Label = "app_creation_forbidden"
	SPCreationDenied                  Label = "sp_creation_denied"
	SecretForbiddenByPolicy           Label = "secret_forbidden_by_policy"
	SecretLifetimeTooLong             Label = "secret_lifetime_too_long"
	AudienceForbiddenByPolicy         Label = "audience_forbidden_by_policy"
	ServiceManagementReferenceMissing Label = "service_management_reference_missing"
	GraphNotReplicated                Label = "graph_not_replicated"
	AlreadyExists                     Label = "already_exists"
	DirectoryQuotaExceeded            Label = "directory_quota_exceeded"
	GraphSessionOutdated              Label = "graph_session_outdated"
)

var graphRows = []Row{
	{
		Label:   GraphRightMissing,
		Title:   "You're not allowed to do this in the directory",
		Meaning: "Microsoft Graph refused: the token lacks a permission, or the person lacks a directory role. Both are needed.",
		Where:   "Azure portal > Microsoft Entra ID > Roles & admins; or App registrations > the calling app > API permissions",
		Steps: []string{
			"A person needs Cloud Application Administrator or Application Administrator, active now (Privileged Identity Management).",
			"An app needs the Microsoft Graph permission for the call, for example Application.ReadWrite.OwnedBy, with admin consent.",
			"Then get a new token.",
		},
		Admin: "please do this step in tenant {tenant}, or assign me Cloud Application Administrator.",
	},
	{
		Label: AppCreationForbidden, At: AtClientID,
		Title:   "You can't register apps here",
		Meaning: "Only admins can register apps in tenant {tenant}.",
		Where:   "Azure portal > Microsoft Entra ID > Users > User settings > Users can register applications",
		Steps: []string{
			"Ask for the role Application Developer, or ask an admin to register the app.",
			"Then continue with its client ID.",
		},
		Admin: "please register an app for me in tenant {tenant} and make me its owner, or assign me Application Developer.",
	},
	{
		Label:   SPCreationDenied,
		Title:   "You can't create this enterprise application",
		Meaning: "Creating the service principal takes more than owning the app: an admin role, or Application Developer for an app of your own tenant. If the app is only minutes old, it may not be known everywhere yet.",
		Where:   "Azure portal > Microsoft Entra ID > Roles & admins",
		Steps: []string{
			"If the app is new, wait a minute and test again.",
			"Otherwise ask a Cloud Application Administrator to run the command.",
		},
		Command: "az ad sp create --id {clientID}",
		Admin:   "please run az ad sp create --id {clientID} in tenant {tenant}. Requires Cloud Application Administrator.",
	},
	{
		Label: SecretForbiddenByPolicy, At: AtSecret, Page: PageCredentials,
		Title:   "{TheTenant} doesn't allow client secrets",
		Meaning: "An app management policy of tenant {tenant} forbids new secrets.",
		Where:   "Azure portal > Microsoft Entra ID > Enterprise applications > Application policies",
		Steps: []string{
			"Use a certificate or a federated credential.",
			"Or ask for an exception from the policy for this app.",
		},
		Admin: "please exempt app {clientID} from the policy that forbids client secrets in tenant {tenant}, or confirm that I use a certificate.",
	},
	{
		Label: SecretLifetimeTooLong, At: AtSecret, Page: PageCredentials,
		Title:   "The secret or certificate lasts too long",
		Meaning: "An app management policy of tenant {tenant} limits how long credentials may last.",
		Where:   "App registrations > your app > Certificates & secrets",
		Steps: []string{
			"Select an earlier end date. The answer or the policy names the limit, for example P180D for 180 days.",
			"Note the date and renew before it.",
		},
	},
	{
		Label: AudienceForbiddenByPolicy, Page: PageAuthentication,
		Title:   "{TheTenant} doesn't allow these account types",
		Meaning: "A policy of tenant {tenant} forbids apps for accounts of other directories or personal accounts.",
		Where:   "App registrations > your app > Authentication > Supported accounts",
		Steps:   []string{"Register the app for accounts of this directory only (AzureADMyOrg)."},
	},
	{
		Label:   ServiceManagementReferenceMissing,
		Title:   "{TheTenant} requires a service management reference",
		Meaning: "Tenant {tenant} accepts a new app only with the ID of its service (serviceManagementReference).",
		Where:   "Your organization's list of services",
		Steps: []string{
			"Ask your organization for the ID and enter it when you create the app.",
			"In the portal: **App registrations** > your app > **Branding & properties** > **Service management reference**.",
		},
	},
	{
		Label:   GraphNotReplicated,
		Title:   "The new object isn't known everywhere yet",
		Meaning: "What was created seconds ago isn't visible on every server. If nothing is new, the ID in the call is wrong.",
		Where:   "Nothing to change in the portal",
		Steps: []string{
			"Wait a minute. Check whether the change is already there, then try again.",
			"If nothing is new, check the ID: client ID, object ID of the app and object ID of the enterprise application are three different values.",
		},
	},
	{
		Label:   AlreadyExists,
		Title:   "It already exists",
		Meaning: "The object, grant or value already exists. Nothing was changed.",
		Where:   "App registrations > your app",
		Steps: []string{
			"Continue with what exists, or change it instead of adding it.",
		},
	},
	{
		Label: DirectoryQuotaExceeded, Page: PageAppList,
		Title:   "The directory quota is used up",
		Meaning: "You, or the tenant, own as many directory objects as allowed. Deleted objects count until they're permanently deleted.",
		Where:   "App registrations > Owned applications, and Deleted applications",
		Steps: []string{
			"Delete apps you no longer need, then delete them permanently under **Deleted applications**.",
			"Or ask an admin to create the app.",
		},
	},
	{
		Label:   GraphSessionOutdated,
		Title:   "The directory requires a new sign-in",
		Meaning: "A policy or a session changed after the token was issued, so Microsoft Graph rejects it.",
		Where:   "A new sign-in",
		Steps: []string{
			"Sign in again, then repeat the step. With az: az logout, then az login.",
		},
		Command: "az login",
	},
}
