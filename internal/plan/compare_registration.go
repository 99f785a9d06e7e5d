package plan

import (
	"fmt"
	"slices"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/report"
)

// existence: the registration, its enterprise application and the API are there and enabled.
func (c *comparison) existence() {
	app, principal := c.actual.Application, c.actual.ServicePrincipal
	switch {
	case app == nil && principal == nil:
		c.fails(cause.AppNotInTenant, false, "", "client ID "+c.ClientID)
		return
	case app == nil:
		c.warns("The app registration is in another tenant: only its enterprise application was compared", "client ID "+c.ClientID)
	case app.Disabled && app.Blocked != "":
		c.fails(cause.AppDisabledByMicrosoft, false, "", app.Blocked)
	case app.Disabled:
		c.fails(cause.AppDisabled, false, "The app registration is disabled", "")
	}
	switch {
	case principal == nil:
		c.fails(cause.AppSPMissing, true, "", "")
	case !principal.Enabled:
		c.fails(cause.AppDisabled, false, "", "accountEnabled is false")
	}
	if c.actual.Resource == nil {
		c.fails(cause.ResourceSPMissing, c.Target.ResourceAppID != "", "", c.Target.ResourceAppID)
	}
}

// Missing is the finding where what a change is made to isn't in the tenant: the registration, or its enterprise application.
// It's false where that is there.
func (d Desired) Missing(o Object, actual graph.Actual) (report.Finding, bool) {
	c := &comparison{Desired: d, actual: actual}
	switch {
	case actual.Application == nil && (o == Application || actual.ServicePrincipal == nil):
		c.fails(cause.AppNotInTenant, false, "", "client ID "+d.ClientID)
	case o == ServicePrincipal && actual.ServicePrincipal == nil:
		c.fails(cause.AppSPMissing, true, "", "client ID "+d.ClientID)
	default:
		return report.Finding{}, false
	}
	return c.found[0].Finding, true
}

// settings: who may sign in, and how.
func (c *comparison) settings(app graph.Application) {
	switch {
	case c.Audience == Multitenant && app.Audience == SingleTenant:
		c.fails(cause.MultiTenantDisabled, true, "", "signInAudience "+app.Audience)
	case c.Audience == SingleTenant && app.Audience != SingleTenant:
		c.warns("The app is open to accounts of other tenants, which isn't needed", "signInAudience "+app.Audience,
			"On **Authentication**, under **Supported accounts**, select **Single tenant only**, unless others use the app.")
	}
	switch {
	case c.PublicClient && !app.PublicClient:
		c.fails(cause.PublicClientDisabled, true, "", "isFallbackPublicClient is false")
	case !c.PublicClient && app.PublicClient:
		c.warns("Public client flows are allowed, which isn't needed", "isFallbackPublicClient is true",
			"On **Authentication**, under **Settings**, set **Allow public client flows** to **No**, unless others use the app.")
	}
	for _, uri := range without(c.RedirectURIs, app.RedirectURIs) {
		label := cause.RedirectURIMissing
		if slices.Contains(slices.Concat(app.Web, app.SPA), uri) {
			label = cause.RedirectPlatformWrong
		}
		c.fails(label, true, "", "missing: "+uri)
	}
}

// listed: the page "API permissions". What isn't listed there is refused to users; an app needs only the grant.
func (c *comparison) listed(app graph.Application) {
	_, missing := c.Desired.required(app.Required, c.actual.Resource)
	if len(missing) > 0 {
		names := strings.Join(missing, ", ")
		c.fails(cause.ResourceNotInRequiredAccess, true, "Not listed under API permissions: "+names, "")
	}
	var foreign []string
	for _, r := range app.Required {
		if extra := c.extraIDs(r); extra > 0 {
			foreign = append(foreign, fmt.Sprintf("%d of %s", extra, c.apiName(r.ResourceAppID)))
		}
	}
	if len(foreign) > 0 {
		c.warns("More permissions are listed than are needed", strings.Join(foreign, ", "), "On **API permissions** remove what nothing uses.")
	}
}

