package cli_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/store"
)

// canarySite is a machine whose simulated tenant holds canaries. Its wire knows every token that went over it.
type canarySite struct {
	*machine
	wire  *wire
	hunt  *hunt
	rows  []canaryRow
	temp  string // TMPDIR and working directory
	vault string // where the secrets that are handed over as files lie: not hunted in
	input string // of the next run
	env   []string
}

// canaryRow is one registration with a canary for a credential.
type canaryRow struct {
	name     string
	api      catalog.API
	flow     catalog.Flow
	flags    []string // without the credential
	secret   string   // client secret, password or the PFX file's password; empty: none is typed
	variable string   // environment variable that carries secret
	c        cases.Case
}

// newCanarySite has a row for each flow that an API allows, client secrets without a shape, and PFX files.
func newCanarySite(t *testing.T) *canarySite {
	t.Helper()
	s := &canarySite{machine: newMachine(t), hunt: newHunt(), temp: t.TempDir(), vault: t.TempDir()}
	s.sim.AutoApprove()
	s.wire = &wire{next: s.sim.Handler(), hunt: s.hunt}
	server := httptest.NewServer(s.wire)
	t.Cleanup(server.Close)
	s.url = server.URL
	t.Setenv("TMPDIR", s.temp)
	t.Chdir(s.temp)
	for _, service := range catalog.Services() {
		for _, info := range catalog.Flows() {
			if service.Rule(info.Flow).Allowed {
				s.addRow(t, service.API, info.Flow)
			}
		}
	}
	return s
}

// addRow puts canaries into the working case of an API and flow.
func (s *canarySite) addRow(t *testing.T, api catalog.API, flow catalog.Flow) {
	t.Helper()
	c := s.cases[fmt.Sprintf("works-%s-%s", api, flow)]
	row := canaryRow{name: c.Name, api: api, flow: flow, c: c, flags: []string{
		"--api", string(api), "--flow", string(flow), "--tenant", c.Tenant, "--client-id", c.ClientID,
	}}
	if c.Username != "" {
		row.flags = append(row.flags, "--username", c.Username)
	}
	if c.Project != "" { // without it the test is not complete
		row.flags = append(row.flags, "--project", c.Project)
	}
	if api == catalog.PowerPlatform && flow.SignsInUser() {
		row.flags = append(row.flags, "--permission", "EnvironmentManagement.Environments.Read")
	}
	switch flow {
	case catalog.Password:
		row.secret, row.variable = canaryPassword("user"), "APPREG_PASSWORD"
		s.must(t, s.sim.UpdateUser(c.Tenant, c.Username, func(u *tenantsim.User) { u.Password = row.secret }))
	case catalog.ClientSecret:
		row.variable = "APPREG_CLIENT_SECRET"
		for _, shaped := range []bool{false, true} {
			row.name, row.secret = fmt.Sprintf("%s-shaped-%v", c.Name, shaped), canarySecret(c.Name, shaped)
			s.must(t, s.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) {
				a.Secrets = append(a.Secrets, tenantsim.Secret{ID: row.name, Value: row.secret, Expires: tomorrow()})
			}))
			s.keep(row)
		}
		return
	case catalog.ClientCertificate:
		s.keepPFX(t, row)
		row.flags = append(row.flags, "--certificate", c.Certificate)
	case catalog.Federated: // its file lies outside of what is hunted in
		assertion, err := os.ReadFile(c.AssertionFile)
		s.must(t, err)
		s.hunt.add("assertion of "+row.name, strings.TrimSpace(string(assertion)))
		row.variable, row.flags = "APPREG_ASSERTION", append(row.flags, "--assertion-file", c.AssertionFile)
	}
	s.keep(row)
}

func (s *canarySite) keep(row canaryRow) {
	s.hunt.add("secret of "+row.name, row.secret)
	s.rows = append(s.rows, row)
}

// keepPFX keeps the row's certificate as PFX file with a canary for its password, and hunts its private key.
func (s *canarySite) keepPFX(t *testing.T, row canaryRow) {
	t.Helper()
	data, err := os.ReadFile(row.c.Certificate)
	s.must(t, err)
	var certificate *x509.Certificate
	var key any
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			certificate, err = x509.ParseCertificate(block.Bytes)
		} else {
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
			lines := strings.Split(string(pem.EncodeToMemory(block)), "\n")
			for _, line := range lines[len(lines)/2:] { // the first half is in the certificate too
				s.hunt.add("private key", line)
			}
		}
		s.must(t, err)
	}
	row.name, row.secret, row.variable = row.name+"-pfx", canaryPassword("pfx "+row.name), "APPREG_CERTIFICATE_PASSWORD"
	pfx, err := pkcs12.Modern.Encode(key, certificate, nil, row.secret)
	s.must(t, err)
	row.flags = append(slices.Clip(row.flags), "--certificate", s.file(t, row.name+".pfx", string(pfx)))
	s.keep(row)
}

