package steps

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
)

// SignInCancelled stands for a sign-in that the person gave up while appreg waited. No finding has it.
const SignInCancelled report.Cause = "sign_in_cancelled"

// alternativeRow says which flows work, in order of preference, where another one ended in one of the causes.
type alternativeRow struct {
	from   catalog.Flow
	causes []report.Cause
	to     []catalog.Flow
}

// alternatives: what a password cannot do a person can do at Entra's page, which asks for a second factor, sends to
// another identity provider, lets a password be changed and shows the consent screen. A device code cannot prove the
// device and is blocked by many policies: the browser can do all that it can. Where the browser's redirect URI is at
// fault, a device code needs none. Who gave up the one or said no on its page may get on with the other. Flows of the
// application itself are no alternative: another identity would sign in, with rights of its own.
// Sources: facts/errors.md, parts D to H; facts/entra.md 0.1 and 4.
func alternatives() []alternativeRow {
	const browser, deviceCode, password = catalog.Browser, catalog.DeviceCode, catalog.Password
	return []alternativeRow{
		{password, []report.Cause{
			"mfa_required", "mfa_enrollment_required", "external_mfa", "security_defaults", "conditional_access",
			"federated_user", "guest_or_msa_account", "password_expired", "consent_missing",
		}, []catalog.Flow{browser, deviceCode}},
		{password, []report.Cause{"device_not_compliant", "public_client_disabled"}, []catalog.Flow{browser}},

		{deviceCode, []report.Cause{
			"device_flow_blocked", "conditional_access", "device_not_compliant", "security_defaults", "external_mfa",
			"device_code_expired", // the page may have said no, which the waiting program cannot see
			"public_client_disabled", "authorization_declined", SignInCancelled,
		}, []catalog.Flow{browser}},

		{browser, []report.Cause{
			"redirect_uri_mismatch", "redirect_uri_missing", "redirect_platform_wrong", "consent_declined", SignInCancelled,
		}, []catalog.Flow{deviceCode}},
	}
}
