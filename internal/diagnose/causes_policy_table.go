package diagnose

// Multifactor authentication and Conditional Access.
var policyCauses = []causeRow{
	{
		cause:   "mfa_required",
		title:   "Multifactor authentication is required",
		meaning: "A policy of the tenant asks for a second factor. Signing in with user name and password alone has no place for it.",
		where:   "The flow in your configuration; the policy: Microsoft Entra admin center > Conditional Access",
		steps: []string{
			"Use the browser or the device code flow, or let the application sign in itself where the API allows it.",
			"If it must be user name and password: a dedicated account, excluded from the policy by an administrator.",
			"To see the policy: Sign-in logs > the entry > tab Conditional Access.",
		},
		page:  pageSignInLogs,
		admin: "app {clientID} signs in as {username} without a person present. Please name an account that is excluded from the MFA policy for this app only, or confirm that another flow is to be used. Conditional Access Administrator.",
	},
	{
		cause:   "mfa_enrollment_required",
		title:   "The account has to register for multifactor authentication",
		meaning: "A second factor is required and the account may have none registered yet.",
		where:   "https://aka.ms/mfasetup, in the browser",
		steps: []string{
			"Sign in there as {username} and register a method.",
			"Then use the browser or the device code flow: user name and password alone cannot pass a second factor.",
		},
		page:  pageMFASetup,
		admin: "app {clientID} signs in as {username} without a person present. Please name an account that is excluded from MFA registration for this app only, or confirm that another flow is to be used.",
	},
	{
		cause:   "external_mfa",
		title:   "A second factor of another provider is required",
		meaning: "The tenant sends people to an outside provider, such as Duo, for the second factor. Only a sign-in in the browser can do that.",
		where:   "The flow in your configuration",
		steps:   []string{"Use the browser or the device code flow.", "Or let the application sign in itself where the API allows it."},
		page:    pageSignInLogs,
		admin:   "app {clientID} cannot pass the external second factor. Please exclude the app's account from that policy, or confirm that another flow is to be used.",
	},
	{
		cause:   "conditional_access",
		title:   "A Conditional Access policy blocks the sign-in",
		meaning: "User name and credential are right, but a policy of the tenant does not allow this sign-in: because of place, device, app, risk or kind of sign-in.",
		where:   "Microsoft Entra admin center > Sign-in logs > the entry > tab Conditional Access",
		steps: []string{
			"Open the entry (search by correlation id) and read which policy failed and why.",
			"Meet its condition (network, device, flow), or have the app or account excluded.",
			"An application that signs in itself appears under Service principal sign-ins.",
		},
		page:  pageSignInLogs,
		admin: "sign-in to app {clientID} is blocked by Conditional Access in tenant {tenant}. Please look the correlation id up in the sign-in logs and tell me which policy it is, or exclude the app. Conditional Access Administrator.",
	},
	{
		cause:   "device_not_compliant",
		title:   "Only managed devices may sign in",
		meaning: "A policy asks for a compliant or joined device. Password and device code sign-in cannot prove the device.",
		where:   "Microsoft Entra admin center > Sign-in logs > the entry > tab Conditional Access",
		steps: []string{
			"Use the browser flow on a managed device, in a browser that is signed in to it.",
			"Or let the application sign in itself where the API allows it.",
		},
		page:  pageSignInLogs,
		admin: "app {clientID} cannot prove a compliant device. Please exclude it from the device policy, or name another way. Conditional Access Administrator.",
	},
	{
		cause:   "security_defaults",
		title:   "Security defaults block this sign-in",
		meaning: "The tenant uses Microsoft's security defaults, which refuse ways to sign in that cannot do multifactor authentication.",
		where:   "Microsoft Entra admin center > Overview > Properties > Manage security defaults",
		steps: []string{
			"Use the browser or the device code flow, or let the application sign in itself.",
			"Switching security defaults off weakens the whole tenant: replace them by Conditional Access policies if an exception is really needed.",
		},
		page:  pageSecurityDefaults,
		admin: "security defaults of tenant {tenant} block app {clientID}. Please decide: another flow, or Conditional Access policies in place of security defaults.",
	},
}
