package tenantsim

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestPoliciesRefuse: each with its code, as it can be read before, in the tenant's policy or in the app's own.
func TestPoliciesRefuse(t *testing.T) {
	day := 24 * time.Hour
	cert, err := NewCertificate(mustKey(t), "long", testNow, 400*day)
	must(t, err)
	key := map[string]any{"type": "AsymmetricX509Cert", "usage": "Verify", "key": base64.StdEncoding.EncodeToString(cert.Raw)}
	h := newGraphHarness(t)
	app := h.create(nil)
	path := "/applications/" + app.object
	long := `{"passwordCredential":{"displayName":"x","endDateTime":"2027-11-20T00:00:00Z"}}`
	tests := map[string]struct {
		rules Rules
		call  string
		body  any
		code  string
		says  string
		read  string // in the policy
	}{
		"secrets forbidden": {Rules{AppPolicy: AppPolicy{NoSecrets: true}}, "POST " + path + "/addPassword", `{}`,
			"CredentialTypeNotAllowedAsPerAppPolicy", "", `"restrictionType":"passwordAddition","state":"enabled"`},
		"secret too long": {Rules{AppPolicy: AppPolicy{SecretLifetime: 180 * day}}, "POST " + path + "/addPassword", long,
			"CredentialInvalidLifetimeAsPerAppPolicy", `"code":"InvalidKeyEndDate"`, `"maxLifetime":"P180D"`},
		"secret without an end": {Rules{AppPolicy: AppPolicy{SecretLifetime: 180 * day}}, "POST " + path + "/addPassword", `{}`,
			"CredentialInvalidLifetimeAsPerAppPolicy", `"target":"EndDate"`, `"restrictionType":"passwordLifetime"`},
		"certificate too long": {Rules{AppPolicy: AppPolicy{CertificateLifetime: 365 * day}}, "PATCH " + path, map[string]any{"keyCredentials": []any{key}},
			"CredentialInvalidLifetimeAsPerAppPolicy", "", `"restrictionType":"asymmetricKeyLifetime"`},
		"audience": {Rules{Audiences: []string{"AzureADMyOrg"}}, "PATCH " + path, `{"signInAudience":"AzureADMultipleOrgs"}`,
			"SignInAudienceNotAllowedAsPerAppPolicy", "", `"azureAdMultipleOrgs":{"restrictForAppsCreatedAfterDateTime":null,"state":"enabled"}`},
		"reference demanded": {Rules{NeedsReference: true}, "POST /applications", `{"displayName":"x"}`, "ServiceTreeNullValueError", "ServiceManagementReference", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.tenant(func(t *Tenant) { t.Rules = test.rules })
			h.refuses(http.StatusBadRequest, test.code, test.says, test.call, test.body)
			read := h.wants(http.StatusOK, "GET /policies/defaultAppManagementPolicy", nil)
			if !strings.Contains(read.raw, test.read) {
				t.Errorf("%s is not in %s", test.read, read.raw)
			}
		})
	}
	h.t = t
	h.tenant(func(t *Tenant) {
		t.Rules = Rules{NeedsReference: true, AppPolicy: AppPolicy{SecretLifetime: 180 * day}}
	})
	h.wants(http.StatusCreated, "POST /applications", `{"displayName":"x","serviceManagementReference":"4711"}`)
	h.wants(http.StatusOK, "POST "+path+"/addPassword", `{"passwordCredential":{"endDateTime":"2027-05-19T12:30:15Z"}}`) // exactly what is allowed
	must(t, h.sim.UpdateApp(testTenant, app.client, func(a *App) { a.Policy = &AppPolicy{NoSecrets: true} }))
	h.refuses(http.StatusBadRequest, "CredentialTypeNotAllowedAsPerAppPolicy", "", "POST "+path+"/addPassword", `{}`)
	if own := values(h.wants(http.StatusOK, "GET "+path+"/appManagementPolicies", nil)); len(own) != 1 || own[0]["isEnabled"] != true {
		t.Errorf("got %v", own)
	}
	h.tenant(func(t *Tenant) { t.Rules = Rules{HiddenPolicies: true} })
	for _, policy := range []string{"/policies/authorizationPolicy", "/policies/defaultAppManagementPolicy", path + "/appManagementPolicies"} {
		h.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "GET "+policy, nil)
	}
}

// TestQuota: what somebody without a role may own; deleted ones count a quarter.
func TestQuota(t *testing.T) {
	h := newGraphHarness(t)
	h.tenant(func(t *Tenant) { t.Rules.Quota = 2 })
	megan := h.as(h.adminToken(developerUser))
	first := megan.create(nil)
	megan.create(nil)
	megan.refuses(http.StatusForbidden, "Directory_QuotaExceeded", "", "POST /applications", `{"displayName":"x"}`)
	megan.wants(http.StatusNoContent, "DELETE /applications/"+first.object, nil)
	megan.create(nil) // the last quarters are counted before, not after
	megan.refuses(http.StatusForbidden, "Directory_QuotaExceeded", "", "POST /applications", `{"displayName":"x"}`)
	h.create(nil) // administrators own nothing
}
