package source

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/federation"
	"appreg/internal/givenfile"
	"appreg/internal/registration"
	"appreg/internal/transport"
)

const audience = "api://AzureADTokenExchange"

// assertion makes a token; nobody verifies it here.
func assertion(subject string) string {
	enc := base64.RawURLEncoding.EncodeToString
	body, _ := json.Marshal(map[string]string{"iss": "https://issuer.example.com", "sub": subject, "aud": audience})
	return enc([]byte(`{"alg":"RS256"}`)) + "." + enc(body) + "." + enc([]byte("canary-signature"))
}

// sources are those of a machine with these variables.
func sources(t *testing.T, variables map[string]string, logged *strings.Builder) Sources {
	t.Helper()
	client, err := transport.New(transport.Options{Debug: func(line string, _ bool) { logged.WriteString(line + "\n") }})
	if err != nil {
		t.Fatal(err)
	}
	return Sources{
		Env: func(name string) string { return variables[name] }, ReadFile: givenfile.Read, Run: Run([]string{"PATH=" + os.Getenv("PATH")}), HTTP: client,
	}
}

// platform is a token service that answers each request with another token.
func platform(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(answer))
	t.Cleanup(server.Close)
	return server.URL
}

func TestPlatformsAreAskedInTheirOwnWay(t *testing.T) {
	asked := 0
	url := platform(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch q := r.URL.Query(); {
		case r.Header.Get("Authorization") != "Bearer canary-request-token":
			w.WriteHeader(http.StatusUnauthorized)
		case r.Method == http.MethodGet && q.Get("audience") == audience && q.Get("v") == "1" && r.Header.Get("Accept") == "application/json; api-version=2.0":
			_ = json.NewEncoder(w).Encode(map[string]any{"value": assertion("github"), "count": 1})
		case r.Method == http.MethodPost && q.Get("api-version") == "7.1" && q.Get("serviceConnectionId") == "connection" &&
			r.Header.Get("X-TFS-FedAuthRedirect") == "Suppress" && r.ContentLength == 0:
			_ = json.NewEncoder(w).Encode(map[string]any{"oidcToken": assertion("azure-devops")})
		default:
			w.WriteHeader(http.StatusBadRequest)
		}
	})
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(assertion("file")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	github := map[string]string{"GITHUB_ACTIONS": "true", gitHubURL: url + "/token?v=1", gitHubToken: "canary-request-token"}
	tests := map[string]struct {
		variables     map[string]string
		wanted        registration.Assertion
		subject, from string
	}{
		"github":         {github, registration.Assertion{From: registration.FromPlatform}, "github", "GitHub Actions"},
		"azure devops":   {map[string]string{azureDevOpsURL: url + "/oidc", azureDevOpsToken: "canary-request-token", azureDevOpsConnection: "connection"}, registration.Assertion{}, "azure-devops", "Azure DevOps"},
		"kubernetes":     {map[string]string{tokenFile: file}, registration.Assertion{}, "file", "the file in AZURE_FEDERATED_TOKEN_FILE"},
		"half a github":  {map[string]string{"GITHUB_ACTIONS": "true", tokenFile: file}, registration.Assertion{}, "file", "the file in AZURE_FEDERATED_TOKEN_FILE"},
		"gitlab":         {map[string]string{"GITLAB_CI": "true", "GITLAB_OIDC_TOKEN": assertion("gitlab")}, registration.Assertion{}, "gitlab", "GitLab (GITLAB_OIDC_TOKEN)"},
		"variable first": {map[string]string{Variable: assertion("variable"), gitHubURL: url, gitHubToken: "x"}, registration.Assertion{}, "variable", "APPREG_ASSERTION"},
		"a file wins":    {github, registration.Assertion{From: registration.FromFile, File: file}, "file", "the file " + file},
		"a command wins": {github, registration.Assertion{From: registration.FromCommand, Command: "echo; cat '" + file + "'; echo noise >&2"}, "file", "the command"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var logged strings.Builder
			s := sources(t, test.variables, &logged)
			got, err := s.Get(t.Context(), test.wanted, audience)
			if err != nil || got.Claims.Subject != test.subject || got.From != test.from || s.Name(test.wanted) != test.from {
				t.Errorf("%+v from %q, %v", got.Claims, got.From, err)
			}
			if strings.Contains(logged.String(), "canary") || strings.Contains(logged.String(), "eyJ") {
				t.Errorf("told: %s", &logged)
			}
		})
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}

