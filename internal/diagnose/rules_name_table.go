package diagnose

import (
	"appreg/internal/cause"
)

// OAuth's error names, where no number came with them (RFC 6749 5.2, RFC 8628 3.5 and Entra's own).
var nameRules = []rule{
	{names: []string{"authorization_pending", "slow_down"}, cause: cause.AuthorizationPending, others: causes{cause.Throttled}},
	{names: []string{"authorization_declined"}, cause: cause.AuthorizationDeclined, others: causes{cause.ConsentDeclined}},
	{names: []string{"access_denied"}, flows: deviceFlow, cause: cause.AuthorizationDeclined, others: causes{cause.ConsentDeclined, cause.UserNotAssigned, cause.AdminConsentRequired}},
	{names: []string{"access_denied", "permission_denied"}, cause: cause.ConsentDeclined, others: causes{cause.AdminConsentRequired, cause.UserNotAssigned, cause.AuthorizationDeclined, cause.ConditionalAccess}, sure: guess},
	{names: []string{"expired_token", "code_expired", "verification_code_expired"}, cause: cause.DeviceCodeExpired, others: causes{cause.RefreshTokenExpired}},
	{names: []string{"bad_verification_code"}, cause: cause.DeviceCodeInvalid, others: causes{cause.DeviceCodeExpired}},
	{names: []string{"user_password_expired"}, cause: cause.PasswordExpired},
	{suberrors: []string{"user_password_expired"}, cause: cause.PasswordExpired},
	{suberrors: []string{"protection_policy_required", "device_authentication_failed"}, cause: cause.DeviceNotCompliant, others: causes{cause.ConditionalAccess}},
	{suberrors: []string{"message_only"}, cause: cause.ConditionalAccess, others: causes{cause.DeviceFlowBlocked, cause.MFARequired}},
	{suberrors: []string{"basic_action", "additional_action"}, cause: cause.MFARequired, others: causes{cause.MFAEnrollmentRequired, cause.ConditionalAccess}},
	{suberrors: []string{"bad_token", "token_expired"}, cause: cause.RefreshTokenExpired, others: causes{cause.SessionRevoked, cause.SignInFrequency, cause.UserNotFound}},
	{suberrors: []string{"client_mismatch"}, cause: cause.ClientIDWrong, others: causes{cause.RefreshTokenExpired}},
	{names: []string{"mfa_required"}, cause: cause.MFARequired, others: causes{cause.MFAEnrollmentRequired, cause.ConditionalAccess}},
	{names: []string{"interaction_required"}, cause: cause.InteractionRequired, others: causes{cause.MFARequired, cause.ConditionalAccess, cause.ConsentMissing, cause.MFAEnrollmentRequired, cause.SessionRevoked}, sure: guess},
	{names: []string{"invalid_client"}, expired: true, cause: cause.SecretExpired, others: causes{cause.SecretWrong, cause.ClientIDWrong}},
	{names: []string{"invalid_client"}, flows: certFlow, cause: cause.CertNotRegistered, others: causes{cause.AssertionExpiredClockSkew, cause.AssertionAudience, cause.ClientIDWrong}, sure: guess},
	{names: []string{"invalid_client"}, flows: noCodeFlows, cause: cause.PublicClientDisabled, others: causes{cause.ClientIDWrong, cause.PublicClientSentSecret}, sure: guess},
	{names: []string{"invalid_client"}, flows: browserFlow, cause: cause.RedirectPlatformWrong, others: causes{cause.SecretWrong, cause.PublicClientDisabled, cause.ClientIDWrong}, sure: guess},
	{names: []string{"invalid_client"}, cause: cause.SecretWrong, others: causes{cause.SecretExpired, cause.PublicClientDisabled, cause.CertNotRegistered, cause.SecretMissing, cause.ClientIDWrong}, sure: guess},
	{names: []string{"unauthorized_client"}, cause: cause.AppNotInTenant, others: causes{cause.AuthorityWrongTenant, cause.AppDisabled, cause.ClientIDMalformed, cause.PublicClientDisabled}, sure: guess},
	{names: []string{"invalid_grant"}, flows: passFlow, cause: cause.WrongPassword, others: causes{cause.FederatedUser, cause.MFARequired, cause.ConsentMissing, cause.PasswordEncoding, cause.UserNotFound, cause.AccountLocked}, sure: guess},
	{names: []string{"invalid_grant"}, flows: deviceFlow, cause: cause.RefreshTokenExpired, others: causes{cause.DeviceCodeExpired, cause.SessionRevoked, cause.ConditionalAccess}, sure: guess},
	{names: []string{"invalid_grant"}, cause: cause.CodeExpired, others: causes{cause.RefreshTokenExpired, cause.SessionRevoked, cause.ConsentMissing, cause.MFARequired, cause.WrongPassword}, sure: guess},
	{names: []string{"invalid_scope"}, flows: appFlows, cause: cause.ScopeNotDefault, others: causes{cause.ScopeMalformed, cause.ScopeMixed}},
	{names: []string{"invalid_scope"}, cause: cause.ScopeMalformed, others: causes{cause.ScopeNotDefault, cause.ScopeMixed, cause.ScopeNotOnResource}},
	{names: []string{"invalid_resource", "invalid_target"}, cause: cause.ResourceURIWrong, others: causes{cause.ResourceSPMissing, cause.AuthorityWrongTenant}},
	{names: []string{"unsupported_grant_type"}, cause: cause.UnsupportedGrantType, others: causes{cause.RequestMalformed}},
	{names: []string{"unsupported_response_type"}, cause: cause.ResponseTypeNotEnabled, others: causes{cause.RequestMalformed, cause.RedirectPlatformWrong}},
	{names: []string{"invalid_tenant"}, cause: cause.TenantNotFound, others: causes{cause.TenantMalformed, cause.WrongCloud}},
	{names: []string{"temporarily_unavailable", "server_error"}, cause: cause.ServiceUnavailable, others: causes{cause.Throttled}},
	{names: []string{"invalid_request"}, cause: cause.RequestMalformed, others: causes{cause.RequestParamMissing, cause.RequestNotFormEncoded, cause.TenantMissing, cause.CommonEndpointUnsupported}, sure: guess},
	{text: []string{"<!doctype html|<html"}, cause: cause.AnswerNotJSON, others: causes{cause.NetworkProxy, cause.Redirected}},
}

