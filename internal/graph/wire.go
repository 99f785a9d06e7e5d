package graph

import (
	"crypto/sha1" //nolint:gosec // the portal names certificates by their SHA-1 thumbprint
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// The objects as Graph writes them. What is null or missing is empty.
type (
	wireApplication struct {
		ID, AppID, UniqueName, DisplayName, SignInAudience string
		IsFallbackPublicClient                             *bool
		PublicClient, Web, SPA                             wireRedirects
		RequiredResourceAccess                             []wireRequired
		PasswordCredentials                                []wirePassword
		KeyCredentials                                     []json.RawMessage
		CreatedDateTime, DeletedDateTime                   string
		DisabledByMicrosoftStatus                          string
		IsDisabled                                         *bool
	}
	wireRedirects struct{ RedirectURIs []string }
	wireRequired  struct {
		ResourceAppID  string       `json:"resourceAppId"`
		ResourceAccess []wireAccess `json:"resourceAccess"`
	}
	wireAccess struct {
		ID   string `json:"id"`
		Type string `json:"type"` // Scope or Role
	}
	wirePassword struct {
		KeyID, DisplayName, Hint, EndDateTime, SecretText string
	}
	wireKey struct {
		KeyID, DisplayName, CustomKeyIdentifier, EndDateTime, Key, Type string
	}
	wirePrincipal struct {
		ID, AppID                 string
		AccountEnabled            *bool
		AppRoleAssignmentRequired bool
		AppRoles                  []wireOffer
		OAuth2PermissionScopes    []wireOffer
	}
	wireOffer struct{ ID, Value string }
	wireGrant struct {
		ID, ClientID, ConsentType, ResourceID, Scope string
	}
	wireAssignment struct {
		ID, PrincipalID, ResourceID, AppRoleID string
	}
	wireFederated struct {
		ID, Name, Issuer, Subject, Description string
		Audiences                              []string
	}
	wireMember struct {
		ID, UserPrincipalName, DisplayName, RoleTemplateID string
	}
)

func (w wireApplication) application() Application {
	a := Application{
		ID: w.ID, AppID: w.AppID, UniqueName: w.UniqueName, DisplayName: w.DisplayName, Audience: w.SignInAudience,
		PublicClient: w.IsFallbackPublicClient != nil && *w.IsFallbackPublicClient,
		RedirectURIs: w.PublicClient.RedirectURIs, Web: w.Web.RedirectURIs, SPA: w.SPA.RedirectURIs,
		Created: when(w.CreatedDateTime), Deleted: when(w.DeletedDateTime),
		Blocked: w.DisabledByMicrosoftStatus, Disabled: blocked(w.DisabledByMicrosoftStatus),
	}
	for _, r := range w.RequiredResourceAccess {
		access := RequiredAccess{ResourceAppID: r.ResourceAppID}
		for _, one := range r.ResourceAccess {
			if strings.EqualFold(one.Type, "Role") {
				access.Roles = append(access.Roles, one.ID)
			} else {
				access.Scopes = append(access.Scopes, one.ID)
			}
		}
		a.Required = append(a.Required, access)
	}
	for _, p := range w.PasswordCredentials {
		a.Passwords = append(a.Passwords, p.credential())
	}
	for _, raw := range w.KeyCredentials {
		a.Keys = append(a.Keys, key(raw))
	}
	return a
}

// blocked reads disabledByMicrosoftStatus: empty and NotDisabled are not disabled.
func blocked(status string) bool { return status != "" && !strings.EqualFold(status, "NotDisabled") }

func (w wirePassword) credential() PasswordCredential {
	return PasswordCredential{KeyID: w.KeyID, DisplayName: w.DisplayName, Hint: w.Hint, End: when(w.EndDateTime)}
}

func key(raw json.RawMessage) KeyCredential {
	var w wireKey
	_ = json.Unmarshal(raw, &w) // what cannot be read stays empty, and is sent back as it is
	return KeyCredential{
		KeyID: w.KeyID, DisplayName: w.DisplayName, Thumbprint: w.thumbprint(), End: when(w.EndDateTime), Raw: raw,
	}
}

// sequence is how DER begins; who added a certificate may have sent another form of it.
const sequence = 0x30

// thumbprint is that of the certificate itself where it was read along: whoever adds one may have customKeyIdentifier say anything.
func (w wireKey) thumbprint() string {
	if der, err := base64.StdEncoding.DecodeString(w.Key); err == nil && len(der) > 0 && der[0] == sequence && w.Type == "AsymmetricX509Cert" {
		sum := sha1.Sum(der) //nolint:gosec // a name, not a signature
		return strings.ToUpper(hex.EncodeToString(sum[:]))
	}
	return thumbprint(w.CustomKeyIdentifier)
}

// thumbprint reads customKeyIdentifier: the thumbprint's bytes in base64, or the hexadecimal digits that tools put there.
func thumbprint(id string) string {
	const digits = 40
	if plain, err := base64.StdEncoding.DecodeString(id); err == nil && len(plain) == digits/2 {
		return strings.ToUpper(hex.EncodeToString(plain))
	} else if err == nil && len(plain) == digits {
		id = string(plain)
	}
	if _, err := hex.DecodeString(id); err == nil && len(id) == digits {
		return strings.ToUpper(id)
	}
	return ""
}

func (w wirePrincipal) principal() ServicePrincipal {
	p := ServicePrincipal{
		ID: w.ID, AppID: w.AppID, AssignmentRequired: w.AppRoleAssignmentRequired, Enabled: w.AccountEnabled == nil || *w.AccountEnabled,
	}
	for _, o := range w.OAuth2PermissionScopes {
		p.Scopes = append(p.Scopes, Offer(o))
	}
	for _, o := range w.AppRoles {
		p.Roles = append(p.Roles, Offer(o))
	}
	return p
}

func (w wireGrant) grant() Grant {
	return Grant{
		ID: w.ID, ClientID: w.ClientID, ResourceID: w.ResourceID,
		Everyone: strings.EqualFold(w.ConsentType, allPrincipals), Scopes: strings.Fields(w.Scope),
	}
}

func (w wireAssignment) assignment() AppRoleAssignment {
	return AppRoleAssignment{ID: w.ID, PrincipalID: w.PrincipalID, ResourceID: w.ResourceID, RoleID: w.AppRoleID}
}

func (w wireFederated) federated() FederatedCredential {
	return FederatedCredential{ID: w.ID, Name: w.Name, Issuer: w.Issuer, Subject: w.Subject, Audiences: w.Audiences, Description: w.Description}
}

// when reads a time; what is none is zero.
func when(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
