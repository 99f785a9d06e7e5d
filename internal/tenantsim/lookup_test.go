package tenantsim

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiscoveryNamesTheGUID(t *testing.T) {
	h := newHarness(t)
	for _, tenant := range []string{testTenant, testDomain, strings.ToUpper(testDomain)} {
		a := h.get("/" + tenant + "/v2.0/.well-known/openid-configuration")
		at := h.url + "/" + testTenant
		for field, want := range map[string]string{
			"issuer":                        "https://login.microsoftonline.com/" + testTenant + "/v2.0",
			"token_endpoint":                at + "/oauth2/v2.0/token",
			"authorization_endpoint":        at + "/oauth2/v2.0/authorize",
			"device_authorization_endpoint": at + "/oauth2/v2.0/devicecode",
			"jwks_uri":                      at + "/discovery/v2.0/keys",
			"cloud_instance_name":           "microsoftonline.com",
			"msgraph_host":                  "graph.microsoft.com",
		} {
			if a.text(field) != want {
				t.Errorf("%s: %s %q, want %q", tenant, field, a.text(field), want)
			}
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") || a.header.Get("x-ms-request-id") == "" {
			t.Errorf("header %v", a.header)
		}
	}
}

// TestV1DiscoveryNamesTheGUID: Azure CLI and older clients ask there.
func TestV1DiscoveryNamesTheGUID(t *testing.T) {
	h := newHarness(t)
	for tenant, id := range map[string]string{testTenant: testTenant, testDomain: testTenant, "common": "{tenantid}"} {
		a := h.get("/" + tenant + "/.well-known/openid-configuration")
		at := h.url + "/" + testTenant
		if tenant == "common" {
			at = h.url + "/common"
		}
		for field, want := range map[string]string{
			"issuer": "https://sts.windows.net/" + id + "/", "token_endpoint": at + "/oauth2/token", "authorization_endpoint": at + "/oauth2/authorize",
			"device_authorization_endpoint": at + "/oauth2/devicecode", "jwks_uri": at + "/discovery/keys",
		} {
			if a.text(field) != want {
				t.Errorf("%s: %s %q, want %q", tenant, field, a.text(field), want)
			}
		}
	}
	if a := h.get("/nosuch.example/.well-known/openid-configuration"); a.code() != 90002 || a.text("error") != "invalid_tenant" {
		t.Errorf("got %s", a.raw)
	}
	if first, second := h.get("/common/discovery/keys"), h.get("/"+testTenant+"/discovery/v2.0/keys"); first.raw != second.raw {
		t.Errorf("keys %s and %s", first.raw, second.raw)
	}
}

func TestDiscoveryRefuses(t *testing.T) {
	h := newHarness(t)
	for tenant, want := range map[string]struct {
		err  string
		code int
	}{
		"nosuch.onmicrosoft.com":               {"invalid_tenant", 90002},
		"00000000-1111-4222-8333-444455556666": {"invalid_tenant", 90002},
		"contoso":                              {"invalid_request", 900023},
		"YOUR_TENANT.COM":                      {"invalid_request", 900023},
		"{" + testTenant + "}":                 {"invalid_request", 900023},
		"contoso..com":                         {"invalid_request", 900023},
		"-contoso.com":                         {"invalid_request", 900023},
		testTenant + "0":                       {"invalid_request", 900023},
	} {
		a := h.get("/" + url.PathEscape(tenant) + "/v2.0/.well-known/openid-configuration")
		if a.status != http.StatusBadRequest || a.text("error") != want.err || a.code() != want.code {
			t.Errorf("%s: got %d %q %d", tenant, a.status, a.text("error"), a.code())
		}
		if !strings.Contains(a.text("error_description"), "'"+tenant+"'") {
			t.Errorf("%s: %q does not name it", tenant, a.text("error_description"))
		}
	}
}

