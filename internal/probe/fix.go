package probe

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
)

// fixOf returns what is known better here than from the cause alone: the duty's steps and calls with the real ids, the
// names that exist, and the product's own page.
func fixOf(c call, r Request, label cause.Label) report.Fix {
	if !c.Documented && c.Give != "" {
		return giving(c)
	}
	fix := report.Fix{URL: r.productPage(c, label)}
	switch label {
	case cause.APIRoleMissing:
		return r.permissionFix(c)
	case cause.APIEnvIDWrong:
		fix.Steps = c.placeSteps()
	case cause.APIRBACRoleMissing, cause.APISPNotManagementApp:
		duty := r.dutyFix(dutyOf(label, c.Who))
		fix.Steps, fix.Command = duty.Steps, duty.Command
	}
	return fix
}

// dutyOf is the duty that a cause is about. A user has nothing to be registered.
func dutyOf(label cause.Label, who catalog.Caller) catalog.DutyID {
	switch {
	case label == cause.APISPNotManagementApp:
		return catalog.DutyManagementApp
	case who == catalog.User:
		return catalog.DutyUserRights
	default:
		return catalog.DutyRoleAssignment
	}
}

// giving says how to have a call made that says more; zero if there is none.
func giving(c call) report.Fix {
	var step string
	switch c.Give {
	case "--project":
		step = "Add the Lifecycle Services project (--project ID). Its ID is the number in the project's address."
	case "--environment":
		step = "Select a Business Central environment (--environment NAME), for example Production."
	default:
		return report.Fix{}
	}
	return report.Fix{Where: "Your values", Steps: []string{step, "Then test again."}}
}

// placeSteps say which environment to name.
func (c call) placeSteps() []string {
	first := "Compare the name with those in the Business Central admin center under Environments."
	if known := knownHere(c.known); known != "" {
		first = "Use an environment that the API lists. " + strings.ToUpper(known[:1]) + known[1:] + "."
	}
	return []string{first, "If the environment is new or renamed, wait a few minutes and test again.", "Check that the environment belongs to this tenant."}
}

// permissionFix says how the token comes to hold what the call needs.
func (r Request) permissionFix(c call) report.Fix {
	if len(c.Rights) == 0 {
		return report.Fix{}
	}
	name := c.Rights[0]
	service := r.Target.Service()
	kind := "Application permissions"
	if c.Who == catalog.User {
		kind = "Delegated permissions"
	}
	fix := report.Fix{Steps: []string{
		fmt.Sprintf("Add **%s** under **%s**.", name, kind),
		"Select **Grant admin consent** and confirm.",
		"Test again to get a new token.",
	}}
	if slices.Contains(r.Permissions, name) {
		fix.Steps = append([]string{fmt.Sprintf("**%s** was added, but the token doesn't have it: admin consent is missing.", name)}, fix.Steps[1:]...)
		return fix
	}
	if c.Who == catalog.User && len(r.Permissions) == 0 && service.PersonPicks { // the person chooses, and has not said what
		fix.Steps = append(fix.Steps, "Don't need it? List the permissions you added (--permission NAME): the result then doesn't depend on this call.")
	}
	permission, known := service.Permission(r.Flow, name)
	if command, ok := r.Target.AddPermissionsCommand(r.ClientID, []catalog.Permission{permission}, c.Who == catalog.User); known && ok {
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
		fix.Steps = append(slices.Clone(d.Steps), waysTo(d)...)
		fix.Steps = append(fix.Steps, "Requires: "+d.Who)
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
			ways[i] = fmt.Sprintf("Option %d of %d. %s", i+1, len(ways), way)
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

// productPage is the product's own page where a cause is put right, in the cloud and region that was asked; empty where
// the cause's page is another, such as the portal's.
func (r Request) productPage(c call, label cause.Label) string {
	if r.Target.ProductPortal == "" || !slices.Contains(productCauses, label) {
		return ""
	}
	page := strings.TrimRight(r.Target.ProductPortal, "/")
	if !c.hasEnvironments() {
		return page
	}
	page += "/" + segment(r.TenantID)
	switch {
	case label == cause.APIEnvIDWrong:
		return page + "/admin"
	case c.environment != "":
		return page + "/" + segment(c.environment)
	}
	return page
}

// hasEnvironments reports whether the product's pages are those of a tenant's environments.
func (c call) hasEnvironments() bool { return c.Lists || c.About == catalog.AboutEnvironment }

// productCauses are those that are put right in the product, not in the portal.
var productCauses = []cause.Label{
	cause.APIRBACRoleMissing, cause.APISPNotManagementApp, cause.APIUserNotInOrg, cause.APIAppRestricted, cause.APIEnvIDWrong,
	cause.APILCSAccess, cause.APIBCAppNotSetUp, cause.APIBCPermissionSetMissing, cause.APIBCUserNotEntitled,
}
