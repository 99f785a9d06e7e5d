package cause

// Device code.
const (
	AuthorizationPending  Label = "authorization_pending"
	AuthorizationDeclined Label = "authorization_declined"
	DeviceCodeExpired     Label = "device_code_expired"
	DeviceCodeInvalid     Label = "device_code_invalid"
	DeviceFlowBlocked     Label = "device_flow_blocked"
)

var deviceRows = []Row{
	{
		Label: AuthorizationPending, Page: PageDeviceLogin,
		Title:   "Waiting for you to sign in",
		Meaning: "Nothing is wrong: nobody has entered the code and signed in yet.",
		Where:   "https://microsoft.com/devicelogin, in any browser",
		Steps: []string{
			"Enter the code there and sign in.",
			"A program keeps asking at the interval it received. After slow_down it waits 5 seconds more.",
		},
	},
	{
		Label: AuthorizationDeclined, Page: PageDeviceLogin,
		Title:   "The sign-in was declined",
		Meaning: "The person declined the request, or it was already answered.",
		Where:   "https://microsoft.com/devicelogin, in any browser",
		Steps: []string{
			"Start again to get a new code.",
			"Enter it and select **Continue** when the page names your app.",
		},
	},
	{
		Label: DeviceCodeExpired, Page: PageDeviceLogin,
		Title:   "The device code has expired",
		Meaning: "The code is valid for about 15 minutes, and nobody finished the sign-in in that time.",
		Where:   "https://microsoft.com/devicelogin, in any browser",
		Steps: []string{
			"Start again to get a new code and finish within 15 minutes.",
			"If the browser page showed an error, for example 53003, that's the real cause.",
		},
	},
	{
		Label: DeviceCodeInvalid, Page: PageDeviceLogin,
		Title:   "The code isn't one that Entra issued",
		Meaning: "The code is mistyped or cut off, or it belongs to another request, app or tenant.",
		Where:   "https://microsoft.com/devicelogin, in any browser",
		Steps: []string{
			"Start again and copy the whole new code.",
			"Send the device_code unchanged, with the same client ID and tenant.",
		},
	},
	{
		Label: DeviceFlowBlocked, Page: PageSignInLogs,
		Title:   "Your organization blocks device code sign-in",
		Meaning: "A Conditional Access policy blocks this sign-in method. Only the browser shows that; the waiting program sees pending or expired.",
		Where:   "Azure portal > Microsoft Entra ID > Security > Conditional Access > Policies (condition: Authentication flows)",
		Steps: []string{
			"Use the browser instead: appreg setup --flow browser.",
			"To see the policy: **Sign-in logs** > the entry > tab **Conditional Access**.",
		},
		Admin: "please exclude device code sign-in to app {clientID} from the Conditional Access policy that blocks authentication flows, or confirm that I should use another sign-in method. Requires Conditional Access Administrator.",
	},
}
