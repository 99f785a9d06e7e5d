package cases

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"

	"github.com/golang-jwt/jwt/v5"
	"software.sslmate.com/src/go-pkcs12"
)

// testNow is the simulator's time in tests.
var testNow = time.Date(2026, 11, 20, 12, 30, 15, 0, time.UTC)

// testKey signs the tokens of all tests: making one takes a while, and a short one signs faster.
var testKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) })

// harness is an empty simulator behind a real listener.
type harness struct {
	t   *testing.T
	sim *tenantsim.Sim
	url string
}

func newSim() *tenantsim.Sim {
	return tenantsim.New(tenantsim.Options{Now: func() time.Time { return testNow }, Key: testKey})
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	sim := newSim()
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	return &harness{t: t, sim: sim, url: server.URL}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	raw    string
	body   map[string]any // nil if it was no JSON object
}

func (a answer) text(key string) string {
	text, _ := a.body[key].(string)
	return text
}

// code is the first of error_codes, 0 without any.
func (a answer) code() int {
	codes, _ := a.body["error_codes"].([]any)
	if len(codes) == 0 {
		return 0
	}
	number, _ := codes[0].(float64)
	return int(number)
}

// location is where an answer redirects to.
func (a answer) location() url.Values {
	target, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		return nil
	}
	return target.Query()
}

// page is the AADSTS number on an error page on which the browser stays.
func (a answer) page() string {
	found := regexp.MustCompile(`<span id="code">(\d+)</span>`).FindStringSubmatch(a.raw)
	if found == nil {
		return ""
	}
	return found[1]
}

// send sends a form, or asks if there is none; what holds header pairs.
func (h *harness) send(path string, form url.Values, header ...string) answer {
	h.t.Helper()
	method := http.MethodPost
	if form == nil {
		method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(form.Encode()))
	must(h.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	must(h.t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	must(h.t, err)
	a := answer{status: response.StatusCode, header: response.Header, raw: string(raw)}
	if json.Unmarshal(raw, &a.body) != nil {
		a.body = nil
	}
	return a
}

func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// claimsOf reads a token's claims without verifying it.
func claimsOf(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(token, claims)
	must(t, err)
	return claims
}

// enter sends the document's POST with a case's values, or goes through the case's flow to the answer that the app sees
// last: of the token endpoint, of authorize, or the error page on which the browser stays.
func (h *harness) enter(c Case) answer {
	h.t.Helper()
	target, err := catalog.Resolve(c.API, catalog.Cloud(c.Cloud), catalog.Region(c.Region))
	must(h.t, err)
	at := "/" + url.PathEscape(c.Tenant) + "/oauth2/v2.0/"
	values := form("client_id", c.ClientID, "scope", target.Scope, "grant_type", "client_credentials")
	switch c.Flow {
	case catalog.DeviceCode:
		code := h.send(at+"devicecode", values).text("device_code")
		return h.send(at+"token", form("grant_type", "device_code", "client_id", c.ClientID, "device_code", code))
	case catalog.Browser:
		const verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
		a := h.send(at+"authorize?"+form("client_id", c.ClientID, "response_type", "code", "scope", target.Scope, "redirect_uri", "http://localhost:49152",
			"code_challenge", challenge, "code_challenge_method", "S256", "login_hint", c.Username).Encode(), nil)
		if code := a.location().Get("code"); code != "" {
			return h.send(at+"token", form("grant_type", "authorization_code", "client_id", c.ClientID, "code", code,
				"redirect_uri", "http://localhost:49152", "code_verifier", verifier))
		}
		return a
	case catalog.Password:
		values.Set("grant_type", "password")
		values.Set("username", c.Username)
		values.Set("password", c.Password)
	case catalog.ClientSecret:
		values.Set("client_secret", c.Secret)
	case catalog.Federated:
		assertion, err := os.ReadFile(c.AssertionFile)
		must(h.t, err)
		values.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
		values.Set("client_assertion", strings.TrimSpace(string(assertion)))
	case catalog.ClientCertificate:
		if assertion := h.assertionOf(c); assertion != "" {
			values.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
			values.Set("client_assertion", assertion)
		}
	default:
		h.t.Fatalf("%s: how does %s sign in?", c.Name, c.Flow)
	}
	return h.send(at+"token", values)
}

// assertionOf signs with a case's file; empty if the file is none.
func (h *harness) assertionOf(c Case) string {
	h.t.Helper()
	raw, err := os.ReadFile(c.Certificate)
	must(h.t, err)
	var key any
	var cert *x509.Certificate
	if c.CertificatePassword != "" {
		key, cert, err = pkcs12.Decode(raw, c.CertificatePassword)
		must(h.t, err)
	} else if cert, key = readPEM(h.t, raw); cert == nil {
		return ""
	}
	token := jwt.NewWithClaims(jwt.SigningMethodPS256, jwt.MapClaims{
		"aud": h.url + "/" + c.Tenant + "/oauth2/v2.0/token", "iss": c.ClientID, "sub": c.ClientID,
		"nbf": testNow.Unix(), "exp": testNow.Add(5 * time.Minute).Unix(),
	})
	sum := sha256.Sum256(cert.Raw)
	token.Header["x5t#S256"] = base64.RawURLEncoding.EncodeToString(sum[:])
	signed, err := token.SignedString(key)
	must(h.t, err)
	return signed
}

// readPEM returns the file's certificate and key, nil if it holds none.
func readPEM(t *testing.T, raw []byte) (cert *x509.Certificate, key any) {
	t.Helper()
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		var err error
		if block.Type == "CERTIFICATE" {
			cert, err = x509.ParseCertificate(block.Bytes)
		} else {
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		}
		must(t, err)
	}
	return cert, key
}
