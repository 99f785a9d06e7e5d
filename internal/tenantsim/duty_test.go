package tenantsim

import (
	"net/http"
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// dutyHarness is a graphHarness whose app may be given everything, with a token for the APIs' admin endpoints.
func dutyHarness(t *testing.T) (h *graphHarness, api string) {
	t.Helper()
	h = newGraphHarness(t)
	h.app(func(a *App) {
		a.Public = false
		a.Roles = map[catalog.API][]string{catalog.BusinessCentral: {"API.ReadWrite.All", "Automation.ReadWrite.All", "AdminCenter.ReadWrite.All"}}
	})
	return h, h.apiToken(adminUser)
}

func (h *graphHarness) apiToken(upn string) string {
	h.t.Helper()
	token, err := h.sim.AdminToken(testTenant, upn, AdminTokenOptions{Resources: AdminAudiences()})
	must(h.t, err)
	return token
}

// dutyStep is one call and what it answers.
type dutyStep struct {
	token  string
	call   string
	body   string
	status int
	says   string
}

func (h *graphHarness) walk(steps []dutyStep) {
	h.t.Helper()
	for _, step := range steps {
		if a := h.call(step.token, step.call, step.body); a.status != step.status || !strings.Contains(a.raw, step.says) {
			h.t.Errorf("%s: got %d, want %d with %q: %s", step.call, a.status, step.status, step.says, a.raw)
		}
	}
}

// TestRolesInPowerPlatform: at each scope; the application sees what its role reaches.
func TestRolesInPowerPlatform(t *testing.T) {
	h, api := dutyHarness(t)
	var scopes []PlatformRole
	reader := catalog.PowerPlatformRoles()[0].ID
	must(t, h.sim.UpdateTenant(testTenant, func(tenant *Tenant) {
		for _, id := range tenant.EnvironmentIDs() {
			scopes = append(scopes, PlatformRole{reader, "environments/" + id})
		}
		tenant.RolesOnly = true
		scopes = append(scopes, PlatformRole{reader, "environmentGroups/" + tenant.EnvironmentGroup()}, PlatformRole{reader, ""})
	}))
	reaches := []int{1, 1, 1, 2} // environments
	for i, scope := range scopes {
		base := "/authorization" + strings.TrimSuffix("/"+scope.Scope, "/") + "/roleAssignments"
		full := "/tenants/" + testTenant + strings.TrimSuffix("/"+scope.Scope, "/")
		body := func(principal, kind string) string {
			return `{"roleDefinitionId":"` + reader + `","principalObjectId":"` + principal + `","principalType":"` + kind + `","scope":"` + full + `"}`
		}
		right := servicePrincipalID(testTenant, testClient)
		h.walk([]dutyStep{
			{api, "GET " + base + "?api-version=2024-10-01", "", 200, `"value":[]`},
			{api, "POST " + base, body(testClient, "ApplicationUser"), 400, "PrincipalNotFound"},
			{api, "POST " + base, body(StableID("application", testTenant, testClient), "ApplicationUser"), 400, "PrincipalNotFound"},
			{api, "POST " + base, body(right, "User"), 400, "PrincipalNotFound"},
			{h.apiToken(developerUser), "POST " + base, body(right, "ApplicationUser"), 403, "InsufficientPrincipalPermissions"},
			{api, "POST " + base, body(right, "ApplicationUser"), 201, full},
			{api, "POST " + base, body(right, "ApplicationUser"), 409, "RoleAssignmentExists"},
			{api, "GET " + base, "", 200, right},
		})
		a := h.call(h.appToken(ppScope), "GET "+platPath)
		if seen := len(values(a)); a.status != 200 || seen != reaches[i] {
			t.Errorf("%s: %d, %d environments", full, a.status, seen)
		}
		id, _ := values(h.call(api, "GET "+base))[0]["roleAssignmentId"].(string)
		h.walk([]dutyStep{{api, "DELETE " + base + "/" + id, "", 200, ""}, {api, "DELETE " + base + "/" + id, "", 404, "RoleAssignmentNotFound"}})
		if a := h.call(h.appToken(ppScope), "GET "+platPath); a.status != http.StatusForbidden {
			t.Errorf("%s, taken away: %d", full, a.status)
		}
	}
	h.walk([]dutyStep{
		{api, "POST /authorization/environments/nowhere/roleAssignments", "{}", 400, "EnvironmentIdInvalid"},
		{api, "GET /authorization/environmentGroups/nowhere/roleAssignments", "", 400, "EnvironmentGroupIdInvalid"},
		{api, "GET /authorization/roleDefinitions", "", 200, reader},
	})
}

// TestManagementAppByAnAdminsToken: the one token for all APIs is taken there, an ordinary user's is not enough.
func TestManagementAppByAnAdminsToken(t *testing.T) {
	h, api := dutyHarness(t)
	one := bapPath + "/adminApplications/" + testClient + appsVersion
	h.walk([]dutyStep{
		{h.apiToken(developerUser), "PUT " + one, "", 403, "Forbidden"},
		{api, "PUT " + one, "", 200, testClient},
		{h.appToken(appsScope), "GET " + bapPath + "/scopes/admin/environments" + appsVersion, "", 200, "Default"},
		{api, "DELETE " + one, "", 204, ""},
		{h.appToken(appsScope), "GET " + bapPath + "/scopes/admin/environments" + appsVersion, "", 403, ""},
	})
}

// TestAuthorizedAppsOfBusinessCentral: users only, but for the question that only an application can ask.
func TestAuthorizedAppsOfBusinessCentral(t *testing.T) {
	h, api := dutyHarness(t)
	const all = "/admin/v2.29/authorizedAadApps"
	app := h.appToken(bcScope)
	h.walk([]dutyStep{
		{api, "GET " + all, "", 200, `"value":[]`},
		{h.apiToken(developerUser), "PUT " + all + "/" + testClient, "", 403, "Forbidden"},
		{app, "PUT " + all + "/" + testClient, "", 403, "Forbidden"},
		{api, "PUT " + all + "/" + testTenant, "", 404, ""},
		{app, "GET " + all + "/manageableTenants", "", 200, `"value":[]`},
		{api, "PUT " + all + "/" + testClient, "", 200, `"isAdminConsentGranted":true`},
		{api, "GET " + all, "", 200, testClient},
		{app, "GET " + all + "/manageableTenants", "", 200, testTenant},
		{api, "GET " + all + "/manageableTenants", "", 403, ""},
		{app, companiesCall, "", 401, ""}, // no API makes the card
		{api, "DELETE " + all + "/" + testClient, "", 204, ""},
		{api, "DELETE " + all + "/" + testClient, "", 404, ""},
	})
	h.tenant(func(t *Tenant) { t.CardMaker = true })
	h.walk([]dutyStep{
		{api, "PUT " + all + "/" + testClient, "", 200, ""},
		{app, companiesCall, "", 403, "no permission sets"},
	})
}

// TestPermissionSetsByTheAutomationAPI: what is assigned there is what the web services judge by.
func TestPermissionSetsByTheAutomationAPI(t *testing.T) {
	h, api := dutyHarness(t)
	const base = "/v2.0/Production/api/microsoft/automation/v2.0/companies"
	h.app(func(a *App) { a.Cards = []Card{{Environment: "Production", Description: "Nightly import"}} })
	company, _ := values(h.call(api, "GET "+base))[0]["id"].(string)
	in := base + "(" + company + ")"
	var user string
	for _, u := range values(h.call(api, "GET "+in+"/users")) {
		if u["userName"] == "NIGHTLY IMPORT" && u["state"] == "Enabled" {
			user, _ = u["userSecurityId"].(string)
		}
	}
	sets := in + "/users(" + user + ")/userPermissions"
	set := func(name string) string { return `{"roleId":"` + name + `","company":"","scope":"System"}` }
	app := h.appToken(bcScope)
	h.walk([]dutyStep{
		{app, companiesCall, "", 403, "no permission sets"},
		{h.apiToken(developerUser), "GET " + in + "/users", "", 400, "Access Control"},
		{api, "GET " + in + "/permissionSets", "", 200, "EXTEN. MGT. - ADMIN"},
		{api, "GET " + sets, "", 200, `"value":[]`},
		{api, "POST " + sets, set("SUPER"), 400, "can't be assigned"},
		{api, "POST " + sets, set("NOTHING"), 400, "cannot be found"},
		{api, "POST " + sets, set("D365 AUTOMATION"), 201, `"roleId":"D365 AUTOMATION"`},
		{api, "POST " + sets, set("D365 AUTOMATION"), 400, "already exists"},
		{app, companiesCall, "", 200, "CRONUS"},
		{app, "GET " + sets, "", 200, "D365 AUTOMATION"}, // the application may now itself
		{api, "POST " + in + "/users(" + testTenant + ")/userPermissions", set("D365 READ"), 404, ""},
	})
	id, _ := values(h.call(api, "GET "+sets))[0]["id"].(string)
	h.walk([]dutyStep{{api, "DELETE " + sets + "(" + id + ")", "", 204, ""}, {api, "DELETE " + sets + "(" + id + ")", "", 404, ""}, {app, companiesCall, "", 403, ""}})
}
