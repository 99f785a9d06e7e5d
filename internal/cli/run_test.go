//go:build unix

package cli_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/cli"
	"appreg/internal/tenantsim"
)

const bcSecret = "works-business-central-client-secret"

// asking is a shell's line that asks for a token.
const asking = `curl --silent --noproxy '*' --header "X-IDENTITY-HEADER: $IDENTITY_HEADER" ` +
	`"$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=https://api.businesscentral.dynamics.com`

// The command is an identity's only caller: its output is its own, its exit code is appreg's, and Entra is asked once.
func TestRun(t *testing.T) {
	m := newMachine(t)
	m.save(bcSecret)
	m.sim.ForgetRequests()
	out, errs, code := m.run("run", bcSecret, "--", "sh", "-c", asking+`"; exit 7`)
	var answer struct {
		AccessToken string `json:"access_token"`
		Resource    string
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != 7 || !strings.HasPrefix(answer.AccessToken, "eyJ") || strings.Contains(errs, "eyJ") {
		t.Fatalf("ended with %d, %v: %s", code, err, errs)
	}
	again, _, code := m.run("token", bcSecret)
	if strings.TrimSpace(again) != answer.AccessToken || code != 0 || m.sim.Grants("client_credentials") != 1 {
		t.Errorf("%d requests; the same token: %v", m.sim.Grants("client_credentials"), strings.TrimSpace(again) == answer.AccessToken)
	}
}

// Two hundred at once from one command make one request to Entra.
func TestRunParallel(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.save(bcSecret)
	m.sim.ForgetRequests()
	dir := t.TempDir()
	_, errs, code := m.run("run", bcSecret, "--", "sh", "-c",
		strings.Replace(asking, "--silent", "--silent --fail --parallel --parallel-immediate --parallel-max 200 --output '"+dir+"/#1'", 1)+`&client_id=`+m.cases[bcSecret].ClientID+`#[1-200]"`)
	files, _ := filepath.Glob(dir + "/*")
	if code != 0 || len(files) != 200 {
		t.Fatalf("ended with %d, %d answers: %s", code, len(files), errs)
	}
	first, err := os.ReadFile(files[0])
	for _, name := range files {
		if text, _ := os.ReadFile(name); err != nil || string(text) != string(first) || !strings.Contains(string(text), `"access_token":"eyJ`) {
			t.Fatalf("%s differs, %v", name, err)
		}
	}
	if got := m.sim.Grants("client_credentials"); got != 1 {
		t.Errorf("%d requests", got)
	}
}

// identity serves a profile whose first token has ended, and returns what asks it for a token.
func (m *machine) identity(profile string) (ask func() (status int, body string), said *bytes.Buffer) {
	m.t.Helper()
	said = &bytes.Buffer{}
	server, err := cli.Identity(cli.Streams{Environ: []string{"APPREG_HOME=" + m.home}, Keyring: m.keyring, Err: said}, profile)
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = server.Close() })
	return func() (int, string) {
		r, _ := http.NewRequestWithContext(m.t.Context(), http.MethodGet, server.Endpoint()+"?api-version=2019-08-01&resource="+
			url.QueryEscape("https://api.businesscentral.dynamics.com"), nil)
		_, value, _ := strings.Cut(server.Environ()[1], "=")
		r.Header.Set("X-IDENTITY-HEADER", value)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			m.t.Error(err)
			return 0, ""
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(text)
	}, said
}

// A token that has ended is renewed once for all who ask.
func TestRunRenews(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.save(bcSecret)
	ask, _ := m.identity(bcSecret)
	var group sync.WaitGroup
	for range 200 {
		group.Go(func() {
			if status, body := ask(); status != http.StatusOK {
				t.Errorf("HTTP %d: %s", status, body)
			}
		})
	}
	group.Wait()
	if got := m.sim.Grants("client_credentials"); got != 1 {
		t.Errorf("%d requests", got)
	}
}

// What Entra says while the command runs reaches it, and is said once; later it may be otherwise.
func TestRunRefusedLater(t *testing.T) {
	m := newMachine(t)
	m.save(bcSecret)
	c := m.cases[bcSecret]
	ask, told := m.identity(bcSecret)
	var old []tenantsim.Secret
	change := func(secrets func([]tenantsim.Secret) []tenantsim.Secret) {
		if err := m.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) { a.Secrets = secrets(a.Secrets) }); err != nil {
			t.Fatal(err)
		}
	}
	change(func(s []tenantsim.Secret) []tenantsim.Secret { old = s; return nil })
	for range 2 {
		if status, body := ask(); status != http.StatusBadRequest || !strings.Contains(body, "[secret_wrong]") || strings.Contains(body, c.Secret) {
			t.Errorf("HTTP %d: %s", status, body)
		}
	}
	if said := told.String(); strings.Count(said, "[secret_wrong]") != 1 || strings.Contains(said, c.Secret) {
		t.Errorf("it said %q", said)
	}
	change(func([]tenantsim.Secret) []tenantsim.Secret { return old })
	if status, body := ask(); status != http.StatusOK {
		t.Errorf("HTTP %d: %s", status, body)
	}
	change(func([]tenantsim.Secret) []tenantsim.Secret { return nil })
	if status, _ := ask(); status != http.StatusOK {
		t.Errorf("the token lasts: HTTP %d", status)
	}
}

