package plan

import (
	"cmp"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/sanitize"
)

// Request is the text with which to ask somebody who may for exactly one change: what, where, and which role is enough.
func (p Plan) Request(c Change) string {
	var lines []string
	line := func(label, value string) {
		if value != "" {
			lines = append(lines, label+": "+value)
		}
	}
	exempt := c.Blocked && (c.Cause == cause.SecretForbiddenByPolicy || c.Cause == cause.SecretLifetimeTooLong)
	if exempt { // nobody can make the change as it is
		lines = append(lines, "Please exempt this app from the policy of the tenant that doesn't allow this: "+c.Title+".")
	} else {
		lines = append(lines, "Please make this change in Microsoft Entra: "+c.Title+".")
	}
	line("Details", c.Detail)
	line("Tenant", strings.TrimSpace(p.Tenant+" "+inParentheses(p.TenantID, p.Tenant)))
	name := p.Desired.DisplayName
	if app := p.Actual.Application; app != nil {
		name = app.DisplayName
	}
	line("App", name)
	line("Client ID", cmp.Or(p.Actual.ClientID(), p.Desired.ClientID))
	line("API", strings.TrimSpace(p.Desired.Target.Service().PortalName+" "+inParentheses(p.Desired.Target.ResourceAppID, "")))
	line("Permissions", strings.Join(append(append([]string{}, p.Desired.Delegated...), p.Desired.Application...), ", "))
	if !exempt {
		line("Role that is enough", strings.Join(c.Needs, " or "))
	}
	line("Page", c.Fix.URL)
	for i := range lines { // names come from the tenant
		lines[i] = sanitize.Line(lines[i])
	}
	return strings.Join(lines, "\n")
}

func inParentheses(value, unless string) string {
	if value == "" || value == unless {
		return ""
	}
	return "(" + value + ")"
}
