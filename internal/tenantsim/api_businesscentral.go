package tenantsim

import (
	"net/http"
	"slices"
	"strings"
)

// badCredentials is Business Central's one answer for a missing role, a missing or disabled card and a user without a
// licence (facts/errors-dev.jsonl e120, e174): the shape puts its own text in.
func badCredentials() *apiRefusal { return &apiRefusal{status: http.StatusUnauthorized} }

// entitled reports whether the token and its bearer may enter Business Central at all.
func (c *apiCall) entitled() bool {
	if c.user != nil {
		return !c.user.Products.Unlicensed &&
			(slices.Contains(c.bearer.scopes, "Financials.ReadWrite.All") || slices.Contains(c.bearer.scopes, "user_impersonation"))
	}
	return slices.Contains(c.bearer.roles, "API.ReadWrite.All") || slices.Contains(c.bearer.roles, "Automation.ReadWrite.All")
}

// listBusinessCentralEnvironments answers users, and applications that have a card in some environment: whether
// Microsoft's service answers applications is not documented.
func listBusinessCentralEnvironments(s *Sim, c *apiCall) apiAnswer {
	enabled := slices.ContainsFunc(c.app.Products.Cards, func(card Card) bool { return !card.Disabled })
	if !c.entitled() || c.user == nil && !enabled {
		return correlatedError.of(s, badCredentials())
	}
	var list []any
	for _, name := range c.tenant.Products.environments() {
		list = append(list, map[string]any{
			"friendlyName": name, "type": environmentType(name), "name": name, "countryCode": "US", "applicationFamily": "BusinessCentral",
			"aadTenantId": c.tenant.ID, "applicationVersion": "27.0.38460.0", "status": "Active",
			"webServiceUrl": "https://api.businesscentral.dynamics.com", "webClientLoginUrl": "https://businesscentral.dynamics.com/" + c.tenant.ID + "/" + name,
		})
	}
	return answered(map[string]any{"value": list})
}

func environmentType(name string) string {
	if strings.EqualFold(name, "Production") {
		return "Production"
	}
	return "Sandbox"
}

// listCompanies answers in one environment. A missing permission set comes as the documented Authorization_ code where
// the card has none, and as 400 Internal_ServerError where the ones it has do not cover the page (e183).
func listCompanies(s *Sim, c *apiCall) apiAnswer {
	environment := c.http.PathValue("environment")
	tenant := c.http.PathValue("tenant")
	if tenant != "" && !c.tenant.has(tenant) || !containsFold(c.tenant.Products.environments(), environment) {
		return correlatedError.of(s, &apiRefusal{status: http.StatusNotFound, code: "NoEnvironment", message: "Environment does not exist."})
	}
	if !c.entitled() {
		return correlatedError.of(s, badCredentials())
	}
	if c.user == nil {
		if no := c.judgeCard(environment); no != nil {
			return correlatedError.of(s, no)
		}
	}
	return answered(map[string]any{
		"@odata.context": "https://api.businesscentral.dynamics.com/v2.0/" + c.tenant.ID + "/" + environment + "/api/v2.0/$metadata#companies",
		"value": []any{map[string]any{
			"id": stableID("company", c.tenant.ID, environment), "systemVersion": "27.0.38460.0", "name": "CRONUS International",
			"displayName": "CRONUS International", "businessProfileId": "",
		}},
	})
}

// judgeCard judges the application's card in an environment; nil lets it in.
func (c *apiCall) judgeCard(environment string) *apiRefusal {
	card, there := c.app.Products.card(environment)
	switch {
	case !there || card.Disabled || !slices.Contains(c.bearer.roles, "API.ReadWrite.All"):
		return badCredentials()
	case len(card.PermissionSets) == 0:
		return &apiRefusal{status: http.StatusForbidden, code: "Authorization_RequestDenied", message: "The application has no permission sets."}
	case !slices.ContainsFunc(card.PermissionSets, readsCompanies):
		return &apiRefusal{
			status: http.StatusBadRequest, code: "Internal_ServerError",
			message: "You do not have the following permissions on Page APIV2 - Companies: Execute.\r\n\r\nTo view details about your permissions, see the Effective Permissions page.",
		}
	}
	return nil
}

// readsCompanies names the permission sets that cover the page of companies here.
func readsCompanies(set string) bool {
	return slices.Contains([]string{"D365 AUTOMATION", "D365 BASIC", "D365 READ"}, set)
}