// The command's environment: no credential of ours, no other identity, and a proxy is not asked for this machine.
func TestRunEnviron(t *testing.T) {
	const value = "IDENTITY_ENDPOINT=here"
	for name, test := range map[string]struct {
		environ  []string
		variable string
		want     []string
		said     string
	}{
		"secrets":               {[]string{"A=1", "APPREG_CLIENT_SECRET=s", "APPREG_PASSWORD=s", "APPREG_CERTIFICATE_PASSWORD=s", "APPREG_ACCESS_TOKEN=s", "APPREG_HOME=h"}, "", []string{"A=1", "APPREG_HOME=h", value}, ""},
		"another identity":      {[]string{"IDENTITY_ENDPOINT=x", "MSI_SECRET=x", "IMDS_ENDPOINT=x", "IDENTITY_SERVER_THUMBPRINT=x"}, "", []string{value}, ""},
		"a proxy":               {[]string{"HTTP_PROXY=p"}, "", []string{"HTTP_PROXY=p", value, "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1"}, ""},
		"a proxy in small":      {[]string{"http_proxy=p", "no_proxy=a,b"}, "", []string{"http_proxy=p", "no_proxy=a,b", value, "NO_PROXY=127.0.0.1", "no_proxy=a,b,127.0.0.1"}, ""},
		"an earlier credential": {[]string{"AZURE_CLIENT_SECRET=x"}, "", []string{"AZURE_CLIENT_SECRET=x", value}, "AZURE_CLIENT_SECRET is set"},
		"a variable":            {[]string{"APPREG_PASSWORD=s", "IDENTITY_ENDPOINT=x", "HTTP_PROXY=p"}, "T", []string{"IDENTITY_ENDPOINT=x", "HTTP_PROXY=p", value}, ""},
	} {
		got, said := cli.RunEnviron(test.environ, test.variable, value)
		if d := cmp.Diff(test.want, got); d != "" || !strings.Contains(said, test.said) || test.said == "" && said != "" {
			t.Errorf("%s: %s\n%s", name, d, said)
		}
	}
}

// Other resources need a credential that can ask for them: nobody is asked to sign in before that is known.
func TestRunAllow(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-device-code")
	m.terminal = true
	if _, errs, code := m.run("run", "works-lcs-device-code", "--allow", "https://graph.microsoft.com", "--", "true"); code != 2 || !strings.Contains(errs, "holds a sign-in for") {
		t.Errorf("ended with %d: %s", code, errs)
	}
}

// A token in a variable is all that the command gets then.
func TestRunInAVariable(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	out, errs, code := m.run("run", "works-lcs-password", "--env", "T", "--", "sh", "-c", `echo "${T%%.*} ${IDENTITY_ENDPOINT-none}"`)
	if code != 0 || !strings.HasPrefix(out, "eyJ") || !strings.HasSuffix(out, " none\n") || strings.Contains(errs, "eyJ") {
		t.Errorf("ended with %d: %s", code, errs)
	}
}

// A token in a variable that governs how programs run breaks the command, or goes astray: nothing is sent.
func TestRunInAVariableThatGoverns(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	for name, code := range map[string]int{
		"PATH": 2, "Path": 2, "LD_PRELOAD": 2, "dyld_insert_libraries": 2, "APPREG_HOME": 2, "https_proxy": 2, "IDENTITY_HEADER": 2,
		"NODE_OPTIONS": 2, "APPREG_ACCESS_TOKEN": 0, "PATHS": 0, "LD": 0,
	} {
		m.sim.ForgetRequests()
		_, errs, got := m.run("run", "works-lcs-password", "--env", name, "--", "true")
		if got != code || code == 2 && (!strings.Contains(errs, "couldn't use "+name) || len(m.sim.Requests()) > 0) {
			t.Errorf("%s: ended with %d, %d requests: %s", name, got, len(m.sim.Requests()), errs)
		}
	}
}

// A name that is empty, because a shell's variable was, isn't taken for none.
func TestRunInNoVariable(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	if _, errs, code := m.run("run", "works-lcs-password", "--env", "", "--", "true"); code != 2 || !strings.Contains(errs, "--env names no variable") {
		t.Errorf("ended with %d: %s", code, errs)
	}
}
