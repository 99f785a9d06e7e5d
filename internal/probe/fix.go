package probe

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// fixOf gives what is known better here than from the cause alone: the duty's steps and calls with the real ids.
func fixOf(c call, r Request, cause report.Cause) report.Fix {
	if !c.documented && c.give != "" {
		return giving(c)
	}
	switch cause {
	case missingRight:
		return r.permissionFix(c)
	case "api_rbac_role_missing":
		if c.who == user {
			return r.dutyFix(catalog.DutyUserRights)
		}
		return r.dutyFix(catalog.DutyRoleAssignment)
	case "api_sp_not_management_app":
		return r.dutyFix(catalog.DutyManagementApp)
	case "api_bc_app_not_set_up", "api_bc_permission_set_missing", "api_bc_user_not_entitled":
		return report.Fix{URL: r.environmentPage(c)}
	}
	return report.Fix{}
}

// giving says how to have a documented call made; empty if there is none.
func giving(c call) report.Fix {
	value := map[string]string{"--project": "PROJECT_ID", "--environment": "NAME"}[c.give]
	if value == "" {
		return report.Fix{}
	}
	return report.Fix{
		Where:   "This command",
		Steps:   []string{fmt.Sprintf("Give %s: the test then uses a call that is documented for it.", c.give)},
		Command: fmt.Sprintf("appreg check PROFILE %s %s", c.give, value),
	}
}

// permissionFix says how the token comes to hold what the call needs.
func (r Request) permissionFix(c call) report.Fix {
	if len(c.rights) == 0 {
		return report.Fix{}
	}
	name := c.rights[0]
	service, _ := catalog.Lookup(c.api)
	fix := report.Fix{Steps: []string{
		fmt.Sprintf("Add the permission %s of %s.", name, service.PortalName),
		"Select Grant admin consent and confirm.",
		"Get a new token: an old one does not change.",
	}}
	if slices.Contains(r.Permissions, name) {
		fix.Steps = append([]string{fmt.Sprintf("%s was added, but the token does not hold it: consent is missing.", name)}, fix.Steps[1:]...)
		return fix
	}
	permission, known := service.Permission(r.Flow, name)
	if command, ok := r.Target.AddPermissionsCommand(r.ClientID, []catalog.Permission{permission}, c.who == user); known && ok {
		fix.Command = command.Text
	}
	return fix
}

// dutyFix is the duty's steps, its call and its command.
func (r Request) dutyFix(id catalog.DutyID) report.Fix {
	ids := catalog.DutyIDs{TenantID: r.TenantID, ClientID: r.ClientID, ObjectID: r.ObjectID, RoleID: catalog.PowerPlatformRoles()[0].ID}
	for _, d := range r.Target.Duties(r.Flow, ids) {
		if d.ID != id {
			continue
		}
		fix := report.Fix{Command: dutyCommand(d, r)}
		for _, step := range d.Steps {
			fix.Steps = append(fix.Steps, strings.ReplaceAll(step, "**", ""))
		}
		fix.Steps = append(fix.Steps, waysTo(d)...)
		fix.Steps = append(fix.Steps, "Who can do it: "+d.Who)
		return fix
	}
	return report.Fix{}
}

// waysTo lists the request and the tools that do a duty. Fixes are numbered: where there are several ways, each says
// that it takes the place of the others.
func waysTo(d catalog.Duty) []string {
	var ways []string
	if d.Request != nil {
		ways = append(ways, strings.TrimSpace(fmt.Sprintf("The request: %s %s %s", d.Request.Method, d.Request.URL, compact(d.Request.Body))))
	}
	tool := ""
	for _, command := range d.Commands {
		if command.Tool == tool { // its commands are run one after the other
			ways[len(ways)-1] += "; " + command.Text
			continue
		}
		tool = command.Tool
		ways = append(ways, tool+": "+command.Text)
	}
	if len(ways) > 1 {
		for i, way := range ways {
			ways[i] = fmt.Sprintf("Way %d of %d, one is enough. %s", i+1, len(ways), way)
		}
	}
	return ways
}

// dutyCommand is one command line that does the duty: the register command of a tool that signs in by itself, or the
// request with the Azure CLI.
func dutyCommand(d catalog.Duty, r Request) string {
	for _, command := range slices.Backward(d.Commands) {
		if strings.HasPrefix(command.Text, "pac ") && strings.Contains(command.Text, r.ClientID) {
			return command.Text
		}
	}
	if d.Request == nil {
		return ""
	}
	resource := strings.TrimSuffix(r.Target.Scope, "/.default")
	return fmt.Sprintf(`az rest --method %s --resource %s --url "%s" --body '%s'`,
		strings.ToLower(d.Request.Method), resource, d.Request.URL, compact(d.Request.Body))
}

// compact puts JSON on one line.
func compact(body string) string {
	var value json.RawMessage
	if json.Unmarshal([]byte(body), &value) != nil {
		return ""
	}
	line, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(line)
}

// environmentPage is the web client of the environment that was asked, or of the tenant.
func (r Request) environmentPage(c call) string {
	if r.Target.ProductPortal == "" {
		return ""
	}
	page := strings.TrimRight(r.Target.ProductPortal, "/") + "/" + segment(r.TenantID)
	if c.environment != "" {
		page += "/" + segment(c.environment)
	}
	return page
}
