package diagnose

// Device code.
var deviceCauses = []causeRow{
	{
		cause:   "authorization_pending",
		title:   "Waiting for the sign-in to be finished",
		meaning: "No fault: the person has not entered the code and signed in yet.",
		where:   "https://microsoft.com/devicelogin, in any browser",
		steps:   []string{"Enter the code there and sign in.", "A program keeps asking at the interval it was given; after slow_down it waits 5 seconds more."},
		page:    pageDeviceLogin,
	},
	{
		cause:   "authorization_declined",
		title:   "The sign-in was declined",
		meaning: "The person refused the request, or it was already answered.",
		where:   "https://microsoft.com/devicelogin, in any browser",
		steps:   []string{"Start again to get a new code.", "Enter it and choose Continue when the page names your app."},
		page:    pageDeviceLogin,
	},
	{
		cause:   "device_code_expired",
		title:   "The device code has expired",
		meaning: "The code is good for about 15 minutes, and nobody finished the sign-in in that time.",
		where:   "https://microsoft.com/devicelogin, in any browser",
		steps: []string{
			"Start again to get a new code and finish within 15 minutes.",
			"If the browser page showed an error of its own, for example 53003, that is the real cause.",
		},
		page: pageDeviceLogin,
	},
	{
		cause:   "device_code_invalid",
		title:   "The code is not one that Entra gave out",
		meaning: "The code was mistyped or cut off, or it belongs to another request, app or tenant.",
		where:   "https://microsoft.com/devicelogin, in any browser",
		steps:   []string{"Start again and copy the new code whole.", "Send the device_code unchanged, with the same client id and the same tenant."},
		page:    pageDeviceLogin,
	},
	{
		cause:   "device_flow_blocked",
		title:   "Your organisation does not allow device code sign-in",
		meaning: "A Conditional Access policy blocks this way to sign in; the browser shows it while the waiting program only sees pending or expired.",
		where:   "Microsoft Entra admin center > Conditional Access > Policies (condition: Authentication flows)",
		steps: []string{
			"Use the browser flow instead: appreg setup --flow browser.",
			"To see the policy: Sign-in logs > the entry > tab Conditional Access.",
		},
		page:  pageSignInLogs,
		admin: "please exclude device code sign-in to app {clientID} from the Conditional Access policy that blocks authentication flows, or confirm that another flow is to be used. Conditional Access Administrator.",
	},
}
