package tenantsim

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// businessCentralAutomationRoutes are the automation API's users and their permission sets. No API makes a card: only
// UpdateApp does, as only the page in the product does.
func businessCentralAutomationRoutes(bc *product) []route {
	const role = "Automation.ReadWrite.All"
	var routes []route
	for _, base := range []string{"/v2.0/{tenant}/{environment}/api/microsoft/automation/v2.0", "/v2.0/{environment}/api/microsoft/automation/v2.0"} {
		company := base + "/companies({company})"
		permissions := company + "/users({user})/userPermissions"
		for pattern, answer := range map[string]func(*call) reply{
			"GET " + base + "/companies":               listCompanies,
			"GET " + company + "/users":                automated(listCentralUsers),
			"GET " + company + "/permissionSets":       automated(listPermissionSets),
			"GET " + permissions:                       automated(ofCard(listUserPermissions)),
			"POST " + permissions:                      automated(ofCard(addUserPermission)),
			"DELETE " + permissions + "({permission})": automated(ofCard(removeUserPermission)),
		} {
			routes = append(routes, bc.route(pattern, inEnvironment(role, answer)))
		}
	}
	return routes
}

// automated answers who may manage users: administrators, and applications that have the permission set for it.
func automated(answer func(*call) reply) func(*call) reply {
	return func(c *call) reply {
		manages := slices.ContainsFunc(c.cardIn(c.words["environment"]).PermissionSets, func(set string) bool {
			return slices.Contains([]string{"D365 AUTOMATION", "SECURITY"}, set)
		})
		if !c.administersCentral() && !manages {
			return c.refuse(http.StatusBadRequest, "Internal_ServerError", "You do not have the following permissions on TableData Access Control: Read.")
		}
		return answer(c)
	}
}

// cardAt is where an app's card of an environment is; -1 if it has none there.
func (a *App) cardAt(environment string) int {
	return slices.IndexFunc(a.Cards, func(card Card) bool { return strings.EqualFold(card.Environment, environment) })
}

// centralUserID is the security id of an application's user in an environment.
func (c *call) centralUserID(a *App) string {
	return StableID("business central user", c.tenant.ID, strings.ToLower(c.words["environment"]), a.ClientID)
}

// listCentralUsers lists people, and applications by their cards.
func listCentralUsers(c *call) reply {
	var all []any
	user := func(id, name, full, mail string, disabled bool) {
		state := "Enabled"
		if disabled {
			state = "Disabled"
		}
		all = append(all, map[string]any{"userSecurityId": id, "userName": name, "displayName": full, "state": state,
			"expiryDate": "0001-01-01T00:00:00Z", "contactEmail": mail})
	}
	for _, u := range c.tenant.Users {
		if !u.Unlicensed {
			user(StableID("business central user", c.tenant.ID, u.UPN), strings.ToUpper(strings.TrimSuffix(u.UPN, "@"+domainOf(u.UPN))), u.Name, u.UPN, u.Disabled)
		}
	}
	for _, a := range c.tenant.Apps {
		if at := a.cardAt(c.words["environment"]); at >= 0 {
			name := cmp.Or(a.Cards[at].Description, a.Name)
			user(c.centralUserID(a), strings.ToUpper(name), name, "", a.Cards[at].Disabled)
		}
	}
	return c.odata("companies("+c.companyID()+")/users", all)
}

// permissionSets are those of an environment: what automation needs, and some others.
func permissionSets() []string {
	sets := []string{catalog.ForbiddenPermissionSet, "SECURITY", "D365 BASIC", "D365 READ"}
	for _, set := range catalog.PermissionSets() {
		sets = append(sets, set.Name)
	}
	return sets
}

func listPermissionSets(c *call) reply {
	var all []any
	for _, set := range permissionSets() {
		all = append(all, map[string]any{"id": set, "roleId": set, "displayName": set, "scope": "System", "appId": StableID("base application"), "extensionName": "Base Application"})
	}
	return c.odata("companies("+c.companyID()+")/permissionSets", all)
}

// ofCard finds the card of the application whose user the path names.
func ofCard(answer func(*call, *App, *Card) reply) func(*call) reply {
	return func(c *call) reply {
		for _, a := range c.tenant.Apps {
			if at := a.cardAt(c.words["environment"]); at >= 0 && strings.EqualFold(c.centralUserID(a), c.words["user"]) {
				a.Cards = slices.Clone(a.Cards)
				return answer(c, a, &a.Cards[at])
			}
		}
		return c.refuse(http.StatusNotFound, "Internal_RecordNotFound", "The user does not exist.")
	}
}

func (c *call) userPermission(a *App, set string) map[string]any {
	return map[string]any{"id": StableID("user permission", c.centralUserID(a), set), "appId": StableID("base application"), "extensionName": "Base Application",
		"scope": "System", "userSecurityId": c.centralUserID(a), "displayName": set, "company": "", "roleId": set}
}

func listUserPermissions(c *call, a *App, card *Card) reply {
	var all []any
	for _, set := range card.PermissionSets {
		all = append(all, c.userPermission(a, set))
	}
	return c.odata("companies("+c.companyID()+")/users("+c.words["user"]+")/userPermissions", all)
}

// addUserPermission adds a permission set, but never SUPER to an application.
func addUserPermission(c *call, a *App, card *Card) reply {
	var wanted struct {
		RoleID string `json:"roleId"`
	}
	_ = json.NewDecoder(c.http.Body).Decode(&wanted) // a body that is no JSON names no set
	switch set := wanted.RoleID; {
	case !slices.Contains(permissionSets(), set):
		return c.refuse(http.StatusBadRequest, "Internal_InvalidTableRelation", "The field Permission Set of table Access Control contains a value ("+set+") that cannot be found.")
	case set == catalog.ForbiddenPermissionSet:
		return c.refuse(http.StatusBadRequest, "Application_DialogException", "The "+set+" permission set can't be assigned to an application.")
	case slices.Contains(card.PermissionSets, set):
		return c.refuse(http.StatusBadRequest, "Internal_EntityWithSameKeyExists", "The record in table Access Control already exists.")
	default:
		card.PermissionSets = append(slices.Clone(card.PermissionSets), set)
		return reply{status: http.StatusCreated, body: c.userPermission(a, set)}
	}
}

func removeUserPermission(c *call, a *App, card *Card) reply {
	at := slices.IndexFunc(card.PermissionSets, func(set string) bool {
		return strings.EqualFold(StableID("user permission", c.centralUserID(a), set), c.words["permission"])
	})
	if at < 0 {
		return c.refuse(http.StatusNotFound, "Internal_RecordNotFound", "The permission set is not assigned.")
	}
	card.PermissionSets = slices.Delete(slices.Clone(card.PermissionSets), at, at+1)
	return empty()
}
