package tenantsim

import (
	"cmp"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// tokenAnswer is a success. An application's has exactly the four fields that are always there.
type tokenAnswer struct {
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	ExtExpiresIn int    `json:"ext_expires_in"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	ClientInfo   string `json:"client_info,omitempty"`
}

// issue settles what is issued, and leaves the signatures for later.
func (q *request) issue() later {
	lifetime := q.opts.Lifetime()
	answer := tokenAnswer{TokenType: "Bearer", ExpiresIn: lifetime, ExtExpiresIn: lifetime}
	access, id := q.accessClaims(), jwt.MapClaims(nil)
	if q.user != nil {
		answer.Scope = q.scope.echo(q.granted)
		if q.scope.wants("offline_access") {
			answer.RefreshToken = q.newRefreshToken()
		}
		if q.scope.wants("openid") {
			id = q.idClaims()
			info, _ := json.Marshal(map[string]string{"uid": q.objectID(), "utid": q.tenant.ID}) // of strings: cannot fail
			answer.ClientInfo = base64.RawURLEncoding.EncodeToString(info)
		}
	}
	return func() (_ any, err error) {
		if answer.AccessToken, err = q.sign(access, lifetime); err == nil && id != nil {
			answer.IDToken, err = q.sign(id, lifetime)
		}
		return answer, err
	}
}

// startedBefore is how far Entra dates iat and nbf back.
const startedBefore = 5 * time.Minute

// sign adds to claims what both kinds of token hold, and signs them.
func (c *call) sign(claims jwt.MapClaims, lifetime int) (string, error) {
	key, err := c.opts.Key()
	if err != nil {
		return "", fmt.Errorf("could not make the key that signs tokens: %w", err)
	}
	now := c.Now()
	claims["iat"], claims["nbf"], claims["exp"] = now.Add(-startedBefore).Unix(), now.Add(-startedBefore).Unix(), now.Unix()+int64(lifetime)
	claims["aio"], claims["rh"], claims["uti"] = c.opaque(54), "1."+c.opaque(60)+".", c.opaque(16)
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["x5t"], token.Header["kid"] = keyID(&key.PublicKey), keyID(&key.PublicKey)
	signed, err := token.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("could not sign a token: %w", err)
	}
	return signed, nil
}

// keyID is the name of a key in a token's header and in the key set, of the length that Entra's have.
func keyID(key *rsa.PublicKey) string {
	sum := sha256.Sum256(key.N.Bytes())
	return base64.RawURLEncoding.EncodeToString(sum[:20])
}

// accessClaims are those of a v1.0 token: that is what these APIs' tokens look like, and aud repeats the resource as it
// was asked for, slash included.
func (q *request) accessClaims() jwt.MapClaims {
	tenantID, issuer := q.tenant.ID, "https://sts.windows.net/"+q.tenant.ID+"/"
	claims := jwt.MapClaims{
		"aud": q.scope.asked, "iss": issuer, "idp": issuer, "tid": tenantID, "appid": q.app.ClientID, "appidacr": q.acr, "ver": "1.0",
		"oid": q.objectID(), "xms_ftd": q.opaque(48), "xms_idrel": "7 24", "xms_rd": q.opaque(64),
	}
	if q.user == nil {
		claims["sub"] = q.objectID()
		if len(q.granted) > 0 {
			claims["roles"] = slices.Clone(q.granted)
		}
		return claims
	}
	claims["sub"], claims["acr"], claims["amr"] = q.subject(), "1", []string{"pwd"}
	if q.session.mfa {
		claims["amr"] = []string{"pwd", "mfa"}
	}
	claims["scp"] = strings.Join(q.granted, " ")
	claims["upn"], claims["unique_name"], claims["name"] = q.user.UPN, q.user.UPN, q.user.Name
	claims["given_name"], claims["family_name"], _ = strings.Cut(q.user.Name, " ")
	claims["ipaddr"] = "203.0.113.7"
	claims["puid"] = "1003200" + strings.ToUpper(strings.ReplaceAll(StableID("puid", q.user.UPN), "-", "")[:9])
	claims["sid"], claims["tenant_region_scope"] = q.opts.NewID(), "EU"
	claims["wids"] = append(templatesOf(q.user.DirectoryRoles), "b79fbf4d-3ef9-4689-8143-76b194e85509") // the last is the plain user's
	claims["groups"] = []string{StableID("group", tenantID, "all"), StableID("group", tenantID, "developers")}
	return claims
}

// idClaims are those of an ID token, which is always v2.0.
func (q *request) idClaims() jwt.MapClaims {
	claims := jwt.MapClaims{
		"aud": q.app.ClientID, "iss": issuerOf(q.tenant.ID), "tid": q.tenant.ID, "ver": "2.0",
		"name": q.user.Name, "preferred_username": q.user.UPN, "oid": q.objectID(), "sub": q.subject(),
	}
	if q.nonce != "" {
		claims["nonce"] = q.nonce
	}
	return claims
}

// objectID is the claim oid: the user's, or the service principal's.
func (q *request) objectID() string {
	if q.user == nil {
		return q.tenant.principalID(q.app)
	}
	return q.tenant.userID(q.user)
}

// userID is the object id of an account.
func (t *Tenant) userID(u *User) string { return StableID("user", t.ID, strings.ToLower(u.UPN)) }

// principalID is the object id of an application's enterprise application, as its token's oid holds it.
func (t *Tenant) principalID(a *App) string {
	return cmp.Or(a.PrincipalID, servicePrincipalID(t.ID, a.ClientID))
}

// servicePrincipalID is the object id of an enterprise application that was not made through Microsoft Graph.
func servicePrincipalID(tenantID, clientID string) string {
	return StableID("service principal", tenantID, clientID)
}

// subject is the user's name towards one application.
func (q *request) subject() string {
	return strings.ReplaceAll(StableID("sub", q.user.UPN, q.app.ClientID)+StableID("sub2", q.user.UPN), "-", "")[:43]
}
