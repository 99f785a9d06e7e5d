//go:build linux

package cli_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"appreg/internal/cli"
)

// spoiler writes a hostile text into one place of an answer.
type spoiler struct {
	name string
	path string // a part of the endpoint's
	in   func(a *spoiltAnswer, text string)
}

// spoiltAnswer is an answer before it is sent.
type spoiltAnswer struct {
	status int
	header http.Header
	body   map[string]any
	raw    []byte // in place of body
}

const (
	tenantEndpoint = "/.well-known/openid-configuration"
	userEndpoint   = "/UserRealm/"
	tokenEndpoint  = "/oauth2/v2.0/token"
	apiEndpoint    = "" // whatever is none of Entra's
)

// refusalWith is Entra's error answer with text in every field.
func refusalWith(status int, code int) func(a *spoiltAnswer, text string) {
	return func(a *spoiltAnswer, text string) {
		a.status = status
		a.body = map[string]any{
			"error": text, "error_description": fmt.Sprintf("AADSTS%d: %s\r\nTrace ID: %s\r\nCorrelation ID: %s", code, text, text, text),
			"error_codes": []int{code}, "suberror": text, "claims": `{"access_token":"` + text + `"}`, "trace_id": text,
			"correlation_id": text, "timestamp": text, "error_uri": "https://" + text,
		}
	}
}

// fields writes text into fields and leaves the others.
func fields(names ...string) func(a *spoiltAnswer, text string) {
	return func(a *spoiltAnswer, text string) {
		for _, name := range names {
			a.body[name] = text
		}
	}
}

// claims writes text into claims of the access token.
func claims(values func(text string) map[string]any) func(a *spoiltAnswer, text string) {
	return func(a *spoiltAnswer, text string) {
		token, _ := a.body["access_token"].(string)
		parts := strings.Split(token, ".")
		if len(parts) != 3 {
			return
		}
		payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
		content := map[string]any{}
		_ = json.Unmarshal(payload, &content)
		for name, value := range values(text) {
			content[name] = value
		}
		payload, _ = json.Marshal(content)
		a.body["access_token"] = parts[0] + "." + base64.RawURLEncoding.EncodeToString(payload) + "." + parts[2]
	}
}

// spoilers are the places of answers from which text may come into a report.
func spoilers() []spoiler {
	headers := func(a *spoiltAnswer, text string) {
		for _, name := range []string{"Content-Type", "WWW-Authenticate", "Location", "Retry-After", "Date", "x-ms-correlation-request-id", "x-ms-request-id", "request-id"} {
			a.header.Set(name, "x "+text)
		}
	}
	with := func(status int, in func(*spoiltAnswer, string)) func(*spoiltAnswer, string) {
		return func(a *spoiltAnswer, text string) { a.status = status; in(a, text) }
	}
	apiRefusal := func(a *spoiltAnswer, text string) {
		a.body = map[string]any{"error": map[string]any{"code": text, "message": text, "innererror": map[string]any{"code": text, "message": text}},
			"Message": text, "ErrorMessage": text, "IsSuccess": false, text: text}
		headers(a, text)
	}
	page := func(a *spoiltAnswer, text string) { a.raw = []byte("<html>" + text) }
	return []spoiler{
		{"tenant refused", tenantEndpoint, refusalWith(400, 90002)},
		{"tenant's fields", tenantEndpoint, fields("tenant_region_scope", "cloud_instance_name", "msgraph_host", "cloud_graph_host_name", "token_endpoint")},
		{"tenant's page", tenantEndpoint, page},
		{"user's fields", userEndpoint, fields("federation_protocol", "domain_name", "cloud_instance_name", "federation_metadata_url")},
		{"federated user", userEndpoint, func(a *spoiltAnswer, text string) {
			fields("federation_protocol", "domain_name")(a, text)
			a.body["account_type"] = "Federated"
		}},
		{"user's kind", userEndpoint, fields("account_type")},
		{"token refused", tokenEndpoint, refusalWith(401, 7000215)},
		{"token refused for a password", tokenEndpoint, refusalWith(400, 50126)},
		{"token refused with an unknown number", tokenEndpoint, refusalWith(400, 9999999)},
		{"token refused with 200", tokenEndpoint, refusalWith(200, 53003)},
		{"token's fields", tokenEndpoint, fields("token_type", "scope", "refresh_token", "id_token", "foci")},
		{"token's names", tokenEndpoint, func(a *spoiltAnswer, text string) { a.body = map[string]any{text: text} }},
		{"token itself", tokenEndpoint, fields("access_token")},
		{"token's audience", tokenEndpoint, claims(func(text string) map[string]any { return map[string]any{"aud": text, "tid": text, "appid": text} })},
		{"token's rights", tokenEndpoint, claims(func(text string) map[string]any {
			return map[string]any{"roles": []string{text, "API.ReadWrite.All"}, "scp": "user_impersonation " + text, "oid": text, "upn": text, "preferred_username": text}
		})},
		{"token's page", tokenEndpoint, with(403, page)},
		{"token's headers", tokenEndpoint, headers},
		{"elsewhere", tokenEndpoint, with(302, headers)},
		{"API refused, 401", apiEndpoint, with(401, apiRefusal)},
		{"API refused, 403", apiEndpoint, with(403, apiRefusal)},
		{"API refused, 404", apiEndpoint, with(404, apiRefusal)},
		{"API refused with 200", apiEndpoint, with(200, apiRefusal)},
		{"API's page", apiEndpoint, with(403, page)},
	}
}

