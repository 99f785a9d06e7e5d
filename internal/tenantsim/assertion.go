package tenantsim

import (
	"crypto/rsa"
	"crypto/sha1" // x5t is a SHA-1 thumbprint by definition
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// assertionType is the only client_assertion_type there is.
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// clockLeeway is the difference of clocks that Entra forgives.
const clockLeeway = 5 * time.Minute

// proveAssertion verifies a client assertion for real (facts/entra.md section 4, assertion): RS256 or PS256, the
// certificate named by x5t or x5t#S256, the audience, the times, and issuer and subject. The caller holds s.mu.
func (s *Sim) proveAssertion(req *tokenRequest, assertion string) *refusal {
	if req.form.Get("client_assertion_type") != assertionType {
		return missing("client_assertion_type")
	}
	claims := &jwt.RegisteredClaims{}
	token, parts, err := jwt.NewParser().ParseUnverified(assertion, claims)
	switch {
	case errors.Is(err, jwt.ErrTokenUnverifiable): // an algorithm that the library does not know
		return refuse(AssertionAlgorithm, "{algorithm}", "unknown")
	case err != nil:
		return refuse(AssertionMalformed)
	}
	if alg := token.Method.Alg(); alg != "RS256" && alg != "PS256" {
		return refuse(AssertionAlgorithm, "{algorithm}", alg)
	}
	if no := s.proveSignature(req.app, token, parts); no != nil {
		return no
	}
	return s.proveClaims(req, claims)
}

// proveSignature finds the certificate by its thumbprint and verifies the signature with its key.
func (s *Sim) proveSignature(a *App, token *jwt.Token, parts []string) *refusal {
	wanted, hash := thumbprintOf(token.Header)
	if len(wanted) == 0 {
		return refuse(AssertionMalformed)
	}
	printed := strings.ToUpper(hex.EncodeToString(wanted))
	at := slices.IndexFunc(a.Certificates, func(c *x509.Certificate) bool { return slices.Equal(hash(c), wanted) })
	if at < 0 {
		return refuse(CertificateUnknown, "{thumbprint}", printed, "{client}", a.ClientID)
	}
	cert := a.Certificates[at]
	key, isRSA := cert.PublicKey.(*rsa.PublicKey)
	if !isRSA {
		return refuse(AssertionAlgorithm, "{algorithm}", token.Method.Alg())
	}
	if token.Method.Verify(parts[0]+"."+parts[1], token.Signature, key) != nil {
		return refuse(SignatureWrong, "{thumbprint}", printed, "{client}", a.ClientID)
	}
	if now := s.now(); now.After(cert.NotAfter) || now.Before(cert.NotBefore) {
		return refuse(CertificateExpired, "{thumbprint}", printed, "{client}", a.ClientID,
			"{start}", cert.NotBefore.UTC().Format(time.RFC3339), "{end}", cert.NotAfter.UTC().Format(time.RFC3339))
	}
	return nil
}

// thumbprintOf reads x5t#S256 or x5t, in base64url or, as MSAL Go sends it, in standard base64, padded or not.
func thumbprintOf(header map[string]any) (thumbprint []byte, hash func(*x509.Certificate) []byte) {
	decode := func(name string) []byte {
		text, _ := header[name].(string)
		text = strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(text), "=")
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			return nil
		}
		return raw
	}
	if raw := decode("x5t#S256"); len(raw) == sha256.Size {
		return raw, func(c *x509.Certificate) []byte { sum := sha256.Sum256(c.Raw); return sum[:] }
	}
	if raw := decode("x5t"); len(raw) == sha1.Size {
		return raw, func(c *x509.Certificate) []byte { sum := sha1.Sum(c.Raw); return sum[:] }
	}
	return nil, nil
}

// proveClaims judges times, audience, issuer and subject.
func (s *Sim) proveClaims(req *tokenRequest, claims *jwt.RegisteredClaims) *refusal {
	now := s.now()
	start, end := timeOf(claims.NotBefore), timeOf(claims.ExpiresAt)
	if end.IsZero() || now.After(end.Add(clockLeeway)) || now.Before(start.Add(-clockLeeway)) {
		layout := "2006-01-02T15:04:05.0000000Z"
		return refuse(AssertionExpired, "{now}", now.UTC().Format(layout),
			"{start}", start.UTC().Format(layout), "{end}", end.UTC().Format(layout))
	}
	if claims.Issuer != claims.Subject {
		return refuse(AssertionSubject, "{subject}", claims.Subject, "{issuer}", claims.Issuer)
	}
	if !strings.EqualFold(claims.Issuer, req.app.ClientID) {
		return refuse(AssertionClient)
	}
	for _, audience := range audiencesOf(req.http, req.tenant.ID) {
		if slices.Contains(claims.Audience, audience) {
			return nil
		}
	}
	return refuse(AssertionAudience)
}

func timeOf(d *jwt.NumericDate) time.Time {
	if d == nil {
		return time.Time{}
	}
	return d.Time
}

// audiencesOf are the tenant's token endpoints and issuer. Only the GUID form is taken: whether Entra takes a domain
// is not known (facts/client.md section 3), so a client must not rely on it.
func audiencesOf(r *http.Request, tenantID string) []string {
	var list []string
	for _, host := range []string{baseURL(r), publicLogin} {
		list = append(list, host+"/"+tenantID+"/oauth2/v2.0/token", host+"/"+tenantID+"/oauth2/token", host+"/"+tenantID+"/v2.0")
	}
	return list
}
