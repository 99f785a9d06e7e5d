package tenantsim

import (
	"net/http"
	"testing"
)

// TestARegistrationFromNothing: the four writes, and then the token endpoint agrees with what was written.
func TestARegistrationFromNothing(t *testing.T) {
	h := newGraphHarness(t)
	bc := h.resource(bcResource)
	role, scope := permissionID(t, bc, "appRoles", "API.ReadWrite.All"), permissionID(t, bc, "oauth2PermissionScopes", "Financials.ReadWrite.All")
	if role != "a42b0b75-311e-488d-b67e-8fe84f924341" {
		t.Errorf("the catalogue's id is not kept: %s", role)
	}
	app := h.create(map[string]any{"isFallbackPublicClient": false, "requiredResourceAccess": []any{map[string]any{
		"resourceAppId": bcResource, "resourceAccess": []any{map[string]string{"id": role, "type": "Role"}, map[string]string{"id": scope, "type": "Scope"}}}}})
	if app.object == app.client || app.principal == app.object || app.principal == app.client {
		t.Errorf("ids are conflated: %+v", app)
	}
	secret := h.wants(http.StatusOK, "POST /applications/"+app.object+"/addPassword", map[string]any{"passwordCredential": map[string]string{
		"displayName": "appreg 2026-11", "endDateTime": "2027-05-01T00:00:00Z"}})
	if text := secret.text("secretText"); len(text) != 40 || secret.text("hint") != text[:3] || secret.text("endDateTime") != "2027-05-01T00:00:00Z" {
		t.Fatalf("got %s", secret.raw)
	}
	ask := secretForm("client_id", app.client, "client_secret", secret.text("secretText"))
	before := claimsOf(t, h.tokenOf(ask))
	if before["roles"] != nil || before["oid"] != app.principal {
		t.Errorf("before consent: %v", before)
	}
	h.wants(http.StatusCreated, "POST /servicePrincipals/"+bc["id"].(string)+"/appRoleAssignedTo", map[string]string{
		"principalId": app.principal, "resourceId": bc["id"].(string), "appRoleId": role})
	if after := claimsOf(t, h.tokenOf(ask)); len(after["roles"].([]any)) != 1 {
		t.Errorf("after consent: %v", after)
	}
	user := passwordForm("client_id", app.client, "scope", bcScope)
	if a := h.post(testTenant, user); a.code() != 7000218 {
		t.Errorf("a public client is not allowed yet: %s", a.raw)
	}
	h.wants(http.StatusNoContent, "PATCH /applications(appId='"+app.client+"')", `{"isFallbackPublicClient":true}`)
	if a := h.post(testTenant, user); a.code() != 65001 {
		t.Errorf("not consented yet: %s", a.raw)
	}
	h.wants(http.StatusCreated, "POST /oauth2PermissionGrants", map[string]any{"clientId": app.principal, "consentType": "AllPrincipals",
		"principalId": nil, "resourceId": bc["id"], "scope": "Financials.ReadWrite.All"})
	if claims := claimsOf(t, h.tokenOf(user)); claims["scp"] != "Financials.ReadWrite.All" {
		t.Errorf("got %v", claims)
	}
	h.wants(http.StatusNoContent, "DELETE /applications/"+app.object, nil)
	if a := h.post(testTenant, ask); a.code() != 700016 {
		t.Errorf("deleted: %s", a.raw)
	}
	h.wants(http.StatusOK, "POST /directory/deletedItems/"+app.object+"/restore", nil)
	if claims := claimsOf(t, h.tokenOf(ask)); claims["oid"] != app.principal {
		t.Errorf("restored: %v", claims)
	}
}

// TestGraphShowsThePortalsState: what UpdateApp changes is what Graph reads, also of an app that was never made by it.
func TestGraphShowsThePortalsState(t *testing.T) {
	h := newGraphHarness(t)
	cert, err := NewCertificate(mustKey(t), "portal", testNow, 90*24*60*60*1e9)
	must(t, err)
	h.app(func(a *App) {
		a.Native, a.Public, a.RedirectURIs, a.Certificates = false, true, []string{"http://localhost"}, append(a.Certificates, cert)
		a.Disabled, a.AssignmentRequired, a.Assigned = true, true, []string{testUser}
	})
	a := h.wants(http.StatusOK, "GET /applications(appId='"+testClient+"')", nil)
	secrets, keys := a.body["passwordCredentials"].([]any), a.body["keyCredentials"].([]any)
	if a.body["isFallbackPublicClient"] != true || len(secrets) != 1 || len(keys) != 1 || len(a.body["requiredResourceAccess"].([]any)) != 3 {
		t.Errorf("got %s", a.raw)
	}
	if secrets[0].(map[string]any)["keyId"] != testKeyID || secrets[0].(map[string]any)["secretText"] != nil {
		t.Errorf("got %v", secrets)
	}
	if keys[0].(map[string]any)["key"] != nil {
		t.Error("the key is shown without being selected")
	}
	sp := h.wants(http.StatusOK, "GET /servicePrincipals(appId='"+testClient+"')", nil)
	if sp.body["accountEnabled"] != false || sp.body["appRoleAssignmentRequired"] != true || sp.text("id") != servicePrincipalID(testTenant, testClient) {
		t.Errorf("got %s", sp.raw)
	}
	grants := values(h.wants(http.StatusOK, "GET /oauth2PermissionGrants?$filter=clientId eq '"+sp.text("id")+"' and consentType eq 'AllPrincipals'", nil))
	if len(grants) != 2 {
		t.Errorf("grants %v", grants)
	}
	roles := values(h.wants(http.StatusOK, "GET /servicePrincipals/"+sp.text("id")+"/appRoleAssignments", nil))
	if len(roles) != 1 || roles[0]["appRoleId"] != "a42b0b75-311e-488d-b67e-8fe84f924341" {
		t.Errorf("roles %v", roles)
	}
}
