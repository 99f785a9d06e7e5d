package tenantsim

import (
	"net/http"
	"testing"
)

// replicating is a harness whose tenant shows what is made after reads requests, in a shape, and an app that is not seen yet.
func replicating(t *testing.T, reads int, shape Shape) (h *graphHarness, app answer) {
	t.Helper()
	h = newGraphHarness(t)
	h.tenant(func(t *Tenant) { t.Rules.Replication = Replication{Reads: reads, Tokens: reads, Shape: shape} })
	return h, h.wants(http.StatusCreated, "POST /applications", `{"displayName":"x"}`)
}

// TestReadsOfWhatIsNotThereYet: every look counts, and then it is there.
func TestReadsOfWhatIsNotThereYet(t *testing.T) {
	h, app := replicating(t, 3, ShapePlain)
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "GET /applications/"+app.text("id"), nil)
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "POST /applications/"+app.text("id")+"/addPassword", `{}`)
	if all := values(h.wants(http.StatusOK, "GET /applications?$filter="+escaped("appId eq '"+app.text("appId")+"'"), nil)); len(all) != 0 {
		t.Errorf("got %v", all)
	}
	h.wants(http.StatusOK, "GET /applications/"+app.text("id"), nil)
	sp := h.wants(http.StatusCreated, "POST /servicePrincipals", map[string]string{"appId": app.text("appId")})
	for range 3 {
		h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "GET /servicePrincipals/"+sp.text("id"), nil)
	}
	h.wants(http.StatusOK, "GET /servicePrincipals/"+sp.text("id"), nil)
	secret := h.wants(http.StatusOK, "POST /applications/"+app.text("id")+"/addPassword", `{}`)
	ask := secretForm("client_id", app.text("appId"), "client_secret", secret.text("secretText"))
	for range 3 {
		if a := h.post(testTenant, ask); a.code() != 7000215 {
			t.Errorf("a fresh secret: %s", a.raw)
		}
	}
	h.tokenOf(ask)
}

// TestShapesOfNotThereYet: how each write that needs the object fails, and whether it was applied all the same.
func TestShapesOfNotThereYet(t *testing.T) {
	tests := []struct {
		shape       Shape
		principal   [3]any // status, code, and a part of the answer
		grant, role [3]any
		applied     bool
	}{
		{ShapePlain, [3]any{400, "Request_BadRequest", "NoBackingApplicationObject"}, [3]any{400, "Request_BadRequest", "queried reference-property objects are not present."},
			[3]any{400, "Request_BadRequest", "Not a valid reference update"}, false},
		{ShapeMisleading, [3]any{403, "Authorization_RequestDenied", "local tenant"}, [3]any{404, "Directory_ObjectNotFound", "Unable to read the company information"},
			[3]any{404, "Request_ResourceNotFound", ""}, false},
		{ShapeApplied, [3]any{403, "Authorization_RequestDenied", "local tenant"}, [3]any{404, "Directory_ObjectNotFound", "Unable to read the company information"},
			[3]any{404, "Request_ResourceNotFound", ""}, true},
	}
	for _, test := range tests {
		h, app := replicating(t, 1, test.shape)
		refuses := func(want [3]any, what string, body any) {
			t.Helper()
			h.refuses(want[0].(int), want[1].(string), want[2].(string), what, body)
		}
		principal := map[string]string{"appId": app.text("appId")}
		refuses(test.principal, "POST /servicePrincipals", principal)
		sp := h.wants(http.StatusCreated, "POST /servicePrincipals", principal).text("id")
		bc := h.resource(bcResource)
		resource, _ := bc["id"].(string)
		grant := map[string]any{"clientId": sp, "consentType": "AllPrincipals", "resourceId": resource, "scope": "user_impersonation"}
		refuses(test.grant, "POST /oauth2PermissionGrants", grant)
		must(t, h.sim.UpdateApp(testTenant, app.text("appId"), func(a *App) { a.hidden = 1 }))
		role := map[string]string{"principalId": sp, "resourceId": resource, "appRoleId": permissionID(t, bc, "appRoles", "API.ReadWrite.All")}
		refuses(test.role, "POST /servicePrincipals/"+resource+"/appRoleAssignedTo", role)
		grants := values(h.wants(http.StatusOK, "GET /oauth2PermissionGrants?$filter="+escaped("clientId eq '"+sp+"'"), nil))
		roles := values(h.wants(http.StatusOK, "GET /servicePrincipals/"+sp+"/appRoleAssignments", nil))
		if applied := len(grants) == 1 && len(roles) == 1; applied != test.applied {
			t.Errorf("shape %d: %v %v", test.shape, grants, roles)
		}
		if !test.applied {
			h.wants(http.StatusCreated, "POST /oauth2PermissionGrants", grant)
			h.wants(http.StatusCreated, "POST /servicePrincipals/"+resource+"/appRoleAssignedTo", role)
		}
	}
}

// TestAnUpsertSeesWhatIsThere: it is asked by the key under which the object was made.
func TestAnUpsertSeesWhatIsThere(t *testing.T) {
	h, _ := replicating(t, 5, ShapePlain)
	for _, status := range []int{http.StatusCreated, http.StatusNoContent} {
		h.wants(status, "PATCH /applications(uniqueName='appreg-x')", `{"displayName":"x"}`, "Prefer", "create-if-missing")
	}
}

// TestTheTokenEndpointIsLate: with a registration, and with a consent, each for as many requests as the tenant says.
func TestTheTokenEndpointIsLate(t *testing.T) {
	h := newGraphHarness(t)
	h.tenant(func(t *Tenant) { t.Rules.Replication = Replication{Clients: 1, Consents: 2} })
	app, bc := h.create(nil), h.resource(bcResource)
	secret := h.wants(http.StatusOK, "POST /applications/"+app.object+"/addPassword", `{}`)
	ask := secretForm("client_id", app.client, "client_secret", secret.text("secretText"))
	if a := h.post(testTenant, ask); a.code() != 700016 {
		t.Errorf("a fresh registration: %s", a.raw)
	}
	resource, _ := bc["id"].(string)
	h.wants(http.StatusCreated, "POST /servicePrincipals/"+resource+"/appRoleAssignedTo", map[string]string{
		"principalId": app.principal, "resourceId": resource, "appRoleId": permissionID(t, bc, "appRoles", "API.ReadWrite.All")})
	for i, want := range []bool{false, false, true} {
		if roles := claimsOf(t, h.tokenOf(ask))["roles"]; (roles != nil) != want {
			t.Errorf("token %d: roles %v", i, roles)
		}
	}
	h.wants(http.StatusNoContent, "PATCH /applications/"+app.object, map[string]any{"isFallbackPublicClient": true, "requiredResourceAccess": []any{map[string]any{
		"resourceAppId": bcResource, "resourceAccess": []any{map[string]string{"id": permissionID(t, bc, "oauth2PermissionScopes", "user_impersonation"), "type": "Scope"}}}}})
	h.wants(http.StatusCreated, "POST /oauth2PermissionGrants", map[string]any{"clientId": app.principal, "consentType": "AllPrincipals", "resourceId": resource, "scope": "user_impersonation"})
	for i, code := range []int{65001, 65001, 0} {
		if a := h.post(testTenant, passwordForm("client_id", app.client, "scope", bcScope)); a.code() != code {
			t.Errorf("user's token %d: %s", i, a.raw)
		}
	}
}
