package tenantsim

import (
	"fmt"
	"net/http"
)

// listMakerEnvironments answers users.
func listMakerEnvironments(s *Sim, c *apiCall) apiAnswer {
	if c.user == nil {
		return wrappedError.of(s, noManagementApp(c, "/providers/Microsoft.BusinessAppPlatform/environments?api-version=2020-10-01"))
	}
	return answered(appsEnvironments(c.tenant))
}

// listAdminEnvironments answers administrators and management applications.
func listAdminEnvironments(s *Sim, c *apiCall) apiAnswer {
	switch {
	case c.app.Products.Blocked:
		return wrappedError.of(s, appBlocked(c))
	case c.administers(), c.user == nil && c.app.Products.ManagementApp:
		return answered(appsEnvironments(c.tenant))
	case c.user == nil:
		return wrappedError.of(s, noManagementApp(c, "/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments?api-version=2020-10-01"))
	default:
		return wrappedError.of(s, notAdministrator(c))
	}
}

// noManagementApp is the recorded refusal (facts/errors-dev.jsonl e024): the address in it is a node of the service's own.
func noManagementApp(c *apiCall, path string) *apiRefusal {
	return &apiRefusal{
		status: http.StatusForbidden, code: "Forbidden",
		message: fmt.Sprintf("The service principal with id '%s' for application '%s' does not have permission to access the path 'https://10.0.1.32:20029%s' in tenant %s.",
			c.bearer.objectID, c.bearer.clientID, path, c.tenant.ID),
	}
}

func notAdministrator(c *apiCall) *apiRefusal {
	return &apiRefusal{
		status: http.StatusForbidden, code: "Forbidden",
		message: fmt.Sprintf("The user with object id '%s' in tenant '%s' does not have access to permission 'Admin'.", c.bearer.objectID, c.tenant.ID),
	}
}

func appsEnvironments(t *tenant) map[string]any {
	var list []any
	for _, name := range []string{"Default", "Development"} {
		id := stableID("environment", t.ID, name)
		list = append(list, map[string]any{
			"id": "/providers/Microsoft.BusinessAppPlatform/environments/" + id, "name": id, "location": "europe",
			"type":       "Microsoft.BusinessAppPlatform/environments",
			"properties": map[string]any{"displayName": t.Name + " " + name, "environmentSku": name},
		})
	}
	return map[string]any{"value": list}
}

type managementApp struct {
	ApplicationID string `json:"applicationId"`
}

func listManagementApps(s *Sim, c *apiCall) apiAnswer {
	if !c.administers() {
		return c.refuseRegistration(s)
	}
	list := []managementApp{}
	for _, a := range c.tenant.apps {
		if a.Products.ManagementApp {
			list = append(list, managementApp{a.ClientID})
		}
	}
	return answered(map[string]any{"value": list})
}

func getManagementApp(s *Sim, c *apiCall) apiAnswer {
	return c.registration(s, func(a *App) apiAnswer {
		if !a.Products.ManagementApp {
			return c.noSuchRegistration(s)
		}
		return answered(managementApp{a.ClientID})
	})
}

// putManagementApp registers; the body is empty (Create a service principal application using API).
func putManagementApp(s *Sim, c *apiCall) apiAnswer {
	return c.registration(s, func(a *App) apiAnswer {
		a.Products.ManagementApp = true
		return answered(managementApp{a.ClientID})
	})
}

func deleteManagementApp(s *Sim, c *apiCall) apiAnswer {
	return c.registration(s, func(a *App) apiAnswer {
		a.Products.ManagementApp = false
		return apiAnswer{status: http.StatusNoContent}
	})
}

// registration finds the application that the path names, for an administrator: an application cannot register itself.
func (c *apiCall) registration(s *Sim, do func(*App) apiAnswer) apiAnswer {
	if !c.administers() {
		return c.refuseRegistration(s)
	}
	a := c.tenant.app(c.http.PathValue("id"))
	if a == nil {
		return c.noSuchRegistration(s)
	}
	return do(a)
}

func (c *apiCall) refuseRegistration(s *Sim) apiAnswer {
	if c.user == nil {
		return wrappedError.of(s, noManagementApp(c, c.http.URL.Path))
	}
	return wrappedError.of(s, notAdministrator(c))
}

func (c *apiCall) noSuchRegistration(s *Sim) apiAnswer {
	return wrappedError.of(s, &apiRefusal{status: http.StatusNotFound, code: "AdminApplicationNotFound", message: "The application is not registered."})
}
