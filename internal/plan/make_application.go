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
func (m *maker) apiServicePrincipal() {
	name := m.Target.Service().PortalName
	c := Change{Object: APIServicePrincipal, Action: None, Title: name + " is in the tenant"}
	if r := m.actual.Resource; r != nil {
		c.ObjectID = r.ID
		m.add(c)
		return
	}
	c.Action, c.Title = Create, "Add "+name+" to the tenant"
	c.Detail = "The tenant has no enterprise application of the API yet (" + m.Target.ResourceAppID + ")"
	if m.Target.ResourceAppID == "" {
		c.Blocked, c.Cause = true, cause.ResourceSPMissing
		c.Detail = "The API isn't in the tenant, and no public source names its application id in this cloud"
	}
	m.add(c)
}

// application plans the registration itself.
func (m *maker) application() {
	app := m.actual.Application
	c := Change{Object: Application, Action: None}
	switch {
	case app != nil:
		m.existing(*app, c)
		return
	case m.ClientID != "" && m.actual.ServicePrincipal != nil:
		c.Title, c.Detail = "The app registration is in another tenant", "Its enterprise application is here; appreg changes only that"
	case m.ClientID != "":
		c.Action, c.Title = Create, "The app registration isn't in this tenant"
		c.Blocked, c.Cause, c.Detail = true, cause.AppNotInTenant, "Client ID "+m.ClientID
	default:
		m.newApplication(&c)
	}
	m.add(c)
}

func (m *maker) newApplication(c *Change) {
	c.Action, c.Title = Create, fmt.Sprintf("Create the app registration %q", m.DisplayName)
	c.Detail = strings.Join(m.description(), "; ")
	missing := m.missingOffers()
	switch deleted := m.actual.Deleted; {
	case deleted != nil:
		c.Blocked, c.Cause = true, cause.AlreadyExists
		c.Detail = fmt.Sprintf("It was deleted on %s and can be restored for 30 days, with its credentials (client ID %s)", deleted.Deleted.Format("2006-01-02"), deleted.AppID)
		c.Fix = report.Fix{
			Where: "The deleted app registration", Steps: []string{"Restore it, or give the new one another name with --display-name."},
			Command: strings.TrimSpace("appreg undo --restore " + runID(m.earlier)), URL: diagnose.ForCause(cause.DirectoryQuotaExceeded, m.context()).Fix.URL,
		}
	case len(m.actual.SameName) > 0 && !m.SameName:
		same := m.actual.SameName[0]
		c.Blocked, c.Cause = true, cause.AlreadyExists
		c.Detail = fmt.Sprintf("There are already app registrations of this name: %d, for example client ID %s", len(m.actual.SameName), same.AppID)
		c.Fix = report.Fix{
			Where: "The app registration that exists", Steps: []string{
				"To use it, give its client ID: --client-id " + same.AppID + ".", "To create another, give another name: --display-name.",
			},
		}
	case m.audienceForbidden():
		c.Blocked, c.Cause = true, cause.AudienceForbiddenByPolicy
	case missing != "":
		c.Blocked, c.Cause, c.Detail = true, cause.ScopeNotOnResource, "The API doesn't offer the permission "+missing+" in this tenant"
	}
}

// description says in phrases what a new registration will be.
func (m *maker) description() []string {
	list := []string{map[string]string{SingleTenant: "accounts of this tenant only", Multitenant: "accounts of several tenants"}[m.Audience]}
	if names := slices.Concat(m.Delegated, m.Application); len(names) > 0 {
		list = append(list, "permissions: "+strings.Join(names, ", "))
	}
	if m.PublicClient {
		list = append(list, "public client flows allowed")
	}
	for _, uri := range m.RedirectURIs {
		list = append(list, "redirect URI "+uri)
	}
	return list
}

// audienceForbidden reports whether a policy forbids accounts of other tenants.
func (m *maker) audienceForbidden() bool {
	return m.Audience != SingleTenant && forbids(policyIn(m.actual).NoMultitenant, m.now)
}

// existing plans what a registration that is there lacks. What it has beyond that stays.
func (m *maker) existing(app graph.Application, c Change) {
	c.ObjectID, c.Title = app.ID, fmt.Sprintf("The app registration %q exists", app.DisplayName)
	_, lacks := m.Desired.lacking(app, m.actual.Resource)
	if len(lacks) == 0 {
		m.add(c)
		return
	}
	c.Action, c.Title, c.Detail = Update, fmt.Sprintf("Change the app registration %q", app.DisplayName), "Add "+strings.Join(lacks, "; ")
	if m.Audience == Multitenant && app.Audience == SingleTenant && m.audienceForbidden() {
		c.Blocked, c.Cause = true, cause.AudienceForbiddenByPolicy
	}
	if missing := m.missingOffers(); missing != "" {
		c.Blocked, c.Cause, c.Detail = true, cause.ScopeNotOnResource, "The API doesn't offer the permission "+missing+" in this tenant"
	}
	m.add(c)
}

// servicePrincipal plans the app's enterprise application.
func (m *maker) servicePrincipal() {
	c := Change{Object: ServicePrincipal, Action: Create, Title: "Create its enterprise application", Detail: "The tenant lets the app sign in only with one"}
	if p := m.actual.ServicePrincipal; p != nil {
		c.Action, c.Title, c.Detail, c.ObjectID = None, "Its enterprise application exists", "", p.ID
	}
	m.add(c)
}

// consent plans the grants of what is listed.
func (m *maker) consent() {
	resource := m.Target.Service().PortalName
	if len(m.Delegated) > 0 {
		m.grant(resource)
	}
	for _, name := range m.Application {
		c := Change{
			Object: AppRoleAssignment, Subject: name, Action: Create,
			Title: "Grant the application permission " + name, Detail: "On " + resource + ", for the whole tenant",
		}
		if a := m.Desired.assigned(m.actual, name); a != nil {
			c.Action, c.Title, c.ObjectID = None, "The application permission "+name+" is granted", a.ID
		}
		m.add(c)
	}
}

func (m *maker) grant(resource string) {
	names := strings.Join(m.Delegated, ", ")
	c := Change{Object: DelegatedGrant, Action: Create, Title: "Grant the delegated permissions " + names, Detail: "On " + resource + ", for everyone in the tenant"}
	g := everyones(m.actual)
	switch {
	case g != nil && len(without(m.Delegated, g.Scopes)) == 0:
		c.Action, c.Title, c.Detail, c.ObjectID = None, "The delegated permissions "+names+" are granted", "", g.ID
	case g != nil:
		c.Action, c.ObjectID = Update, g.ID
		c.Title = "Grant the delegated permissions " + strings.Join(without(m.Delegated, g.Scopes), ", ")
		c.Detail = "On " + resource + ", for everyone in the tenant; already granted: " + strings.Join(g.Scopes, ", ")
	}
	m.add(c)
}
