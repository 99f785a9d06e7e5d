package tenantsim

import (
	"net/http"
	"testing"

	"appreg/internal/catalog"
)

// TestGrants: one for a client and a resource; the scopes are replaced as a whole.
func TestGrants(t *testing.T) {
	h := newGraphHarness(t)
	app, bc := h.create(map[string]any{"isFallbackPublicClient": true}), h.resource(bcResource)
	body := map[string]any{"clientId": app.principal, "consentType": "AllPrincipals", "resourceId": bc["id"], "scope": "user_impersonation"}
	with := func(key string, value any) map[string]any {
		changed := map[string]any{key: value}
		for name, old := range body {
			if name != key {
				changed[name] = old
			}
		}
		return changed
	}
	const missing = "queried reference-property objects are not present"
	for says, wrong := range map[string]map[string]any{
		missing: with("clientId", app.client), missing + ".": with("resourceId", bcResource), "scope": with("scope", " "), "consentType": with("consentType", "Everybody"),
	} {
		h.refuses(http.StatusBadRequest, "Request_BadRequest", says, "POST /oauth2PermissionGrants", wrong)
	}
	made := h.wants(http.StatusCreated, "POST /oauth2PermissionGrants", body)
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.", "POST /oauth2PermissionGrants", with("scope", "Financials.ReadWrite.All"))
	one := "/oauth2PermissionGrants/" + made.text("id")
	h.wants(http.StatusNoContent, "PATCH "+one, `{"scope":"user_impersonation Financials.ReadWrite.All"}`)
	if read := h.wants(http.StatusOK, "GET "+one, nil); read.text("scope") != "user_impersonation Financials.ReadWrite.All" || read.text("clientId") != app.principal {
		t.Errorf("got %s", read.raw)
	}
	token := passwordForm("client_id", app.client, "scope", bcScope)
	h.wants(http.StatusNoContent, "PATCH /applications/"+app.object, map[string]any{"requiredResourceAccess": []any{map[string]any{"resourceAppId": bcResource,
		"resourceAccess": []any{map[string]string{"id": permissionID(t, bc, "oauth2PermissionScopes", "user_impersonation"), "type": "Scope"}}}}})
	if scp := claimsOf(t, h.tokenOf(token))["scp"]; scp != "user_impersonation Financials.ReadWrite.All" {
		t.Errorf("got %v", scp)
	}
	h.wants(http.StatusNoContent, "DELETE "+one, nil)
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "DELETE "+one, nil)
	if a := h.post(testTenant, token); a.code() != 65001 {
		t.Errorf("the grant is gone: %s", a.raw)
	}
	user := StableID("user", testTenant, testUser)
	own := with("consentType", "Principal")
	own["principalId"] = user
	h.wants(http.StatusCreated, "POST /oauth2PermissionGrants", own)
	if scp := claimsOf(t, h.tokenOf(token))["scp"]; scp != "user_impersonation" {
		t.Errorf("for one user: %v", scp)
	}
	if a := h.post(testTenant, changed(token, []string{"username", adminUser, "password", ""})); a.code() == 0 {
		t.Errorf("another user got a token: %s", a.raw)
	}
	if all := values(h.wants(http.StatusOK, "GET /oauth2PermissionGrants?$filter="+escaped("clientId eq '"+app.principal+"' and consentType eq 'AllPrincipals'"), nil)); len(all) != 0 {
		t.Errorf("got %v", all)
	}
}

