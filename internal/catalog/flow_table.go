package catalog

// FlowInfo describes a flow to a person who has to choose one, and what it asks of the registration.
type FlowInfo struct {
	Flow  Flow
	Title string
	Hint  string

	PublicClient bool   // "Allow public client flows" must be on
	RedirectURI  string // must be registered under Mobile and desktop applications; empty if none is needed
}

// LoopbackRedirect is the redirect URI of programs that sign in through the system's browser. Entra ignores the port
// of the address that the browser comes back to (Redirect URI restrictions and limitations, "Localhost exceptions").
const LoopbackRedirect = "http://localhost"

// Flows gives the flows in the order in which they are offered: for people the one that works in most tenants first
// and the password last, then those in which the application signs in as itself.
//
// Documents disagree on the switch for device codes: Power Platform's says that they do not need it, Microsoft's
// authentication library and Graph say that they do. A device code's requests name no redirect URI by which Entra
// could tell a public client, so the switch is asked for.
func Flows() []FlowInfo {
	return []FlowInfo{
		{
			Flow: Browser, Title: "Browser", RedirectURI: LoopbackRedirect,
			Hint: "A person signs in in the system's browser (authorization code with PKCE). Multi-factor authentication works. The best choice for a person at this machine.",
		},
		{
			Flow: DeviceCode, Title: "Device code", PublicClient: true,
			Hint: "A person enters a code on any device and signs in there. Multi-factor authentication works. Some tenants block it by policy.",
		},
		{
			Flow: Password, Title: "User name and password", PublicClient: true,
			Hint: "A user signs in without a page to answer.",
		},
		{
			Flow: ClientSecret, Title: "Client secret",
			Hint: "A secret that the portal generates and shows once.",
		},
		{
			Flow: ClientCertificate, Title: "Client certificate",
			Hint: "A private key of your own proves the application; only the public part is uploaded.",
		},
	}
}

// LookupFlow describes a flow; false if there is no such flow.
func LookupFlow(f Flow) (FlowInfo, bool) {
	for _, info := range Flows() {
		if info.Flow == f {
			return info, true
		}
	}
	return FlowInfo{}, false
}
