package catalog

import (
	"cmp"
	"net/url"
	"strings"
)

// The addresses at the login host. They are built from t.Login, so that a caller who talks to another authority sets
// that and gets the same paths. tenant is a GUID or a domain and becomes one escaped path segment.

// TokenURL returns the address that tokens are asked from.
func (t Target) TokenURL(tenant string) string {
	return t.login(tenant) + "/oauth2/v2.0/token"
}

// DeviceCodeURL returns the address that device codes are asked from.
func (t Target) DeviceCodeURL(tenant string) string {
	return t.login(tenant) + "/oauth2/v2.0/devicecode"
}

// AuthorizeURL returns the page, without its query, on which a user signs in in the browser.
func (t Target) AuthorizeURL(tenant string) string {
	return t.login(tenant) + "/oauth2/v2.0/authorize"
}

// DiscoveryURL returns the address of the tenant's OpenID configuration. It needs no sign-in.
func (t Target) DiscoveryURL(tenant string) string {
	return t.login(tenant) + "/v2.0/.well-known/openid-configuration"
}

// UserRealmURL returns the address that tells whether an account is managed or federated. It needs no sign-in.
func (t Target) UserRealmURL(username string) string {
	return t.login("common") + "/UserRealm/" + url.PathEscape(username) + "?api-version=1.0"
}

// AdminConsentURL returns the page on which an administrator consents for the whole tenant; an empty tenant lets
// the administrator's account decide it. Consent granted here also withdraws tenant-wide grants that the
// registration no longer lists (Grant tenant-wide admin consent to an application).
func (t Target) AdminConsentURL(tenant, clientID string) string {
	return t.login(cmp.Or(tenant, "organizations")) + "/adminconsent?client_id=" + url.QueryEscape(clientID)
}

// login returns the login host with the tenant's segment.
func (t Target) login(tenant string) string {
	return strings.TrimRight(t.Login, "/") + "/" + url.PathEscape(tenant)
}
