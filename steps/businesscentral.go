package steps

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/pattern"
)

// businessCentral follows "Business Central, Using Service-to-Service (S2S) Authentication".
func businessCentral() api {
	return api{
		id:          catalog.BusinessCentral,
		hint:        "companies, automation APIs, custom APIs",
		start:       centralVersions,
		application: centralRegistration,
		unique:      " that no other app has",
		redirect:    centralRedirect,
		redirects:   centralRedirectField,
		permissions: centralPermissions,
		notListed:   "Your tenant has never had Business Central. Start a trial, or copy the command that adds the API.",
		credential:  "Microsoft's newer pages prefer a certificate. Both work.",
		duty:        centralDuty,
		beforeToken: centralBeforeToken,
		token: func(g *Guide, a Answers) {
			if !a.Flow().SignsInUser() {
				return
			}
			g.tell(centralServer(a)...)
			g.dutyNotes(a)
		},
		tested: func(a Answers) []Field {
			if onPremises(a) {
				return nil
			}
			return []Field{{Key: KeyEnvironments, Kind: Text, Label: "Environments", Flag: "--environment", Optional: true, Advanced: true, Example: "Production",
				Help:   "Environments to test, separated by commas. Leave it empty, and appreg tests one that exists.",
				Accept: acceptEnvironments}}
		},
		next:   centralNext,
		server: ownServer,
	}
}

// centralVersions tells when service-to-service sign-in fits and since which versions there is one (introduction and
// "Feature availability").
func centralVersions(a Answers) []Block {
	list := []Block{note("For unattended integrations, let the app sign in as itself: a user's sign-in stops when MFA is turned on.")}
	if a.Flow().SignsInUser() {
		return list
	}
	for _, row := range catalog.BusinessCentralVersions() {
		since := row.Online + " (online)"
		if onPremises(a) {
			since = row.OnPremises + " (on-premises)"
		}
		list = append(list, note(strings.TrimPrefix(row.API, "Business Central ")+": since "+since))
	}
	return list
}

// centralRegistration adds what the document says in task 1, step 2.
func centralRegistration(a Answers) []Block {
	if a.Flow().SignsInUser() {
		return nil
	}
	uri := note("Granting consent from Business Central? The redirect URI is the web client's address followed by " + catalog.LandingPage + ", for example " + centralRedirectExample(a) + ". It must match the browser's address exactly. Leave out :443.")
	return append([]Block{uri}, centralServer(a)...)
}

func centralRedirect(a Answers) string {
	if a.Flow().SignsInUser() {
		return ""
	}
	return leaveRedirect
}

func centralRedirectField(a Answers) []Field {
	if a.Flow() == "" || a.Flow().SignsInUser() {
		return nil
	}
	return []Field{{Key: KeyRedirectURI, Kind: Text, Label: "Redirect URI", Optional: true, Advanced: true, Example: centralRedirectExample(a),
		Help:   "Only to grant consent from Business Central's web client.",
		Accept: acceptRedirect}}
}

// centralRedirectExample has the form that the redirect URI has where Business Central runs.
func centralRedirectExample(a Answers) string {
	if onPremises(a) {
		return "https://MyServer/BC210/" + catalog.LandingPage
	}
	return "https://businesscentral.dynamics.com/" + catalog.LandingPage
}

// centralPermissions tells what the two permissions are for ("Main usage scenarios" and task 1, step 4).
func centralPermissions(a Answers, consent Block) []Block {
	if a.Flow().SignsInUser() {
		return []Block{consent}
	}
	list := []Block{
		note("The portal describes them as \"Full access to automation\" and \"Access to APIs and webservices\"."),
		note("Automation is under /api/microsoft/automation (entitlement D365 Automation). APIs are for external and non-interactive users; the licensing guide says who may do what."),
		note("You can also grant consent later from Business Central; that needs the redirect URI."),
	}
	if !onPremises(a) {
		list = append(list, note("From version "+catalog.ScheduledTasksVersion+", online only, the app can also create scheduled tasks."))
	}
	if partner(a) {
		list = append(list, note("Consent for all customers at once: add the app's service principal to the group **AdminAgents** of your own tenant."))
	}
	return list
}

