package diagnose

import (
	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// callRules are codes that say enough only as the answer to a call of our own.
var callRules = []rule{
	{names: []string{"expiredauthenticationtoken", "invalidauthenticationtoken", "missingauthenticationtoken", "authenticationrequired"},
		cause: cause.APITokenMissing, call: &inCall{bears: catalog.BearsToken, firm: true}},
}

// The answers of any API after a good token.
var apiRules = []rule{
	// The environment's address where its id belongs: whoever asks is refused there.
	{text: []string{"does not have permission to access the path * /environments/http~"}, cause: cause.APIEnvIDWrong, others: causes{cause.APISPNotManagementApp, cause.APIRoleMissing}},
	{text: []string{"service principal with id * does not have permission to access"}, cause: cause.APISPNotManagementApp, others: causes{cause.APIRBACRoleMissing, cause.APIRoleMissing}},
	{text: []string{"user with object id * does not have permission to access|user with id * does not have permission to access"}, cause: cause.APIRoleMissing, others: causes{cause.APIRBACRoleMissing, cause.APISPNotManagementApp, cause.APIEnvIDWrong}},
	// The wording is stable, the address in it is a node of the service's own (github.com/microsoft/powerplatform-build-tools,
	// issue 892).
	{text: []string{"does not have permission to access the path"}, cause: cause.APISPNotManagementApp, others: causes{cause.APIRBACRoleMissing, cause.APIRoleMissing},
		call: &inCall{who: catalog.Application, bears: catalog.BearsRight}},
	{text: []string{"not registered as a management app~|not registered as management app~|adminapplication~ * not|management application * not"}, cause: cause.APISPNotManagementApp, others: causes{cause.APIRBACRoleMissing}},
	{text: []string{"invalidauthenticationaudience|invalidauthenticationtokenaudience|wrong audience|idx10214|audience validation failed|invalid audience|audience is invalid|invalidaudience|token audience|audience * not valid|audience claim value|invalid audience uri|audienceurivalidation~|audience * did not match|audience * does not match"},
		cause: cause.APIWrongAudience, others: causes{cause.WrongCloud, cause.ScopeMalformed, cause.APITokenMissing}, call: &inCall{bears: catalog.BearsToken, firm: true}},
	{text: []string{"idx10205|issuer validation failed|wrong issuer|invalidauthenticationtokentenant|issuer is invalid|invalid issuer"}, cause: cause.AuthorityWrongTenant, others: causes{cause.WrongCloud, cause.APIWrongAudience}},
	{text: []string{"authorization header is missing|missing authorization header|authenticationfailedmissingtoken|no authorization header|access token is missing|missingtoken|token is missing|bearer token is missing|no bearer token|authorization header * not|authenticationfailedmissingauthorization"},
		cause: cause.APITokenMissing, others: causes{cause.Redirected}},
	// invalid_token stands beside it, and "auth strength" says why.
	{text: []string{"authentication method that is too weak|auth strength"}, cause: cause.APIAuthStrength, others: causes{cause.MFARequired, cause.ConditionalAccess}, call: &inCall{bears: catalog.BearsToken, firm: true}},
	{text: []string{"expiredauthenticationtoken|token is expired|token has expired|token expired|idx10223|lifetime validation failed"},
		cause: cause.APITokenMissing, others: causes{cause.APIWrongAudience, cause.ClockWrong}, call: &inCall{bears: catalog.BearsToken, firm: true, others: causes{cause.ClockWrong}}},
	{text: []string{"invalidauthenticationtoken|invalid_token|token is malformed|jwt is not well formed|idx12741|idx10501|signature validation failed|compacttoken|token missing or malformed"},
		cause: cause.APITokenMissing, others: causes{cause.APIWrongAudience, cause.ClockWrong}},

	{text: []string{"0x80072560|not a member of the organization"}, cause: cause.APIUserNotInOrg, others: causes{cause.APIEnvIDWrong, cause.AuthorityWrongTenant}, call: &inCall{bears: catalog.BearsRight, firm: true}},
	{text: []string{"0x80095ffc|restricted for this application id|application * is not allowed to access this environment|appaccesscontrol|blocked application"}, cause: cause.APIAppRestricted, others: causes{cause.ConditionalAccess}, call: &inCall{bears: catalog.BearsRight, firm: true}},
	{text: []string{"0x80040225|user has been disabled|user is disabled|systemuser * disabled"}, cause: cause.UserDisabled, others: causes{cause.APIUserNotInOrg}},
	{text: []string{"no systemuser|systemuser * does not exist|user not found in the organization|could not find a user|user does not exist in organization|user * is not a member of|no user found"}, cause: cause.APIUserNotInOrg, others: causes{cause.APIRoleMissing}},
	{text: []string{"is missing prv~|missing prv~|prvread~|prvwrite~|prvcreate~|prvassign~|prvappend~|prvdelete~|prvimport~|prvact~|prvpublish~|seclib~|accesscheckex|principal user~ * is missing|privilege * on otc"}, cause: cause.APIDataversePrivilegeMissing, others: causes{cause.APIUserNotInOrg, cause.APIRoleMissing}, sure: certain},
	{text: []string{"0x80040220|0x80042f09|secured fields|missing privilege~|missing * privilege~|no roles are assigned|no security roles|not been assigned any roles|does not have any roles|securityrole~|security role~|business unit"}, cause: cause.APIDataversePrivilegeMissing, others: causes{cause.APIUserNotInOrg, cause.APIRoleMissing, cause.APIRBACRoleMissing}},
	{text: []string{"authentication strength|without mfa|insufficient_claims|insufficient claims|claims challenge|strongauthentication|stronger authentication|mfa is required|requires multi-factor|acrs"},
		cause: cause.APIAuthStrength, others: causes{cause.MFARequired, cause.ConditionalAccess}, call: &inCall{bears: catalog.BearsToken, firm: true}},
	{api: named, text: []string{"multi-factor|multifactor"}, cause: cause.APIAuthStrength, others: causes{cause.MFARequired, cause.ConditionalAccess}},
	{text: []string{"organization * is currently disabled|organization * is disabled|organization * has been disabled|0x8004a104|0x8004a113|environment * is disabled|environment * has been disabled|environment * is currently disabled|environment * is inactive|environment * is not active|environment * administration mode|organizationdisabled|orgdisabled|instance * is disabled|organization is not active|environmentdisabled"}, cause: cause.APIEnvDisabled, others: causes{cause.APIEnvIDWrong}},
	// Before the roles: commands such as Get-AdminPowerAppEnvironmentRoleAssignment have the word in their names.
	{text: []string{"environmentnotfound|environment * could not be found|environment * was not found|environment * not exist|environment * not found|invalidenvironment|environmentid * not valid|environmentid * invalid|environment id * invalid|environment id * not valid|not a valid environment|could not find environment|could not find the environment|noenvironment|environment name is invalid|invalid environment|no dataverse organization was found|invalid organization url|resolve aad/oauth authority|environment not found"},
		cause: cause.APIEnvIDWrong, others: causes{cause.AuthorityWrongTenant, cause.APIRoleMissing, cause.WrongCloud}},
	{text: []string{"rbac role|rbac assignment|rbac permission|(rbac)|roleassignment|role assignment|does not have the required role|no power platform role"}, cause: cause.APIRBACRoleMissing, others: causes{cause.APISPNotManagementApp, cause.APIRoleMissing}},
	{text: []string{"access denied to the specified api version|app tokens are not|user context is required|not available for service principal|not supported for service principal|service principals are not supported|service principal is not supported|not supported for application|app-only access|app only access|apponly|application permissions are not supported|operationnotsupported|operation is not supported|not supported by this api|only available to users|does not support application|unsupportedapiversion|invalidapiversion|unsupported api version|api version * not supported|method not allowed|no http resource was found|delegated * only|notsupportedexception|code: notsupported|invalidresourcetype|noregisteredproviderfound|serviceprincipalnotsupported|not accessible for application|x-ms-client-scope header"},
		cause: cause.APIOperationUnsupported, others: causes{cause.APIRoleMissing, cause.APISPNotManagementApp}},

	{text: []string{"insufficient privileges|insufficientcdspermissi~|only admins can|only administrators can|insufficientpermissions|insufficient permissions|authorization_requestdenied|missing required scope|required scope|required role|missing scope|scopes are missing|missing permission|roles claim|scp claim|does not have access to permission|does not have the required permission|requires one of the following permissions|missing application permission|missingclaim~|forbiddenbyscope|unauthorized * scope"},
		cause: cause.APIRoleMissing, others: causes{cause.ConsentMissing, cause.APIRBACRoleMissing}},
}

// Wide words, which count only behind what an API says in its own.
var apiWideRules = []rule{
	{text: []string{"authorizationfailed|does not have authorization to perform|environmentaccess|usernotauthorized"}, cause: cause.APIRoleMissing, others: causes{cause.APIRBACRoleMissing, cause.APISPNotManagementApp, cause.APIEnvIDWrong}},
	{text: []string{"resource not found for the segment|could not find a property named|no property named|badrequest_~|application_fieldvalidation~|application_dialog~|application_filter~|application_stringexceeded~|internal_recordnotfound|internal_datanotfound~|internal_entitywithsamekey~|internal_invalidtablerelation~|0x80060888|0x80040217|0x8006088a|query * is not valid|invalid filter|syntax error at position|odata * not valid|bad request - error in query|requestdatainvalid|invalidrequestcontent|missing required parameter * body|the request is invalid|invalidrequestbody|property * is not valid|is not a valid value for|cannot deserialize|invalidinrequest|~invalidinrequest|improperly formed|improperly formatted|invalid value specified|invalid property|invalid value for|invalid input|invalid parameter~|missing required property|invalidinput|invalidparameter~|invalidproperty|missingproperty|badrequestexception|validationerror~|payload"},
		cause: cause.APIRequestWrong, others: causes{cause.APIOperationUnsupported, cause.APIEnvIDWrong}},
	{text: []string{"toomanyrequests|too many requests|throttl~|rate limit|ratelimit~|service protection api limit|service protection limit~|0x80072322|0x80072321|0x80072326|-2147015902|-2147015903|-2147015898|execution time * exceeded limit|number of requests exceeded|number of concurrent requests|0x80060308|maximum allowed * operations|request limit * exceeded|requestthrottled"}, cause: cause.Throttled, others: causes{cause.ServiceUnavailable}},
	{text: []string{"internalservererror|internal server error|internal_servererror|nullreferenceexception|object reference not set|an unexpected error occurred|unhandled exception|unexpectederror|an internal error|internal error occurred|internal error has"}, cause: cause.APIServerDefect, others: causes{cause.ServiceUnavailable, cause.APIOperationUnsupported}},
}

// What an API writes of a token that it did not take. Sign-in libraries put "authentication failed" before Entra's error
// name as well, so that the name counts first.
var apiTokenRules = []rule{
	// The first line alone of what Azure's identity libraries write: it says only which credential failed.
	{text: []string{"clientsecretcredential authentication failed"}, cause: cause.SecretWrong, others: causes{cause.SecretExpired, cause.AppNotInTenant, cause.TenantNotFound, cause.NetworkProxy}, sure: guess},
	{text: []string{"clientcertificatecredential authentication failed"}, cause: cause.CertNotRegistered, others: causes{cause.CertUnreadable, cause.CertExpired, cause.AppNotInTenant, cause.TenantNotFound}, sure: guess},
	{text: []string{"usernamepasswordcredential authentication failed"}, cause: cause.WrongPassword, others: causes{cause.FederatedUser, cause.MFARequired, cause.PublicClientDisabled, cause.ConsentMissing}, sure: guess},
	{text: []string{"serviceprincipal * not found|service principal * not found|service principal * could not be found|application * not found in tenant|client * not found in tenant"}, cause: cause.AppNotInTenant, others: causes{cause.AppSPMissing, cause.AuthorityWrongTenant}},
	// Az PowerShell words a refused secret like this as well.
	{text: []string{"could not find tenant id for provided tenant domain"}, cause: cause.TenantNotFound, others: causes{cause.SecretExpired, cause.SecretWrong, cause.AppNotInTenant, cause.NetworkProxy}, sure: guess},
	{text: []string{"tenant * not found|tenant * does not exist|no tenant * found|tenant * could not be found|invalid tenant"}, cause: cause.TenantNotFound, others: causes{cause.TenantMalformed, cause.WrongCloud}},
	{text: []string{"already exists|already exist|alreadyexists~"}, cause: cause.AlreadyExists, others: causes{cause.APIRequestWrong}, sure: guess},
	{text: []string{"authenticationfailed|authentication failed|authorization has been denied for this request"}, cause: cause.APITokenMissing, others: causes{cause.APIWrongAudience, cause.SecretWrong, cause.APIRoleMissing, cause.APIServerDefect}, sure: guess},
}
