package steps

import (
	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// applicationGuide tells how to register the application.
func applicationGuide(a Answers) Guide {
	var g Guide
	g.tell(directory(a)...)
	g.tell(
		do("Open **App registrations** with the link below and select **New registration**."),
		do("Enter a **Name** that says what the application is for"+unique(a)+"."),
		do(accountTypes(a)),
		do(redirect(a)),
		do("Select **Register**. The **Overview** page of the new application opens."),
		do("Copy **Application (client) ID** and **Directory (tenant) ID** into the fields here. You can also copy the whole block and paste it into one of them."),
		note("**Object ID** stands beside them and looks alike, but is not used to sign in."),
		note("If the portal does not let you register applications, copy the request for an administrator."),
	)
	if a.API() == catalog.BusinessCentral {
		g.tell(businessCentralApplication(a)...)
	}
	g.link("New registration", page(a, catalog.PageNewApp))
	g.link("App registrations", page(a, catalog.PageAppList))
	if a.Get(KeyClientID) != "" {
		g.link("Overview of this application", page(a, catalog.PageOverview))
	}
	g.document(a)
	g.offer("Request for an administrator", AdminRegistrationRequest(a))
	g.offer("Command that registers it", catalog.CreateAppCommand(appName(a), multitenant(a)).Text)
	g.offer("Redirect URI", redirectURI(a))
	g.offer("Client ID", a.Get(KeyClientID))
	return g
}

// directory says which directory the portal must show.
func directory(a Answers) []Block {
	switch tenant := a.Get(KeyTenant); {
	case partner(a):
		return []Block{note("As a partner you register the application in your own directory: the portal must show yours, not the customer's. The customer's tenant is entered here, because tokens are asked for there.")}
	case tenant == "":
		return []Block{para("Enter the tenant first: the links then open in its directory.")}
	default:
		return []Block{note("The portal must show the directory **" + tenant + "**, at the top right. If it shows another, choose the gear, **Directories + subscriptions**, **Switch**.")}
	}
}

func unique(a Answers) string {
	if a.API() == catalog.BusinessCentral {
		return "; no other application of the tenant should have it"
	}
	return ""
}

// multitenant reports whether the application serves tenants other than its own.
func multitenant(a Answers) bool { return partner(a) }

func accountTypes(a Answers) string {
	const single = "**Single tenant only** (in older portals **Accounts in this organizational directory only**)"
	const several = "**Multiple Entra ID tenants** (in older portals **Accounts in any organizational directory**, **Multitenant**)"
	switch {
	case multitenant(a):
		return "Under **Supported account types** choose " + several + ": the application is used in your customers' tenants."
	case a.API() == catalog.BusinessCentral:
		return "Under **Supported account types** choose " + single + ". Multitenant is possible too, but only a partner needs it."
	default:
		return "Under **Supported account types** choose " + single + "."
	}
}

// redirect says what to do with the registration form's redirect URI.
func redirect(a Answers) string {
	uri := a.Get(KeyRedirectURI)
	switch {
	case redirectURI(a) != "":
		return "Under **Redirect URI** choose **Public client/native (mobile & desktop)** and enter " + redirectURI(a) + "."
	case uri != "":
		return "Under **Redirect URI** choose **Web** and enter " + uri + "."
	case a.API() == catalog.BusinessCentral && !a.Flow().SignsInUser():
		return "Leave **Redirect URI** empty, unless consent is to be granted from Business Central's web client: then choose **Web** and enter the web client's address followed by " + catalog.LandingPage + ", for example " + redirectExample(a) + "."
	default:
		return "Leave **Redirect URI** empty."
	}
}

// redirectExample gives the form that the redirect URI has where Business Central runs.
func redirectExample(a Answers) string {
	if deployment(a) == registration.OnPremises {
		return "https://MyServer/BC210/" + catalog.LandingPage
	}
	return "https://businesscentral.dynamics.com/" + catalog.LandingPage
}

// businessCentralApplication adds what the S2S document says in task 1, step 2.
func businessCentralApplication(a Answers) []Block {
	if a.Flow().SignsInUser() {
		return nil
	}
	blocks := []Block{note("A redirect URI must equal the address that the browser shows: where the server's address has :443, the browser leaves it out, and so must you. The page " + catalog.LandingPage + " exchanges the data of the sign-in.")}
	if deployment(a) == registration.OnPremises {
		blocks = append(blocks, onPremises()...)
	}
	return blocks
}

// onPremises tells what a server of one's own needs first (S2S, "Business Central on-premises prerequisite").
func onPremises() []Block {
	return []Block{
		note("A server of your own must be set up for Microsoft Entra authentication with OpenID Connect first."),
		warn("Its setting **ValidAudiences** must hold the address below. Without it API requests fail with Authentication_InvalidCredentials, and downloading symbols from Visual Studio Code leaves securitytokeninvalidaudienceexception in the application log."),
		fact("ValidAudiences", catalog.ValidAudience),
	}
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
