package tenantsim

import (
	"net/http"
	"strings"
	"testing"
)

const (
	cliID      = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
	azureScope = "https://management.core.windows.net//.default"
)

// TestAzureCLISignsIn: as a service principal and as a user, through its own client; then it asks for subscriptions.
func TestAzureCLISignsIn(t *testing.T) {
	h := newHarness(t)
	for name, form := range map[string][]string{
		"service principal":         nil,
		"management.azure.com":      {"scope", "https://management.azure.com/.default"},
		"resource of the v1 client": {"scope", "", "resource", "https://management.core.windows.net/"},
	} {
		values := secretForm("scope", azureScope)
		token := h.tokenOf(changed(values, form))
		if aud, _ := claimsOf(t, token)["aud"].(string); !strings.HasPrefix(aud, "https://management.") {
			t.Errorf("%s: aud %q", name, aud)
		}
		if a := h.call(token, "GET /subscriptions?api-version=2022-12-01"); a.status != http.StatusOK || a.raw != `{"value":[]}`+"\n" {
			t.Errorf("%s: got %d %s", name, a.status, a.raw)
		}
	}
	user := h.tokenOf(passwordForm("client_id", cliID, "scope", azureScope+" openid offline_access profile"))
	if claims := claimsOf(t, user); claims["scp"] != "user_impersonation" || claims["upn"] != testUser {
		t.Errorf("%v", claims)
	}
	if a := h.call(user, "GET /tenants?api-version=2022-12-01"); !strings.Contains(a.raw, `"tenantId":"`+testTenant+`"`) {
		t.Errorf("got %s", a.raw)
	}
	if a := h.call(h.tokenOf(secretForm()), "GET /subscriptions"); a.status != http.StatusUnauthorized || apiCode(a) != "InvalidAuthenticationAudience" {
		t.Errorf("another API's token: %d %s", a.status, a.raw)
	}
}

// TestAzureNeedsConsentElsewhere: an application of the tenant's own must list it like any API.
func TestAzureNeedsConsentElsewhere(t *testing.T) {
	if a := newHarness(t).post(testTenant, passwordForm("scope", azureScope)); a.code() != 650057 {
		t.Errorf("got %s", a.raw)
	}
}
