package steps

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// permissionsGuide tells which permissions to add and how to consent to them.
func permissionsGuide(a Answers) Guide {
	var g Guide
	service, _ := catalog.Lookup(a.API())
	if a.API() == catalog.PowerPlatform && !a.Flow().SignsInUser() {
		return noPermissionsGuide(a)
	}
	delegated, wanted := addedPermissions(a)
	t := target(a)
	g.tell(
		do("In the app registration open **API permissions** and select **Add a permission**."),
		do(findAPI(service, t)),
		fact("API", service.PortalName),
	)
	if t.ResourceAppID != "" {
		g.tell(fact("API's GUID", t.ResourceAppID))
	}
	g.tell(do("Select **" + permissionType(delegated) + "**, tick what is listed here, then select **Add permissions**."))
	for _, p := range wanted {
		g.tell(fact(p.Name, p.Purpose))
	}
	g.tell(do(grantConsent(a)))
	g.tell(permissionNotes(a)...)
	g.tell(notListed(a)...)
	g.link("API permissions", page(a, catalog.PagePermissions))
	g.consent(a)
	g.document(a)
	g.offer("API's GUID", t.ResourceAppID)
	g.offer("Request for an administrator", AdminRequest(a))
	if c, ok := t.AddPermissionsCommand(a.Get(KeyClientID), wanted, delegated); ok {
		g.offer("Command that adds the permissions", c.Text)
	}
	if commands := t.AddAPICommands(); len(commands) > 0 {
		g.offer("Command that adds the API to the tenant", commands[0].Text)
	}
	g.offer("Command that consents", catalog.AdminConsentCommand(a.Get(KeyClientID)).Text)
	return g
}

// addedPermissions gives the permissions to add and whether they are delegated ones. What the person chose counts.
// An application on Power Apps adds the delegated one for the administrator who registers it.
func addedPermissions(a Answers) (delegated bool, wanted []catalog.Permission) {
	service, _ := catalog.Lookup(a.API())
	flow := a.Flow()
	if a.API() == catalog.PowerApps {
		flow = catalog.Password
	}
	if a.API() == catalog.PowerPlatform && !flow.SignsInUser() {
		return false, nil
	}
	for _, name := range a.List(KeyPermissions) {
		if p, ok := service.Permission(flow, name); ok && a.API() == catalog.PowerPlatform {
			wanted = append(wanted, p)
		}
	}
	if len(wanted) == 0 {
		wanted = service.Wanted(flow)
	}
	return flow.SignsInUser(), wanted
}

func permissionType(delegated bool) string {
	if delegated {
		return "Delegated permissions"
	}
	return "Application permissions"
}

// grantConsent says who consents where. The customer of a partner has no registration to open, only the link.
func grantConsent(a Answers) string {
	if partner(a) {
		return "Have an administrator of the customer open the link \"" + consentLabel + "\" below and accept."
	}
	return "Back on the list, select **Grant admin consent for** your tenant. Each **Status** must turn to **Granted**."
}

func findAPI(s catalog.Service, t catalog.Target) string {
	if s.API == catalog.BusinessCentral {
		return "On the tab **" + s.PortalTab + "** select **" + s.PortalName + "**."
	}
	if t.ResourceAppID == "" {
		return "On the tab **" + s.PortalTab + "** search for **" + s.PortalName + "** and check that Microsoft publishes it: its GUID in this cloud is not published."
	}
	return "On the tab **" + s.PortalTab + "** search for **" + s.PortalName + "**. Several entries may have a name like it: the one with the GUID below is right, and the GUID can be searched too."
}

const consentLabel = "Consent for the whole tenant"

// consent links the page on which an administrator consents, once there is a client id.
func (g *Guide) consent(a Answers) {
	if id := a.Get(KeyClientID); id != "" {
		g.link(consentLabel, target(a).AdminConsentURL(consentTenant(a), id))
	}
}

// consentTenant is where consent is needed: the tenant that tokens are asked for, a partner's customer included.
func consentTenant(a Answers) string {
	if id := a.Get(KeyTenantID); id != "" {
		return id
	}
	return a.Get(KeyTenant)
}

