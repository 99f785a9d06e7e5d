package tenantsim

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"

	"github.com/golang-jwt/jwt/v5"
)

const (
	ppScope     = "https://api.powerplatform.com/.default"
	bapPath     = "/providers/Microsoft.BusinessAppPlatform"
	appsVersion = "?api-version=2020-10-01"
	platPath    = "/environmentmanagement/environments?api-version=2024-10-01"
	rolesPath   = "/authorization/roleAssignments?api-version=2024-10-01"
)

// apiHarness is a harness whose app has everything that Entra can give for the APIs, and nothing in the products.
func apiHarness(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	h.app(func(a *App) {
		a.Public = false
		a.Consent(catalog.PowerPlatform, environmentsScope, roleReadScope, roleWriteScope)
		a.Consent(catalog.BusinessCentral, "Financials.ReadWrite.All")
		a.Roles = map[catalog.API][]string{catalog.BusinessCentral: {"API.ReadWrite.All", "Automation.ReadWrite.All"}}
	})
	return h
}

// userToken and appToken ask the token endpoint.
func (h *harness) userToken(scope string) string {
	h.t.Helper()
	return h.tokenOf(passwordForm("scope", scope, "client_secret", testSecret))
}

func (h *harness) appToken(scope string) string {
	h.t.Helper()
	return h.tokenOf(secretForm("scope", scope))
}

func (h *harness) tokenOf(form url.Values) string {
	h.t.Helper()
	a := h.post(testTenant, form)
	token := a.text("access_token")
	if token == "" {
		h.t.Fatalf("no token: %s", a.raw)
	}
	return token
}

// call sends a request to an API: "GET /path".
func (h *harness) call(token, what string, body ...string) answer {
	h.t.Helper()
	method, path, _ := strings.Cut(what, " ")
	r, err := http.NewRequestWithContext(context.Background(), method, h.url+path, strings.NewReader(strings.Join(body, "")))
	must(h.t, err)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return h.send(r)
}

// code is the code of an API's error, wherever the API puts it.
func apiCode(a answer) string {
	body := a.body
	if inner, ok := body["error"].(map[string]any); ok {
		body = inner
	}
	code, _ := body["code"].(string)
	if inner, ok := body["innererror"].(map[string]any); ok {
		return inner["code"].(string)
	}
	return code
}

// TestBearer: the token is judged for real before any right is.
func TestBearer(t *testing.T) {
	h := apiHarness(t)
	key, err := testKey()
	must(t, err)
	stranger, err := newRSAKey()
	must(t, err)
	good := func() jwt.MapClaims {
		return jwt.MapClaims{"aud": "https://service.powerapps.com/", "tid": testTenant, "appid": testClient, "upn": testUser,
			"exp": testNow.Add(time.Hour).Unix()}
	}
	signed := func(key *rsa.PrivateKey, change func(jwt.MapClaims)) string {
		claims := good()
		change(claims)
		token, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(key)
		must(t, err)
		return token
	}
	unsigned, err := jwt.NewWithClaims(jwt.SigningMethodNone, good()).SignedString(jwt.UnsafeAllowNoneSignatureType)
	must(t, err)
	as := func(name string, value any) func(jwt.MapClaims) {
		return func(c jwt.MapClaims) { c[name] = value }
	}
	tests := map[string]struct {
		token  string
		status int
		code   string
	}{
		"good":                  {signed(key, func(jwt.MapClaims) {}), 200, ""},
		"none":                  {"", 401, "MissingAuthenticationToken"},
		"no JWT":                {"abc", 401, "InvalidAuthenticationToken"},
		"signed by a stranger":  {signed(stranger, func(jwt.MapClaims) {}), 401, "InvalidAuthenticationToken"},
		"not signed":            {unsigned, 401, "InvalidAuthenticationToken"},
		"expired":               {signed(key, as("exp", testNow.Add(-time.Second).Unix())), 401, "ExpiredAuthenticationToken"},
		"without an end":        {signed(key, func(c jwt.MapClaims) { delete(c, "exp") }), 401, "InvalidAuthenticationToken"},
		"for another API":       {signed(key, as("aud", "https://api.businesscentral.dynamics.com")), 401, "InvalidAuthenticationAudience"},
		"for nothing known":     {signed(key, as("aud", "https://graph.microsoft.com")), 401, "InvalidAuthenticationAudience"},
		"of an unknown tenant":  {signed(key, as("tid", testClient)), 401, "AuthenticationFailed"},
		"of an unknown client":  {signed(key, as("appid", testTenant)), 401, "AuthenticationFailed"},
		"for GCC, where it may": {signed(key, as("aud", "https://gov.service.powerapps.us/")), 200, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h.t = t
			a := h.call(tt.token, "GET "+bapPath+"/environments"+appsVersion)
			if a.status != tt.status || apiCode(a) != tt.code {
				t.Errorf("got %d %q, want %d %q: %s", a.status, apiCode(a), tt.status, tt.code, a.raw)
			}
			if (a.status == 401) != strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("WWW-Authenticate %q", a.header.Get("WWW-Authenticate"))
			}
			if a.header.Get("X-Ms-Correlation-Request-Id") == "" || a.header.Get("X-Ms-Ests-Server") != "" {
				t.Errorf("headers %v", a.header)
			}
		})
	}
}

