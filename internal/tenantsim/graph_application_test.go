package tenantsim

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestRegistrationByItsUniqueName: made once, then there; without the header it must be there.
func TestRegistrationByItsUniqueName(t *testing.T) {
	h := newGraphHarness(t)
	const path, prefer = "PATCH /applications(uniqueName='appreg-bc-dev-7f3a')", "create-if-missing"
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "appreg-bc-dev-7f3a", path, `{"displayName":"x"}`)
	made := h.wants(http.StatusCreated, path, `{"displayName":"appreg bc-dev"}`, "Prefer", prefer)
	if made.text("signInAudience") != "AzureADandPersonalMicrosoftAccount" || made.text("uniqueName") != "appreg-bc-dev-7f3a" {
		t.Errorf("got %s", made.raw)
	}
	again := h.wants(http.StatusNoContent, path, `{"displayName":"appreg bc-dev 2","signInAudience":"AzureADMyOrg"}`, "Prefer", prefer)
	if again.raw != "" {
		t.Errorf("got %s", again.raw)
	}
	h.wants(http.StatusNoContent, path, `{"notes":"made by appreg"}`)
	read := h.wants(http.StatusOK, "GET /applications(uniqueName='appreg-bc-dev-7f3a')?$select=id,displayName,notes,signInAudience", nil)
	if read.text("id") != made.text("id") || read.text("displayName") != "appreg bc-dev 2" || read.text("notes") != "made by appreg" || read.text("signInAudience") != "AzureADMyOrg" {
		t.Errorf("got %s", read.raw)
	}
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "", "POST /applications", `{"displayName":"y","uniqueName":"appreg-bc-dev-7f3a"}`)
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "read-only", "PATCH /applications/"+made.text("id"), `{"uniqueName":"other"}`)
}

// TestServicePrincipalUpsert: of an app of one's own, and of an API that the tenant lacks.
func TestServicePrincipalUpsert(t *testing.T) {
	h := newGraphHarness(t)
	app := h.wants(http.StatusCreated, "POST /applications", `{"displayName":"x"}`)
	h.tenant(func(t *Tenant) { t.MissingAPIs = append(t.MissingAPIs, "power-platform") })
	for _, id := range []string{app.text("appId"), ppResource()} {
		path := "/servicePrincipals(appId='" + id + "')"
		h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "GET "+path, nil)
		h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "PATCH "+path, `{}`)
		made := h.wants(http.StatusCreated, "PATCH "+path, `{}`, "Prefer", "create-if-missing")
		h.wants(http.StatusNoContent, "PATCH "+path, `{}`, "Prefer", "create-if-missing")
		h.wants(http.StatusOK, "GET /servicePrincipals/"+made.text("id"), nil)
		h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "already in use", "POST /servicePrincipals", map[string]string{"appId": id})
		h.wants(http.StatusNoContent, "DELETE /servicePrincipals/"+made.text("id"), nil)
		h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "GET /servicePrincipals/"+made.text("id"), nil)
	}
	h.refuses(http.StatusBadRequest, "Request_BadRequest", `"NoBackingApplicationObject"`, "POST /servicePrincipals", map[string]string{"appId": StableID("nobody's")})
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "PropertyRequired", "POST /servicePrincipals", `{}`)
	h.refuses(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue", "", "POST /servicePrincipals", map[string]string{"appId": azureCLIClient})
	h.refuses(http.StatusNotFound, "Request_ResourceNotFound", "", "GET /applications(appId='"+azureCLIClient+"')", nil)
}

// TestBodiesThatGraphRefuses: nothing of them is written.
func TestBodiesThatGraphRefuses(t *testing.T) {
	h := newGraphHarness(t)
	before := h.wants(http.StatusOK, "GET /applications?$count=true&$select=id", nil).body["@odata.count"]
	for name, test := range map[string]struct{ body, says string }{
		"no name":            {`{}`, "displayName"},
		"secret in the body": {`{"displayName":"x","passwordCredentials":[{"displayName":"y"}]}`, "generated with service actions"},
		"unknown property":   {`{"displayName":"x","publicClientAllowed":true}`, "publicClientAllowed"},
		"wrong type":         {`{"displayName":7}`, "displayName"},
		"no JSON":            {`{"displayName":`, "Unable to read JSON"},
		"unknown audience":   {`{"displayName":"x","signInAudience":"Everybody"}`, "signInAudience"},
		"no certificate":     {`{"displayName":"x","keyCredentials":[{"type":"AsymmetricX509Cert","usage":"Verify","key":"AAAA"}]}`, "keyCredentials"},
		"symmetric key":      {`{"displayName":"x","keyCredentials":[{"type":"Symmetric","usage":"Verify","key":"AAAA"}]}`, "keyCredentials"},
		"too many resources": {`{"displayName":"x","requiredResourceAccess":[` + strings.TrimSuffix(strings.Repeat(`{"resourceAppId":"a"},`, 51), ",") + `]}`, "exceeds"},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.refuses(http.StatusBadRequest, "Request_BadRequest", test.says, "POST /applications", test.body)
		})
	}
	h.t = t
	if after := h.wants(http.StatusOK, "GET /applications?$count=true", nil).body["@odata.count"]; after != before {
		t.Errorf("%v registrations, before %v", after, before)
	}
	h.wants(http.StatusCreated, "POST /applications", `{"@odata.type":"#microsoft.graph.application","displayName":"x","notes":null}`)
}

