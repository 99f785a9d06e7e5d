package steps

import (
	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// SignInCancelled stands for a sign-in that the person gave up while appreg waited. No finding has it.
const SignInCancelled cause.Label = "sign_in_cancelled"

// alternativeRow says which flows work, in order of preference, where another one ended in one of the causes.
type alternativeRow struct {
	from   catalog.Flow
	causes []cause.Label
	to     []catalog.Flow
}

// alternatives: what a password cannot do a person can do at Entra's page, which asks for a second factor, sends to
// another identity provider, lets a password be changed and shows the consent screen. A device code cannot prove the
// device and is blocked by many policies: the browser can do all that it can. Where the browser's redirect URI is at
// fault, a device code needs none. Who gave up the one or said no on its page may get on with the other. Flows of the
// application itself are no alternative: another identity would sign in, with rights of its own.
// Sources: docs/sources.md, "Entra: error numbers"; docs/sources.md, "Entra: protocol".
func alternatives() []alternativeRow {
	const browser, deviceCode, password = catalog.Browser, catalog.DeviceCode, catalog.Password
	return []alternativeRow{
		{password, []cause.Label{
			cause.MFARequired, cause.MFAEnrollmentRequired, cause.ExternalMFA, cause.SecurityDefaults, cause.ConditionalAccess,
			cause.FederatedUser, cause.GuestOrMSAAccount, cause.PasswordExpired, cause.ConsentMissing,
		}, []catalog.Flow{browser, deviceCode}},
		{password, []cause.Label{cause.DeviceNotCompliant, cause.PublicClientDisabled}, []catalog.Flow{browser}},

		{deviceCode, []cause.Label{
			cause.DeviceFlowBlocked, cause.UserConfirmationRequired, cause.ConditionalAccess, cause.DeviceNotCompliant, cause.SecurityDefaults, cause.ExternalMFA,
			cause.DeviceCodeExpired, // the page may have said no, which the waiting program cannot see
			cause.PublicClientDisabled, cause.AuthorizationDeclined, SignInCancelled,
		}, []catalog.Flow{browser}},

		{browser, []cause.Label{
			cause.RedirectURIMismatch, cause.RedirectURIMissing, cause.RedirectPlatformWrong, cause.ConsentDeclined, SignInCancelled,
		}, []catalog.Flow{deviceCode}},
	}
}
