package tenantsim

import (
	"net/http"
	"slices"

	"appreg/internal/catalog"
)

// businessCentralAdminRoutes are the administration center API's list of authorized applications (Business Central
// administration center API, "Authorized AAD apps").
func businessCentralAdminRoutes(bc *product) []route {
	const all = "/admin/{version}/authorizedAadApps"
	return []route{
		bc.route("GET "+all, byCentralAdmin(listAuthorized)),
		bc.route("GET "+all+"/manageableTenants", listManageable),
		bc.route("PUT "+all+"/{id}", byCentralAdmin(authorizeApp(true))),
		bc.route("DELETE "+all+"/{id}", byCentralAdmin(authorizeApp(false))),
	}
}

// administersCentral reports whether the bearer is a user who administers Business Central.
func (c *call) administersCentral() bool {
	return c.user != nil && c.user.HasRole(GlobalAdministrator, Dynamics365Administrator, BusinessCentralAdministrator)
}

// byCentralAdmin answers users who administer Business Central: an application can't authorize itself.
func byCentralAdmin(answer func(*call) reply) func(*call) reply {
	return func(c *call) reply {
		switch {
		case !c.entitled() && !c.bearer.may("AdminCenter.ReadWrite.All"):
			return c.refuse(http.StatusUnauthorized, "", "")
		case !c.administersCentral():
			return c.refuse(http.StatusForbidden, "Forbidden", "The caller is not authorized to manage authorized applications.")
		}
		return answer(c)
	}
}

type authorizedApp struct {
	AppID     string `json:"appId"`
	Consented bool   `json:"isAdminConsentGranted"`
}

func authorized(a *App) authorizedApp {
	return authorizedApp{a.ClientID, slices.Contains(a.Roles[catalog.BusinessCentral], "AdminCenter.ReadWrite.All")}
}

func listAuthorized(c *call) reply {
	var all []authorizedApp
	for _, a := range c.tenant.Apps {
		if a.AdminCenter {
			all = append(all, authorized(a))
		}
	}
	return list(all...)
}

// authorizeApp authorizes an application, or no longer. Where the tenant has somebody who adds cards, that is done then.
func authorizeApp(yes bool) func(*call) reply {
	return func(c *call) reply {
		a := c.tenant.App(c.words["id"])
		if a == nil || !yes && !a.AdminCenter {
			return c.refuse(http.StatusNotFound, "ResourceNotFound", "The application is not known.")
		}
		if a.AdminCenter = yes; !yes {
			return empty()
		}
		if c.tenant.CardMaker {
			c.addCards(a)
		}
		return reply{body: authorized(a)}
	}
}

// addCards adds an enabled card without permission sets in every environment that has none.
func (c *call) addCards(a *App) {
	for _, environment := range c.tenant.environments() {
		if a.cardAt(environment) < 0 {
			a.Cards = append(slices.Clone(a.Cards), Card{Environment: environment})
		}
	}
}

// listManageable answers applications: the tenants that have authorized them.
func listManageable(c *call) reply {
	if c.user != nil || !c.bearer.may("AdminCenter.ReadWrite.All") {
		return c.refuse(http.StatusForbidden, "Forbidden", "Only an application with AdminCenter.ReadWrite.All can ask.")
	}
	var all []any
	if c.app.AdminCenter {
		all = append(all, map[string]string{"entraTenantId": c.tenant.ID})
	}
	return list(all...)
}
