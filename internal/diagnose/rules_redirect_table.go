package diagnose

import (
	"appreg/internal/cause"
)

// Redirect URI, authorization code, PKCE.
var redirectRules = []rule{
	{codes: []int{50011}, text: []string{"no reply address|no redirect uri"}, cause: cause.RedirectURIMissing, others: causes{cause.RedirectURIMismatch}},
	{codes: []int{50011, 500112, 70004}, cause: cause.RedirectURIMismatch, others: causes{cause.RedirectPlatformWrong, cause.RedirectURIMissing, cause.ClientIDWrong}},
	{codes: []int{500113, 900971}, cause: cause.RedirectURIMissing, others: causes{cause.RedirectURIMismatch, cause.RedirectPlatformWrong}},
	{codes: []int{9002325}, cause: cause.PKCEMissing, others: causes{cause.RedirectPlatformWrong}},
	{codes: []int{9002326}, flows: nonBrowser, cause: cause.OriginHeaderSent, others: causes{cause.RedirectPlatformWrong}, sure: likely},
	{codes: []int{9002326}, cause: cause.RedirectPlatformWrong, others: causes{cause.OriginHeaderSent}, sure: likely},
	{codes: []int{9002327}, cause: cause.RedirectPlatformWrong, others: causes{cause.OriginHeaderSent, cause.PublicClientDisabled}},
	{codes: []int{501481, 50148, 50147, 501491}, cause: cause.PKCEMismatch, others: causes{cause.CodeRedeemed, cause.PKCEMissing}},
	{codes: []int{54005}, cause: cause.CodeRedeemed, others: causes{cause.CodeExpired}},
	{codes: []int{70008}, flows: noCodeFlows, cause: cause.RefreshTokenExpired, others: causes{cause.SessionRevoked, cause.CodeExpired}, sure: likely},
	{codes: []int{70008}, cause: cause.CodeExpired, others: causes{cause.RefreshTokenExpired, cause.SessionRevoked, cause.CodeRedeemed}, sure: likely},
	{codes: []int{70000}, text: []string{"device_code|device code"}, cause: cause.DeviceCodeInvalid, others: causes{cause.DeviceCodeExpired, cause.CodeExpired}, sure: likely},
	{codes: []int{70000}, text: []string{"blocked|service abuse|locked"}, cause: cause.AccountLocked, others: causes{cause.UserDisabled, cause.IPBlocked}, sure: likely},
	{codes: []int{70000}, text: []string{"scopes requested are unauthorized or expired"}, cause: cause.ConsentMissing, others: causes{cause.RefreshTokenExpired, cause.SessionRevoked, cause.CodeExpired}, sure: likely},
	{codes: []int{70000}, text: []string{"must sign in again|user interaction is required"}, cause: cause.SessionRevoked, others: causes{cause.RefreshTokenExpired, cause.ConsentMissing}, sure: likely},
	{codes: []int{70000}, text: []string{"refresh token|refresh_token"}, cause: cause.RefreshTokenExpired, others: causes{cause.SessionRevoked, cause.CodeExpired}, sure: likely},
	{codes: []int{70000}, flows: deviceFlow, cause: cause.DeviceCodeInvalid, others: causes{cause.DeviceCodeExpired, cause.CodeExpired, cause.RefreshTokenExpired}, sure: likely},
	{codes: []int{70000}, cause: cause.CodeExpired, others: causes{cause.DeviceCodeInvalid, cause.RefreshTokenExpired, cause.SessionRevoked, cause.CodeRedeemed, cause.AccountLocked}, sure: likely},
	{codes: []int{700084, 700081}, cause: cause.RefreshTokenExpired, others: causes{cause.RedirectPlatformWrong}, sure: likely},
}

// Device code.
var deviceRules = []rule{
	{codes: []int{70016}, cause: cause.AuthorizationPending, others: causes{cause.DeviceFlowBlocked, cause.DeviceCodeExpired}},
	{codes: []int{70018, 90119}, cause: cause.DeviceCodeInvalid, others: causes{cause.DeviceCodeExpired}},
	{codes: []int{70019}, cause: cause.DeviceCodeExpired, others: causes{cause.DeviceFlowBlocked, cause.ServiceUnavailable}},
	{codes: []int{7000014, 70020}, text: []string{"expired"}, cause: cause.DeviceCodeExpired, others: causes{cause.DeviceCodeInvalid, cause.DeviceFlowBlocked, cause.ServiceUnavailable}, sure: certain},
	{codes: []int{70020}, cause: cause.DeviceCodeExpired, others: causes{cause.DeviceCodeInvalid, cause.DeviceFlowBlocked, cause.ServiceUnavailable}, sure: likely},
	{codes: []int{7000014}, cause: cause.DeviceCodeInvalid, others: causes{cause.DeviceCodeExpired, cause.AuthorityWrongTenant}, sure: likely},
	{codes: []int{90120}, cause: cause.AuthorizationDeclined, others: causes{cause.DeviceCodeExpired, cause.DeviceCodeInvalid}},
	{codes: []int{50199}, flows: deviceFlow, cause: cause.UserConfirmationRequired, others: causes{cause.DeviceFlowBlocked, cause.AuthorizationPending, cause.ConditionalAccess}, sure: likely},
	{codes: []int{50199}, cause: cause.UserConfirmationRequired, others: causes{cause.InteractionRequired, cause.AuthorizationPending}},
	{codes: []int{50134}, cause: cause.DeviceCodeInvalid, others: causes{cause.ServiceUnavailable}, sure: likely},
}