// TestRequiredResourceAccessIsKept: also what no resource of the simulator knows.
func TestRequiredResourceAccessIsKept(t *testing.T) {
	h := newGraphHarness(t)
	strange := `{"resourceAppId":"11111111-2222-4333-8444-555555555555","resourceAccess":[{"id":"22222222-2222-4333-8444-555555555555","type":"Role"}]}`
	graphs := `{"resourceAppId":"00000003-0000-0000-c000-000000000000","resourceAccess":[{"id":"e1fe6dd8-ba31-4d61-89e7-88639da4683d","type":"Scope"}]}`
	app := h.create(nil)
	h.wants(http.StatusNoContent, "PATCH /applications/"+app.object, `{"requiredResourceAccess":[`+strange+`,`+graphs+`]}`)
	read := h.wants(http.StatusOK, "GET /applications/"+app.object+"?$select=requiredResourceAccess", nil)
	for _, one := range []string{strange, graphs} {
		if !strings.Contains(read.raw, one) {
			t.Errorf("%s is not in %s", one, read.raw)
		}
	}
	if a := h.post(testTenant, passwordForm("client_id", app.client, "scope", "https://graph.microsoft.com/User.Read", "client_secret", "")); a.code() != 7000218 {
		t.Errorf("got %s", a.raw)
	}
	h.wants(http.StatusNoContent, "PATCH /applications/"+app.object, `{"isFallbackPublicClient":true}`)
	if a := h.post(testTenant, passwordForm("client_id", app.client, "scope", "https://graph.microsoft.com/User.Read")); a.code() != 65001 {
		t.Errorf("listed, without consent: %s", a.raw)
	}
}

// TestCertificates: at the creation and by PATCH, which replaces the list; an entry that is there is named by its id.
func TestCertificates(t *testing.T) {
	h := newGraphHarness(t)
	entry := func(name string) map[string]any {
		cert, err := NewCertificate(mustKey(t), name, testNow.Add(-time.Hour), 90*24*time.Hour)
		must(t, err)
		return map[string]any{"type": "AsymmetricX509Cert", "usage": "Verify", "displayName": name, "key": base64.StdEncoding.EncodeToString(cert.Raw)}
	}
	app := h.create(map[string]any{"keyCredentials": []any{entry("first")}})
	path := "/applications/" + app.object
	keys := func() []any {
		return h.wants(http.StatusOK, "GET "+path+"?$select=keyCredentials", nil).body["keyCredentials"].([]any)
	}
	first := keys()[0].(map[string]any)
	print, err := base64.StdEncoding.DecodeString(first["customKeyIdentifier"].(string))
	if err != nil || len(print) != 20 || first["displayName"] != "first" || first["key"] == nil {
		t.Fatalf("got %v", first)
	}
	h.wants(http.StatusNoContent, "PATCH "+path, map[string]any{"keyCredentials": []any{
		map[string]any{"keyId": first["keyId"], "type": "AsymmetricX509Cert", "usage": "Verify"}, entry("second")}})
	if all := keys(); len(all) != 2 || fmt.Sprint(all[0]) != fmt.Sprint(first) {
		t.Errorf("got %v", all)
	}
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "keyCredentials", "PATCH "+path, map[string]any{"keyCredentials": []any{
		map[string]any{"keyId": StableID("nothing"), "type": "AsymmetricX509Cert", "usage": "Verify"}}})
	if all := keys(); len(all) != 2 {
		t.Errorf("a refused body was written: %v", all)
	}
	h.wants(http.StatusNoContent, "PATCH "+path, map[string]any{"keyCredentials": []any{entry("third")}})
	if all := keys(); len(all) != 1 || all[0].(map[string]any)["displayName"] != "third" {
		t.Errorf("the list is not replaced: %v", all)
	}
}

// TestSecretsAreRemovedByTheirID: and not by anything else.
func TestSecretsAreRemovedByTheirID(t *testing.T) {
	h := newGraphHarness(t)
	app := h.create(nil)
	path := "/applications(appId='" + app.client + "')"
	secret := h.wants(http.StatusOK, "POST "+path+"/addPassword", `{"passwordCredential":{"displayName":"one"}}`)
	if secret.text("endDateTime") != "2028-11-20T12:30:15Z" {
		t.Errorf("by itself it ends %s", secret.text("endDateTime"))
	}
	h.refuses(http.StatusBadRequest, "Request_BadRequest", "No password credential found", "POST "+path+"/removePassword", map[string]string{"keyId": StableID("no")})
	read := h.wants(http.StatusOK, "GET "+path+"?$select=passwordCredentials", nil)
	if strings.Contains(read.raw, secret.text("secretText")) || !strings.Contains(read.raw, `"hint":"`+secret.text("hint")+`"`) {
		t.Errorf("got %s", read.raw)
	}
	h.wants(http.StatusNoContent, "POST "+path+"/removePassword", map[string]string{"keyId": secret.text("keyId")})
	if a := h.post(testTenant, secretForm("client_id", app.client, "client_secret", secret.text("secretText"))); a.code() != 7000215 {
		t.Errorf("got %s", a.raw)
	}
}
