package tenantsim

import (
	"cmp"
	"encoding/base64"
	"math/big"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"appreg/internal/pattern"
)

const (
	// publicLogin is the public cloud's login host. The v2.0 issuer names it, as Entra's does: Microsoft's libraries accept an
	// issuer on a host of Microsoft's, and clients read the tenant's GUID out of it.
	publicLogin = "https://login.microsoftonline.com"
	// personalTenant is the tenant of personal accounts.
	personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
)

func discoveryRoutes() []route {
	return []route{
		{pattern: "GET /common/discovery/instance", answer: instance},
		{pattern: "GET /common/userrealm/{upn}", answer: realm},
		{pattern: "GET /{tenant}/.well-known/openid-configuration", answer: discovery("/oauth2", "/discovery/keys", func(id string) string {
			return "https://sts.windows.net/" + id + "/"
		})},
		{pattern: "GET /{tenant}/v2.0/.well-known/openid-configuration", answer: discovery("/oauth2/v2.0", "/discovery/v2.0/keys", issuerOf)},
		{pattern: "GET /{tenant}/discovery/keys", answer: keys},
		{pattern: "GET /{tenant}/discovery/v2.0/keys", answer: keys},
	}
}

func issuerOf(tenantID string) string { return publicLogin + "/" + tenantID + "/v2.0" }

// discovery returns the OpenID configuration of one version of the endpoints. Its URLs hold the tenant's GUID, whatever
// form was asked with.
func discovery(oauth, keys string, issuer func(tenantID string) string) func(*call) reply {
	return func(c *call) reply {
		name := c.words["tenant"]
		id, shared := map[string]string{"common": "{tenantid}", "organizations": "{tenantid}", "consumers": personalTenant}[strings.ToLower(name)]
		if !shared {
			t := c.tenantNamed(name)
			if t == nil {
				c.tell("{tenant}", name)
				return c.refused(cmp.Or(judgeTenant(name), TenantUnknownAtDiscovery))
			}
			id, name = t.ID, t.ID
		}
		at := c.baseURL() + "/" + name
		return reply{body: map[string]any{
			"issuer": issuer(id), "token_endpoint": at + oauth + "/token", "authorization_endpoint": at + oauth + "/authorize",
			"device_authorization_endpoint": at + oauth + "/devicecode", "end_session_endpoint": at + oauth + "/logout", "jwks_uri": at + keys,
			"userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo", "kerberos_endpoint": at + "/kerberos",
			"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt", "client_secret_basic", "self_signed_tls_client_auth"},
			"response_modes_supported":              []string{"query", "fragment", "form_post"},
			"response_types_supported":              []string{"code"},
			"subject_types_supported":               []string{"pairwise"},
			"id_token_signing_alg_values_supported": []string{"RS256"},
			"scopes_supported":                      oidcScopes,
			"tenant_region_scope":                   "EU", "cloud_instance_name": "microsoftonline.com", "cloud_graph_host_name": "graph.windows.net",
			"msgraph_host": "graph.microsoft.com", "rbac_url": "https://pas.windows.net",
		}}
	}
}

// dnsName is a domain with at least one dot.
var dnsName = pattern.Lazy(`^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`)

// judgeTenant refuses what is neither a GUID nor a domain.
func judgeTenant(name string) *Situation {
	return when(!isGUID(name) && !dnsName.Regexp().MatchString(name), TenantMalformed)
}

// isGUID accepts the plain form only, without braces.
func isGUID(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36
}

// instance answers Microsoft's libraries, which ask whether a login host is known. MSAL Python leaves the port away.
func instance(c *call) reply {
	endpoint, err := url.Parse(c.http.URL.Query().Get("authorization_endpoint"))
	own, _, _ := strings.Cut(c.http.Host, ":")
	if err != nil || endpoint.Hostname() != own && "https://"+endpoint.Host != publicLogin {
		return c.refused(InstanceUnknown)
	}
	segment, _, _ := strings.Cut(strings.TrimPrefix(endpoint.Path, "/"), "/")
	return reply{body: map[string]any{
		"tenant_discovery_endpoint": c.baseURL() + "/" + segment + "/v2.0/.well-known/openid-configuration", "api-version": "1.1",
		"metadata": []map[string]any{{"preferred_network": endpoint.Host, "preferred_cache": endpoint.Host, "aliases": []string{endpoint.Host}}},
	}}
}

// keys is the key that signs tokens, the same for every tenant.
func keys(c *call) reply {
	return reply{body: later(func() (any, error) {
		key, err := c.opts.Key()
		if err != nil {
			return nil, err
		}
		id := keyID(&key.PublicKey)
		return map[string]any{"keys": []map[string]any{{
			"kty": "RSA", "use": "sig", "kid": id, "x5t": id,
			"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
			"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		}}}, nil
	})}
}

// realm is the user realm look-up. It tells of the domain, not of the account: a name that does not exist in a known
// domain is Managed too.
func realm(c *call) reply {
	domain := domainOf(c.words["upn"])
	answer := map[string]string{
		"ver": "1.0", "account_type": "Unknown", "cloud_instance_name": "microsoftonline.com", "cloud_audience_urn": "urn:federation:MicrosoftOnline",
	}
	if t := c.tenantNamed(domain); t != nil && !isGUID(domain) {
		answer["account_type"], answer["domain_name"] = "Managed", domain
		if containsFold(t.Federated, domain) {
			host := "https://sts." + domain
			answer["account_type"], answer["federation_protocol"] = "Federated", "WSTrust"
			answer["federation_metadata_url"] = host + "/adfs/services/trust/mex"
			answer["federation_active_auth_url"] = host + "/adfs/services/trust/2005/usernamemixed"
		}
	}
	return reply{body: answer}
}
