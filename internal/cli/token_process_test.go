package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// workplace is the built program with a home of its own, a simulator over real HTTP and the session's keyring.
type workplace struct {
	program string
	home    string
	sim     *tenantsim.Sim
	url     string
	cases   map[string]cases.Case
}

// newWorkplace ends tests that need a Secret Service where none was promised (.ci/with-keyring promises one).
func newWorkplace(tb testing.TB) *workplace {
	tb.Helper()
	if !keyringExpected() {
		tb.Skip("needs a Secret Service: run .ci/with-keyring go test ./internal/cli")
	}
	w := &workplace{program: buildProgram(tb), sim: tenantsim.New(tenantsim.Options{}), cases: map[string]cases.Case{}}
	list, err := cases.Load(w.sim, tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	for _, c := range list {
		w.cases[c.Name] = c
	}
	server, err := w.sim.Start(context.Background(), tenantsim.StartOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = server.Close() })
	w.url, w.home = server.URL, filepath.Join(tb.TempDir(), "home")
	return w
}

func (w *workplace) command(args ...string) *exec.Cmd {
	cmd := exec.Command(w.program, args...)
	cmd.Env = append(os.Environ(), "APPREG_HOME="+w.home, "APPREG_AUTHORITY="+w.url, "APPREG_API_URL="+w.url)
	return cmd
}