// TestCloudOfTheAPI: the products of a tenant in GCC take the tokens for GCC alone.
func TestCloudOfTheAPI(t *testing.T) {
	h := apiHarness(t)
	must(t, h.sim.UpdateTenant(testTenant, func(t *Tenant) { t.Cloud = catalog.GCC }))
	a := h.call(h.userToken(appsScope), "GET "+bapPath+"/environments"+appsVersion)
	if a.status != 401 || apiCode(a) != "InvalidAuthenticationAudience" || !strings.Contains(a.raw, "https://gov.service.powerapps.us") {
		t.Errorf("public: %d %s", a.status, a.raw)
	}
	if a := h.call(h.userToken("https://gov.service.powerapps.us//.default"), "GET "+bapPath+"/environments"+appsVersion); a.status != 200 {
		t.Errorf("GCC: %d %s", a.status, a.raw)
	}
}

// TestErrorShapes: each API writes an error in its own way.
func TestErrorShapes(t *testing.T) {
	h := apiHarness(t)
	for call, want := range map[string]string{
		"GET /box/fileasset/GetSharedAssets?fileType=10": "Message",
		"GET " + platPath: "code message",
		"GET " + bapPath + "/adminApplications" + appsVersion: "error",
		"GET /environments/v1.2":                              "error",
	} {
		if a := h.call("", call); a.status != 401 || strings.Join(a.keys(), " ") != want {
			t.Errorf("%s: got %d %v, want the keys %s", call, a.status, a.keys(), want)
		}
	}
}

// TestManagementApps: an administrator registers, reads, lists and removes; nobody else does.
func TestManagementApps(t *testing.T) {
	h := apiHarness(t)
	one := bapPath + "/adminApplications/" + strings.ToUpper(testClient) + appsVersion
	list := "GET " + bapPath + "/adminApplications" + appsVersion
	for _, verb := range []string{"GET ", "PUT ", "DELETE "} {
		if a := h.call(h.userToken(appsScope), verb+one); a.status != 403 || !strings.Contains(a.raw, "'Admin'") {
			t.Errorf("%sby a user: %d %s", verb, a.status, a.raw)
		}
		if a := h.call(h.appToken(appsScope), verb+one); a.status != 403 || !strings.Contains(a.raw, "service principal") {
			t.Errorf("%sby the application itself: %d %s", verb, a.status, a.raw)
		}
	}
	h.user(func(u *User) { u.Administrator = true })
	token := h.userToken(appsScope)
	steps := []struct {
		call   string
		status int
		says   string
	}{
		{"GET " + one, 404, "not registered"},
		{list, 200, `"value":[]`},
		{"PUT " + one, 200, `{"applicationId":"` + testClient + `"}`},
		{"GET " + one, 200, testClient},
		{list, 200, testClient},
		{"DELETE " + one, 204, ""},
		{"GET " + one, 404, ""},
		{"PUT " + bapPath + "/adminApplications/" + testTenant + appsVersion, 404, ""},
	}
	for _, step := range steps {
		if a := h.call(token, step.call); a.status != step.status || !strings.Contains(a.raw, step.says) {
			t.Errorf("%s: got %d %s, want %d %s", step.call, a.status, a.raw, step.status, step.says)
		}
	}
}

