package diagnose

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
)

// OAuth's error names, where no number came with them (RFC 6749 5.2, RFC 8628 3.5 and Entra's own).
var nameRules = []rule{
	{names: []string{"authorization_pending", "slow_down"}, cause: "authorization_pending", others: []report.Cause{"throttled"}},
	{names: []string{"authorization_declined"}, cause: "authorization_declined", others: []report.Cause{"consent_declined"}},
	{names: []string{"access_denied"}, flows: []catalog.Flow{catalog.DeviceCode}, cause: "authorization_declined", others: []report.Cause{"consent_declined", "user_not_assigned", "admin_consent_required"}},
	{names: []string{"access_denied", "permission_denied"}, cause: "consent_declined", others: []report.Cause{"admin_consent_required", "user_not_assigned", "authorization_declined", "conditional_access"}},
	{names: []string{"expired_token", "code_expired", "verification_code_expired"}, cause: "device_code_expired", others: []report.Cause{"refresh_token_expired"}},
	{names: []string{"bad_verification_code"}, cause: "device_code_invalid", others: []report.Cause{"device_code_expired"}},
	{names: []string{"user_password_expired"}, cause: "password_expired"},
	{suberrors: []string{"user_password_expired"}, cause: "password_expired"},
	{suberrors: []string{"protection_policy_required", "device_authentication_failed"}, cause: "device_not_compliant", others: []report.Cause{"conditional_access"}},
	{suberrors: []string{"message_only"}, cause: "conditional_access", others: []report.Cause{"device_flow_blocked", "mfa_required"}},
	{suberrors: []string{"basic_action", "additional_action"}, cause: "mfa_required", others: []report.Cause{"mfa_enrollment_required", "conditional_access"}},
	{suberrors: []string{"bad_token", "token_expired"}, cause: "refresh_token_expired", others: []report.Cause{"session_revoked", "sign_in_frequency", "user_not_found"}},
	{suberrors: []string{"client_mismatch"}, cause: "client_id_wrong", others: []report.Cause{"refresh_token_expired"}},
	{names: []string{"interaction_required", "mfa_required"}, cause: "mfa_required", others: []report.Cause{"conditional_access", "consent_missing", "mfa_enrollment_required", "session_revoked"}},
	{names: []string{"login_required"}, cause: "session_revoked", others: []report.Cause{"refresh_token_expired", "mfa_required"}},
	{names: []string{"invalid_client"}, expired: true, cause: "secret_expired", others: []report.Cause{"secret_wrong", "client_id_wrong"}},
	{names: []string{"invalid_client"}, flows: []catalog.Flow{catalog.ClientCertificate}, cause: "cert_not_registered", others: []report.Cause{"assertion_expired_clock_skew", "assertion_audience", "client_id_wrong"}},
	{names: []string{"invalid_client"}, flows: noCodeFlows, cause: "public_client_disabled", others: []report.Cause{"client_id_wrong", "public_client_sent_secret"}},
	{names: []string{"invalid_client"}, flows: browserFlow, cause: "redirect_platform_wrong", others: []report.Cause{"secret_wrong", "public_client_disabled", "client_id_wrong"}},
	{names: []string{"invalid_client"}, cause: "secret_wrong", others: []report.Cause{"secret_expired", "public_client_disabled", "cert_not_registered", "secret_missing", "client_id_wrong"}},
	{names: []string{"unauthorized_client"}, cause: "app_not_in_tenant", others: []report.Cause{"authority_wrong_tenant", "app_disabled", "client_id_malformed", "public_client_disabled"}},
	{names: []string{"invalid_grant"}, flows: passFlow, cause: "wrong_password", others: []report.Cause{"federated_user", "mfa_required", "consent_missing", "password_encoding", "user_not_found", "account_locked"}},
	{names: []string{"invalid_grant"}, flows: deviceFlow, cause: "refresh_token_expired", others: []report.Cause{"device_code_expired", "session_revoked", "conditional_access"}},
	{names: []string{"invalid_grant"}, cause: "code_expired", others: []report.Cause{"refresh_token_expired", "session_revoked", "consent_missing", "mfa_required", "wrong_password"}},
	{names: []string{"invalid_scope"}, flows: appFlows, cause: "scope_not_default", others: []report.Cause{"scope_malformed", "scope_mixed"}},
	{names: []string{"invalid_scope"}, cause: "scope_malformed", others: []report.Cause{"scope_not_default", "scope_mixed", "scope_not_on_resource"}},
	{names: []string{"invalid_resource", "invalid_target"}, cause: "resource_uri_wrong", others: []report.Cause{"resource_sp_missing", "authority_wrong_tenant"}},
	{names: []string{"unsupported_grant_type"}, cause: "unsupported_grant_type", others: []report.Cause{"request_malformed"}},
	{names: []string{"unsupported_response_type"}, cause: "request_malformed", others: []report.Cause{"redirect_platform_wrong"}},
	{names: []string{"invalid_tenant"}, cause: "tenant_not_found", others: []report.Cause{"tenant_malformed", "wrong_cloud"}},
	{names: []string{"temporarily_unavailable", "server_error"}, cause: "service_unavailable", others: []report.Cause{"throttled"}},
	{names: []string{"invalid_request"}, cause: "request_malformed", others: []report.Cause{"request_param_missing", "request_not_form_encoded", "tenant_missing", "common_endpoint_unsupported"}},
	{text: []string{"<!doctype html|<html"}, cause: "answer_not_json", others: []report.Cause{"network_proxy", "redirected"}},
}

