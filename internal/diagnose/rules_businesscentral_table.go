package diagnose

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
)

var (
	onBC     = []catalog.API{catalog.BusinessCentral}
	onLCS    = []catalog.API{catalog.LCS}
	onPP     = []catalog.API{catalog.PowerPlatform}
	onPA     = []catalog.API{catalog.PowerApps}
	usersIn  = []catalog.Flow{catalog.Password, catalog.DeviceCode, catalog.Browser}
	statusNo = []int{401, 403}
)

// Business Central's answers. Sources: its page of error codes (entra.md 1.2) and real answers.
var businessCentralRules = []rule{
	{text: []string{"validaudiences|valid audiences"}, cause: "api_bc_valid_audiences", others: []report.Cause{"api_wrong_audience"}},
	{apis: onBC, text: []string{"idx10214|audience validation failed|audience * invalid"}, cause: "api_bc_valid_audiences", others: []report.Cause{"api_wrong_audience"}},
	{text: []string{"you do not have the following permissions on|current permissions prevented|your permissions do not|sie haben nicht die folgenden berechtigungen|do not have access to company|no permission sets|not have permission to run"},
		cause: "api_bc_permission_set_missing", others: []report.Cause{"api_bc_app_not_set_up", "api_bc_user_not_entitled"}},
	{apis: onBC, text: []string{"authorization_|internal_authorization|permission"}, cause: "api_bc_permission_set_missing",
		others: []report.Cause{"api_role_missing", "api_bc_user_not_entitled", "api_bc_app_not_set_up", "api_bc_admin_app_not_authorized"}},
	{apis: onBC, text: []string{"license|licence|entitle|lizenz"}, cause: "api_bc_user_not_entitled", others: []report.Cause{"api_bc_app_not_set_up", "api_bc_permission_set_missing"}},
	{text: []string{"set up as a valid user in dynamics|do not have access to dynamics 365 business central|not entitled to use|entitlements of your|no license for business central|not have a license for business central"}, cause: "api_bc_user_not_entitled", others: []report.Cause{"api_bc_permission_set_missing"}},
	{text: []string{"businesscentral * /admin/v|api.businesscentral * /admin/|applicationsettings/authorizedaadapps|authorizedaadapps"}, cause: "api_bc_admin_app_not_authorized", others: []report.Cause{"api_wrong_audience", "api_role_missing"}},
	{apis: onBC, text: []string{"/admin/v|admincenter|admin center|administration center|applicationnotauthorized|application is not authorized"}, cause: "api_bc_admin_app_not_authorized", others: []report.Cause{"api_wrong_audience", "api_role_missing"}},
	{apis: onBC, text: []string{"companynotfound|company * not found|environment * not found|environmentnotfound|environment * does not exist|environment * not exist|noenvironment|could not find the environment"}, cause: "api_env_id_wrong", others: []report.Cause{"authority_wrong_tenant", "api_bc_permission_set_missing"}},
	{text: []string{"internal_tenantunavailable"}, cause: "service_unavailable", others: []report.Cause{"api_env_id_wrong", "authority_wrong_tenant"}},
	{flows: usersIn, text: []string{"authentication_invalidcredentials|rejected the client credentials|user could not be authenticated or authorized"}, cause: "api_bc_user_not_entitled",
		others: []report.Cause{"api_bc_app_not_set_up", "api_wrong_audience", "api_role_missing", "api_bc_valid_audiences", "api_bc_permission_set_missing", "api_env_id_wrong"}},
	{text: []string{"authentication_invalidcredentials|rejected the client credentials|user could not be authenticated or authorized"}, cause: "api_bc_app_not_set_up",
		others: []report.Cause{"api_role_missing", "api_bc_user_not_entitled", "api_wrong_audience", "api_bc_valid_audiences", "api_bc_permission_set_missing", "api_env_id_wrong"}},
	{apis: onBC, status: []int{401}, cause: "api_bc_app_not_set_up", others: []report.Cause{"api_role_missing", "api_wrong_audience", "api_token_missing", "api_bc_user_not_entitled", "api_bc_admin_app_not_authorized", "api_bc_valid_audiences"}},
	{apis: onBC, status: []int{403}, cause: "api_bc_admin_app_not_authorized", others: []report.Cause{"api_wrong_audience", "api_role_missing", "api_bc_permission_set_missing", "api_bc_app_not_set_up", "api_bc_user_not_entitled"}},
	{apis: onBC, status: []int{404}, cause: "api_env_id_wrong", others: []report.Cause{"api_operation_unsupported", "api_bc_permission_set_missing"}},
}
