package cause

// Multifactor authentication and Conditional Access.
const (
	MFARequired           Label = "mfa_required"
	MFAEnrollmentRequired Label = "mfa_enrollment_required"
	ExternalMFA           Label = "external_mfa"
	ConditionalAccess     Label = "conditional_access"
	DeviceNotCompliant    Label = "device_not_compliant"
	SecurityDefaults      Label = "security_defaults"
	MFARefused            Label = "mfa_refused"
)

var policyRows = []Row{
	{
		Label: MFARequired, At: AtFlow, Page: PageSignInLogs,
		Title:   "Multifactor authentication is required",
		Meaning: "A tenant policy requires a second factor. A sign-in with only a user name and password can't provide one.",
		Where:   "The sign-in method in your configuration; the policy: Azure portal > Microsoft Entra ID > Security > Conditional Access",
		Steps: []string{
			"Sign in with the browser or a device code{orAsApp}.",
			"If you need user name and password, use a dedicated account that an admin excluded from the policy.",
			"To see the policy: **Sign-in logs** > the entry > tab **Conditional Access**.",
		},
		Admin: "app {clientID} signs in as {username} without a person present. Please name an account that is excluded from the MFA policy for this app only, or confirm that I should use another sign-in method. Requires Conditional Access Administrator.",
	},
	{
		Label: MFAEnrollmentRequired, At: AtFlow, Page: PageMFASetup,
		Title:   "{TheAccount} must register for multifactor authentication",
		Meaning: "A second factor is required, and the account may have none registered.",
		Where:   "https://aka.ms/mfasetup, in the browser",
		Steps: []string{
			"Sign in there as {username} and register a method.",
			"Then sign in with the browser or a device code: a user name and password can't pass a second factor.",
		},
		Admin: "app {clientID} signs in as {username} without a person present. Please name an account that is excluded from MFA registration for this app only, or confirm that I should use another sign-in method.",
	},
	{
		Label: ExternalMFA, Page: PageSignInLogs,
		Title:   "A second factor from another provider is required",
		Meaning: "The tenant uses an outside provider, such as Duo, for the second factor. Only a browser sign-in supports that.",
		Where:   "The sign-in method in your configuration",
		Steps: []string{
			"Sign in with the browser or a device code.",
			AsApp + "Or sign in as the app itself{whereAllowed}.",
		},
		Admin: "app {clientID} can't pass the external second factor. Please exclude the app's account from that policy, or confirm that I should use another sign-in method.",
	},
	{
		Label: ConditionalAccess, Page: PageSignInLogs,
		Title:   "A Conditional Access policy blocks the sign-in",
		Meaning: "The credential is right, but a tenant policy blocks this sign-in because of location, device, app, risk or sign-in method.",
		Where:   "Azure portal > Microsoft Entra ID > Sign-in logs > the entry > tab Conditional Access",
		Steps: []string{
			"Open the entry (search by correlation ID) and read which policy failed and why.",
			"Meet its condition (network, device, sign-in method), or ask an admin to exclude the app or account.",
			"app: The entry is under **Service principal sign-ins**.",
		},
		Admin: "sign-in to app {clientID} is blocked by Conditional Access in tenant {tenant}. Please look up the correlation ID in the sign-in logs and tell me which policy it is, or exclude the app. Requires Conditional Access Administrator.",
	},
	{
		Label: DeviceNotCompliant, Page: PageSignInLogs,
		Title:   "Only managed devices can sign in",
		Meaning: "A policy requires a compliant or joined device. Password and device code sign-in can't prove the device.",
		Where:   "Azure portal > Microsoft Entra ID > Sign-in logs > the entry > tab Conditional Access",
		Steps: []string{
			"Sign in with the browser on a managed device, in a browser that is signed in to it.",
			AsApp + "Or sign in as the app itself{whereAllowed}.",
		},
		Admin: "app {clientID} can't prove a compliant device. Please exclude it from the device policy, or name another sign-in method. Requires Conditional Access Administrator.",
	},
	{
		Label: SecurityDefaults, Page: PageSecurityDefaults,
		Title:   "Security defaults block this sign-in",
		Meaning: "The tenant uses Microsoft's security defaults, which refuse sign-in methods without multifactor authentication.",
		Where:   "Azure portal > Microsoft Entra ID > Properties > Manage security defaults",
		Steps: []string{
			"Sign in with the browser or a device code{orAsApp}.",
			"Don't turn security defaults off for this: it weakens the whole tenant. If you need an exception, replace them with Conditional Access policies.",
		},
		Admin: "security defaults of tenant {tenant} block app {clientID}. Please decide: another sign-in method, or Conditional Access policies instead of security defaults.",
	},
	{
		Label: MFARefused, At: AtFlow, Page: PageMFASetup,
		Title:   "The second factor was refused or not answered",
		Meaning: "Entra asked for the second factor, and the prompt was declined, failed, or ran out of time.",
		Where:   "The person's phone or other second factor; https://aka.ms/mfasetup",
		Steps: []string{
			"Sign in again and approve the prompt in time.",
			"If no prompt arrives, check the registered methods at https://aka.ms/mfasetup.",
			"If you didn't start this sign-in, decline the prompt and change the password.",
		},
		Admin: "please check in the sign-in logs of {username} in tenant {tenant} why the second factor failed, and reset the methods if needed. Requires Authentication Administrator.",
	},
}
