package tenantsim

import (
	"fmt"
	"net/http"

	"appreg/internal/catalog"
)

func powerAppsRoutes() []route {
	const bap = "/providers/Microsoft.BusinessAppPlatform"
	apps := &product{[]catalog.API{catalog.PowerApps, catalog.PowerPlatform}, wrapped} // both audiences are taken there
	return []route{
		apps.route("GET "+bap+"/environments", listMakerEnvironments),
		apps.route("GET "+bap+"/scopes/admin/environments", listAdminEnvironments),
		apps.route("GET "+bap+"/adminApplications", listManagementApps),
		apps.route("GET "+bap+"/adminApplications/{id}", managementApp),
		apps.route("PUT "+bap+"/adminApplications/{id}", managementApp),
		apps.route("DELETE "+bap+"/adminApplications/{id}", managementApp),
	}
}

// listMakerEnvironments answers users.
func listMakerEnvironments(c *call) reply {
	if c.user == nil {
		return c.denyAdministration()
	}
	return c.appsEnvironments()
}

// listAdminEnvironments answers administrators and management applications.
func listAdminEnvironments(c *call) reply {
	switch {
	case c.app.Blocked:
		return c.denyBlocked()
	case c.administers(), c.user == nil && c.app.ManagementApp:
		return c.appsEnvironments()
	}
	return c.denyAdministration()
}

func (c *call) appsEnvironments() reply {
	return c.environments(nil, func(id, name string) any {
		return map[string]any{
			"id": "/providers/Microsoft.BusinessAppPlatform/environments/" + id, "name": id, "location": "europe",
			"type":       "Microsoft.BusinessAppPlatform/environments",
			"properties": map[string]any{"displayName": c.tenant.Name + " " + name, "environmentSku": name},
		}
	})
}

// environments lists the tenant's environments of Power Platform, which are Power Apps' too; those that reaches, unless it is
// nil, reports.
func (c *call) environments(reaches func(id string) bool, write func(id, name string) any) reply {
	var all []any
	for _, name := range platformEnvironments {
		if id := c.tenant.environmentID(name); reaches == nil || reaches(id) {
			all = append(all, write(id, name))
		}
	}
	return list(all...)
}

var platformEnvironments = []string{"Default", "Development"}

func (t *Tenant) environmentID(name string) string { return StableID("environment", t.ID, name) }

// administers reports whether an administrator of Power Platform signed in as a user.
func (c *call) administers() bool {
	return c.user != nil && (c.user.Administrator || c.user.HasRole(GlobalAdministrator, PowerPlatformAdministrator, Dynamics365Administrator))
}

// denyAdministration refuses what is an administrator's. The text for applications is recorded, with the address of a node
// of the service's own in it.
func (c *call) denyAdministration() reply {
	text := fmt.Sprintf("The user with object id '%s' in tenant '%s' does not have access to permission 'Admin'.", c.bearer.ObjectID, c.tenant.ID)
	if c.user == nil {
		text = fmt.Sprintf("The service principal with id '%s' for application '%s' does not have permission to access the path 'https://10.0.1.32:20029%s' in tenant %s.",
			c.bearer.ObjectID, c.bearer.ClientID, c.http.URL.RequestURI(), c.tenant.ID)
	}
	return c.refuse(http.StatusForbidden, "Forbidden", text)
}

// denyBlocked has Dataverse's code for an application that an environment's access control keeps out.
func (c *call) denyBlocked() reply {
	return c.refuse(http.StatusForbidden, "0x80095ffc", "Access to Dataverse API is restricted for this application Id : '"+c.bearer.ClientID+"'.")
}

type registeredApp struct {
	ApplicationID string `json:"applicationId"`
}

func listManagementApps(c *call) reply {
	if !c.administers() {
		return c.denyAdministration()
	}
	var all []registeredApp
	for _, a := range c.tenant.Apps {
		if a.ManagementApp {
			all = append(all, registeredApp{a.ClientID})
		}
	}
	return list(all...)
}

// managementApp registers an application, tells of it or removes it, for an administrator: an application cannot register
// itself.
func managementApp(c *call) reply {
	if !c.administers() {
		return c.denyAdministration()
	}
	a := c.tenant.App(c.words["id"])
	if a == nil || c.http.Method == http.MethodGet && !a.ManagementApp {
		return c.refuse(http.StatusNotFound, "AdminApplicationNotFound", "The application is not registered.")
	}
	if c.http.Method == http.MethodDelete {
		a.ManagementApp = false
		return reply{status: http.StatusNoContent}
	}
	a.ManagementApp = true
	return reply{body: registeredApp{a.ClientID}}
}
