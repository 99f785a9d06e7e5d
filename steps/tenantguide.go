package steps

import (
	"cmp"
	"strings"

	"appreg/internal/catalog"
)

// applicationGuide tells how to register the app.
func applicationGuide(a Answers) Guide {
	var g Guide
	own := apiOf(a)
	if Creates(a) {
		g.tell(note("appreg reads and writes the tenant through Microsoft Graph, with the rights that you choose here."))
		g.document(a)
		return g
	}
	g.at("App registrations")
	if exists(a) {
		g.tell(do("Open your app registration. Copy the **Overview** block, or both IDs, and paste here."))
		g.tell(note("Don't copy **Object ID**. It looks the same."))
		g.link("App registrations", page(a, catalog.PageAppList))
		g.document(a)
		return g
	}
	g.tell(
		do("Select **New registration**. Enter a **Name**"+own.unique+"."),
		do(accountTypes(a)+" "+redirect(a)),
		do("Select **Register**. Copy the **Overview** block, or both IDs, and paste here."),
	)
	g.tell(
		note("Don't copy **Object ID**. It looks the same."),
		note("Not allowed to register apps? Copy the request for an admin."),
	)
	g.tell(directory(a)...)
	g.tell(of(own.application, a)...)
	g.link("New registration", page(a, catalog.PageNewApp))
	g.link("App registrations", page(a, catalog.PageAppList))
	if a.Get(KeyClientID) != "" {
		g.link("Overview of this app", page(a, catalog.PageOverview))
	}
	g.document(a)
	g.offer("Request for an admin", AdminRegistrationRequest(a))
	g.offer("Command that registers it", catalog.CreateAppCommand(appName(a), multitenant(a)).Text)
	g.offer("Redirect URI", redirectURI(a))
	g.offer("Client ID", a.Get(KeyClientID))
	return g
}

// portalName is what people call the portal that the links open.
const portalName = "Azure portal"

// at says where a step is done: in the portal, at the path; of an app that exists, its name stands before it.
func (g *Guide) at(path ...string) {
	g.Where = strings.Join(append([]string{portalName}, path...), " › ")
}

// inApp says on which page of the app registration a step is done.
func (g *Guide) inApp(a Answers, page string) {
	g.at("App registrations", cmp.Or(a.Get(KeyAppName), "your app"), page)
}

// directory says which directory the portal must show.
func directory(a Answers) []Block {
	switch tenant := a.Get(KeyTenant); {
	case partner(a):
		return []Block{note("Register the app in your own directory, and enter the customer's tenant here: tokens are requested there.")}
	case tenant == "":
		return []Block{note("Enter the tenant first: the link then opens in its directory.")}
	default:
		return []Block{note("Check the directory at the top right: it must be **" + tenant + "**. Wrong one? Select **Settings** > **Directories + subscriptions** > **Switch**.")}
	}
}

// multitenant reports whether the application serves tenants other than its own.
func multitenant(a Answers) bool { return partner(a) }

func accountTypes(a Answers) string {
	if multitenant(a) {
		return "Select **Multiple Entra ID tenants**."
	}
	return "Select **Single tenant only**."
}

const leaveRedirect = "Leave **Redirect URI** empty."

// redirect says what to do with the registration form's redirect URI.
func redirect(a Answers) string {
	uri := a.Get(KeyRedirectURI)
	switch {
	case redirectURI(a) != "":
		return "Under **Redirect URI** select **Public client/native (mobile & desktop)** and enter " + redirectURI(a) + "."
	case uri != "":
		return "Under **Redirect URI** select **Web** and enter " + uri + "."
	}
	return cmp.Or(of(apiOf(a).redirect, a), leaveRedirect)
}

// page links a page of the portal in the directory that holds the application.
func page(a Answers, p catalog.Page) string {
	return target(a).Page(p, homeTenant(a), a.Get(KeyClientID))
}

// homeTenant is the tenant that holds the application, as far as it is known: a partner's own is not asked.
func homeTenant(a Answers) string {
	switch {
	case partner(a):
		return ""
	case a.Get(KeyTenantID) != "":
		return a.Get(KeyTenantID)
	default:
		return a.Get(KeyTenant)
	}
}

// appName is the application's display name, or one to propose.
func appName(a Answers) string {
	if name := a.Get(KeyAppName); name != "" {
		return name
	}
	return "appreg-" + string(a.API())
}