// TestAppRoles: given once, listed from both sides, taken away.
func TestAppRoles(t *testing.T) {
	h := newGraphHarness(t)
	app, bc := h.create(nil), h.resource(bcResource)
	resource, _ := bc["id"].(string)
	body := map[string]string{"principalId": app.principal, "resourceId": resource, "appRoleId": permissionID(t, bc, "appRoles", "Automation.ReadWrite.All")}
	path := "/servicePrincipals/" + resource + "/appRoleAssignedTo"
	made := h.wants(http.StatusCreated, "POST "+path, body)
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "Permission being assigned already exists", "POST "+path, body)
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "not found", "POST "+path, map[string]string{"principalId": app.principal, "resourceId": resource, "appRoleId": testTenant})
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "Not a valid reference update", "POST "+path,
		map[string]string{"principalId": app.client, "resourceId": resource, "appRoleId": body["appRoleId"]})
	for _, list := range []string{path, "/servicePrincipals/" + app.principal + "/appRoleAssignments"} {
		found := false
		for _, o := range values(h.wants(http.StatusOK, "GET "+list, nil)) {
			found = found || o["id"] == made.text("id") && o["principalId"] == app.principal && o["appRoleId"] == body["appRoleId"]
		}
		if !found {
			t.Errorf("not in %s", list)
		}
	}
	h.wants(http.StatusNoContent, "DELETE "+path+"/"+made.text("id"), nil)
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "DELETE "+path+"/"+made.text("id"), nil)
	h.wants(http.StatusCreated, "POST /servicePrincipals/"+app.principal+"/appRoleAssignments", body)
}

// TestAssignmentOfUsers: who may use an app that demands it.
func TestAssignmentOfUsers(t *testing.T) {
	h := newGraphHarness(t)
	h.app(func(a *App) { a.Public = true })
	sp := servicePrincipalID(testTenant, testClient)
	h.wants(http.StatusNoContent, "PATCH /servicePrincipals/"+sp, `{"appRoleAssignmentRequired":true}`)
	if a := h.post(testTenant, passwordForm()); a.code() != 50105 {
		t.Errorf("got %s", a.raw)
	}
	made := h.wants(http.StatusCreated, "POST /servicePrincipals/"+sp+"/appRoleAssignedTo", map[string]string{
		"principalId": StableID("user", testTenant, testUser), "resourceId": sp, "appRoleId": "00000000-0000-0000-0000-000000000000"})
	h.tokenOf(passwordForm())
	h.wants(http.StatusNoContent, "DELETE /servicePrincipals/"+sp+"/appRoleAssignedTo/"+made.text("id"), nil)
	h.wants(http.StatusNoContent, "PATCH /servicePrincipals/"+sp, `{"appRoleAssignmentRequired":false,"accountEnabled":false}`)
	if a := h.post(testTenant, passwordForm()); a.code() != 7000112 {
		t.Errorf("disabled: %s", a.raw)
	}
}

// TestADisabledAPI: its service principal is switched off and on.
func TestADisabledAPI(t *testing.T) {
	h := newGraphHarness(t)
	id, _ := h.resource(bcResource)["id"].(string)
	h.wants(http.StatusNoContent, "PATCH /servicePrincipals/"+id, `{"accountEnabled":false}`)
	if a := h.post(testTenant, secretForm()); a.code() != 500014 {
		t.Errorf("got %s", a.raw)
	}
	h.wants(http.StatusNoContent, "PATCH /servicePrincipals/"+id, `{"accountEnabled":true}`)
	h.tokenOf(secretForm())
	h.app(func(a *App) { a.Deactivated = true })
	if a := h.post(testTenant, secretForm()); a.code() != 7000112 {
		t.Errorf("deactivated: %s", a.raw)
	}
}

// TestTheServicePrincipalTakesItsConsentsAlong: one that is made again has another id and nothing.
func TestTheServicePrincipalTakesItsConsentsAlong(t *testing.T) {
	h := newGraphHarness(t)
	sp := "/servicePrincipals(appId='" + testClient + "')"
	h.wants(http.StatusNoContent, "DELETE "+sp, nil)
	if a := h.post(testTenant, secretForm()); a.code() != 7000229 {
		t.Errorf("got %s", a.raw)
	}
	again := h.wants(http.StatusCreated, "PATCH "+sp, `{}`, "Prefer", "create-if-missing")
	claims := claimsOf(t, h.tokenOf(secretForm()))
	if again.text("id") == servicePrincipalID(testTenant, testClient) || claims["oid"] != again.text("id") || claims["roles"] != nil {
		t.Errorf("got %s, %v", again.raw, claims)
	}
	h.app(func(a *App) {
		if len(a.Consents[catalog.LCS]) > 0 {
			t.Error("consents are left")
		}
	})
}