// What the portal itself puts on every new registration: Microsoft Graph, User.Read.
const (
	graphAppID = "00000003-0000-0000-c000-000000000000"
	userRead   = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
)

// extraIDs counts what is listed of an API beyond what is wanted.
func (c *comparison) extraIDs(r graph.RequiredAccess) int {
	var wanted []string
	switch {
	case strings.EqualFold(r.ResourceAppID, c.resourceAppID()):
		for _, name := range c.Delegated {
			wanted = append(wanted, c.permissionID(c.actual.Resource, name, true))
		}
		for _, name := range c.Application {
			wanted = append(wanted, c.permissionID(c.actual.Resource, name, false))
		}
	case strings.EqualFold(r.ResourceAppID, graphAppID):
		wanted = []string{userRead}
	}
	return len(without(slices.Concat(r.Scopes, r.Roles), wanted))
}

func (c *comparison) resourceAppID() string {
	if c.actual.Resource != nil {
		return c.actual.Resource.AppID
	}
	return c.Target.ResourceAppID
}

func (c *comparison) apiName(appID string) string {
	switch {
	case strings.EqualFold(appID, c.resourceAppID()):
		return c.Target.Service().PortalName
	case strings.EqualFold(appID, graphAppID):
		return "Microsoft Graph"
	}
	return "the API " + appID
}

// granted: consent, and what was granted that nobody asked for.
func (c *comparison) granted() {
	if c.actual.ServicePrincipal.AssignmentRequired && c.Flow.SignsInUser() {
		c.warns("Only assigned users may sign in to the app", "appRoleAssignmentRequired is true",
			"In the enterprise application, under **Users and groups**, assign who uses it.")
	}
	if c.actual.Resource == nil {
		return
	}
	if c.actual.Unread[graph.PartGrants] == nil {
		c.delegated()
	}
	if c.actual.Unread[graph.PartAssignments] == nil {
		c.application()
	}
}

func (c *comparison) delegated() {
	var everyone, one []string
	for _, g := range c.actual.Grants {
		switch {
		case g.ResourceID != c.actual.Resource.ID:
		case g.Everyone:
			everyone = append(everyone, g.Scopes...)
		default:
			one = append(one, g.Scopes...)
		}
	}
	missing := without(c.Delegated, everyone)
	switch {
	case len(missing) == 0:
	case len(without(missing, one)) == 0:
		c.warns("Consent was given by single users only: "+strings.Join(missing, ", "), "", "Under **API permissions** an admin selects **Grant admin consent**.")
	default:
		c.fails(cause.ConsentMissing, true, "Not consented for the tenant: "+strings.Join(missing, ", "), "")
	}
	if extra := without(everyone, c.Delegated); len(extra) > 0 {
		c.warns("Delegated permissions are granted that nobody asked for: "+strings.Join(extra, ", "), "",
			"In the enterprise application, under **Permissions**, revoke what nothing uses.")
	}
}

func (c *comparison) application() {
	var missing []string
	for _, name := range c.Application {
		if c.assigned(c.actual, name) == nil {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		c.fails(cause.AppRoleNotAssigned, true, "Not consented: "+strings.Join(missing, ", "), "")
	}
	var extra []string
	for _, a := range c.actual.Assignments {
		if name := c.roleName(a); a.ResourceID != c.actual.Resource.ID || len(without([]string{name}, c.Application)) > 0 {
			extra = append(extra, name)
		}
	}
	if len(extra) > 0 {
		c.warns("Application permissions are granted that nobody asked for: "+strings.Join(extra, ", "), "",
			"In the enterprise application, under **Permissions**, revoke what nothing uses.")
	}
}

// roleName is the name of a granted application permission; its id where it is another API's.
func (c *comparison) roleName(a graph.AppRoleAssignment) string {
	for _, o := range c.actual.Resource.Roles {
		if a.ResourceID == c.actual.Resource.ID && strings.EqualFold(o.ID, a.RoleID) {
			return o.Value
		}
	}
	return a.RoleID
}
