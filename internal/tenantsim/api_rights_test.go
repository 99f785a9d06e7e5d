package tenantsim

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// rightTest is one call with a token of a user or of the application.
type rightTest struct {
	user, app string // the scope of whose token is sent
	do        []func(*harness)
	call      string
	status    int
	code      string
	says      string // a part of the answer
}

const (
	nodeText      = "does not have permission to access the path 'https://10."
	companiesCall = "GET /v2.0/" + testTenant + "/Production/api/v2.0/companies"
)

func joins(h *harness)      { h.user(func(u *User) { u.Projects = []string{"1234567"} }) }
func blocked(h *harness)    { h.app(func(a *App) { a.Blocked = true }) }
func unlicensed(h *harness) { h.user(func(u *User) { u.Unlicensed = true }) }
func admin(h *harness)      { h.user(func(u *User) { u.Administrator = true }) }
func registered(h *harness) { h.app(func(a *App) { a.ManagementApp = true }) }

func rolesOnly(h *harness) {
	h.tenant(func(t *Tenant) { t.RolesOnly = true })
}

func assigned(h *harness) {
	h.app(func(a *App) { a.PlatformRoles = []PlatformRole{{Role: catalog.PowerPlatformRoles()[0].ID}} })
}

func withCard(c Card) func(*harness) {
	return func(h *harness) { h.app(func(a *App) { a.Cards = []Card{c} }) }
}

func withRoles(names ...string) func(*harness) {
	return func(h *harness) { h.app(func(a *App) { a.Roles[catalog.BusinessCentral] = names }) }
}

func withScopes(api catalog.API, names ...string) func(*harness) {
	return func(h *harness) { h.app(func(a *App) { a.Consents[api] = names }) }
}

// TestLCSRights: a refusal comes with 200.
func TestLCSRights(t *testing.T) {
	testRights(t, map[string]rightTest{
		"lcs, no member":     {user: lcsScope, call: "GET /databasemovement/v1/databases/project/1234567", status: 200, says: `"IsSuccess":false`},
		"lcs, member":        {user: lcsScope, do: []func(*harness){joins}, call: "GET /databasemovement/v1/databases/project/1234567", status: 200, says: `"IsSuccess":true`},
		"lcs, other project": {user: lcsScope, do: []func(*harness){joins}, call: "GET /databasemovement/v1/databases/project/2", status: 200, says: `project 2 `},
		"lcs, shared assets": {user: lcsScope, call: "GET /box/fileasset/GetSharedAssets?fileType=10", status: 200, says: `"IsSuccess":true`},
		"lcs, application":   {app: lcsScope, call: "GET /box/fileasset/GetSharedAssets?fileType=10", status: 200, says: `"IsSuccess":false`},
	})
}

func TestPowerPlatformRights(t *testing.T) {
	testRights(t, map[string]rightTest{
		"platform, user":                   {user: ppScope, call: "GET " + platPath, status: 200, says: "Contoso Default"},
		"platform, user without scope":     {user: ppScope, do: []func(*harness){withScopes(catalog.PowerPlatform, "Licensing.BillingPolicies.Read")}, call: "GET " + platPath, status: 403, code: "InsufficientDelegatedPermissions"},
		"platform, application":            {app: ppScope, call: "GET " + platPath, status: 403, code: "Forbidden", says: nodeText},
		"platform, management application": {app: ppScope, do: []func(*harness){registered}, call: "GET " + platPath, status: 200, says: "Development"},
		"platform, role":                   {app: ppScope, do: []func(*harness){assigned}, call: "GET " + platPath, status: 200},
		"platform, roles only":             {app: ppScope, do: []func(*harness){registered, rolesOnly}, call: "GET " + platPath, status: 403, code: "InsufficientPrincipalPermissions"},
		"platform, roles only, role":       {app: ppScope, do: []func(*harness){assigned, rolesOnly}, call: "GET " + platPath, status: 200},
		"platform, blocked":                {app: ppScope, do: []func(*harness){assigned, blocked}, call: "GET " + platPath, status: 403, code: "0x80095ffc"},
		"platform, role definitions":       {user: ppScope, call: "GET /authorization/roleDefinitions?api-version=2024-10-01", status: 200, says: "c886ad2e-27f7-4874-8381-5849b8d8a090"},
		"platform, assignments":            {user: ppScope, call: "GET " + rolesPath, status: 403, code: "InsufficientPrincipalPermissions"},
		"platform, assignments, admin":     {user: ppScope, do: []func(*harness){admin, assigned}, call: "GET " + rolesPath, status: 200, says: servicePrincipalID(testTenant, testClient)},
	})
}