// spoilt passes requests on to next and spoils what comes back.
type spoilt struct {
	next http.Handler
	by   atomic.Pointer[spoiler]
	text atomic.Pointer[string]
	hits atomic.Int32
}

func (s *spoilt) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	recorder := httptest.NewRecorder()
	s.next.ServeHTTP(recorder, r)
	answer := spoiltAnswer{status: recorder.Code, header: recorder.Header(), body: map[string]any{}}
	_ = json.Unmarshal(recorder.Body.Bytes(), &answer.body)
	if by := s.by.Load(); by != nil && by.concerns(r.URL.Path) {
		s.hits.Add(1)
		by.in(&answer, *s.text.Load())
		if answer.raw == nil {
			answer.raw = rawJSON(answer.body)
		}
	} else {
		answer.raw = recorder.Body.Bytes()
	}
	answer.header.Del("Content-Length")
	for name, values := range answer.header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.status)
	_, _ = w.Write(answer.raw)
}

func (s *spoiler) concerns(path string) bool {
	entra := []string{tenantEndpoint, userEndpoint, tokenEndpoint}
	if s.path == apiEndpoint {
		return !slices.ContainsFunc(entra, func(part string) bool { return strings.Contains(path, part) })
	}
	return strings.Contains(path, s.path)
}

// rawJSON writes strings with as few escapes as a reader must take: C1, format characters and broken UTF-8 stay raw.
func rawJSON(body map[string]any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
	return bytes.ReplaceAll(out.Bytes(), []byte(`\ufffd`), []byte{0xff})
}

// TestHostileAnswers: whatever an answer holds, and wherever, what is shown is fit for a terminal, and JSON is JSON.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	m := newStrange(t)
	wire := &spoilt{next: m.sim.Handler()}
	server := httptest.NewServer(wire)
	defer server.Close()
	m.url = server.URL
	names := []string{"works-business-central-client-secret", "works-lcs-password", "works-power-apps-password", "works-power-platform-client-secret"}
	for _, name := range names {
		m.save(name)
	}
	texts := hostileTexts()
	for _, by := range spoilers() {
		t.Run(by.name, func(t *testing.T) {
			wire.by.Store(&by)
			wire.hits.Store(0)
			for n, text := range texts {
				wire.text.Store(&text)
				for _, name := range names[:max(2, 4-4*n)] { // all payloads with each API
					m.wantsFit(t, "check", name, "--debug")
					m.wantsFit(t, "check", name, "--json")
				}
				m.wantsFit(t, "token", names[n%len(names)], "--refresh", "--debug")
			}
			if wire.hits.Load() == 0 {
				t.Error("no answer was spoilt")
			}
		})
	}
	wire.by.Store(nil)
	for _, args := range [][]string{{"list"}, {"list", "--json"}, {"show", names[0]}, {"show", names[1], "--json"}, {"check", "--all"}, {"check", "--all", "--json"}} {
		m.wantsFit(t, args...) // what was kept of the answers
	}
}

// strange is a machine with strange things on it.
type strange struct {
	*machine
	environ []string
	edited  bool // so strange that even exit code 1 is right
}

func newStrange(t *testing.T) *strange {
	t.Helper()
	return &strange{machine: newMachine(t)}
}

// run runs appreg with the strange environment.
func (m *strange) run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Run(t.Context(), args, cli.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Environ: append([]string{"APPREG_HOME=" + m.home}, m.environ...), Keyring: m.keyring,
	})
	return out.String(), errs.String(), code
}

// wantsFit runs a command whose output must be fit for a terminal and, where it is JSON, hold no unfit text either.
// Only a token on stdout is what it is.
func (m *strange) wantsFit(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	stdout, stderr, code = m.run(t, args...)
	if at := unfit(stderr); at != "" {
		t.Errorf("stderr of %.80q holds %s: %.300q", args, at, stderr)
	}
	if at := unfit(stdout); at != "" && (args[0] != "token" || code != 0) {
		t.Errorf("stdout of %.80q holds %s: %.300q", args, at, stdout)
	}
	if slices.Contains(args, "--json") && stdout != "" {
		wantFitJSON(t, args, stdout)
	}
	if code == 1 && !m.edited {
		t.Errorf("%.80q ended unexpectedly: %s", args, stderr)
	}
	return stdout, stderr, code
}

func wantFitJSON(t *testing.T, args []string, text string) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("stdout of %.80q is not JSON: %v\n%.300s", args, err, text)
			return
		}
		if value, isText := token.(string); isText && unfit(value) != "" {
			t.Errorf("the JSON of %.80q holds a text with %s: %.200q", args, unfit(value), value)
		}
	}
}
