package diagnose

import "appreg/internal/report"

// errors.md part E: redirect URI, authorization code, PKCE.
var redirectRules = []rule{
	{codes: []int{50011}, text: []string{"no reply address|no redirect uri"}, cause: "redirect_uri_missing", others: []report.Cause{"redirect_uri_mismatch"}},
	{codes: []int{50011, 500112, 70004}, cause: "redirect_uri_mismatch", others: []report.Cause{"redirect_platform_wrong", "redirect_uri_missing", "client_id_wrong"}},
	{codes: []int{500113, 900971}, cause: "redirect_uri_missing", others: []report.Cause{"redirect_uri_mismatch", "redirect_platform_wrong"}},
	{codes: []int{9002325}, cause: "pkce_missing", others: []report.Cause{"redirect_platform_wrong"}},
	{codes: []int{9002326}, flows: nonBrowser, cause: "origin_header_sent", others: []report.Cause{"redirect_platform_wrong"}},
	{codes: []int{9002326}, cause: "redirect_platform_wrong", others: []report.Cause{"origin_header_sent"}},
	{codes: []int{9002327}, cause: "redirect_platform_wrong", others: []report.Cause{"origin_header_sent", "public_client_disabled"}},
	{codes: []int{501481, 50148, 50147, 501491}, cause: "pkce_mismatch", others: []report.Cause{"code_redeemed", "pkce_missing"}},
	{codes: []int{54005}, cause: "code_redeemed", others: []report.Cause{"code_expired"}},
	{codes: []int{70008}, flows: noCodeFlows, cause: "refresh_token_expired", others: []report.Cause{"session_revoked", "code_expired"}},
	{codes: []int{70008}, cause: "code_expired", others: []report.Cause{"refresh_token_expired", "session_revoked", "code_redeemed"}},
	{codes: []int{70000}, text: []string{"device_code|device code"}, cause: "device_code_invalid", others: []report.Cause{"device_code_expired", "code_expired"}},
	{codes: []int{70000}, text: []string{"blocked|service abuse|locked"}, cause: "account_locked", others: []report.Cause{"user_disabled", "ip_blocked"}},
	{codes: []int{70000}, text: []string{"scopes requested are unauthorized or expired"}, cause: "consent_missing", others: []report.Cause{"refresh_token_expired", "session_revoked", "code_expired"}},
	{codes: []int{70000}, text: []string{"must sign in again|user interaction is required"}, cause: "session_revoked", others: []report.Cause{"refresh_token_expired", "consent_missing"}},
	{codes: []int{70000}, text: []string{"refresh token|refresh_token"}, cause: "refresh_token_expired", others: []report.Cause{"session_revoked", "code_expired"}},
	{codes: []int{70000}, flows: deviceFlow, cause: "device_code_invalid", others: []report.Cause{"device_code_expired", "code_expired", "refresh_token_expired"}},
	{codes: []int{70000}, cause: "code_expired", others: []report.Cause{"device_code_invalid", "refresh_token_expired", "session_revoked", "code_redeemed", "account_locked"}},
	{codes: []int{700084, 700081}, cause: "refresh_token_expired", others: []report.Cause{"redirect_platform_wrong"}},
}

// errors.md part F: device code.
var deviceRules = []rule{
	{codes: []int{70016}, cause: "authorization_pending", others: []report.Cause{"device_flow_blocked", "device_code_expired"}},
	{codes: []int{70018, 90119}, cause: "device_code_invalid", others: []report.Cause{"device_code_expired"}},
	{codes: []int{70019}, cause: "device_code_expired", others: []report.Cause{"device_flow_blocked", "service_unavailable"}},
	{codes: []int{7000014, 70020}, text: []string{"expired"}, cause: "device_code_expired", others: []report.Cause{"device_code_invalid", "device_flow_blocked", "service_unavailable"}},
	{codes: []int{70020}, cause: "device_code_expired", others: []report.Cause{"device_code_invalid", "device_flow_blocked", "service_unavailable"}},
	{codes: []int{7000014}, cause: "device_code_invalid", others: []report.Cause{"device_code_expired", "authority_wrong_tenant"}},
	{codes: []int{90120}, cause: "authorization_declined", others: []report.Cause{"device_code_expired", "device_code_invalid"}},
	{codes: []int{50199}, flows: deviceFlow, cause: "device_flow_blocked", others: []report.Cause{"conditional_access", "authorization_pending"}},
	{codes: []int{50199}, cause: "authorization_pending", others: []report.Cause{"device_flow_blocked", "authorization_declined"}},
}
