package entra

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// ErrSigning says that the certificate's key gave no signature, for example because it is shorter than PS256 needs.
var ErrSigning = errors.New("couldn't sign the client assertion with the certificate's key")

// assertionLife is how long an assertion is good for; Microsoft advises 5 to 10 minutes (docs/sources.md, "Entra: protocol").
const assertionLife = 10 * time.Minute

// audience is the token endpoint with the tenant's GUID: that a domain is accepted there is not documented.
func (r Request) audience() string {
	if checkTenant(r.TenantID) != nil {
		return at(r.Login).TokenURL(r.Tenant)
	}
	return at(r.Login).TokenURL(r.TenantID)
}

// assertion is a JWT signed with PS256 that proves possession of the certificate's key (docs/sources.md, "Entra: protocol").
func (c *Client) assertion(r Request) (string, error) {
	now := c.now()
	token := jwt.NewWithClaims(jwt.SigningMethodPS256, jwt.MapClaims{
		"aud": r.audience(),
		"iss": r.ClientID,
		"sub": r.ClientID,
		"jti": c.newID(),
		"nbf": now.Unix(),
		"iat": now.Unix(),
		"exp": now.Add(assertionLife).Unix(),
	})
	token.Header["x5t#S256"] = r.Certificate.ThumbprintSHA256()
	signed, err := token.SignedString(r.Certificate.Signer())
	if err != nil {
		return "", ErrSigning
	}
	return signed, nil
}
