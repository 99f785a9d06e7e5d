package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// nextCommand is a command that is of use after saving. NAME in Line stands for the profile.
type nextCommand struct {
	What     string
	Line     string
	Asks     bool // needs the password, so it asks for one that was not saved
	Replaces bool // puts another credential in: where a person signs in there is none
}

// nextCommands lists them in the order in which they are shown.
var nextCommands = []nextCommand{
	{What: "Check that it is still right", Line: "appreg check NAME", Asks: true},
	{What: "Get a token for a script", Line: "appreg token NAME", Asks: true},
	{What: "Show what was saved", Line: "appreg show NAME"},
	{What: "List all profiles", Line: "appreg list"},
	{What: "Replace the credential when it ends", Line: "appreg setup --profile NAME --replace", Replaces: true},
}

// AfterSave says what to do next. profile is empty if nothing was saved.
func AfterSave(a Answers, profile string) Guide {
	var g Guide
	if profile == "" {
		g.tell(para("Nothing was saved. To save it, run the set-up again: " + again(a) + "."))
	}
	unsaved := a.Flow() == catalog.Password && a.Get(KeySavePassword) != Yes
	for _, c := range nextCommands {
		if profile == "" || c.Replaces && a.Flow().SignsInAtPage() {
			continue
		}
		what, line := c.What, strings.ReplaceAll(c.Line, "NAME", profile)
		switch {
		case unsaved && c.Asks:
			what += " (asks for the password)"
		case unsaved && c.Replaces:
			what, line = "Save the password after all", line+" --save-password"
		}
		g.tell(fact(what, line))
		g.offer(what, line)
	}
	if profile != "" && unsaved {
		g.tell(note("The password was not saved. On a terminal appreg token and appreg check ask for it when they need it; a script sets APPREG_PASSWORD and gives appreg token the flags of appreg setup (--api, --tenant and so on) in place of the name."))
	}
	if profile != "" && a.Flow().SignsInAtPage() {
		g.tell(note("appreg token asks nobody while the sign-in lasts. When it has ended, appreg token asks for a new one on a terminal; a script gets an error that says so."))
	}
	g.tell(note("Send the token with each call as the header Authorization: Bearer <token>, to " + apiHost(a) + "."))
	if a.API() == catalog.BusinessCentral {
		g.businessCentralNext(a)
	}
	if a.Get(KeySecretExpires) != "" && a.Flow() == catalog.ClientSecret {
		g.tell(note("The client secret ends on " + a.Get(KeySecretExpires) + ". Make the new one before: both work side by side."))
	}
	g.document(a)
	return g
}

// again says what a second run needs.
func again(a Answers) string {
	if a.Flow().SignsInAtPage() {
		return "you have to sign in again"
	}
	return "the credential has to be entered again"
}

// ownServer stands for the address of a Business Central server of one's own, which nobody is asked for: 7048 is the
// port that its OData services have unless it was changed.
const ownServer = "https://{server}:7048/{instance}"

// apiHost gives the address that calls go to: the cloud's own, the one that stands in for it, or the server on-premises.
func apiHost(a Answers) string {
	switch {
	case a.Overrides.APIURL != "":
		return a.Overrides.APIURL
	case a.API() == catalog.BusinessCentral && deployment(a) == registration.OnPremises:
		return ownServer
	default:
		return target(a).APIURL
	}
}

// businessCentralNext gives the first call of the document's sample and how tokens are kept out of sight in AL
// (S2S, "Calling API and web services OAuth2Flows").
func (g *Guide) businessCentralNext(a Answers) {
	const samples = "https://github.com/microsoft/BCTech/tree/master/samples/"
	request := companiesRequest(a)
	g.tell(
		para("The document's first call, GetCompanies; its answer gives the ids that all further calls need:"),
		code(request),
		note("In AL code use the method AcquireTokenByAuthorizationCode of the OAuth 2.0 module where a user signs in. Elsewhere any HTTP client or a library such as MSAL will do."),
		warn("Keep tokens out of debuggers: mark the AL methods that handle them [NonDebuggable] and set showMyCode to false for the extension."),
	)
	g.link("Sample for the REST Client of Visual Studio Code", samples+"VSCRestClientOAuthBCAccess")
	g.link("Sample in PowerShell with MSAL", samples+"PSOAuthBCAccess")
	g.link("Sample in AL", "https://github.com/microsoft/BCTech/tree/master/samples/OAuth2Flows")
	g.link("Business Central API v2.0", "https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/api-reference/v2.0/")
	g.offer("GetCompanies", request)
	if a.Flow() == catalog.ClientSecret && deployment(a) == registration.Online {
		g.offer("All requests, for the REST Client of Visual Studio Code", RestClientFile(a))
	}
}

// environment gives the first environment named, or the one that every tenant begins with.
func environment(a Answers) string {
	if list := a.List(KeyEnvironments); len(list) > 0 {
		return list[0]
	}
	return "production"
}

// companiesRequest is the sample's GetCompanies in the tenant's own environment, or on the server of one's own.
func companiesRequest(a Answers) string {
	address := apiHost(a) + "/v2.0/" + strings.ReplaceAll(environment(a), " ", "%20") + "/api/v2.0/companies"
	if deployment(a) == registration.OnPremises {
		address = ownServer + "/api/v2.0/companies"
	}
	return "GET " + address + "\nAuthorization: Bearer {access_token}"
}
