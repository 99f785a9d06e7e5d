package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// dutyGuide tells what is left to do in the product: without it the token is good and every call is refused.
func dutyGuide(a Answers) Guide {
	var g Guide
	duties := duties(a)
	if len(duties) > 1 {
		g.tell(para("There are two ways. One is enough; an administrator does it."))
	}
	for i, duty := range duties {
		g.duty(duty, len(duties) > 1, i)
	}
	if a.API() != catalog.BusinessCentral {
		g.offer("Request for an administrator", AdminRequest(a))
	} else {
		g.tell(businessCentralCard(a)...)
		g.offer("Client ID", a.Get(KeyClientID))
		for _, set := range catalog.PermissionSets() {
			g.offer("Permission set "+set.Name, set.Name)
		}
		g.consent(a)
	}
	if portal := productAddress(a); portal != "" {
		g.Links = append([]Link{{Label: productPortal(a), URL: portal}}, g.Links...)
	}
	g.document(a)
	return g
}

func duties(a Answers) []catalog.Duty {
	return target(a).Duties(a.Flow(), catalog.DutyIDs{TenantID: a.Get(KeyTenantID), ClientID: a.Get(KeyClientID)})
}

// ways name the two ways of Power Platform.
var ways = []string{"Today's way: ", "The document's way: "}

// duty tells one duty with its call and commands.
func (g *Guide) duty(d catalog.Duty, several bool, way int) {
	if several { // the only duty is what the step's own title says
		g.tell(para("**" + ways[way] + lowerFirst(d.Title) + "**"))
	}
	for _, step := range d.Steps {
		g.tell(do(step))
	}
	if d.Request != nil {
		request := strings.TrimSpace(d.Request.Method + " " + d.Request.URL + "\n" + d.Request.Body)
		g.tell(code(request))
		g.offer("Request: "+lowerFirst(d.Title), request)
	}
	if d.ID == catalog.DutyRoleAssignment {
		g.tell(roleFacts()...)
	}
	for _, c := range byTool(d.Commands) {
		g.tell(code("# " + c.Tool + "\n" + c.Text))
		g.offer(c.Tool, c.Text)
	}
	g.tell(note("Who can do it: " + d.Who + suffice(d.Roles)))
	g.tell(note(d.Effect))
}

// byTool joins the commands of each tool, which are run one after the other.
func byTool(commands []catalog.Command) []catalog.Command {
	var joined []catalog.Command
	for _, c := range commands {
		if last := len(joined) - 1; last >= 0 && joined[last].Tool == c.Tool {
			joined[last].Text += "\n" + c.Text
			continue
		}
		joined = append(joined, c)
	}
	return joined
}

// roleFacts lists the roles that an application can be given in Power Platform, with their ids.
func roleFacts() []Block {
	blocks := []Block{note("The object ID is filled in for you in the test's report: the application's own token names it.")}
	for _, role := range catalog.PowerPlatformRoles() {
		blocks = append(blocks, fact(role.Name, role.ID))
	}
	return blocks
}

// suffice lists roles of the directory, any one of which is enough.
func suffice(roles []catalog.Role) string {
	if len(roles) == 0 {
		return ""
	}
	return " Directory roles that suffice: " + roleNames(roles) + "."
}

func roleNames(roles []catalog.Role) string {
	list := make([]string, 0, len(roles))
	for _, role := range roles {
		list = append(list, role.Name)
	}
	return strings.Join(list, ", ")
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

func productPortal(a Answers) string {
	switch a.API() {
	case catalog.LCS:
		return "Lifecycle Services"
	case catalog.BusinessCentral:
		return "Business Central"
	default:
		return "Power Platform admin center"
	}
}

// productAddress gives the page on which the duty is done. A server of one's own is known by its redirect URI alone.
func productAddress(a Answers) string {
	if a.API() != catalog.BusinessCentral || deployment(a) == registration.Online {
		return target(a).ProductPortal
	}
	if base, ok := strings.CutSuffix(a.Get(KeyRedirectURI), catalog.LandingPage); ok {
		return base
	}
	return ""
}

// businessCentralCard adds to the card what the S2S document says in task 2 and what concerns only some.
func businessCentralCard(a Answers) []Block {
	var blocks []Block
	if id := a.Get(KeyClientID); id != "" {
		blocks = append(blocks, fact("Client ID", id))
	}
	for _, set := range catalog.PermissionSets() {
		text := set.Purpose
		if len(set.Formerly) > 0 {
			text += " (in older versions " + strings.Join(set.Formerly, ", ") + ")"
		}
		blocks = append(blocks, fact(set.Name, text))
	}
	blocks = append(blocks, warn("Never "+catalog.ForbiddenPermissionSet+": an application cannot have it. Give it only the rights that the integration needs."))
	if partner(a) {
		blocks = append(blocks,
			note("**Description**: write enough about your company that all applications set up by you can be found later."),
			note("Pre-consent for all customers: the application's service principal in the group **AdminAgents** of the partner's tenant."))
	}
	if deployment(a) == registration.OnPremises {
		if productAddress(a) == "" {
			blocks = append(blocks, fact("Web client of your server", "https://{server}/{instance}"))
		}
		return append(blocks, onPremises()...)
	}
	return append(blocks, note("From version "+catalog.ScheduledTasksVersion+", online only, the integration's session can create scheduled tasks."))
}