func TestDiscoveryOfTheSharedEndpoints(t *testing.T) {
	h := newHarness(t)
	for tenant, want := range map[string]string{
		"common": "{tenantid}", "organizations": "{tenantid}", "consumers": "9188040d-6c67-4c5b-b112-36a304b66dad",
	} {
		a := h.get("/" + tenant + "/v2.0/.well-known/openid-configuration")
		if a.text("issuer") != "https://login.microsoftonline.com/"+want+"/v2.0" {
			t.Errorf("%s: issuer %q", tenant, a.text("issuer"))
		}
		if a.text("token_endpoint") != h.url+"/"+tenant+"/oauth2/v2.0/token" {
			t.Errorf("%s: token_endpoint %q", tenant, a.text("token_endpoint"))
		}
	}
}

func TestInstanceDiscovery(t *testing.T) {
	h := newHarness(t)
	ask := func(endpoint string) answer {
		return h.get("/common/discovery/instance?api-version=1.1&authorization_endpoint=" + url.QueryEscape(endpoint))
	}
	for _, host := range []string{h.url, "https://127.0.0.1", "https://login.microsoftonline.com"} {
		a := ask(host + "/" + testDomain + "/oauth2/v2.0/authorize")
		if want := h.url + "/" + testDomain + "/v2.0/.well-known/openid-configuration"; a.text("tenant_discovery_endpoint") != want {
			t.Errorf("%s: got %s", host, a.raw)
		}
		if list, _ := a.body["metadata"].([]any); len(list) != 1 {
			t.Errorf("%s: metadata %v", host, a.body["metadata"])
		}
	}
	for _, endpoint := range []string{"https://login.example/x/oauth2/v2.0/authorize", "", "://"} {
		if a := ask(endpoint); a.status != http.StatusBadRequest || a.text("error") != "invalid_instance" || a.code() != 50049 {
			t.Errorf("%q: got %d %s", endpoint, a.status, a.raw)
		}
	}
}

func TestUserRealm(t *testing.T) {
	h := newHarness(t)
	must(t, h.sim.UpdateTenant(testTenant, func(t *Tenant) {
		t.Domains = append(t.Domains, "fed.example")
		t.Federated = []string{"fed.example"}
	}))
	managed := map[string]any{
		"ver": "1.0", "account_type": "Managed", "domain_name": testDomain,
		"cloud_instance_name": "microsoftonline.com", "cloud_audience_urn": "urn:federation:MicrosoftOnline",
	}
	unknown := map[string]any{
		"ver": "1.0", "account_type": "Unknown",
		"cloud_instance_name": "microsoftonline.com", "cloud_audience_urn": "urn:federation:MicrosoftOnline",
	}
	federated := map[string]any{
		"ver": "1.0", "account_type": "Federated", "domain_name": "fed.example",
		"cloud_instance_name": "microsoftonline.com", "cloud_audience_urn": "urn:federation:MicrosoftOnline",
		"federation_protocol": "WSTrust", "federation_metadata_url": "https://sts.fed.example/adfs/services/trust/mex",
		"federation_active_auth_url": "https://sts.fed.example/adfs/services/trust/2005/usernamemixed",
	}
	for upn, want := range map[string]map[string]any{
		testUser: managed, "nobody@" + testDomain: managed, "adele@fed.example": federated, "ADELE@Fed.Example": nil,
		"adele@other.example": unknown, "adele": unknown, "adele@": unknown, "adele@" + testTenant: unknown,
	} {
		a := h.get("/common/UserRealm/" + url.PathEscape(upn) + "?api-version=1.0")
		if a.status != http.StatusOK {
			t.Errorf("%s: got %d", upn, a.status)
		}
		if want == nil {
			if a.text("account_type") != "Federated" {
				t.Errorf("%s: %s", upn, a.raw)
			}
			continue
		}
		if diff := cmp.Diff(want, a.body); diff != "" {
			t.Errorf("%s (-want +got):\n%s", upn, diff)
		}
	}
}

func TestKeysAreTheSameForEveryTenant(t *testing.T) {
	h := newHarness(t)
	first, second := h.get("/common/discovery/v2.0/keys"), h.get("/"+testTenant+"/discovery/v2.0/keys")
	if first.status != http.StatusOK || first.raw != second.raw {
		t.Errorf("got %s and %s", first.raw, second.raw)
	}
}