// TestRoleAssignment: the principal is the enterprise application's object id; the client id and the object id of the
// registration are the mistakes that people make.
func TestRoleAssignment(t *testing.T) {
	h := apiHarness(t)
	right := roleAssignment{
		RoleDefinitionID: catalog.PowerPlatformRoles()[1].ID, PrincipalObjectID: servicePrincipalID(testTenant, testClient),
		PrincipalType: "ApplicationUser", Scope: "/tenants/" + testTenant,
	}
	text := func(change func(*roleAssignment)) string {
		body := right
		change(&body)
		raw, err := json.Marshal(body)
		must(t, err)
		return string(raw)
	}
	same := text(func(*roleAssignment) {})
	if a := h.call(h.userToken(ppScope), "POST "+rolesPath, same); a.status != 403 {
		t.Errorf("by a user: %d", a.status)
	}
	if a := h.call(h.appToken(ppScope), "POST "+rolesPath, same); a.status != 403 {
		t.Errorf("by the application: %d", a.status)
	}
	h.user(func(u *User) { u.Administrator = true })
	token := h.userToken(ppScope)
	for name, body := range map[string]string{
		"client id":     text(func(r *roleAssignment) { r.PrincipalObjectID = testClient }),
		"unknown role":  text(func(r *roleAssignment) { r.RoleDefinitionID = testClient }),
		"another scope": text(func(r *roleAssignment) { r.Scope = "/tenants/" + testClient }),
		"no JSON":       "role",
	} {
		if a := h.call(token, "POST "+rolesPath, body); a.status != 400 {
			t.Errorf("%s: got %d %s", name, a.status, a.raw)
		}
	}
	if a := h.call(h.appToken(ppScope), "GET "+platPath); a.status != 403 {
		t.Errorf("before: %d", a.status)
	}
	if a := h.call(token, "POST "+rolesPath, same); a.status != 201 || a.text("roleDefinitionId") != right.RoleDefinitionID {
		t.Errorf("got %d %s", a.status, a.raw)
	}
	if a := h.call(h.appToken(ppScope), "GET "+platPath); a.status != 200 {
		t.Errorf("after: %d %s", a.status, a.raw)
	}
}

// TestFaultsOfAnAPI: a fault of a client's API calls leaves its token requests alone, and the other way round.
func TestFaultsOfAnAPI(t *testing.T) {
	h := apiHarness(t)
	token := h.userToken(ppScope)
	h.sim.Inject(APIOf(testClient), Fault{Status: http.StatusTooManyRequests, RetryAfter: "7", Body: "{}", Type: "application/json", Times: 1})
	if a := h.call(token, "GET "+platPath); a.status != 429 || a.header.Get("Retry-After") != "7" {
		t.Errorf("got %d %v", a.status, a.header)
	}
	if a := h.call(token, "GET "+platPath); a.status != 200 {
		t.Errorf("afterwards: %d", a.status)
	}
	h.sim.Inject(APIOf(testClient), Fault{Status: http.StatusOK, Body: ProxyPage})
	if again := h.userToken(ppScope); again == "" {
		t.Error("no token")
	}
	if a := h.call(token, "GET "+platPath); a.raw != ProxyPage || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("got %s", a.raw)
	}
	h.sim.Clear(APIOf(testClient))
	h.sim.Inject(testClient, Fault{Status: http.StatusServiceUnavailable})
	if a := h.call(token, "GET "+platPath); a.status != 200 {
		t.Errorf("the token endpoint's fault reached the API: %d", a.status)
	}
}