// The HTTP status, where nothing else is known.
var statusRules = []rule{
	{status: []int{429}, cause: cause.Throttled, others: causes{cause.ServiceUnavailable}},
	{status: []int{407}, cause: cause.NetworkProxy},
	{status: []int{301, 302, 303, 307, 308}, cause: cause.Redirected, others: causes{cause.NetworkProxy}},
	{flows: secretFlow, status: []int{401}, cause: cause.SecretWrong, others: causes{cause.SecretExpired, cause.SecretIsIDNotValue, cause.PublicClientSentSecret, cause.APIWrongAudience, cause.APIRoleMissing}},
	{flows: certFlow, status: []int{401}, cause: cause.CertNotRegistered, others: causes{cause.AssertionExpiredClockSkew, cause.AssertionAudience, cause.ClientIDWrong, cause.APIWrongAudience}},
	{flows: noCodeFlows, status: []int{401}, cause: cause.PublicClientDisabled, others: causes{cause.APIWrongAudience, cause.APITokenMissing, cause.APIRoleMissing}},
	{status: []int{401}, cause: cause.APIWrongAudience, others: causes{cause.APITokenMissing, cause.APIRoleMissing, cause.SecretWrong}},
	{status: []int{403}, cause: cause.APIRoleMissing, others: causes{cause.APIRBACRoleMissing, cause.APISPNotManagementApp, cause.APIWrongAudience, cause.APIAppRestricted, cause.ConditionalAccess}},
	{status: []int{404}, cause: cause.APIEnvIDWrong, others: causes{cause.APIOperationUnsupported}},
	{status: []int{405, 501}, cause: cause.APIOperationUnsupported},
	{status: []int{500}, cause: cause.APIServerDefect, others: causes{cause.ServiceUnavailable}},
	{status: []int{502, 503, 504}, cause: cause.ServiceUnavailable, others: causes{cause.NetworkProxy, cause.APIServerDefect}},
	// Tools that show only the status of a refused password hide the code: most often it is one of these.
	{flows: passFlow, status: []int{400}, cause: cause.WrongPassword, others: causes{cause.FederatedUser, cause.MFARequired, cause.PublicClientDisabled, cause.ConsentMissing, cause.PasswordEncoding, cause.MFAEnrollmentRequired, cause.RequestMalformed}},
	{api: named, status: []int{400}, cause: cause.APIRequestWrong, others: causes{cause.APIOperationUnsupported, cause.APISPNotManagementApp, cause.RequestMalformed, cause.WrongPassword, cause.SecretWrong}},
	{status: []int{400}, cause: cause.RequestMalformed, others: causes{cause.APIOperationUnsupported, cause.WrongPassword, cause.SecretWrong}},
}