// Each request fetches anew: a rotated file is read as it is now.
func TestFetchedAnew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	var logged strings.Builder
	s := sources(t, map[string]string{tokenFile: file}, &logged)
	for _, subject := range []string{"first", "second"} {
		if err := os.WriteFile(file, []byte(assertion(subject)), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get(t.Context(), registration.Assertion{}, audience); err != nil || got.Claims.Subject != subject {
			t.Errorf("%+v, %v", got.Claims, err)
		}
	}
}

// A file is read in the encodings that Windows writes, each with its mark.
func TestByteOrderMarks(t *testing.T) {
	var logged strings.Builder
	plain := assertion("marked") + "\r\n"
	for name, content := range map[string]string{"UTF-8": "\xef\xbb\xbf" + plain, "UTF-16": "\xff\xfe" + strings.Join(strings.Split(plain, ""), "\x00") + "\x00"} {
		file := filepath.Join(t.TempDir(), "token")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := sources(t, nil, &logged).Get(t.Context(), registration.Assertion{From: registration.FromFile, File: file}, audience)
		if err != nil || got.Claims.Subject != "marked" {
			t.Errorf("%s: %+v, %v", name, got.Claims, err)
		}
	}
}

// What is missing is said in the platform's own terms.
func TestWhatIsMissing(t *testing.T) {
	tests := map[string]struct {
		variables map[string]string
		want, fix string
	}{
		"github":                  {map[string]string{"GITHUB_ACTIONS": "true"}, "GitHub Actions: the job lacks permissions: id-token: write", "id-token: write to the job"},
		"azure devops":            {map[string]string{"TF_BUILD": "True", azureDevOpsURL: "https://x"}, "Azure DevOps: the step lacks SYSTEM_ACCESSTOKEN", "$(System.AccessToken)"},
		"azure devops, no URI":    {map[string]string{"TF_BUILD": "True", azureDevOpsToken: "x"}, "Azure DevOps: the step lacks SYSTEM_OIDCREQUESTURI", "AzureCLI@2"},
		"kubernetes":              {map[string]string{"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, "Kubernetes: the pod lacks AZURE_FEDERATED_TOKEN_FILE", "azure.workload.identity/use"},
		"gitlab":                  {map[string]string{"GITLAB_CI": "true"}, "GitLab: the job has no token for Entra: id_tokens is missing", "id_tokens"},
		"nowhere":                 {nil, "This machine: not a platform that provides tokens", "--assertion-file"},
		"an address that is none": {map[string]string{gitHubURL: "no address", gitHubToken: "x"}, "GitHub Actions: the address of its token service isn't a URL", "Run it again"},
		"http elsewhere":          {map[string]string{gitHubURL: "http://token.example.com", gitHubToken: "x"}, "GitHub Actions: its token service gave no answer: couldn't use the address: http works only for this machine (localhost, 127.0.0.1, ::1); use https", "Run it again"},
		"no token":                {map[string]string{Variable: "canary"}, "APPREG_ASSERTION: what it provided can't be used: it isn't a JSON web token (JWT)", "eyJ"},
		"blanks":                  {map[string]string{Variable: " \n"}, "APPREG_ASSERTION: it's empty", "Check"},
	}
	for name, test := range tests {
		var logged strings.Builder
		_, err := sources(t, test.variables, &logged).Get(t.Context(), registration.Assertion{From: registration.FromPlatform}, audience)
		var fault *federation.SourceError
		if !errors.As(err, &fault) || err.Error() != test.want || !strings.Contains(strings.Join(fault.Fix, " "), test.fix) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a platform answers instead of a token is told apart, and nothing of it is repeated.
func TestPlatformsThatRefuse(t *testing.T) {
	answers := map[string]struct {
		status int
		body   string
		want   string
	}{
		"redirect":  {http.StatusFound, "canary", "its token service wants a sign-in: it doesn't know the job's token"},
		"refused":   {http.StatusForbidden, "canary", "its token service refused (Forbidden)"},
		"page":      {http.StatusOK, "<html>canary", "its token service answered with something else than JSON"},
		"no token":  {http.StatusOK, `{"canary":1}`, "its token service's answer has no value"},
		"no string": {http.StatusOK, `{"value":{"canary":1}}`, "its token service's answer has no value"},
	}
	for name, answer := range answers {
		url := platform(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(answer.status)
			_, _ = w.Write([]byte(answer.body))
		})
		var logged strings.Builder
		_, err := sources(t, map[string]string{gitHubURL: url, gitHubToken: "x"}, &logged).Get(t.Context(), registration.Assertion{}, audience)
		if err == nil || err.Error() != "GitHub Actions: "+answer.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	var logged strings.Builder
	_, err := sources(t, map[string]string{gitHubURL: gone.URL, gitHubToken: "x"}, &logged).Get(t.Context(), registration.Assertion{}, audience)
	var fault *federation.SourceError
	if !errors.As(err, &fault) || fault.Asked != gone.URL || !errors.As(err, new(*transport.NetworkError)) {
		t.Errorf("%v", err)
	}
}

func TestCommandsAndFiles(t *testing.T) {
	empty, long := filepath.Join(t.TempDir(), "empty"), filepath.Join(t.TempDir(), "long")
	for file, size := range map[string]int{empty: 0, long: longest + 1} {
		if err := os.WriteFile(file, []byte(strings.Repeat("x", size)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := map[string]struct {
		wanted registration.Assertion
		want   string
	}{
		"fails":     {registration.Assertion{From: registration.FromCommand, Command: "echo canary; echo no right >&2; exit 3"}, "the command: it printed no token: it ended with exit status 3: no right"},
		"empty":     {registration.Assertion{From: registration.FromCommand, Command: "true"}, "the command: it's empty"},
		"endless":   {registration.Assertion{From: registration.FromCommand, Command: "head -c 200000 /dev/zero | tr '\\0' x"}, "the command: it's too long for a token"},
		"unknown":   {registration.Assertion{From: registration.FromCommand, Command: "no-such-command-here 2>/dev/null"}, "the command: it printed no token: it ended with exit status 127"},
		"no file":   {registration.Assertion{From: registration.FromFile, File: "/nowhere/token"}, "the file: couldn't read it: no such file or directory"},
		"a folder":  {registration.Assertion{From: registration.FromFile, File: "/"}, "the file: couldn't read it: is a folder, not a file"},
		"no token":  {registration.Assertion{From: registration.FromFile, File: empty}, "the file: it's empty"},
		"no end":    {registration.Assertion{From: registration.FromFile, File: long}, "the file: it's too long for a token"},
		"no secret": {registration.Assertion{From: registration.FromCommand, Command: "echo \"$APPREG_CLIENT_SECRET\""}, "the command: it's empty"},
	}
	t.Setenv("APPREG_CLIENT_SECRET", "canary")
	for name, test := range tests {
		var logged strings.Builder
		if _, err := sources(t, nil, &logged).Get(t.Context(), test.wanted, audience); err == nil || err.Error() != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var logged strings.Builder
	if _, err := sources(t, nil, &logged).Get(ctx, tests["fails"].wanted, audience); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}
