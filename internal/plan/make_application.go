package plan

import (
	"fmt"
	"slices"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/graph"
	"appreg/internal/report"
)

// apiServicePrincipal plans the API's own enterprise application, which a tenant lacks that never used the API.
func (p *planner) apiServicePrincipal() {
	name := p.Target.Service().PortalName
	c := Change{Object: APIServicePrincipal, Action: None, Title: name + " is in the tenant"}
	if r := p.actual.Resource; r != nil {
		c.ObjectID = r.ID
		p.add(c)
		return
	}
	c.Action, c.Title = Create, "Add "+name+" to the tenant"
	c.Detail = "The tenant has no enterprise application of the API yet (" + p.Target.ResourceAppID + ")"
	if p.Target.ResourceAppID == "" {
		c.Blocked, c.Cause = true, cause.ResourceSPMissing
		c.Detail = "The API isn't in the tenant, and no public source names its application id in this cloud"
	}
	p.add(c)
}

// application plans the registration itself.
func (p *planner) application() {
	app := p.actual.Application
	c := Change{Object: Application, Action: None}
	switch {
	case app != nil:
		p.existing(*app, c)
		return
	case p.ClientID != "" && p.actual.ServicePrincipal != nil:
		c.Title, c.Detail = "The app registration is in another tenant", "Its enterprise application is here; appreg changes only that"
	case p.ClientID != "":
		c.Action, c.Title = Create, "The app registration isn't in this tenant"
		c.Blocked, c.Cause, c.Detail = true, cause.AppNotInTenant, "Client ID "+p.ClientID
	default:
		p.newApplication(&c)
	}
	p.add(c)
}

func (p *planner) newApplication(c *Change) {
	c.Action, c.Title = Create, fmt.Sprintf("Create the app registration %q", p.DisplayName)
	c.Detail = strings.Join(p.description(), "; ")
	missing := p.missingOffers()
	switch deleted := p.actual.Deleted; {
	case deleted != nil:
		c.Blocked, c.Cause = true, cause.AlreadyExists
		c.Detail = fmt.Sprintf("It was deleted on %s and can be restored for 30 days, with its credentials (client ID %s)", deleted.Deleted.Format("2006-01-02"), deleted.AppID)
		instead := "Restore it, or give the new one another name with --display-name."
		if p.earlier != nil { // its name is the run's
			instead = "Restore it. To create another, first take back what's left of the interrupted run: appreg undo " + p.earlier.ID
		}
		c.Fix = report.Fix{
			Where: "The deleted app registration", Steps: []string{instead},
			Command: strings.TrimSpace("appreg undo --restore " + runID(p.earlier)), URL: diagnose.ForCause(cause.DirectoryQuotaExceeded, p.context()).Fix.URL,
		}
	case len(p.actual.SameName) > 0 && !p.SameName:
		same := p.actual.SameName[0]
		c.Blocked, c.Cause = true, cause.AlreadyExists
		c.Detail = fmt.Sprintf("There are already app registrations of this name: %d, for example client ID %s", len(p.actual.SameName), same.AppID)
		c.Fix = report.Fix{
			Where: "The app registration that exists", Steps: []string{
				"To use it, give its client ID: --client-id " + same.AppID + ".", "To create another, give another name: --display-name.",
			},
		}
	case p.audienceForbidden():
		c.Blocked, c.Cause = true, cause.AudienceForbiddenByPolicy
	case missing != "":
		c.Blocked, c.Cause, c.Detail = true, cause.ScopeNotOnResource, "The API doesn't offer the permission "+missing+" in this tenant"
	}
}

// description says in phrases what a new registration will be.
func (p *planner) description() []string {
	list := []string{map[string]string{SingleTenant: "accounts of this tenant only", Multitenant: "accounts of several tenants"}[p.Audience]}
	if names := slices.Concat(p.Delegated, p.Application); len(names) > 0 {
		list = append(list, "permissions: "+strings.Join(names, ", "))
	}
	if p.PublicClient {
		list = append(list, "public client flows allowed")
	}
	for _, uri := range p.RedirectURIs {
		list = append(list, "redirect URI "+uri)
	}
	return list
}

// audienceForbidden reports whether a policy forbids accounts of other tenants.
func (p *planner) audienceForbidden() bool {
	return p.Audience != SingleTenant && forbids(policyIn(p.actual).NoMultitenant, p.now)
}

// existing plans what a registration that is there lacks. What it has beyond that stays.
func (p *planner) existing(app graph.Application, c Change) {
	c.ObjectID, c.Title = app.ID, fmt.Sprintf("The app registration %q exists", app.DisplayName)
	_, lacks := p.Desired.lacking(app, p.actual.Resource)
	if len(lacks) == 0 {
		p.add(c)
		return
	}
	c.Action, c.Title, c.Detail = Update, fmt.Sprintf("Change the app registration %q", app.DisplayName), "Add "+strings.Join(lacks, "; ")
	if p.Audience == Multitenant && app.Audience == SingleTenant && p.audienceForbidden() {
		c.Blocked, c.Cause = true, cause.AudienceForbiddenByPolicy
	}
	if missing := p.missingOffers(); missing != "" {
		c.Blocked, c.Cause, c.Detail = true, cause.ScopeNotOnResource, "The API doesn't offer the permission "+missing+" in this tenant"
	}
	p.add(c)
}

// servicePrincipal plans the app's enterprise application.
func (p *planner) servicePrincipal() {
	c := Change{Object: ServicePrincipal, Action: Create, Title: "Create its enterprise application", Detail: "The tenant lets the app sign in only with one"}
	if principal := p.actual.ServicePrincipal; principal != nil {
		c.Action, c.Title, c.Detail, c.ObjectID = None, "Its enterprise application exists", "", principal.ID
	}
	p.add(c)
}

// consent plans the grants of what is listed.
func (p *planner) consent() {
	resource := p.Target.Service().PortalName
	if len(p.Delegated) > 0 {
		p.grant(resource)
	}
	for _, name := range p.Application {
		c := Change{
			Object: AppRoleAssignment, Subject: name, Action: Create,
			Title: "Grant the application permission " + name, Detail: "On " + resource + ", for the whole tenant",
		}
		if a := p.Desired.assigned(p.actual, name); a != nil {
			c.Action, c.Title, c.ObjectID = None, "The application permission "+name+" is granted", a.ID
		}
		p.add(c)
	}
}

func (p *planner) grant(resource string) {
	called := func(names []string) string {
		if len(names) == 1 {
			return "delegated permission " + names[0]
		}
		return "delegated permissions " + strings.Join(names, ", ")
	}
	are := " are granted"
	if len(p.Delegated) == 1 {
		are = " is granted"
	}
	c := Change{Object: DelegatedGrant, Action: Create, Title: "Grant the " + called(p.Delegated), Detail: "On " + resource + ", for everyone in the tenant"}
	g := tenantWideGrant(p.actual)
	switch {
	case g != nil && len(without(p.Delegated, g.Scopes)) == 0:
		c.Action, c.Title, c.Detail, c.ObjectID = None, "The "+called(p.Delegated)+are, "", g.ID
	case g != nil:
		c.Action, c.ObjectID = Update, g.ID
		c.Title = "Grant the " + called(without(p.Delegated, g.Scopes))
		c.Detail = "On " + resource + ", for everyone in the tenant; already granted: " + strings.Join(g.Scopes, ", ")
	}
	p.add(c)
}
