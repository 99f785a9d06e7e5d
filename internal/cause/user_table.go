package cause

// The user and the session.
const (
	WrongPassword            Label = "wrong_password"
	PasswordEncoding         Label = "password_encoding"
	PasswordExpired          Label = "password_expired"
	UserNotFound             Label = "user_not_found"
	UserDisabled             Label = "user_disabled"
	AccountLocked            Label = "account_locked"
	IPBlocked                Label = "ip_blocked"
	GuestOrMSAAccount        Label = "guest_or_msa_account"
	FederatedUser            Label = "federated_user"
	SessionRevoked           Label = "session_revoked"
	RefreshTokenExpired      Label = "refresh_token_expired"
	SignInFrequency          Label = "sign_in_frequency"
	InteractionRequired      Label = "interaction_required"
	UserConfirmationRequired Label = "user_confirmation_required"
	FederationRealmUnknown   Label = "federation_realm_unknown"
)

var userRows = []Row{
	{
		Label: WrongPassword, At: AtPassword, Page: PageMyAccount,
		Title:   "User name or password is wrong",
		Meaning: "Entra refused the sign-in of {username}. It doesn't say which of the two is wrong. Ten wrong tries lock the account for a while.",
		Where:   "The account: sign in at https://myaccount.microsoft.com",
		Steps: []string{
			"Sign in there with the same user name and password. That also shows an expired password.",
			"If it works there, the account may be federated (Entra then doesn't have its password), or special characters of the password were changed in transit.",
			"If it doesn't, reset the password.",
		},
		Admin: "please reset the password of {username} in tenant {tenant}. Requires Password Administrator or User Administrator.",
	},
	{
		Label: PasswordEncoding, At: AtPassword,
		Title:   "The password was changed in transit",
		Meaning: "Characters such as &, +, % or non-English letters must be percent-encoded as UTF-8 in the form body. Otherwise another password arrives. Spaces at either end don't work either.",
		Where:   "The program or script that sends the request",
		Steps: []string{
			"Percent-encode user name and password (curl: --data-urlencode), as UTF-8.",
			"Send Content-Type: application/x-www-form-urlencoded.",
			"To be sure, test with appreg, or with a password of letters and digits.",
		},
	},
	{
		Label: PasswordExpired, At: AtPassword, Page: PageMyAccount,
		Title:   "The password of {theUser} has expired",
		Meaning: "{username} must change the password first. A new account's first password is temporary.",
		Where:   "The account: sign in at https://myaccount.microsoft.com",
		Steps: []string{
			"Sign in there once and set a new password.",
			"For accounts synchronized from on-premises, change it there.",
			"Enter the new password and test again.",
		},
		Admin: "please reset the password of {username} in tenant {tenant}, not as a temporary one. Requires Password Administrator or User Administrator.",
	},
	{
		Label: UserNotFound, At: AtUsername, Page: PageUsers,
		Title:   "{TheUser} doesn't exist in this tenant",
		Meaning: "Tenant {tenant} has no account {username}: it's mistyped, or an account of another tenant.",
		Where:   "Azure portal > Microsoft Entra ID > Users",
		Steps: []string{
			"Use the full **User principal name** (name@domain) from the **Users** page. The mail address may differ.",
			"Check that the tenant in the address is the account's own.",
			"Guests and personal accounts can't sign in with user name and password.",
		},
		Command: "az ad user show --id \"{username}\" --query userPrincipalName",
	},
	{
		Label: UserDisabled, At: AtUsername, Page: PageUsers,
		Title:   "{TheAccount} is disabled",
		Meaning: "Sign-in is blocked for {username} in tenant {tenant}.",
		Where:   "Azure portal > Microsoft Entra ID > Users > the user > Account status",
		Steps: []string{
			"Set **Account enabled** and save.",
			"For accounts synchronized from on-premises, enable it there.",
			"Enable a guest in the tenant that has the app.",
		},
		Command: "az ad user update --id \"{username}\" --account-enabled true",
		Admin:   "please enable the account {username} in tenant {tenant}. Requires User Administrator.",
	},
	{
		Label: AccountLocked, Page: PageSignInLogs,
		Title:   "{TheAccount} is locked for a while",
		Meaning: "Too many wrong passwords were sent for {username}. The lock ends by itself after a minute or more, and gets longer with every try.",
		Where:   "The account, and every program that still holds an old password",
		Steps: []string{
			"Stop all programs that sign in with this account, then wait a few minutes.",
			"Find the one with the old password: Azure portal > Microsoft Entra ID > **Sign-in logs**, filter by user.",
			"Then try once with the right password.",
		},
		Admin: "please check in the sign-in logs which program locks out {username} in tenant {tenant}, and reset the password if it looks like an attack.",
	},
	{
		Label: IPBlocked, Page: PageSignInLogs,
		Title:   "Your IP address is blocked",
		Meaning: "Entra has seen suspicious traffic from this IP address and refuses every sign-in from it.",
		Where:   "Azure portal > Microsoft Entra ID > Sign-in logs",
		Steps: []string{
			"Try from another network, without VPN, anonymizer or shared cloud runner.",
			"If the address is your organization's, ask an admin to add it as a trusted named location.",
		},
		Admin: "sign-in of {username} is refused because of the source IP address (AADSTS50053). Please check the sign-in logs and add the address as a trusted named location.",
	},
	{
		Label: GuestOrMSAAccount, Page: PageUsers,
		Title:   "{TheAccount} isn't from this tenant",
		Meaning: "It's a personal Microsoft account, a guest, or an account of another tenant or identity provider. This sign-in doesn't accept those.",
		Where:   "The account you sign in with",
		Steps: []string{
			"Use a work account of tenant {tenant}.",
			"The answer names the account's identity provider: live.com is a personal account, sts.windows.net/<tenant> is another tenant.",
			"To use the account's own tenant, put that tenant into the configuration.",
			"If the answer says that the app is for Microsoft Account users only: **App registrations** > your app > **Authentication** > **Supported accounts**, and select this directory's accounts.",
		},
		Admin: "please create a work account in tenant {tenant} for use with app {clientID}, or invite the account as a guest if it only signs in with the browser.",
	},
	{
		Label: FederatedUser, At: AtFlow, Page: PageUsers,
		Title:   "{TheAccount} signs in at another identity provider",
		Meaning: "Its domain is federated (for example with AD FS), or it has no password in Entra. Entra then refuses even the right user name and password.",
		Where:   "The sign-in method in your configuration",
		Steps: []string{
			"Sign in with the browser or a device code{orAsApp}.",
			"Or use a cloud-only account (…@<tenant>.onmicrosoft.com) whose password is in Entra.",
			"Or ask an admin to turn on password hash synchronization and allow cloud password validation for the app.",
		},
		Admin: "please create a cloud-only account (@…onmicrosoft.com) in tenant {tenant} for app {clientID}. {username} is federated and can't sign in with a password here.",
	},
	{
		Label:   SessionRevoked,
		Title:   "The sign-in was revoked",
		Meaning: "The password was changed, or an admin ended all sessions, after the refresh token was issued.",
		Where:   "A new sign-in",
		Steps: []string{
			"Sign in again.",
			"If it keeps happening, check the **Sign-in logs** for who revokes the sessions.",
		},
	},
	{
		Label:   RefreshTokenExpired,
		Title:   "The refresh token has expired",
		Meaning: "It wasn't used for its whole lifetime (usually 90 days), or it's too old.",
		Where:   "A new sign-in",
		Steps: []string{
			"Sign in again.",
			"Run the job more often than every 90 days{orAsApp}.",
		},
	},
	{
		Label: SignInFrequency, Page: PageSignInLogs,
		Title:   "Your organization requires a new sign-in",
		Meaning: "A Conditional Access policy limits how long a sign-in lasts (sign-in frequency).",
		Where:   "A new sign-in",
		Steps: []string{
			"Sign in again.",
			AsApp + "For unattended jobs, sign in as the app itself{whereAllowed}.",
		},
		Admin: "the sign-in frequency policy ends the sessions of {username} for app {clientID}. Please exclude the app, or confirm the interval. Requires Conditional Access Administrator.",
	},
	{
		Label:   InteractionRequired,
		Title:   "Sign-in required",
		Meaning: "The token request showed no page, but Entra has no usable session: nobody is signed in, several accounts are, or the browser blocked the session's cookies.",
		Where:   "A new sign-in",
		Steps: []string{
			"Sign in again with the page shown (browser or device code).",
			"In a browser app: ask silently first, and show the page when this answer comes. Browsers that block third-party cookies always return it.",
		},
	},
	{
		Label: UserConfirmationRequired, At: AtFlow,
		Title:   "Sign in and confirm the app",
		Meaning: "Entra shows a page that names a native or device app before it issues a token, and nobody has confirmed it yet.",
		Where:   "The sign-in page",
		Steps: []string{
			"Repeat the sign-in and select **Continue** on the page that names the app.",
			"A sign-in without a person can't confirm anything: sign in interactively once{orAsApp}.",
		},
	},
	{
		Label:   FederationRealmUnknown,
		Title:   "Entra doesn't know this federation service",
		Meaning: "The sign-in came through a federation service (such as AD FS). Its issuer, or its user's domain, isn't registered in tenant {tenant}, or is registered differently.",
		Where:   "Azure portal > Microsoft Entra ID > Custom domain names > the user's domain",
		Steps: []string{
			"Check that the domain of {username} is verified and federated in this tenant.",
			"Compare the federation service's issuer URI with the one registered for the domain.",
			"If you only need an account that works, use a cloud-only one (@…onmicrosoft.com).",
		},
		Command: "Get-MgDomainFederationConfiguration -DomainId <domain>",
		Admin:   "please check the federation settings of the domain of {username} in tenant {tenant}: the issuer that its federation service sends isn't the registered one. Requires Hybrid Identity Administrator.",
	},
}
