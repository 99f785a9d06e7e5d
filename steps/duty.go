package steps

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// dutyGuide tells what is left to do in the product: without it the token is good and every call is refused. The first way
// is the task; another is one key away.
func dutyGuide(a Answers) Guide {
	var g Guide
	for i, duty := range duties(a) {
		g.duty(duty, i > 0)
	}
	if slices.ContainsFunc(duties(a), func(d catalog.Duty) bool { return d.ByAdmin }) {
		g.offer("Request for an admin", AdminRequest(a))
	}
	g.Where = service(a).Portal
	g.add(apiOf(a).duty, a)
	if portal := productAddress(a); portal != "" {
		g.Links = append([]Link{{Label: service(a).Portal, URL: portal}}, g.Links...)
	}
	g.document(a)
	return g
}

func duties(a Answers) []catalog.Duty {
	return target(a).Duties(a.Flow(), catalog.DutyIDs{TenantID: a.Get(KeyTenantID), ClientID: a.Get(KeyClientID)})
}

// duty tells one duty with its call and commands; another way than the first is only good to know.
func (g *Guide) duty(d catalog.Duty, another bool) {
	var told []Block
	if another {
		told = append(told, para("Another way: "+lowerFirst(d.Title)))
	}
	for _, step := range d.Steps {
		told = append(told, do(step))
	}
	if d.Request != nil {
		request := strings.TrimSpace(d.Request.Method + " " + d.Request.URL + "\n" + d.Request.Body)
		told = append(told, Block{Kind: Code, Text: request, Extra: true})
		g.offer("Request: "+lowerFirst(d.Title), request)
	}
	for _, role := range d.Choices {
		told = append(told, note(role.Name+": "+role.ID))
	}
	for i, c := range byTool(d.Commands) {
		told = append(told, Block{Kind: Code, Text: c.Text, Extra: i > 0})
		g.offer(c.Tool, c.Text)
	}
	told = append(told, note("Who can do it: "+d.Who+suffice(d.Roles)), note(d.Effect))
	for _, block := range told {
		block.Extra = block.Extra || another
		g.tell(block)
	}
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

// suffice lists roles of the directory, any one of which is enough.
func suffice(roles []catalog.Role) string {
	if len(roles) == 0 {
		return ""
	}
	return " Requires one of: " + roleNames(roles) + "."
}

func roleNames(roles []catalog.Role) string {
	list := make([]string, 0, len(roles))
	for _, role := range roles {
		list = append(list, role.Name)
	}
	return strings.Join(list, ", ")
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// productAddress returns the page on which the duty is done. A server of one's own is known by its redirect URI alone.
func productAddress(a Answers) string {
	if !onPremises(a) {
		return target(a).ProductPortal
	}
	if base, ok := strings.CutSuffix(a.Get(KeyRedirectURI), catalog.LandingPage); ok {
		return base
	}
	return ""
}
