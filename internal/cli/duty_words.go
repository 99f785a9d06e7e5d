package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/sanitize"
)

// byHand reports whether a plan leaves anything that its duty's steps tell a person to do. They don't tell how an app is
// authorized in an admin center: what a plan says of that is all there is. Where no environment is known, nor is what is done.
func byHand(p plan.Plan) bool {
	central, sets := false, false
	for _, c := range p.Changes {
		if c.Object != plan.AdminCenterApp && c.State != plan.Done {
			return true
		}
		central, sets = central || c.Object == plan.AdminCenterApp, sets || c.Object == plan.PermissionSet
	}
	return central && !sets
}

// describe tells what a person would do, with the values that it takes and where it is done.
func (d *dutyCommand) describe(reg registration.Registration, p plan.Plan) {
	ids := catalog.DutyIDs{TenantID: p.TenantID, ClientID: reg.ClientID}
	if principal := p.Actual.ServicePrincipal; principal != nil {
		ids.ObjectID = principal.ID
	}
	for i, duty := range p.Desired.Target.Duties(reg.Flow, ids) {
		title := plainText(duty.Title)
		if i > 0 {
			title = "Another way: " + strings.ToLower(title[:1]) + title[1:]
		}
		fmt.Fprintf(d.Out, "%s\n  %s\n", title, plainText(duty.Who))
		for i, step := range duty.Steps {
			fmt.Fprintf(d.Out, "  %d. %s\n", i+1, plainText(step))
		}
		writeDutyValues(d.Out, duty, dutyPages(duty, reg, p), ids, p)
		if duty.Effect != "" {
			fmt.Fprintf(d.Out, "  %s\n", plainText(duty.Effect))
		}
		fmt.Fprintln(d.Out)
	}
}

// writeDutyValues writes what the steps take: whose app it is, the request and the commands that do the same, and the pages.
func writeDutyValues(w io.Writer, duty catalog.Duty, pages []pair, ids catalog.DutyIDs, p plan.Plan) {
	values := []pair{}
	if duty.ID != catalog.DutyProjectMembership && duty.ID != catalog.DutyUserRights {
		values = append(values, pair{"Client ID", ids.ClientID})
	}
	if app := p.Actual.Application; app != nil {
		values = append(values, pair{"App name", app.DisplayName})
	}
	if duty.Request != nil && len(duty.Choices) > 0 && ids.ObjectID != "" {
		values = append(values, pair{"Object ID", ids.ObjectID})
	}
	for _, value := range append(values, pages...) {
		fmt.Fprintf(w, "  %s: %s\n", value.name, sanitize.Line(value.value))
	}
	for _, role := range duty.Choices {
		fmt.Fprintf(w, "  %s: %s\n", role.Name, role.ID)
	}
	if r := duty.Request; r != nil {
		for line := range strings.Lines(strings.TrimSpace("Request: " + r.Method + " " + r.URL + "\n" + r.Body)) {
			fmt.Fprintf(w, "  %s\n", sanitize.Text(strings.TrimSuffix(line, "\n")))
		}
	}
	for _, command := range duty.Commands {
		fmt.Fprintf(w, "  %s: %s\n", command.Tool, sanitize.Line(command.Text))
	}
}

// pair is a value with its name.
type pair struct{ name, value string }

// dutyPages are the pages on which a duty is done.
func dutyPages(duty catalog.Duty, reg registration.Registration, p plan.Plan) []pair {
	target, tenant := p.Desired.Target, cmp.Or(p.TenantID, p.Tenant)
	if reg.Deployment == registration.OnPremises || target.ProductPortal == "" {
		return nil // a server of one's own has no address that is known
	}
	var pages []pair
	if len(duty.Choices) > 0 {
		pages = append(pages, pair{"Enterprise application", target.Page(catalog.PageEnterpriseApp, tenant, reg.ClientID)})
	}
	if duty.ID == catalog.DutyAppCard && len(p.Desired.Environments) > 0 {
		for _, environment := range p.Desired.Environments {
			pages = append(pages, pair{"Page in " + environment, target.AppCardURL(tenant, environment)})
		}
		return pages
	}
	return append(pages, pair{target.Service().Portal, target.ProductPortal})
}

// plainText is a text of the catalogue without its marks for bold.
func plainText(text string) string { return sanitize.Line(strings.ReplaceAll(text, "**", "")) }