// file puts content into the vault.
func (s *canarySite) file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(s.vault, name)
	s.must(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func (s *canarySite) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run runs appreg against the site, hunts in what it wrote and left behind, and returns both streams and the exit code.
// What token writes to stdout is the token: it is not hunted in.
func (s *canarySite) run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Run(t.Context(), args, cli.Streams{
		In: strings.NewReader(s.input), Out: &out, Err: &errs, Keyring: s.keyring, InTTY: s.terminal, ErrTTY: s.terminal, Browser: visit, Wait: soon,
		Environ: append([]string{"APPREG_HOME=" + s.home, "APPREG_AUTHORITY=" + s.url, "APPREG_API_URL=" + s.url}, s.env...),
	})
	if args[0] != "token" {
		s.hunt.check(t, "stdout of "+args[0], out.String())
	}
	s.hunt.check(t, "stderr of "+args[0], errs.String())
	for _, dir := range []string{s.home, s.temp} {
		s.hunt.checkTree(t, dir)
	}
	return out.String(), errs.String(), code
}

// given adds the row's credential in the way of handing it over: "file", "stdin" or "environment".
func (s *canarySite) given(t *testing.T, row canaryRow, secret, way string) []string {
	t.Helper()
	s.input, s.env = "", nil
	switch {
	case row.secret == "":
		return row.flags
	case way == "stdin" && row.flow != catalog.ClientCertificate:
		s.input = secret + "\n"
		return append(slices.Clip(row.flags), "--secret-stdin")
	case way == "environment":
		s.env = []string{row.variable + "=" + secret}
		return row.flags
	case row.flow == catalog.ClientCertificate:
		return append(slices.Clip(row.flags), "--certificate-password-file", s.file(t, "secret", secret))
	}
	return append(slices.Clip(row.flags), "--secret-file", s.file(t, "secret", secret))
}

// wire passes requests on and hunts every secret that it sees: what Entra gives out and what clients prove.
// With repeat it answers with all that it was sent instead, in every encoding.
type wire struct {
	next http.Handler

	hunt *hunt

	mu     sync.Mutex
	repeat string // "", "refusal", "names", "page", "elsewhere" or "api"
}

// The values of forms and answers that belong in no output.
var (
	secretForm   = []string{"client_secret", "password", "client_assertion", "refresh_token", "device_code", "code", "code_verifier"}
	secretAnswer = []string{"access_token", "refresh_token", "id_token", "device_code"}
)

func (w *wire) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	request.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	var sent []string
	for _, name := range secretForm {
		if value := form.Get(name); value != "" {
			w.hunt.add(name, value)
			sent = append(sent, value)
		}
	}
	token := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
	w.mu.Lock()
	repeat := w.repeat
	w.mu.Unlock()
	switch isToken := strings.HasSuffix(request.URL.Path, "/token"); {
	case isToken && repeat != "" && repeat != "api":
		repeated(answer, repeat, string(body), sent...)
		return
	case token != "" && repeat == "api":
		repeated(answer, "api", "", token)
		return
	}
	recorder := httptest.NewRecorder()
	w.next.ServeHTTP(recorder, request)
	var given map[string]any
	if json.Unmarshal(recorder.Body.Bytes(), &given) == nil {
		for _, name := range secretAnswer {
			text, _ := given[name].(string)
			w.add(name, text)
		}
	}
	if back, err := url.Parse(recorder.Header().Get("Location")); err == nil {
		w.add("code", back.Query().Get("code"))
	}
	recorder.Header().Del("Content-Length")
	for name, values := range recorder.Header() {
		answer.Header()[name] = values
	}
	answer.WriteHeader(recorder.Code)
	_, _ = answer.Write(recorder.Body.Bytes())
}

func (w *wire) add(name, value string) {
	if value != "" {
		w.hunt.add(name, value)
	}
}

// set changes what is repeated.
func (w *wire) set(repeat string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.repeat = repeat
}

// repeated answers with what was sent, whole and each secret in every encoding.
func repeated(answer http.ResponseWriter, kind, body string, secrets ...string) {
	all := body
	for _, secret := range secrets {
		all += " " + secret
		if strings.HasPrefix(secret, "eyJ") && kind != "api" {
			continue // an assertion: made for one request, and told by its looks alone
		}
		for form, text := range encodings(secret) {
			if form != "JSON" && form != "quoted by Go" && !strings.Contains(form, "shifted") { // the answer is JSON itself
				all += " " + text
			}
		}
		all += " " + base64.StdEncoding.EncodeToString([]byte(secret)) + " " + base64.RawURLEncoding.EncodeToString([]byte(secret))
	}
	object, status := map[string]any{"error": "invalid_client", "error_description": "AADSTS7000215: " + all, "error_codes": []int{7000215}}, 401
	switch kind {
	case "names":
		object, status = map[string]any{all: 1}, 200
	case "api":
		object, status = map[string]any{"error": map[string]any{"code": all, "message": all}}, 403
	case "elsewhere":
		answer.Header().Set("Location", "https://elsewhere.example/"+url.PathEscape(secrets[0])+"?"+body)
		answer.WriteHeader(http.StatusFound)
		return
	case "page":
		answer.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(answer, "<html>"+all)
		return
	}
	answer.Header().Set("Content-Type", "application/json")
	answer.WriteHeader(status)
	encoder := json.NewEncoder(answer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(object)
}

// kept reports whether the keyring item of a profile holds a secret: there it belongs.
func (s *canarySite) kept(t *testing.T, profile, secret string) bool {
	t.Helper()
	st, err := store.Open(store.Options{Home: s.home, Keyring: s.keyring})
	s.must(t, err)
	p, err := st.Find(profile)
	s.must(t, err)
	loaded, err := st.LoadCredential(t.Context(), p)
	s.must(t, err)
	return loaded.Credential.Secret.Reveal() == secret || loaded.Credential.CertificatePassword.Reveal() == secret
}