// The HTTP status, where nothing else is known.
var statusRules = []rule{
	{status: []int{429}, cause: "throttled", others: []report.Cause{"service_unavailable"}},
	{status: []int{407}, cause: "network_proxy"},
	{status: []int{301, 302, 303, 307, 308}, cause: "redirected", others: []report.Cause{"network_proxy"}},
	{apis: onLCS, status: statusNo, cause: "api_lcs_access", others: []report.Cause{"api_wrong_audience", "api_token_missing"}},
	{apis: onPP, status: []int{403}, cause: "api_rbac_role_missing", others: []report.Cause{"api_sp_not_management_app", "api_role_missing", "api_app_restricted"}},
	{apis: onPA, status: []int{403}, flows: usersIn, cause: "api_role_missing", others: []report.Cause{"api_sp_not_management_app", "api_env_id_wrong"}},
	{apis: onPA, status: []int{403}, cause: "api_sp_not_management_app", others: []report.Cause{"api_role_missing", "api_rbac_role_missing"}},
	{apis: []catalog.API{catalog.PowerPlatform, catalog.PowerApps}, status: []int{401}, cause: "api_wrong_audience", others: []report.Cause{"api_token_missing", "api_role_missing"}},
	{flows: []catalog.Flow{catalog.ClientSecret}, status: []int{401}, cause: "secret_wrong", others: []report.Cause{"secret_expired", "secret_is_id_not_value", "public_client_sent_secret", "api_wrong_audience", "api_role_missing"}},
	{flows: certFlow, status: []int{401}, cause: "cert_not_registered", others: []report.Cause{"assertion_expired_clock_skew", "assertion_audience", "client_id_wrong", "api_wrong_audience"}},
	{flows: noCodeFlows, status: []int{401}, cause: "public_client_disabled", others: []report.Cause{"api_wrong_audience", "api_token_missing", "api_role_missing"}},
	{status: []int{401}, cause: "api_wrong_audience", others: []report.Cause{"api_token_missing", "api_role_missing", "secret_wrong"}},
	{status: []int{403}, cause: "api_role_missing", others: []report.Cause{"api_rbac_role_missing", "api_sp_not_management_app", "api_wrong_audience", "api_app_restricted", "conditional_access"}},
	{status: []int{404}, cause: "api_env_id_wrong", others: []report.Cause{"api_operation_unsupported"}},
	{status: []int{405, 501}, cause: "api_operation_unsupported"},
	{status: []int{500}, cause: "api_server_defect", others: []report.Cause{"service_unavailable"}},
	{status: []int{502, 503, 504}, cause: "service_unavailable", others: []report.Cause{"network_proxy", "api_server_defect"}},
	// Tools that show only the status of a refused password hide the code: most often it is one of these.
	{flows: passFlow, status: []int{400}, cause: "wrong_password", others: []report.Cause{"federated_user", "mfa_required", "public_client_disabled", "consent_missing", "password_encoding", "mfa_enrollment_required", "request_malformed"}},
	{status: []int{400}, cause: "request_malformed", others: []report.Cause{"api_operation_unsupported", "wrong_password", "secret_wrong"}},
}