func TestPowerAppsRights(t *testing.T) {
	testRights(t, map[string]rightTest{
		"apps, user":                        {user: appsScope, call: "GET " + bapPath + "/environments" + appsVersion, status: 200, says: "Contoso Default"},
		"apps, application at user's":       {app: appsScope, call: "GET " + bapPath + "/environments" + appsVersion, status: 403, code: "Forbidden", says: nodeText},
		"apps, user at the administrators'": {user: appsScope, call: "GET " + bapPath + "/scopes/admin/environments" + appsVersion, status: 403, code: "Forbidden", says: "permission 'Admin'"},
		"apps, administrator":               {user: appsScope, do: []func(*harness){admin}, call: "GET " + bapPath + "/scopes/admin/environments" + appsVersion, status: 200},
		"apps, application":                 {app: appsScope, call: "GET " + bapPath + "/scopes/admin/environments" + appsVersion, status: 403, code: "Forbidden", says: servicePrincipalID(testTenant, testClient)},
		"apps, management application":      {app: appsScope, do: []func(*harness){registered}, call: "GET " + bapPath + "/scopes/admin/environments" + appsVersion, status: 200},
		"apps, blocked":                     {app: appsScope, do: []func(*harness){registered, blocked}, call: "GET " + bapPath + "/scopes/admin/environments" + appsVersion, status: 403, code: "0x80095ffc"},
		"apps, the platform's token":        {user: ppScope, call: "GET " + bapPath + "/environments" + appsVersion, status: 200},
	})
}

func TestBusinessCentralRights(t *testing.T) {
	good := withCard(Card{Environment: "production", PermissionSets: []string{"D365 AUTOMATION"}})
	testRights(t, map[string]rightTest{
		"bc, user":                    {user: bcScope, call: companiesCall, status: 200, says: "CRONUS"},
		"bc, user without tenant":     {user: bcScope, call: "GET /v2.0/Sandbox/api/v2.0/companies", status: 200},
		"bc, user without licence":    {user: bcScope, do: []func(*harness){unlicensed}, call: companiesCall, status: 401, code: "Authentication_InvalidCredentials", says: "CorrelationId"},
		"bc, environments":            {user: bcScope, call: "GET /environments/v1.2", status: 200, says: `"name":"Sandbox"`},
		"bc, environments, no card":   {app: bcScope, call: "GET /environments/v1.2", status: 401, code: "Authentication_InvalidCredentials"},
		"bc, environments, card":      {app: bcScope, do: []func(*harness){good}, call: "GET /environments/v1.2", status: 200},
		"bc, no card":                 {app: bcScope, call: companiesCall, status: 401, code: "Authentication_InvalidCredentials"},
		"bc, card":                    {app: bcScope, do: []func(*harness){good}, call: companiesCall, status: 200, says: "$metadata#companies"},
		"bc, card elsewhere":          {app: bcScope, do: []func(*harness){good}, call: "GET /v2.0/" + testDomain + "/Sandbox/api/v2.0/companies", status: 401, code: "Authentication_InvalidCredentials"},
		"bc, card disabled":           {app: bcScope, do: []func(*harness){good, withCard(Card{Environment: "Production", Disabled: true})}, call: companiesCall, status: 401, code: "Authentication_InvalidCredentials"},
		"bc, no permission set":       {app: bcScope, do: []func(*harness){withCard(Card{Environment: "Production"})}, call: companiesCall, status: 403, code: "Authorization_RequestDenied"},
		"bc, permission set too weak": {app: bcScope, do: []func(*harness){withCard(Card{Environment: "Production", PermissionSets: []string{"EXTEN. MGT. - ADMIN"}})}, call: companiesCall, status: 400, code: "Internal_ServerError", says: "do not have the following permissions"},
		"bc, no role":                 {app: bcScope, do: []func(*harness){good, withRoles()}, call: companiesCall, status: 401, code: "Authentication_InvalidCredentials"},
		"bc, the other role":          {app: bcScope, do: []func(*harness){good, withRoles("Automation.ReadWrite.All")}, call: companiesCall, status: 401, code: "Authentication_InvalidCredentials"},
		"bc, no such environment":     {app: bcScope, do: []func(*harness){good}, call: "GET /v2.0/" + testTenant + "/Test/api/v2.0/companies", status: 404, code: "NoEnvironment"},
		"bc, another's tenant":        {app: bcScope, do: []func(*harness){good}, call: "GET /v2.0/fabrikam.example/Production/api/v2.0/companies", status: 404, code: "NoEnvironment"},
	})
}

func testRights(t *testing.T, tests map[string]rightTest) {
	t.Helper()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := apiHarness(t)
			for _, do := range tt.do {
				do(h)
			}
			var token string
			if tt.user != "" {
				token = h.userToken(tt.user)
			} else {
				token = h.appToken(tt.app)
			}
			a := h.call(token, tt.call)
			if a.status != tt.status || apiCode(a) != tt.code || !strings.Contains(a.raw, tt.says) {
				t.Errorf("got %d %q, want %d %q with %q:\n%s", a.status, apiCode(a), tt.status, tt.code, tt.says, a.raw)
			}
		})
	}
}
