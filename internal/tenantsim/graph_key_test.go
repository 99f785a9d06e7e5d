package tenantsim

import (
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// proofOf signs a proof of possession with a certificate's key, with changes.
func proofOf(t *testing.T, cert *x509.Certificate, key *rsa.PrivateKey, issuer string, change func(jwt.MapClaims)) string {
	t.Helper()
	claims := jwt.MapClaims{"aud": proofAudience, "iss": issuer, "nbf": testNow.Unix(), "exp": testNow.Add(10 * time.Minute).Unix()}
	if change != nil {
		change(claims)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	print := sha1.Sum(cert.Raw)
	token.Header["x5t"] = base64.RawURLEncoding.EncodeToString(print[:])
	signed, err := token.SignedString(key)
	must(t, err)
	return signed
}

// TestAnAppRollsItsOwnKey: without a permission in Graph, by proof of a certificate that it has and that is valid.
func TestAnAppRollsItsOwnKey(t *testing.T) {
	h := newGraphHarness(t)
	key := mustKey(t)
	made := func(name string, start time.Time) *x509.Certificate {
		cert, err := NewCertificate(key, name, start, 90*24*time.Hour)
		must(t, err)
		return cert
	}
	old, fresh, expired := made("old", testNow.Add(-time.Hour)), made("fresh", testNow.Add(-time.Hour)), made("expired", testNow.Add(-100*24*time.Hour))
	h.app(func(a *App) { a.Public, a.Certificates, a.Roles = false, []*x509.Certificate{old, expired}, nil })
	self := h.as(h.appToken("https://graph.microsoft.com/.default"))
	id := StableID("application", testTenant, testClient)
	path := "/applications/" + id
	self.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "GET "+path, nil)
	body := func(proof string) map[string]any {
		return map[string]any{"keyCredential": map[string]string{"type": "AsymmetricX509Cert", "usage": "Verify", "key": base64.StdEncoding.EncodeToString(fresh.Raw)},
			"passwordCredential": nil, "proof": proof}
	}
	stranger, err := newRSAKey()
	must(t, err)
	for name, proof := range map[string]string{
		"none": "", "by a stranger's key": proofOf(t, old, stranger, id, nil), "of an unknown certificate": proofOf(t, fresh, key, id, nil),
		"of an expired certificate": proofOf(t, expired, key, id, nil), "issued by the client id": proofOf(t, old, key, testClient, nil),
		"padded":               proofOf(t, old, key, id, nil) + "=",
		"too long":             proofOf(t, old, key, id, func(c jwt.MapClaims) { c["exp"] = testNow.Add(11 * time.Minute).Unix() }),
		"over":                 proofOf(t, old, key, id, func(c jwt.MapClaims) { c["exp"] = testNow.Add(-time.Minute).Unix() }),
		"for another audience": proofOf(t, old, key, id, func(c jwt.MapClaims) { c["aud"] = graphResource().appID }),
		"without a beginning":  proofOf(t, old, key, id, func(c jwt.MapClaims) { delete(c, "nbf") }),
	} {
		t.Run(name, func(t *testing.T) {
			self.t = t
			self.refuses(http.StatusUnauthorized, "Authentication_MissingOrMalformed", "", "POST "+path+"/addKey", body(proof))
		})
	}
	self.t = t
	added := self.wants(http.StatusOK, "POST "+path+"/addKey", body(proofOf(t, old, key, id, nil)))
	var keyID string
	for _, item := range h.wants(http.StatusOK, "GET "+path, nil).body["keyCredentials"].([]any) {
		if one, _ := item.(map[string]any); strings.Contains(one["displayName"].(string), "old") {
			keyID, _ = one["keyId"].(string)
		}
	}
	remove := func(id, proof string) map[string]string { return map[string]string{"keyId": id, "proof": proof} }
	self.refuses(http.StatusUnauthorized, "Authentication_MissingOrMalformed", "", "POST "+path+"/removeKey", remove(keyID, ""))
	self.refuses(http.StatusBadRequest, "Request_BadRequest", "No key credential found", "POST "+path+"/removeKey", remove(StableID("no"), proofOf(t, fresh, key, id, nil)))
	self.wants(http.StatusNoContent, "POST "+path+"/removeKey", remove(keyID, proofOf(t, fresh, key, id, nil)))
	left := h.wants(http.StatusOK, "GET "+path, nil).raw
	if strings.Contains(left, keyID) || !strings.Contains(left, added.text("keyId")) {
		t.Errorf("got %s", left)
	}
	other := h.create(nil)
	self.refuses(http.StatusForbidden, "Authorization_RequestDenied", "", "POST /applications/"+other.object+"/addKey", body(proofOf(t, old, key, other.object, nil)))
}
