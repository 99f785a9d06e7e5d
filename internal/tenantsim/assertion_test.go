package tenantsim

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// otherKey is a second key, of no certificate.
var otherKey = sync.OnceValues(newRSAKey)

// signer makes one client assertion; a zero field is right.
type signer struct {
	method jwt.SigningMethod
	key    crypto.Signer
	cert   *x509.Certificate
	header map[string]any // replaces the thumbprint
	claims jwt.MapClaims  // added to the right ones; nil takes one away
	url    string
}

func (s signer) assertion(t *testing.T) string {
	t.Helper()
	claims := jwt.MapClaims{
		"aud": s.url + "/" + testTenant + "/oauth2/v2.0/token", "iss": testClient, "sub": testClient, "jti": "1",
		"nbf": testNow.Unix(), "iat": testNow.Unix(), "exp": testNow.Add(10 * time.Minute).Unix(),
	}
	for name, value := range s.claims {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	token := jwt.NewWithClaims(s.method, claims)
	header := s.header
	if header == nil {
		header = map[string]any{"x5t#S256": base64.RawURLEncoding.EncodeToString(sha256Of(s.cert))}
	}
	for name, value := range header {
		token.Header[name] = value
	}
	var key any = s.key
	if _, symmetric := s.method.(*jwt.SigningMethodHMAC); symmetric {
		key = []byte("shared")
	}
	signed, err := token.SignedString(key)
	must(t, err)
	return signed
}

func sha256Of(cert *x509.Certificate) []byte { sum := sha256.Sum256(cert.Raw); return sum[:] }
func sha1Of(cert *x509.Certificate) []byte   { sum := sha1.Sum(cert.Raw); return sum[:] }

// withCertificate uploads a certificate to the app and returns a signer for it.
func (h *harness) withCertificate(start time.Time, life time.Duration) signer {
	h.t.Helper()
	key, err := testKey()
	must(h.t, err)
	cert, err := NewCertificate(key, "test", start, life)
	must(h.t, err)
	h.app(func(a *App) { a.Certificates = append(a.Certificates, cert) })
	return signer{method: jwt.SigningMethodPS256, key: key, cert: cert, url: h.url}
}

func (h *harness) assert(s signer) answer {
	h.t.Helper()
	return h.post(testTenant, secretForm("client_secret", "", "client_assertion_type", assertionType, "client_assertion", s.assertion(h.t)))
}

func TestGoodAssertions(t *testing.T) {
	tests := map[string]func(s *signer){
		"PS256, x5t#S256, base64url": func(*signer) {},
		"PS256, x5t#S256, base64 as MSAL Go": func(s *signer) {
			s.header = map[string]any{"x5t#S256": base64.StdEncoding.EncodeToString(sha256Of(s.cert))}
		},
		"RS256, x5t, base64url": func(s *signer) {
			s.method = jwt.SigningMethodRS256
			s.header = map[string]any{"x5t": base64.RawURLEncoding.EncodeToString(sha1Of(s.cert))}
		},
		"RS256, x5t, base64": func(s *signer) {
			s.method = jwt.SigningMethodRS256
			s.header = map[string]any{"x5t": base64.StdEncoding.EncodeToString(sha1Of(s.cert))}
		},
		"PS256, x5t": func(s *signer) {
			s.header = map[string]any{"x5t": base64.URLEncoding.EncodeToString(sha1Of(s.cert))}
		},
		"audience on Microsoft's host": func(s *signer) {
			s.claims = jwt.MapClaims{"aud": "https://login.microsoftonline.com/" + testTenant + "/oauth2/v2.0/token"}
		},
		"audience v1":               func(s *signer) { s.claims = jwt.MapClaims{"aud": s.url + "/" + testTenant + "/oauth2/token"} },
		"audience list":             func(s *signer) { s.claims = jwt.MapClaims{"aud": []string{"x", s.url + "/" + testTenant + "/v2.0"}} },
		"client's clock four ahead": func(s *signer) { s.claims = jwt.MapClaims{"nbf": testNow.Add(4 * time.Minute).Unix()} },
		"no nbf":                    func(s *signer) { s.claims = jwt.MapClaims{"nbf": nil, "iat": nil} },
		"client id in capitals":     func(s *signer) { id := strings.ToUpper(testClient); s.claims = jwt.MapClaims{"iss": id, "sub": id} },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			s := h.withCertificate(testNow.Add(-time.Hour), 24*time.Hour)
			change(&s)
			a := h.assert(s)
			if a.status != http.StatusOK {
				t.Fatalf("got %d: %s", a.status, a.raw)
			}
			if acr := claimsOf(t, a.text("access_token"))["appidacr"]; acr != "2" {
				t.Errorf("appidacr %v", acr)
			}
		})
	}
}

