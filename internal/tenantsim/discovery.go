package tenantsim

import (
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"
	"strings"
)

// publicLogin is the public cloud's login host. The issuer names it, as Entra's does: Microsoft's libraries accept an
// issuer on a host of Microsoft's (facts/client.md 1.2), and clients read the tenant's GUID out of it.
const publicLogin = "https://login.microsoftonline.com"

func issuerOf(tenantID string) string { return publicLogin + "/" + tenantID + "/v2.0" }

// baseURL is where the request reached us; the answers' endpoints are there too.
func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// serveDiscovery answers GET /{tenant}/v2.0/.well-known/openid-configuration.
func (s *Sim) serveDiscovery(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("tenant")
	id := name
	switch strings.ToLower(name) {
	case "common", "organizations":
		id = "{tenantid}"
	case "consumers":
		id = "9188040d-6c67-4c5b-b112-36a304b66dad" // the tenant of personal accounts
	default:
		if no := judgeTenant(name); no != nil {
			s.writeRefusal(w, r, no)
			return
		}
		s.mu.Lock()
		t := s.tenantNamed(name)
		s.mu.Unlock()
		if t == nil {
			s.writeRefusal(w, r, refuse(TenantUnknownAtDiscovery, "{tenant}", name))
			return
		}
		id, name = t.ID, t.ID
	}
	writeJSON(w, http.StatusOK, discoveryDocument(baseURL(r), name, id))
}

// discoveryDocument has Entra's fields. Its URLs hold the tenant's GUID, whatever form was asked with.
func discoveryDocument(base, segment, tenantID string) map[string]any {
	at := base + "/" + segment
	return map[string]any{
		"token_endpoint": at + "/oauth2/v2.0/token",
		"token_endpoint_auth_methods_supported": []string{
			"client_secret_post", "private_key_jwt", "client_secret_basic", "self_signed_tls_client_auth",
		},
		"jwks_uri":                              at + "/discovery/v2.0/keys",
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"response_types_supported":              []string{"code", "id_token", "code id_token", "id_token token"},
		"scopes_supported":                      oidcScopes,
		"issuer":                                issuerOf(tenantID),
		"request_uri_parameter_supported":       false,
		"userinfo_endpoint":                     "https://graph.microsoft.com/oidc/userinfo",
		"authorization_endpoint":                at + "/oauth2/v2.0/authorize",
		"device_authorization_endpoint":         at + "/oauth2/v2.0/devicecode",
		"http_logout_supported":                 true,
		"frontchannel_logout_supported":         true,
		"end_session_endpoint":                  at + "/oauth2/v2.0/logout",
		"claims_supported": []string{
			"sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host",
			"aud", "exp", "iat", "auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash", "c_hash", "email",
		},
		"kerberos_endpoint":     at + "/kerberos",
		"tenant_region_scope":   "EU",
		"cloud_instance_name":   "microsoftonline.com",
		"cloud_graph_host_name": "graph.windows.net",
		"msgraph_host":          "graph.microsoft.com",
		"rbac_url":              "https://pas.windows.net",
	}
}

// serveInstance answers GET /common/discovery/instance, with which Microsoft's libraries ask whether a login host is known.
func (s *Sim) serveInstance(w http.ResponseWriter, r *http.Request) {
	endpoint, err := url.Parse(r.URL.Query().Get("authorization_endpoint"))
	if err != nil || (endpoint.Host != r.Host && "https://"+endpoint.Host != publicLogin) {
		s.writeRefusal(w, r, refuse(InstanceUnknown))
		return
	}
	segment, _, _ := strings.Cut(strings.TrimPrefix(endpoint.Path, "/"), "/")
	writeJSON(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": baseURL(r) + "/" + segment + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{{
			"preferred_network": endpoint.Host, "preferred_cache": endpoint.Host, "aliases": []string{endpoint.Host},
		}},
	})
}

// serveKeys answers GET /{tenant}/discovery/v2.0/keys with the key that signs tokens.
func (s *Sim) serveKeys(w http.ResponseWriter, _ *http.Request) {
	key, err := s.key()
	if err != nil {
		http.Error(w, "could not make the key that signs tokens", http.StatusInternalServerError)
		return
	}
	id := keyID(&key.PublicKey)
	writeJSON(w, http.StatusOK, map[string]any{"keys": []map[string]any{{
		"kty": "RSA", "use": "sig", "kid": id, "x5t": id,
		"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
	}}})
}
