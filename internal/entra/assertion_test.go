package entra

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/secret"
)

// testCertificate is made once: RSA keys take a while.
var testCertificate = sync.OnceValue(func() *certificate.Certificate { return newCertificate(2048) })

func newCertificate(bits int) *certificate.Certificate {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	file := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	file = append(file, pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})...)
	c, err := certificate.Read(context.Background(), file, secret.Secret{})
	if err != nil {
		panic(err)
	}
	return c
}

func certificateRequest(login string) Request {
	r := request(login, catalog.ClientCertificate)
	r.Secret, r.Certificate = secret.Secret{}, testCertificate()
	return r
}

func TestCertificateGrant(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	if _, err := newClient(t, nil).Token(t.Context(), certificateRequest(s.URL)); err != nil {
		t.Fatal(err)
	}
	got := s.requests()[0]
	assertion := got.form.Get("client_assertion")
	want := url.Values{
		"client_id": {clientID}, "scope": {scope}, "grant_type": {"client_credentials"}, "client_assertion": {assertion},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	}
	if diff := cmp.Diff(want, got.form); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	if got.path != "/contoso.onmicrosoft.com/oauth2/v2.0/token" {
		t.Errorf("sent to %s, want the tenant as given", got.path)
	}

	leaf := testCertificate().Leaf
	claims := jwt.MapClaims{}
	token, err := jwt.NewParser(jwt.WithValidMethods([]string{"PS256"}), jwt.WithoutClaimsValidation()).
		ParseWithClaims(assertion, claims, func(*jwt.Token) (any, error) { return leaf.PublicKey, nil })
	if err != nil {
		t.Fatalf("the assertion does not verify: %v", err)
	}
	sum := sha256.Sum256(leaf.Raw)
	header := map[string]any{"alg": "PS256", "typ": "JWT", "x5t#S256": base64.RawURLEncoding.EncodeToString(sum[:])}
	if diff := cmp.Diff(header, token.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	body := jwt.MapClaims{
		"aud": s.URL + "/" + tenantID + "/oauth2/v2.0/token", "iss": clientID, "sub": clientID, "jti": "id-1",
		"nbf": float64(noon.Unix()), "iat": float64(noon.Unix()), "exp": float64(noon.Unix() + 600),
	}
	if diff := cmp.Diff(body, claims); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

func TestAudienceWithoutTenantGUID(t *testing.T) {
	for _, id := range []string{"", "../x"} {
		r := certificateRequest("https://login.microsoftonline.com")
		r.TenantID = id
		if want := "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"; r.audience() != want {
			t.Errorf("audience %q, want %q", r.audience(), want)
		}
	}
}

func TestEveryAttemptHasItsOwnAssertion(t *testing.T) {
	s := newServer(t, answer(503, "{}"), answer(200, goodToken))
	if _, err := newClient(t, nil).Token(t.Context(), certificateRequest(s.URL)); err != nil {
		t.Fatal(err)
	}
	ids := map[any]bool{}
	for _, r := range s.requests() {
		claims := jwt.MapClaims{}
		if _, _, err := jwt.NewParser().ParseUnverified(r.form.Get("client_assertion"), claims); err != nil {
			t.Fatal(err)
		}
		ids[claims["jti"]] = true
	}
	if len(ids) != 2 {
		t.Errorf("%d different jti in 2 requests", len(ids))
	}
}

func TestKeyThatCannotSign(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0") // Go itself makes no such keys any more
	s := newServer(t, answer(200, goodToken))
	r := certificateRequest(s.URL)
	r.Certificate = newCertificate(512) // shorter than a PS256 signature's content
	if _, err := newClient(t, nil).Token(t.Context(), r); !errors.Is(err, ErrSigning) || len(s.requests()) != 0 {
		t.Errorf("%v after %d requests, want ErrSigning before any", err, len(s.requests()))
	}
}

func TestAssertionIsNotLogged(t *testing.T) {
	var log strings.Builder
	s := newServer(t, typed(400, "text/plain", "you sent client_assertion=abc"))
	_, _ = newClient(t, func(line string) { log.WriteString(line) }).Token(t.Context(), certificateRequest(s.URL))
	sent := s.requests()[0].form.Get("client_assertion")
	if strings.Contains(log.String(), sent) || strings.Contains(log.String(), "=abc") || !strings.Contains(log.String(), "client_assertion=[hidden]") {
		t.Errorf("log:\n%s", log.String())
	}
}
