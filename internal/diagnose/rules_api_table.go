package diagnose

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
)

// The answers of the other APIs after a good token (entra.md 1.2).
var apiRules = []rule{
	// The environment's address where its id belongs: whoever asks is refused there.
	{text: []string{"does not have permission to access the path * /environments/http"}, cause: "api_env_id_wrong", others: []report.Cause{"api_sp_not_management_app", "api_role_missing"}},
	{text: []string{"service principal with id * does not have permission to access"}, cause: "api_sp_not_management_app", others: []report.Cause{"api_rbac_role_missing", "api_role_missing"}},
	{text: []string{"user with object id * does not have permission to access|user with id * does not have permission to access"}, cause: "api_role_missing", others: []report.Cause{"api_rbac_role_missing", "api_sp_not_management_app", "api_env_id_wrong"}},
	{text: []string{"does not have permission to access the path"}, cause: "api_sp_not_management_app", others: []report.Cause{"api_rbac_role_missing", "api_role_missing"}},
	{text: []string{"not registered as a management app|not registered as management app|adminapplication * not|management application * not"}, cause: "api_sp_not_management_app", others: []report.Cause{"api_rbac_role_missing"}},
	{text: []string{"invalidauthenticationaudience|invalidauthenticationtokenaudience|wrong audience|idx10214|audience validation failed|invalid audience|audience is invalid|invalidaudience|token audience|audience * not valid|audience claim value|invalid audience uri|audienceurivalidation|audience * did not match|audience * does not match"},
		cause: "api_wrong_audience", others: []report.Cause{"wrong_cloud", "scope_malformed", "api_token_missing"}},
	{text: []string{"idx10205|issuer validation failed|wrong issuer|invalidauthenticationtokentenant|issuer is invalid|invalid issuer"}, cause: "authority_wrong_tenant", others: []report.Cause{"wrong_cloud", "api_wrong_audience"}},
	{text: []string{"authorization header is missing|missing authorization header|authenticationfailedmissingtoken|no authorization header|access token is missing|missingtoken|token is missing|bearer token is missing|no bearer token|authorization header * not|authenticationfailedmissingauthorization"},
		cause: "api_token_missing", others: []report.Cause{"redirected"}},
	// invalid_token stands beside it, and "auth strength" says why.
	{text: []string{"authentication method that is too weak|auth strength"}, cause: "api_auth_strength", others: []report.Cause{"mfa_required", "conditional_access"}},
	{text: []string{"expiredauthenticationtoken|invalidauthenticationtoken|token is expired|token has expired|token expired|idx10223|lifetime validation failed|invalid_token|token is malformed|jwt is not well formed|idx12741|idx10501|signature validation failed|compacttoken|token missing or malformed"},
		cause: "api_token_missing", others: []report.Cause{"api_wrong_audience", "clock_wrong"}},

	{text: []string{"0x80072560|not a member of the organization"}, cause: "api_user_not_in_org", others: []report.Cause{"api_env_id_wrong", "authority_wrong_tenant"}},
	{text: []string{"0x80095ffc|restricted for this application id|application * is not allowed to access this environment|appaccesscontrol|blocked application"}, cause: "api_app_restricted", others: []report.Cause{"conditional_access"}},
	{text: []string{"0x80072321|0x80040225|user has been disabled|user is disabled|systemuser * disabled"}, cause: "user_disabled", others: []report.Cause{"api_user_not_in_org"}},
	{text: []string{"no systemuser|systemuser with id * does not exist|user not found in the organization|could not find a user|user does not exist in organization|user * is not a member of|no user found"}, cause: "api_user_not_in_org", others: []report.Cause{"api_role_missing"}},
	{text: []string{"0x80040220|0x80042f09|secured fields|is missing prv|prvread|missing privilege|no roles are assigned|not been assigned any roles|does not have any roles|securityrole"}, cause: "api_role_missing", others: []report.Cause{"api_user_not_in_org", "api_rbac_role_missing"}},
	{text: []string{"authentication strength|without mfa|insufficient_claims|insufficient claims|claims challenge|strongauthentication|stronger authentication|mfa is required|requires multi-factor|acrs"},
		cause: "api_auth_strength", others: []report.Cause{"mfa_required", "conditional_access"}},
	{apis: []catalog.API{catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral}, text: []string{"multi-factor|multifactor"}, cause: "api_auth_strength", others: []report.Cause{"mfa_required", "conditional_access"}},
	// Before the roles: commands such as Get-AdminPowerAppEnvironmentRoleAssignment have the word in their names.
	{text: []string{"environmentnotfound|environment * could not be found|environment * was not found|environment * does not exist|environment * not found|invalidenvironment|environmentid * not valid|environmentid * invalid|environment id * invalid|environment id * not valid|not a valid environment|could not find environment|environment name is invalid|invalid environment|no dataverse organization was found|invalid organization url|organization * is currently disabled|0x8004a104|resolve aad/oauth authority|environment is disabled|environment has been disabled"},
		cause: "api_env_id_wrong", others: []report.Cause{"authority_wrong_tenant", "api_role_missing", "wrong_cloud"}},
	{text: []string{"rbac role|rbac assignment|rbac permission|(rbac)|roleassignment|role assignment|does not have the required role|no power platform role"}, cause: "api_rbac_role_missing", others: []report.Cause{"api_sp_not_management_app", "api_role_missing"}},
	{text: []string{"access denied to the specified api version|app tokens are not|user context is required|not available for service principal|not supported for service principal|service principals are not supported|service principal is not supported|not supported for application|app-only access|app only access|apponly|application permissions are not supported|operationnotsupported|operation is not supported|not supported by this api|only available to users|does not support application|unsupportedapiversion|invalidapiversion|unsupported api version|api version * not supported|method not allowed|no http resource was found|delegated * only|notsupported|invalidresourcetype|noregisteredproviderfound|serviceprincipalnotsupported|not accessible for application|x-ms-client-scope header"},
		cause: "api_operation_unsupported", others: []report.Cause{"api_role_missing", "api_sp_not_management_app"}},

	{apis: onLCS, text: []string{"issuccess: false|issuccess:false", "not found|no project|project * not exist|invalid project"}, cause: "api_lcs_access", others: []report.Cause{"api_env_id_wrong", "api_server_defect"}},
	{text: []string{"issuccess:false"}, cause: "api_lcs_access", others: []report.Cause{"api_env_id_wrong", "api_server_defect", "api_operation_unsupported"}},
	{text: []string{"lcs * not authorized|lcs * unauthorized|lcs * access denied|lcsapi * (401)|lcsapi * (403)|lcs * project * access|not a member of the project|not a member of this project|access to project"}, cause: "api_lcs_access", others: []report.Cause{"api_wrong_audience", "api_token_missing"}},

	{text: []string{"insufficient privileges|insufficientcdspermissi|only admins can|only administrators can|insufficientpermissions|insufficient permissions|authorization_requestdenied|missing required scope|required scope|required role|missing scope|scopes are missing|missing permission|roles claim|scp claim|does not have access to permission|does not have the required permission|requires one of the following permissions|missing application permission|missingclaim|forbiddenbyscope|unauthorized * scope"},
		cause: "api_role_missing", others: []report.Cause{"consent_missing", "api_rbac_role_missing"}},
	{apis: onPP, text: []string{"authorizationfailed|does not have authorization|not authorized to perform|user is not authorized|not have permission|usernotauthorized|lacks permission|no permission|access denied|accessdenied|forbidden"}, cause: "api_rbac_role_missing", others: []report.Cause{"api_sp_not_management_app", "api_role_missing", "api_user_not_in_org"}},
	{apis: onPA, flows: usersIn, text: []string{"authorizationfailed|does not have authorization|not authorized to perform|usernotauthorized|not have permission|accessdenied|forbidden"}, cause: "api_role_missing", others: []report.Cause{"api_env_id_wrong", "api_sp_not_management_app"}},
	{apis: onPA, text: []string{"authorizationfailed|does not have authorization|not authorized to perform|usernotauthorized|not have permission|accessdenied|forbidden"}, cause: "api_sp_not_management_app", others: []report.Cause{"api_role_missing", "api_rbac_role_missing"}},
	{text: []string{"authorizationfailed|does not have authorization to perform|environmentaccess|usernotauthorized"}, cause: "api_role_missing", others: []report.Cause{"api_rbac_role_missing", "api_sp_not_management_app", "api_env_id_wrong"}},
	{text: []string{"toomanyrequests|too many requests|throttl|rate limit|ratelimit|service protection api limit|0x80072322|0x80060308"}, cause: "throttled", others: []report.Cause{"service_unavailable"}},
	{text: []string{"internalservererror|internal server error|internal_servererror|nullreferenceexception|object reference not set|an unexpected error occurred|unhandled exception|unexpectederror|an internal error|internal error occurred|internal error has"}, cause: "api_server_defect", others: []report.Cause{"service_unavailable", "api_operation_unsupported"}},
}

// What an API writes of a token that it did not take. Sign-in libraries put "authentication failed" before Entra's error
// name as well, so that the name counts first.
var apiTokenRules = []rule{
	// The first line alone of what Azure's identity libraries write: it says only which credential failed.
	{text: []string{"clientsecretcredential authentication failed"}, cause: "secret_wrong", others: []report.Cause{"secret_expired", "app_not_in_tenant", "tenant_not_found", "network_proxy"}},
	{text: []string{"clientcertificatecredential authentication failed"}, cause: "cert_not_registered", others: []report.Cause{"cert_unreadable", "cert_expired", "app_not_in_tenant", "tenant_not_found"}},
	{text: []string{"usernamepasswordcredential authentication failed"}, cause: "wrong_password", others: []report.Cause{"federated_user", "mfa_required", "public_client_disabled", "consent_missing"}},
	{text: []string{"authenticationfailed|authentication failed|authorization has been denied for this request"}, cause: "api_token_missing", others: []report.Cause{"api_wrong_audience", "secret_wrong", "api_role_missing", "api_server_defect"}},
}
