package tenantsim

import (
	"cmp"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// keyCredential is a certificate as it is sent: a new one with its key, in base64 DER, one that is there already with its
// keyId at least.
type keyCredential struct {
	CustomKeyIdentifier string    `json:"customKeyIdentifier"`
	DisplayName         string    `json:"displayName"`
	EndDateTime         time.Time `json:"endDateTime"`
	Key                 string    `json:"key"`
	KeyID               string    `json:"keyId"`
	StartDateTime       time.Time `json:"startDateTime"`
	Type                string    `json:"type"`
	Usage               string    `json:"usage"`
}

// applyKeys replaces an app's certificates by those of the body: what is not in it is gone.
func (c graphCall) applyKeys(a *App, body registrationBody) *apiRefusal {
	if body.KeyCredentials == nil {
		return nil
	}
	before := *a
	a.Certificates, a.keys = nil, map[string]certificate{}
	for _, key := range *body.KeyCredentials {
		at := slices.IndexFunc(before.Certificates, func(cert *x509.Certificate) bool {
			return strings.EqualFold(before.keyOf(cert).id, key.KeyID) || key.Key != "" && base64.StdEncoding.EncodeToString(cert.Raw) == key.Key
		})
		if at >= 0 {
			a.keep(before.Certificates[at], before.keyOf(before.Certificates[at]))
			continue
		}
		if no := c.addCertificate(a, key); no != nil {
			return no
		}
	}
	return nil
}

// addCertificate adds a new certificate to an app.
func (c graphCall) addCertificate(a *App, key keyCredential) *apiRefusal {
	der, err := base64.StdEncoding.DecodeString(key.Key)
	cert, broken := x509.ParseCertificate(der)
	switch {
	case key.Type != "AsymmetricX509Cert" || key.Usage != "Verify":
		return badRequest("Key credential type or usage is invalid.", apiDetail{"InvalidValue", "Only AsymmetricX509Cert with the usage Verify is known here.", "keyCredentials"})
	case err != nil || broken != nil:
		return badRequest("Key credential value is invalid.", apiDetail{"KeyCredentialsInvalidValue", "The value is no certificate.", "keyCredentials"})
	case !c.Now().Before(cert.NotAfter):
		return badRequest("Key credential end date is invalid.", apiDetail{"KeyCredentialsInvalidEndDate", "The certificate is expired.", "keyCredentials"})
	}
	if no := c.judgeLifetime(a, c.tenant.policyOf(a).CertificateLifetime, cert.NotBefore, cert.NotAfter); no != nil {
		return no
	}
	a.keep(cert, certificate{cmp.Or(key.KeyID, c.opts.NewID()), cmp.Or(key.DisplayName, "CN="+cert.Subject.CommonName), unseen(c.tenant.Rules.Replication.Tokens)})
	return nil
}

// provenBody is the body of addKey and removeKey.
type provenBody struct {
	KeyCredential      keyCredential `json:"keyCredential"`
	PasswordCredential any           `json:"passwordCredential"`
	KeyID              string        `json:"keyId"`
	Proof              string        `json:"proof"`
}

// addKey adds a certificate by proof of possession of one that is there. An app needs no permission for its own.
func addKey(c graphCall) reply {
	a, body, no := c.proven()
	if no == nil {
		next := *a
		next.Certificates, next.keys = slices.Clone(a.Certificates), cloned(a.keys)
		if no = c.addCertificate(&next, body.KeyCredential); no == nil {
			*a = next
		}
	}
	if no != nil {
		return c.refuseWith(no)
	}
	keys := a.keyObjects()
	o := keys[len(keys)-1]
	o["key"], o["@odata.context"] = nil, graphHost+"/$metadata#microsoft.graph.keyCredential"
	return reply{body: o}
}

func removeKey(c graphCall) reply {
	a, body, no := c.proven()
	if no != nil {
		return c.refuseWith(no)
	}
	at := slices.IndexFunc(a.Certificates, func(cert *x509.Certificate) bool { return strings.EqualFold(a.keyOf(cert).id, body.KeyID) })
	if at < 0 {
		return c.refuseWith(badRequest("No key credential found with keyId '" + body.KeyID + "'."))
	}
	a.Certificates = slices.Delete(slices.Clone(a.Certificates), at, at+1)
	return empty()
}

// cloned is a copy that can be written to, of nil too.
func cloned[K comparable, V any](m map[K]V) map[K]V {
	next := map[K]V{}
	maps.Copy(next, m)
	return next
}

// proven finds the app that the path names and judges right and proof.
func (c graphCall) proven() (*App, provenBody, *apiRefusal) {
	var body provenBody
	a, name := c.namedApp()
	if a == nil || !a.unseen.seen() {
		return nil, body, resourceNotFound(name)
	}
	if itself := c.user == nil && c.app == a; !itself {
		if no := c.judge(changeApp(), a); no != nil {
			return nil, body, no
		}
	}
	return a, body, cmp.Or(c.readBody(&body), c.judgeProof(a, body.Proof))
}

// proofAudience is what a proof is meant for: the older Graph.
const proofAudience = "00000002-0000-0000-c000-000000000000"

// judgeProof judges a proof of possession: signed by a valid certificate of the app, for at most ten minutes, issued by
// the object id of the registration.
func (c graphCall) judgeProof(a *App, proof string) *apiRefusal {
	malformed := &apiRefusal{status: http.StatusUnauthorized, code: "Authentication_MissingOrMalformed", message: "Access Token missing or malformed."}
	said := &jwt.RegisteredClaims{}
	_, err := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(c.Now), jwt.WithAudience(proofAudience),
		jwt.WithIssuer(c.tenant.objectID(a)), jwt.WithExpirationRequired()).ParseWithClaims(proof, said, func(token *jwt.Token) (any, error) {
		wanted, hash := thumbprintOf(token.Header)
		cert := found(a.Certificates, func(cert *x509.Certificate) bool { return len(wanted) > 0 && slices.Equal(hash(cert), wanted) })
		if cert == nil || c.Now().After(cert.NotAfter) || c.Now().Before(cert.NotBefore) {
			return nil, jwt.ErrTokenUnverifiable
		}
		key, isRSA := cert.PublicKey.(*rsa.PublicKey)
		if !isRSA {
			return nil, jwt.ErrInvalidKeyType
		}
		return key, nil
	})
	if err != nil || said.NotBefore == nil || said.ExpiresAt.Sub(said.NotBefore.Time) > 10*time.Minute {
		return malformed
	}
	return nil
}
