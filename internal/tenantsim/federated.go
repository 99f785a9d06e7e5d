package tenantsim

import (
	"cmp"
	"crypto/rsa"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// outside reports whether an assertion is a token of another issuer, and not one that the app has signed: that one names a
// certificate and, as its issuer, the app.
func outside(token *jwt.Token, said *jwt.RegisteredClaims) bool {
	thumbprint, _ := thumbprintOf(token.Header)
	return len(thumbprint) == 0 && strings.Contains(said.Issuer, "://")
}

// proveOutside judges a token of another issuer by the app's federated credentials: issuer, then audience, then subject, each
// byte for byte, as the answers of the real service show (Microsoft Entra, Workload identity federation).
func (q *request) proveOutside(token *jwt.Token, parts []string, said *jwt.RegisteredClaims) *Situation {
	q.tell("{issuer}", said.Issuer, "{audience}", strings.Join(said.Audience, " "), "{subject}", said.Subject)
	devOps := strings.HasPrefix(said.Subject, "/eid1/")
	if no := cmp.Or(q.app.OutsidePolicy, when(len(q.app.Federated) == 0, FederatedNone), q.proveIssuer(token, parts, devOps)); no != nil {
		return no
	}
	left := slices.DeleteFunc(slices.Clone(q.app.Federated), func(f FederatedCredential) bool { return f.Issuer != said.Issuer })
	if len(left) == 0 {
		return FederatedIssuer
	}
	left = slices.DeleteFunc(left, func(f FederatedCredential) bool {
		return !slices.ContainsFunc(f.Audiences, func(a string) bool { return slices.Contains(said.Audience, a) })
	})
	if len(left) == 0 {
		return FederatedAudience
	}
	if !slices.ContainsFunc(left, func(f FederatedCredential) bool { return f.Subject == said.Subject }) {
		inCase := slices.ContainsFunc(left, func(f FederatedCredential) bool { return strings.EqualFold(f.Subject, said.Subject) })
		return cmp.Or(when(inCase, FederatedSubjectCase), when(devOps, FederatedSubjectEID1), FederatedSubject)
	}
	return q.proveTimes(said)
}

// proveIssuer verifies the signature with the key of the outside issuer. What Entra itself has signed is no outside token, but
// for Azure DevOps' own form, and then the app must be of one tenant.
func (q *request) proveIssuer(token *jwt.Token, parts []string, devOps bool) *Situation {
	signedBy := func(source func() (*rsa.PrivateKey, error)) bool {
		key, err := source()
		return err == nil && token.Header["kid"] == keyID(&key.PublicKey) && token.Method.Alg() == "RS256" &&
			token.Method.Verify(parts[0]+"."+parts[1], token.Signature, &key.PublicKey) == nil
	}
	several := strings.HasPrefix(q.app.Audience, "AzureADMultipleOrgs") || strings.HasPrefix(q.app.Audience, "AzureADandPersonal")
	return cmp.Or(
		when(!devOps && signedBy(q.opts.Key), FederatedByEntra),
		when(devOps && several, FederatedMultitenant),
		when(!signedBy(q.opts.OutsideKey), FederatedSignature))
}