// centralDuty adds to the card what the document says in task 2 and what concerns only some.
func centralDuty(g *Guide, a Answers) {
	if id := a.Get(KeyClientID); id != "" {
		g.tell(fact("Client ID", id))
	}
	for _, set := range catalog.PermissionSets() {
		text := set.Name + ": " + set.Purpose
		if len(set.Formerly) > 0 {
			text += " (older versions: " + strings.Join(set.Formerly, ", ") + ")"
		}
		g.tell(note(text))
	}
	g.tell(note("Never " + catalog.ForbiddenPermissionSet + ": an app can't have it."))
	if partner(a) {
		g.tell(
			note("**Description**: name your company, so that all your apps can be found later."),
			note("Consent for all customers: the app's service principal in the group **AdminAgents** of your tenant."))
	}
	switch {
	case !onPremises(a):
		g.tell(note("From version " + catalog.ScheduledTasksVersion + ", online only, the app can create scheduled tasks."))
	case productAddress(a) == "":
		g.tell(fact("Your server", "https://{server}/{instance}"))
	}
	g.tell(note("**Grant Consent** on the card needs the redirect URI that ends in " + catalog.LandingPage + "."))
	g.tell(centralServer(a)...)
	g.offer("Client ID", a.Get(KeyClientID))
	for _, set := range catalog.PermissionSets() {
		g.offer("Permission set "+set.Name, set.Name)
	}
	g.consent(a)
}

func centralBeforeToken(a Answers) []Block {
	text := "Business Central takes the token once the app's card is enabled."
	if onPremises(a) {
		text += " The test doesn't call your own server."
	}
	return []Block{note(text)}
}

// centralServer tells what a server of one's own needs first ("Business Central on-premises prerequisite").
func centralServer(a Answers) []Block {
	if !onPremises(a) {
		return nil
	}
	return []Block{
		note("Your server needs Microsoft Entra authentication with OpenID Connect first."),
		note("Its setting **ValidAudiences** must hold " + catalog.ValidAudience + ". Otherwise API calls fail with Authentication_InvalidCredentials, and downloading symbols with securitytokeninvalidaudienceexception."),
	}
}

// centralNext shows the first call of the document's sample and how tokens are kept out of sight in AL ("Calling API and
// web services OAuth2Flows").
func centralNext(g *Guide, a Answers) {
	const samples = "https://github.com/microsoft/BCTech/tree/master/samples/"
	request := companiesRequest(a)
	g.tell(
		note("First call, GetCompanies; its answer has the IDs for all other calls:"),
		Block{Kind: Code, Text: request, Extra: true},
		note("In AL, use AcquireTokenByAuthorizationCode of the OAuth 2.0 module where a user signs in."),
		note("Keep tokens out of debuggers: mark AL methods that handle them [NonDebuggable] and set showMyCode to false."),
	)
	g.link("Sample for the REST Client of Visual Studio Code", samples+"VSCRestClientOAuthBCAccess")
	g.link("Sample in PowerShell with MSAL", samples+"PSOAuthBCAccess")
	g.link("Sample in AL", samples+"OAuth2Flows")
	g.link("Business Central API v2.0", "https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/api-reference/v2.0/")
	g.offer("GetCompanies", request)
	if a.Flow().Info().Proof == catalog.ProofSecret && !onPremises(a) {
		g.offer("All requests, for the REST Client of Visual Studio Code", RestClientFile(a))
	}
}

// ownServer stands for the address of a server of one's own, which nobody is asked for: 7048 is the port that its OData
// services have unless it was changed.
const ownServer = "https://{server}:7048/{instance}"

// environment returns the first environment named, or the one that every tenant begins with.
func environment(a Answers) string {
	if list := a.List(KeyEnvironments); len(list) > 0 {
		return list[0]
	}
	return "production"
}