// run runs the program to its end.
func (w *workplace) run(tb testing.TB, args ...string) (stdout, stderr string, code int) {
	tb.Helper()
	var out, errs bytes.Buffer
	cmd := w.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	exit := new(exec.ExitError)
	if err != nil && !errors.As(err, &exit) {
		tb.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// save sets a case's registration up under a name, and takes it out of the keyring at the end.
func (w *workplace) save(tb testing.TB, caseName, profile string) {
	tb.Helper()
	c := w.cases[caseName]
	args := []string{
		"setup", "--no-input", "--skip-test", "--api", string(c.API), "--flow", string(c.Flow),
		"--tenant", c.Tenant, "--client-id", c.ClientID, "--profile", profile,
	}
	if c.Password != "" {
		args = append(args, "--username", c.Username, "--save-password")
	}
	if c.API == "power-platform" && c.Password != "" {
		args = append(args, "--permission", "EnvironmentManagement.Environments.Read")
	}
	if _, stderr, code := w.run(tb, append(args, "--secret-file", secretFile(tb, c.Secret+c.Password))...); code != 0 {
		tb.Fatalf("setup ended with %d: %s", code, stderr)
	}
	tb.Cleanup(func() { w.run(tb, "remove", profile) })
}

// secretFile is a file that holds a secret.
func secretFile(tb testing.TB, secret string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(secret), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// result is what one process ended with.
type result struct {
	stdout, stderr string
	code           int
}

// runAtOnce runs the same command in many processes.
func (w *workplace) runAtOnce(t *testing.T, times int, args ...string) []result {
	t.Helper()
	results := make([]result, times)
	var group sync.WaitGroup
	for n := range times {
		group.Go(func() { results[n].stdout, results[n].stderr, results[n].code = w.run(t, args...) })
	}
	group.Wait()
	return results
}

// TestTokenProcesses runs the real program in real processes against the real keyring and real HTTP.
func TestTokenProcesses(t *testing.T) {
	longtest.Only(t)

	w := newWorkplace(t)
	t.Run("200 on an empty cache make one request", func(t *testing.T) { parallelProcesses(t, w) })
	t.Run("200 with a wrong password make one request", func(t *testing.T) { parallelWrongPassword(t, w) })
	t.Run("a cached token makes none", func(t *testing.T) { cachedProcess(t, w) })
	t.Run("killed a hundred times", func(t *testing.T) { killedProcesses(t, w) })
	t.Run("no secret anywhere", func(t *testing.T) { tokenCanary(t, w) })
}

func parallelProcesses(t *testing.T, w *workplace) {
	w.save(t, "works-business-central-client-secret", "many")
	w.sim.ForgetRequests()
	begun := time.Now()
	results := w.runAtOnce(t, 200, "token", "many")
	t.Logf("200 processes took %v", time.Since(begun))
	for n, r := range results {
		if r.code != 0 || r.stdout == "" || r.stdout != results[0].stdout {
			t.Fatalf("process %d ended with %d: %s", n, r.code, r.stderr)
		}
	}
	if got := w.sim.Grants("client_credentials"); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

func parallelWrongPassword(t *testing.T, w *workplace) {
	w.save(t, "wrong_password", "wrong")
	w.sim.ForgetRequests()
	for n, r := range w.runAtOnce(t, 200, "token", "wrong") {
		if r.code != 3 || r.stdout != "" || !strings.Contains(r.stderr, "[wrong_password]") {
			t.Fatalf("process %d ended with %d: %s", n, r.code, r.stderr)
		}
	}
	if got := w.sim.Grants("password"); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

func cachedProcess(t *testing.T, w *workplace) {
	w.save(t, "works-lcs-password", "cached")
	first, stderr, code := w.run(t, "token", "cached")
	if code != 0 {
		t.Fatalf("ended with %d: %s", code, stderr)
	}
	w.sim.ForgetRequests()
	for _, format := range []string{"token", "header", "env", "json"} {
		out, stderr, code := w.run(t, "token", "cached", "--output", format)
		if code != 0 || !strings.Contains(out, strings.TrimSpace(first)) {
			t.Errorf("%s: ended with %d: %s", format, code, stderr)
		}
	}
	if asked := w.sim.Requests(); len(asked) != 0 {
		t.Errorf("asked %v", asked)
	}
}

// killedProcesses kills `token --refresh` at a random moment a hundred times. After each kill the profile can be read,
// gives a token, and is on the list.
func killedProcesses(t *testing.T, w *workplace) {
	w.save(t, "works-business-central-client-secret", "killed")
	begun := time.Now()
	if _, stderr, code := w.run(t, "token", "killed", "--refresh"); code != 0 {
		t.Fatalf("ended with %d: %s", code, stderr)
	}
	whole := time.Since(begun)
	for n := range 100 {
		cmd := w.command("token", "killed", "--refresh")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(rand.N(whole), func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		kill.Stop()
		out, stderr, code := w.run(t, "token", "killed", "--output", "json")
		if code != 0 || !json.Valid([]byte(out)) || strings.Contains(stderr, "damaged") {
			t.Fatalf("after kill %d: ended with %d: %s", n, code, stderr)
		}
	}
	var list []struct{ Profile string }
	out, stderr, code := w.run(t, "list", "--json")
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != 0 || !strings.Contains(out, `"killed"`) {
		t.Errorf("the list: %d, %v, %s", code, err, stderr)
	}
	if bad, _ := filepath.Glob(filepath.Join(w.home, "state", "*.bad-*")); len(bad) != 0 {
		t.Errorf("moved aside: %v", bad)
	}
}

// tokenCanary looks for secrets and tokens wherever they do not belong: messages, --debug and every file.
func tokenCanary(t *testing.T, w *workplace) {
	var secrets []string
	for profile, name := range map[string]string{"c-app": "works-power-platform-client-secret", "c-user": "works-power-apps-password", "c-wrong": "wrong_password"} {
		w.save(t, name, profile)
		secrets = append(secrets, w.cases[name].Secret+w.cases[name].Password)
		for _, args := range [][]string{{}, {"--refresh"}, {"--refresh", "--output", "json"}} {
			out, stderr, _ := w.run(t, append([]string{"token", profile, "--debug"}, args...)...)
			if first := strings.TrimSpace(out); first != "" && !strings.HasPrefix(first, "{") {
				secrets = append(secrets, first)
			}
			for _, s := range append(secrets, "eyJ") {
				if strings.Contains(stderr, s) {
					t.Errorf("stderr of %s %v holds %.3s…", profile, args, s)
				}
			}
		}
	}
	err := filepath.WalkDir(w.home, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, s := range append(secrets, "eyJ") {
			if strings.Contains(string(content), s) {
				t.Errorf("%s holds %.3s…", entry.Name(), s)
			}
		}
		info, infoErr := entry.Info()
		if infoErr == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
		return errors.Join(err, infoErr)
	})
	if err != nil {
		t.Error(err)
	}
}
