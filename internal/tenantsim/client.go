package tenantsim

import (
	"cmp"
	"crypto/rsa"
	"crypto/sha1" // x5t is a SHA-1 thumbprint by definition
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Values of the claim appidacr: how the client proved itself.
const (
	acrPublic      = "0"
	acrSecret      = "1"
	acrCertificate = "2"
)

// proveClient judges the client's secret or assertion. A client that sends neither is a public one.
func (q *request) proveClient() *Situation {
	assertion := q.form.Get("client_assertion")
	switch {
	case assertion == "" && q.secret == "":
		q.acr = acrPublic
		return nil
	case q.app.Native:
		return CredentialUnwanted
	case assertion != "":
		q.acr = acrCertificate
		return q.proveAssertion(assertion)
	}
	q.acr = acrSecret
	return q.proveSecret()
}

// proveSecret compares with every secret of the app: a match that is past its end is a reason of its own.
func (q *request) proveSecret() *Situation {
	no := SecretWrong
	for i, secret := range q.app.Secrets {
		if subtle.ConstantTimeCompare([]byte(secret.Value), []byte(q.secret)) != 1 {
			continue
		}
		if !q.app.Secrets[i].unseen.seen() {
			return SecretWrong
		}
		if q.Now().Before(secret.Expires) {
			return nil
		}
		no = SecretExpired
	}
	return no
}

// proveApplication judges the client that signs in as itself.
func (q *request) proveApplication() *Situation {
	if !q.scope.isDefault() {
		return ScopeNotDefault
	}
	no := q.proveClient()
	return cmp.Or(no, when(q.acr == acrPublic, CredentialMissingApp))
}

func (q *request) grantRoles() *Situation {
	if q.app.consentSeen(q.resource.api) {
		q.granted = q.app.Roles[q.resource.api]
	}
	return nil
}

// proveUserClient judges the client of a user's sign-in: a public client sends no credential, any other must.
func (q *request) proveUserClient() *Situation {
	no := q.proveClient()
	return cmp.Or(no, when(q.acr == acrPublic && !q.app.Public && !q.app.Native, CredentialMissing), when(q.acr != acrPublic && q.app.Public, CredentialUnwanted))
}

const (
	assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" // the only one there is
	clockLeeway   = 5 * time.Minute                                          // the difference of clocks that Entra forgives
)

// proveAssertion verifies a client assertion for real: RS256 or PS256, the certificate named by x5t or x5t#S256, the
// times, issuer and subject, and the audience.
func (q *request) proveAssertion(assertion string) *Situation {
	if q.form.Get("client_assertion_type") != assertionType {
		q.tell("{parameter}", "client_assertion_type")
		return ParameterMissing
	}
	said := &jwt.RegisteredClaims{}
	token, parts, err := jwt.NewParser().ParseUnverified(assertion, said)
	switch {
	case errors.Is(err, jwt.ErrTokenUnverifiable): // an algorithm that the library does not know
		q.tell("{algorithm}", "unknown")
		return AssertionAlgorithm
	case err != nil:
		return AssertionMalformed
	}
	q.tell("{algorithm}", token.Method.Alg(), "{subject}", said.Subject, "{issuer}", said.Issuer)
	if outside(token, said) {
		return q.proveOutside(token, parts, said)
	}
	if token.Method.Alg() != "RS256" && token.Method.Alg() != "PS256" {
		return AssertionAlgorithm
	}
	if no := q.proveSignature(token, parts); no != nil {
		return no
	}
	return cmp.Or(
		q.proveTimes(said),
		when(said.Issuer != said.Subject, AssertionSubject),
		when(!strings.EqualFold(said.Issuer, q.app.ClientID), AssertionClient),
		when(!slices.ContainsFunc(said.Audience, q.isAudience), AssertionAudience))
}

// proveTimes judges when an assertion is good.
func (q *request) proveTimes(said *jwt.RegisteredClaims) *Situation {
	now, start, end := q.Now(), cmp.Or(said.NotBefore, &jwt.NumericDate{}), cmp.Or(said.ExpiresAt, &jwt.NumericDate{})
	const layout = "2006-01-02T15:04:05.0000000Z"
	q.tell("{now}", now.UTC().Format(layout), "{start}", start.UTC().Format(layout), "{end}", end.UTC().Format(layout))
	return when(now.After(end.Add(clockLeeway)) || now.Before(start.Add(-clockLeeway)), AssertionExpired)
}

// isAudience takes the GUID form only: whether Entra takes a domain is not known, so a client must not rely on it.
func (q *request) isAudience(audience string) bool {
	at, own := strings.CutPrefix(audience, q.baseURL()+"/"+q.tenant.ID)
	if !own {
		at = strings.TrimPrefix(audience, publicLogin+"/"+q.tenant.ID)
	}
	return slices.Contains([]string{"/oauth2/v2.0/token", "/oauth2/token", "/v2.0"}, at)
}

// proveSignature finds the certificate by its thumbprint and verifies the signature with its key.
func (q *request) proveSignature(token *jwt.Token, parts []string) *Situation {
	wanted, hash := thumbprintOf(token.Header)
	if len(wanted) == 0 {
		return AssertionMalformed
	}
	q.tell("{thumbprint}", strings.ToUpper(hex.EncodeToString(wanted)))
	cert := found(q.app.Certificates, func(c *x509.Certificate) bool { return slices.Equal(hash(c), wanted) })
	if cert == nil || !q.app.sees(cert) {
		return CertificateUnknown
	}
	key, isRSA := cert.PublicKey.(*rsa.PublicKey)
	switch now := q.Now(); {
	case !isRSA:
		return AssertionAlgorithm
	case token.Method.Verify(parts[0]+"."+parts[1], token.Signature, key) != nil:
		return SignatureWrong
	case now.After(cert.NotAfter) || now.Before(cert.NotBefore):
		q.tell("{start}", cert.NotBefore.UTC().Format(time.RFC3339), "{end}", cert.NotAfter.UTC().Format(time.RFC3339))
		return CertificateExpired
	}
	return nil
}

// thumbprintOf reads x5t#S256 or x5t, in base64url or, as MSAL Go sends it, in standard base64, padded or not.
func thumbprintOf(header map[string]any) (thumbprint []byte, hash func(*x509.Certificate) []byte) {
	decode := func(name string) []byte {
		text, _ := header[name].(string)
		raw, _ := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(text), "="))
		return raw // what is malformed has another size
	}
	if raw := decode("x5t#S256"); len(raw) == sha256.Size {
		return raw, func(c *x509.Certificate) []byte { sum := sha256.Sum256(c.Raw); return sum[:] }
	}
	if raw := decode("x5t"); len(raw) == sha1.Size {
		return raw, func(c *x509.Certificate) []byte { sum := sha1.Sum(c.Raw); return sum[:] }
	}
	return nil, nil
}
