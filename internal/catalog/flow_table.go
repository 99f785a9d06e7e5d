package catalog

// The flows.
const (
	Password          Flow = "password"           // resource owner password credentials
	ClientSecret      Flow = "client-secret"      // client credentials with a secret
	ClientCertificate Flow = "client-certificate" // client credentials with a signed assertion
	DeviceCode        Flow = "device-code"
	Browser           Flow = "browser"   // authorization code with PKCE
	Federated         Flow = "federated" // client credentials with the token of another issuer
)

// flows has the flows in the order in which they are offered: for people the one that works in most tenants first and
// the password last, then those in which the application signs in as itself.
//
// Documents disagree on the switch for device codes: Power Platform's says that they do not need it, Microsoft's
// authentication library and Graph say that they do. A device code's requests name no redirect URI by which Entra
// could tell a public client, so the switch is asked for.
var flows = []FlowInfo{
	{
		Flow: Browser, Title: "Browser",
		Instead: "Sign in in the browser instead",
		Hint:    "as you, on this machine; works with MFA",
		Who:     User, Proof: ProofPage, Credential: "sign-in",
		RedirectURI: LoopbackRedirect,
		Test:        "Press Enter. appreg opens Microsoft's sign-in page in this machine's browser, then calls the API once.",
		Meanwhile: []string{
			"Sign in with the right account and accept the permissions.",
			"Come back here. appreg waits five minutes.",
		},
		Warning: "AADSTS50011 in the browser? Cancel here and add " + LoopbackRedirect + " under **Mobile and desktop applications**.",
		Note:    nothingPasses + " No browser here, for example over SSH? Use a device code.",
		Requests: []Exchange{
			{When: "In the browser", To: AtAuthorize, Form: []string{
				"client_id={client id}", "response_type=code", "redirect_uri={redirect uri}", "response_mode=query", "scope={scope} offline_access",
				"code_challenge={SHA-256 of the code_verifier}", "code_challenge_method=S256", "state={hidden}", "prompt=select_account", "login_hint={user name, if known}",
			}},
			{When: "When the browser has come back", Form: []string{
				"client_id={client id}", "scope={scope} offline_access", "code={hidden}", "redirect_uri={redirect uri}", "code_verifier={hidden}",
				"grant_type=authorization_code",
			}},
		},
	},
	{
		Flow: DeviceCode, Title: "Device code",
		Instead: "Sign in with a device code instead",
		Hint:    "as you, on any device; works with MFA",
		Who:     User, Proof: ProofPage, Credential: "sign-in",
		PublicClient: true,
		SwitchNote:   "Without this switch you get a code, but no token (AADSTS7000218).",
		Test:         "Press Enter. appreg shows a code and the page to enter it on, then calls the API once.",
		Meanwhile: []string{
			"Open the page, enter the code, and sign in with the right account.",
			"Come back here when you're done. The code expires in 15 minutes.",
		},
		Warning: "If the page says device codes are blocked, cancel here and use the browser.",
		Note:    nothingPasses + " Never enter a code that someone sent you.",
		Requests: []Exchange{
			{When: "For the code", To: AtDeviceCode, Form: []string{"client_id={client id}", "scope={scope} offline_access"}},
			{When: "Again and again, until you have signed in", Form: []string{
				"client_id={client id}", "device_code={hidden}", "grant_type=urn:ietf:params:oauth:grant-type:device_code",
			}},
		},
	},
	{
		Flow: Password, Title: "User name and password",
		Instead: "User name and password instead",
		Hint:    "as a user without MFA; not recommended",
		Who:     User, Proof: ProofPassword, Credential: "password",
		Variable: "APPREG_PASSWORD", Secret: "password", SavedIfTold: true, SentOnce: true,
		PublicClient:  true,
		SwitchNote:    "Needed to sign in with a user name and password.",
		SwitchWarning: "Use a cloud-only account that's excluded from MFA. Federated accounts, guests and personal accounts don't work.",
		Warning:       "Ten wrong passwords lock the account. appreg never resends one by itself.",
		Requests: []Exchange{{Form: []string{
			"client_id={client id}", "scope={scope}", "username={user name}", "password={hidden}", "grant_type=password",
		}}},
	},
	{
		Flow: ClientSecret, Title: "Client secret",
		Instead: "Client secret instead",
		Hint:    "unattended; recommended for scripts",
		Who:     Application, Proof: ProofSecret, Credential: "client secret",
		Variable: "APPREG_CLIENT_SECRET", Secret: "client secret", ShownOnce: true,
		Requests: []Exchange{{Form: []string{
			"client_id={client id}", "scope={scope}", "client_secret={hidden}", "grant_type=client_credentials",
		}}},
	},
	{
		Flow: ClientCertificate, Title: "Client certificate",
		Instead: "Client certificate instead",
		Hint:    "unattended, with a key of your own",
		Who:     Application, Proof: ProofCertificate, Credential: "certificate",
		Variable: "APPREG_CERTIFICATE_PASSWORD", Secret: "certificate password",
		Requests: []Exchange{{Form: []string{
			"client_id={client id}", "scope={scope}", "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
			"client_assertion={hidden}", "grant_type=client_credentials",
		}}},
	},
	{
		Flow: Federated, Title: "Federated credential",
		Instead: "Federated credential instead",
		Hint:    "unattended, with no secret: GitHub, Azure DevOps, Kubernetes, GitLab",
		Who:     Application, Proof: ProofAssertion, Credential: "federated credential",
		Variable: "APPREG_ASSERTION", Secret: "token of another issuer",
		Warning: "The test needs a token of the platform. It works where the app will run, or with --assertion-file or --assertion-command.",
		Requests: []Exchange{{Form: []string{
			"client_id={client id}", "scope={scope}", "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
			"client_assertion={hidden}", "grant_type=client_credentials",
		}}},
	},
}

const nothingPasses = "You sign in at Microsoft's own page; appreg sees no password."
