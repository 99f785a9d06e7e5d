package steps

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// permissionsGuide tells which permissions to add and how to consent to them.
func permissionsGuide(a Answers) Guide {
	var g Guide
	service := service(a)
	delegated, wanted := addedPermissions(a)
	if len(wanted) == 0 {
		return noPermissionsGuide(a)
	}
	t := target(a)
	g.inApp(a, "API permissions")
	g.tell(
		do("Select **Add a permission**. "+findAPI(service, t)),
		do("Select **"+permissionType(delegated)+"**, then "+these(wanted)+":"),
	)
	for _, p := range wanted {
		g.tell(fact(p.Name, ""))
	}
	g.tell(do("Select **Add permissions**. " + grantConsent(a)))
	for _, p := range wanted {
		if p.Purpose != "" {
			g.tell(note(p.Name + ": " + p.Purpose))
		}
	}
	if t.ResourceAppID != "" {
		g.tell(note("The API's ID is " + t.ResourceAppID + ". You can search for it. Several entries with the name? The ID decides."))
	}
	g.tell(permissionNotes(a)...)
	g.tell(notListed(a)...)
	g.link("API permissions", page(a, catalog.PagePermissions))
	g.consent(a)
	g.document(a)
	g.offer("API's ID", t.ResourceAppID)
	g.offer("Request for an admin", AdminRequest(a))
	if c, ok := t.AddPermissionsCommand(a.Get(KeyClientID), wanted, delegated); ok {
		g.offer("Command that adds the permissions", c.Text)
	}
	if commands := t.AddAPICommands(); len(commands) > 0 {
		g.offer("Command that adds the API to the tenant", commands[0].Text)
	}
	g.offer("Command that consents", catalog.AdminConsentCommand(a.Get(KeyClientID)).Text)
	return g
}

// addedPermissions returns the permissions to add and whether they are delegated ones. What the person picked counts.
func addedPermissions(a Answers) (delegated bool, wanted []catalog.Permission) {
	service := service(a)
	var picked []catalog.Permission
	for _, name := range a.List(KeyPermissions) {
		if p, ok := service.Permission(a.Flow(), name); ok && service.PersonPicks {
			picked = append(picked, p)
		}
	}
	wanted, delegated = service.ToAdd(a.Flow())
	if len(picked) > 0 {
		wanted = picked
	}
	return delegated, wanted
}

// these names how many permissions to select.
func these(wanted []catalog.Permission) string {
	if len(wanted) == 1 {
		return "this permission"
	}
	return "these permissions"
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
		return "Have an admin of the customer open the consent link and accept."
	}
	return "Then select **Grant admin consent**. Each status must say **Granted**."
}

func findAPI(s catalog.Service, t catalog.Target) string {
	switch {
	case s.PortalTab == catalog.TabMicrosoft: // a page of tiles
		return "On **" + s.PortalTab + "** select **" + s.PortalName + "**."
	case t.ResourceAppID == "":
		return "On **" + s.PortalTab + "** search for **" + s.PortalName + "** and check that Microsoft publishes it."
	default:
		return "On **" + s.PortalTab + "** search for **" + s.PortalName + "**."
	}
}

const consentLabel = "Admin consent"

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
	withoutScreen := note("Consent now: nobody sees a consent page with this sign-in method.")
	if a.Flow().SignsInAtPage() {
		withoutScreen = note("Without consent, the sign-in page asks each user, or sends them to an admin.")
	}
	if own := apiOf(a).permissions; own != nil {
		return own(a, withoutScreen)
	}
	return []Block{withoutScreen}
}

// notListed tells how to make an API visible that the portal does not list.
func notListed(a Answers) []Block {
	if own := apiOf(a).notListed; own != "" {
		return []Block{note("Not in the list? " + own)}
	}
	commands := target(a).AddAPICommands()
	if len(commands) == 0 {
		return []Block{note("Not in the list? The API's ID in this cloud isn't published. Ask Microsoft support to add its enterprise application.")}
	}
	blocks := []Block{note("Not in the list? Add the API to your tenant with one of these commands:")}
	var lines []string
	for _, c := range commands {
		lines = append(lines, fmt.Sprintf("%-50s # %s", c.Text, c.Tool))
	}
	return append(blocks, Block{Kind: Code, Text: strings.Join(lines, "\n"), Extra: true})
}

// noPermissionsGuide explains why an app has none to add.
func noPermissionsGuide(a Answers) Guide {
	var g Guide
	g.tell(apiOf(a).noPermissions...)
	if commands := target(a).AddAPICommands(); len(commands) > 0 {
		g.tell(note("If the test says that the API isn't in the tenant, this adds it: " + commands[0].Text))
		g.offer("Command that adds the API to the tenant", commands[0].Text)
	}
	g.tell(note("API: " + service(a).PortalName + ", ID " + orUnknown(target(a).ResourceAppID)))
	g.link("API permissions", page(a, catalog.PagePermissions))
	g.document(a)
	g.offer("API's ID", target(a).ResourceAppID)
	return g
}

func orUnknown(value string) string {
	if value == "" {
		return "not published for this cloud"
	}
	return value
}