func TestBadAssertions(t *testing.T) {
	claim := func(pairs jwt.MapClaims) func(*testing.T, *harness, *signer) {
		return func(_ *testing.T, _ *harness, s *signer) { s.claims = pairs }
	}
	tests := map[string]struct {
		spoil func(t *testing.T, h *harness, s *signer)
		want  *Situation
		says  string
	}{
		"certificate not uploaded": {func(_ *testing.T, h *harness, _ *signer) { h.app(func(a *App) { a.Certificates = nil }) }, CertificateUnknown, "key was not found"},
		"signed by another key": {func(t *testing.T, _ *harness, s *signer) {
			key, err := otherKey()
			must(t, err)
			s.key = key
		}, SignatureWrong, "verify the signature failed"},
		"certificate past": {func(_ *testing.T, h *harness, s *signer) {
			old := h.withCertificate(testNow.Add(-48*time.Hour), 24*time.Hour)
			s.cert = old.cert
		}, CertificateExpired, "End=2026-11-19T12:30:15Z"},
		"certificate not yet": {func(_ *testing.T, h *harness, s *signer) {
			s.cert = h.withCertificate(testNow.Add(time.Hour), 24*time.Hour).cert
		}, CertificateExpired, "Start=2026-11-20T13:30:15Z"},
		"expired":        {claim(jwt.MapClaims{"exp": testNow.Add(-6 * time.Minute).Unix()}), AssertionExpired, "Current time: 2026-11-20T12:30:15"},
		"no exp":         {claim(jwt.MapClaims{"exp": nil}), AssertionExpired, ""},
		"not yet":        {claim(jwt.MapClaims{"nbf": testNow.Add(time.Hour).Unix()}), AssertionExpired, "2026-11-20T13:30:15"},
		"other audience": {claim(jwt.MapClaims{"aud": "https://login.microsoftonline.us/" + testTenant + "/oauth2/v2.0/token"}), AssertionAudience, ""},
		"domain as audience": {func(_ *testing.T, _ *harness, s *signer) {
			s.claims = jwt.MapClaims{"aud": s.url + "/" + testDomain + "/oauth2/v2.0/token"}
		}, AssertionAudience, ""},
		"other subject": {claim(jwt.MapClaims{"sub": "somebody"}), AssertionSubject, "'somebody'"},
		"other client":  {claim(jwt.MapClaims{"sub": lcsResource, "iss": lcsResource}), AssertionClient, ""},
		"no thumbprint": {func(_ *testing.T, _ *harness, s *signer) { s.header = map[string]any{} }, AssertionMalformed, ""},
		"short thumbprint": {func(_ *testing.T, _ *harness, s *signer) {
			s.header = map[string]any{"x5t": "AAAA", "x5t#S256": "***"}
		}, AssertionMalformed, ""},
		"hmac": {func(_ *testing.T, _ *harness, s *signer) { s.method = jwt.SigningMethodHS256 }, AssertionAlgorithm, "'HS256'"},
		"ecdsa": {func(t *testing.T, h *harness, s *signer) {
			key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			must(t, err)
			s.method, s.key = jwt.SigningMethodES256, key
		}, AssertionAlgorithm, "'ES256'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			s := h.withCertificate(testNow.Add(-time.Hour), 24*time.Hour)
			test.spoil(t, h, &s)
			h.refusedWith(h.assert(s), test.want, test.says)
		})
	}
}

func (h *harness) refusedWith(a answer, want *Situation, says string) {
	h.t.Helper()
	row := want
	if a.status != row.status || a.code() != row.code || a.text("error") != row.err {
		h.t.Errorf("got %d %d, want %d %d: %s", a.status, a.code(), row.status, row.code, a.raw)
	}
	if !strings.Contains(a.text("error_description"), says) {
		h.t.Errorf("%q does not say %q", a.text("error_description"), says)
	}
}

func TestAssertionsThatAreNone(t *testing.T) {
	h := newHarness(t)
	s := h.withCertificate(testNow.Add(-time.Hour), 24*time.Hour)
	good := s.assertion(t)
	withHeader := func(json string) string {
		_, rest, _ := strings.Cut(good, ".")
		return base64.RawURLEncoding.EncodeToString([]byte(json)) + "." + rest
	}
	for name, test := range map[string]struct {
		kind, assertion string
		want            *Situation
	}{
		"no type":             {"", good, ParameterMissing},
		"other type":          {"urn:ietf:params:oauth:client-assertion-type:saml2-bearer", good, ParameterMissing},
		"not a JWT":           {assertionType, "hello", AssertionMalformed},
		"two parts":           {assertionType, "a.b", AssertionMalformed},
		"no JSON":             {assertionType, withHeader("hello"), AssertionMalformed},
		"unsigned":            {assertionType, withHeader(`{"alg":"none"}`), AssertionAlgorithm},
		"unknown algorithm":   {assertionType, withHeader(`{"alg":"XX1"}`), AssertionAlgorithm},
		"signature cut short": {assertionType, good[:len(good)-8], SignatureWrong},
		"signature no base64": {assertionType, good[:len(good)-4] + "****", AssertionMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.refusedWith(h.post(testTenant, secretForm("client_secret", "", "client_assertion_type", test.kind, "client_assertion", test.assertion)), test.want, "")
		})
	}
}

// TestCertificateOfAnotherKindOfKey: the portal takes such a certificate, a token cannot be had with it.
func TestCertificateOfAnotherKindOfKey(t *testing.T) {
	h := newHarness(t)
	s := h.withCertificate(testNow.Add(-time.Hour), 24*time.Hour)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	s.cert, err = NewCertificate(key, "elliptic", testNow.Add(-time.Hour), 24*time.Hour)
	must(t, err)
	h.app(func(a *App) { a.Certificates = append(a.Certificates, s.cert) })
	h.refusedWith(h.assert(s), AssertionAlgorithm, "'PS256'")
}

// TestRefusalPrintsTheThumbprint: the portal shows the SHA-1 one in capitals, and the answer names what was sent.
func TestRefusalPrintsTheThumbprint(t *testing.T) {
	h := newHarness(t)
	s := h.withCertificate(testNow.Add(-time.Hour), 24*time.Hour)
	h.app(func(a *App) { a.Certificates = nil })
	for name, hash := range map[string]func(*x509.Certificate) []byte{"x5t": sha1Of, "x5t#S256": sha256Of} {
		s.header = map[string]any{name: base64.RawURLEncoding.EncodeToString(hash(s.cert))}
		h.refusedWith(h.assert(s), CertificateUnknown, "'"+strings.ToUpper(hex.EncodeToString(hash(s.cert)))+"'")
		h.refusedWith(h.assert(s), CertificateUnknown, "app Id '"+testClient+"'")
	}
}