// companiesRequest is the sample's GetCompanies in the tenant's own environment, or on the server of one's own.
func companiesRequest(a Answers) string {
	address := apiHost(a) + "/v2.0/" + strings.ReplaceAll(environment(a), " ", "%20") + "/api/v2.0/companies"
	if onPremises(a) {
		address = ownServer + "/api/v2.0/companies"
	}
	return "GET " + address + "\nAuthorization: Bearer {access_token}"
}

var environmentShape = pattern.Lazy(`^[A-Za-z0-9][A-Za-z0-9 _-]{0,29}$`)

// acceptEnvironments takes names of Business Central environments, separated by commas, or a link that holds one.
func acceptEnvironments(_ Answers, raw string) (Accepted, *Problem) {
	if problem := refusePlaceholder(raw, "", false); problem != nil {
		return Accepted{}, problem
	}
	m := tidy(raw)
	var names []string
	for part := range strings.SplitSeq(m.text, ",") {
		name := environmentOf(strings.TrimSpace(part))
		if name == "" {
			continue
		}
		if !environmentShape.Regexp().MatchString(name) {
			return Accepted{}, &Problem{Cause: cause.APIEnvIDWrong, Message: "an environment's name has at most 30 letters, digits, blanks, dashes or underscores",
				Fix: "copy the name from the Business Central admin center, for example Production"}
		}
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			names = append(names, name)
		}
	}
	m.change(strings.Join(names, ","), "")
	return Accepted{Value: m.text, Note: strings.Trim(m.note(), ", ")}, nil
}

// environmentOf takes the environment out of a link to the web client or to an API; other text stays as it is.
func environmentOf(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	for _, segment := range strings.Split(strings.Trim(u.Path, "/"), "/") {
		if segment != "" && segment != "v2.0" && !isGUID(strings.ToLower(segment)) && !isDomain(strings.ToLower(segment)) {
			return segment
		}
	}
	return text
}

// longestRedirect is the limit of a redirect URI (Redirect URI restrictions and limitations).
const longestRedirect = 256

// acceptRedirect takes the redirect URI for consent from Business Central's web client. It must match the address
// that the browser shows, which leaves out port 443 (Business Central, S2S, task 1, step 2).
func acceptRedirect(_ Answers, raw string) (Accepted, *Problem) {
	m := tidy(raw)
	bad := func(message, fix string) (Accepted, *Problem) {
		return Accepted{}, &Problem{Cause: cause.RedirectURIMismatch, Message: message, Fix: fix}
	}
	const example = "for example https://MyServer/BC210/" + catalog.LandingPage
	u, err := url.Parse(m.text)
	if err != nil || u.Host == "" || u.Opaque != "" {
		return bad("this isn't an address", "enter the web client's address and "+catalog.LandingPage+", "+example)
	}
	local := u.Hostname() == "localhost"
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !local):
		return bad("a redirect URI begins with https:// (http:// only for localhost)", example)
	case u.User != nil || strings.Contains(u.Host, "*"):
		return bad("a redirect URI holds no user name and no asterisk", example)
	case utf8.RuneCountInString(m.text) > longestRedirect:
		return bad("a redirect URI has at most 256 characters", example)
	}
	u.Host = strings.ToLower(u.Host)
	m.change(u.String(), "host in lower case")
	if u.Scheme == "https" && u.Port() == "443" {
		u.Host = u.Hostname()
		m.change(u.String(), ":443 removed, as the browser does")
	}
	u.RawQuery, u.Fragment, u.ForceQuery = "", "", false
	m.change(u.String(), "what follows the path removed")
	m.change(withLanding(u), catalog.LandingPage+" put at the end")
	return Accepted{Value: m.text, Note: m.note()}, nil
}

// withLanding returns u ending in the landing page. The online web client has one for all environments.
func withLanding(u *url.URL) string {
	path := strings.TrimRight(u.Path, "/")
	if u.Host == "businesscentral.dynamics.com" {
		path = ""
	}
	if cut := len(path) - len(catalog.LandingPage); cut > 0 && strings.EqualFold(path[cut:], catalog.LandingPage) {
		path = strings.TrimRight(path[:cut], "/")
	}
	u.Path = path + "/" + catalog.LandingPage
	return u.String()
}