// permissionNotes adds what each document says beside the clicks.
func permissionNotes(a Answers) []Block {
	withoutScreen := note("Consent in advance is needed because nobody sees a consent screen in this flow. Where users can answer one, Microsoft recommends the authorization code flow instead.")
	if a.Flow().SignsInAtPage() {
		withoutScreen = note("Consent in advance spares users the consent screen. Without it the sign-in page asks each of them, or tells them to ask an administrator, as the tenant's policy has it.")
	}
	switch {
	case a.API() == catalog.LCS:
		return []Block{
			note("The API takes delegated permissions only: the application acts with the rights of the user who signs in, and user_impersonation stands in the token's scope."),
			withoutScreen,
		}
	case a.API() == catalog.PowerPlatform:
		return []Block{
			note("The permissions are grouped by namespace; a name reads Namespace.Resource.Action. AppManagement.ApplicationPackages.Read, for example, lets the application read application packages. Add what your calls need; the one above serves appreg's own test call."),
			note("They are delegated: the application acts with the rights of the user who signs in. Choose below what you added."),
			withoutScreen,
		}
	case a.API() == catalog.PowerApps:
		return []Block{
			note("Include every delegated permission that is offered. **User** reads \"Access the Power Apps Service API\"; the portal may write the API's name with or without a blank."),
			powerAppsConsent(a, withoutScreen),
		}
	case a.Flow().SignsInUser():
		return []Block{withoutScreen}
	default:
		return businessCentralPermissions(a)
	}
}

// powerAppsConsent says in the document's words why consent comes first.
func powerAppsConsent(a Answers, screen Block) Block {
	if a.Flow().SignsInAtPage() {
		return screen
	}
	return note("Consent in advance is needed for callers without a screen, such as REST tools, that cannot ask for it each time.")
}

// businessCentralPermissions tells what the two permissions are for (S2S, "Main usage scenarios" and task 1, step 4).
func businessCentralPermissions(a Answers) []Block {
	blocks := []Block{
		note("Automation.ReadWrite.All opens the routes under /api/microsoft/automation, with which a new company is set up (entitlement D365 Automation). The portal describes it as \"Full access to automation\"."),
		note("API.ReadWrite.All gives external and non-interactive users access to APIs and web services (\"Access to APIs and webservices\"); the licensing guide says who may do what."),
		note("Consent here is optional if you grant it from Business Central's web client in task 2; that needs the redirect URI."),
	}
	if deployment(a) == registration.Online {
		blocks = append(blocks, note("From version "+catalog.ScheduledTasksVersion+", and only online, such a session can also create scheduled tasks."))
	}
	if partner(a) {
		blocks = append(blocks, note("A partner can consent for all customers at once: add the application's service principal to the group **AdminAgents** of your own tenant (pre-consent). Otherwise an administrator of the customer consents with the link below."))
	}
	return blocks
}

// notListed tells how to make an API visible that the portal does not list.
func notListed(a Answers) []Block {
	if a.API() == catalog.BusinessCentral {
		return []Block{note("Not in the list? The tenant has never had Business Central: sign up for a trial of it, or run the command that adds the API.")}
	}
	commands := target(a).AddAPICommands()
	if len(commands) == 0 {
		return []Block{note("Not in the list? An administrator adds the API's enterprise application to the tenant; its id in this cloud is not published, so ask Microsoft's support.")}
	}
	blocks := []Block{note("Not in the list, even by its GUID? You may have access all the same. This adds the API to the tenant, after which the list shows it (the AzureAD module of older instructions is retired):")}
	var lines []string
	for _, c := range commands {
		lines = append(lines, fmt.Sprintf("%-50s # %s", c.Text, c.Tool))
	}
	return append(blocks, code(strings.Join(lines, "\n")))
}

// noPermissionsGuide explains why an application on the Power Platform API has none to add.
func noPermissionsGuide(a Answers) Guide {
	var g Guide
	service, _ := catalog.Lookup(a.API())
	g.tell(
		para("Go on to the next step. The API's delegated permissions are for users who sign in."),
		note("An application gets its token without any permission. The document treats it as a Power Platform Administrator once it is registered as a management application; today it can also get a role that allows less."),
		note("If the test later says that the API is unknown in the tenant, this adds it:"),
	)
	if commands := target(a).AddAPICommands(); len(commands) > 0 {
		g.tell(code(commands[0].Text))
		g.offer("Command that adds the API to the tenant", commands[0].Text)
	}
	g.tell(fact("API", service.PortalName), fact("API's GUID", orUnknown(target(a).ResourceAppID)))
	g.link("API permissions", page(a, catalog.PagePermissions))
	g.document(a)
	g.offer("API's GUID", target(a).ResourceAppID)
	return g
}

func orUnknown(value string) string {
	if value == "" {
		return "not published for this cloud"
	}
	return value
}
