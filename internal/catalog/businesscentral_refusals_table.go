package catalog

import "appreg/internal/cause"

// businessCentralRefusals: the beginnings of the codes are documented (Business Central, Error codes), their ends vary. A
// missing permission can come as 400 Internal_ServerError.
var businessCentralRefusals = []Refusal{
	{Alone: true, Text: []string{"validaudiences|valid audiences"}, Means: Meaning{cause.APIBCValidAudiences, cause.APIWrongAudience}},
	{Text: []string{"idx10214|audience validation failed|audience * invalid"}, Means: Meaning{cause.APIBCValidAudiences, cause.APIWrongAudience}},
	{Alone: true, Text: []string{"do not have the following permissions|current permissions prevented|your permissions do not|sie haben nicht die folgenden berechtigungen|do not have access to company|permission to access the company|no permission sets|not have permission to run"}, Means: Meaning{cause.APIBCPermissionSetMissing, cause.APIBCAppNotSetUp, cause.APIBCUserNotEntitled}, Bears: BearsRight},
	{Codes: []string{"internal_tenantnotfound", "noenvironment"}, Means: Meaning{cause.APIEnvIDWrong}, Bears: BearsToken, Sure: true},
	{Codes: []string{"authorization_*"}, Means: Meaning{cause.APIBCPermissionSetMissing, cause.APIRoleMissing, cause.APIBCUserNotEntitled, cause.APIBCAppNotSetUp, cause.APIBCAdminAppNotAuthorized}, Bears: BearsRight},
	{Text: []string{"authorization_~|internal_authorization~|permission~"}, Means: Meaning{cause.APIBCPermissionSetMissing, cause.APIRoleMissing, cause.APIBCUserNotEntitled, cause.APIBCAppNotSetUp, cause.APIBCAdminAppNotAuthorized}},
	{Text: []string{"license~|licence~|entitle~|~lizenz~"}, Means: Meaning{cause.APIBCUserNotEntitled, cause.APIBCAppNotSetUp, cause.APIBCPermissionSetMissing}},
	{Alone: true, Text: []string{"set up as a valid user in dynamics|do not have access to dynamics 365 business central|not entitled to use|entitlements of your|no license for business central|not have a license for business central"}, Means: Meaning{cause.APIBCUserNotEntitled, cause.APIBCPermissionSetMissing}},
	{Alone: true, Text: []string{"businesscentral * /admin/v~|api.businesscentral * /admin/|applicationsettings/authorizedaadapps|authorizedaadapps"}, Means: Meaning{cause.APIBCAdminAppNotAuthorized, cause.APIWrongAudience, cause.APIRoleMissing}},
	{Text: []string{"/admin/v~|admincenter|admin center|administration center|applicationnotauthorized|application is not authorized"}, Means: Meaning{cause.APIBCAdminAppNotAuthorized, cause.APIWrongAudience, cause.APIRoleMissing}},
	{Alone: true, Text: []string{"internal_companynotfound|companynotfound"}, Means: Meaning{cause.APIRequestWrong, cause.APIEnvIDWrong, cause.APIBCPermissionSetMissing}, Bears: BearsToken, Sure: true},
	{Text: []string{"company does not exist|company doesnt exist|company name is not valid|company * not found|company * does not exist|company * not exist|mandant * nicht * vorhanden|mandant * nicht gefunden|unternehmen * nicht gefunden|cannot find the company|no company|~company * could not be found"}, Means: Meaning{cause.APIRequestWrong, cause.APIEnvIDWrong, cause.APIBCPermissionSetMissing}},
	{Alone: true, Text: []string{"internal_tenantunavailable"}, Means: Meaning{cause.ServiceUnavailable, cause.APIEnvIDWrong, cause.AuthorityWrongTenant}},
	{Alone: true, Who: User, Text: []string{"authentication_invalidcredentials|rejected the client credentials|user could not be authenticated or authorized"}, Means: Meaning{cause.APIBCUserNotEntitled, cause.APIBCAppNotSetUp, cause.APIWrongAudience, cause.APIRoleMissing, cause.APIBCValidAudiences, cause.APIBCPermissionSetMissing, cause.APIEnvIDWrong}},
	{Alone: true, Text: []string{"authentication_invalidcredentials|rejected the client credentials|user could not be authenticated or authorized"}, Means: Meaning{cause.APIBCAppNotSetUp, cause.APIRoleMissing, cause.APIBCUserNotEntitled, cause.APIWrongAudience, cause.APIBCValidAudiences, cause.APIBCPermissionSetMissing, cause.APIEnvIDWrong}},
	{Text: []string{"badrequest_~|application_~|internal_recordnotfound|internal_datanotfound~|internal_entity~|internal_invalid~|request_entitychanged"}, Means: Meaning{cause.APIRequestWrong, cause.APIOperationUnsupported, cause.APIBCPermissionSetMissing}},
	{Status: []int{400}, Codes: []string{"internal_*"}, Means: Meaning{cause.APIServerDefect}, Bears: BearsToken, Sure: true},
}

var businessCentralOtherwise = []Refusal{
	// The gateway in front has no error code in its answer: the token itself did not get through.
	{Text: []string{"{message:unauthorized}"}, Means: Meaning{cause.APITokenMissing, cause.APIWrongAudience, cause.APIBCAppNotSetUp, cause.APIRoleMissing}, Guess: true},
	{Status: []int{401}, Means: Meaning{cause.APIBCAppNotSetUp, cause.APIRoleMissing, cause.APIWrongAudience, cause.APITokenMissing, cause.APIBCUserNotEntitled, cause.APIBCAdminAppNotAuthorized, cause.APIBCValidAudiences}},
	{Status: []int{403}, Means: Meaning{cause.APIBCAdminAppNotAuthorized, cause.APIWrongAudience, cause.APIRoleMissing, cause.APIBCPermissionSetMissing, cause.APIBCAppNotSetUp, cause.APIBCUserNotEntitled}},
	{Status: []int{404}, Means: Meaning{cause.APIEnvIDWrong, cause.APIOperationUnsupported, cause.APIBCPermissionSetMissing}},
}
