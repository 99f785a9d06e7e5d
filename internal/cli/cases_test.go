package cli_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/cli"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// TestCases: every case of `demo serve` ends as its name says, in setup and in check, over real HTTP.
func TestCases(t *testing.T) {
	t.Parallel()
	list, environ := servedCases(t)
	home := t.TempDir()
	environ = append(environ, "APPREG_HOME="+home)
	t.Run("each", func(t *testing.T) {
		for _, c := range list {
			commands := [][]string{{"setup", "--no-input", "--store", "none", "--json"}, {"check", "--json"}}
			if c.Flow == catalog.DeviceCode || c.Flow == catalog.Browser {
				commands = commands[1:] // without a terminal nobody can sign in
			}
			if c.Cause == "redirect_uri_mismatch" {
				continue // the browser never comes back: package entra tests that with a clock of its own
			}
			for _, command := range commands {
				t.Run(c.Name+"/"+command[0], func(t *testing.T) {
					t.Parallel()
					run := runCase(t, command, c, environ...)
					run.wantCase(t, c)
				})
			}
		}
	})
	if entries, err := os.ReadDir(home); err == nil && len(entries) > 0 {
		t.Errorf("without a profile, %v were left behind", entries)
	}
}

// servedCases starts a simulator whose users agree to everything and returns its cases and the environment to export.
func servedCases(t *testing.T) ([]cases.Case, []string) {
	t.Helper()
	sim := newSimulator(tenantsim.Options{DeviceInterval: time.Second})
	sim.AutoApprove()
	list, err := cases.Load(sim, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return list, []string{"APPREG_AUTHORITY=" + server.URL, "APPREG_API_URL=" + server.URL}
}

// caseRun is a command's run with a case's values.
type caseRun struct {
	report report.Report
	code   int
	output string // both streams
}

// wantCase compares a run with what the case's name promises.
func (r caseRun) wantCase(t *testing.T, c cases.Case) {
	t.Helper()
	if cause := firstCause(r.report); string(cause) != c.Cause {
		t.Errorf("cause %q, want %q\n%s", cause, c.Cause, r.output)
	}
	if want := exitCodes[r.report.Verdict]; r.code != want {
		t.Errorf("exit code %d, want %d for verdict %s", r.code, want, r.report.Verdict)
	}
	if c.Cause == "" && r.report.Verdict != report.Ready {
		t.Errorf("verdict %q, want ready\n%s", r.report.Verdict, r.output)
	}
	for _, secret := range []string{c.Secret, c.Password, c.CertificatePassword} {
		if secret != "" && strings.Contains(r.output, secret) {
			t.Errorf("the output holds the secret")
		}
	}
}

// firstCause is the cause of the first finding that failed.
func firstCause(rep report.Report) cause.Label {
	for _, f := range rep.Findings {
		if f.Status == report.Fail {
			return f.Cause
		}
	}
	return ""
}

// runCase runs command with a case's values as flags, its secret from a file, and with the permission that the
// documents suggest where the person chooses.
func runCase(t *testing.T, command []string, c cases.Case, environ ...string) caseRun {
	t.Helper()
	if c.API == catalog.PowerPlatform && c.Username != "" {
		command = append(slices.Clone(command), "--permission", "EnvironmentManagement.Environments.Read")
	}
	return runCaseBare(t, command, c, environ...)
}

// runCaseBare runs command with a case's values and nothing else.
func runCaseBare(t *testing.T, command []string, c cases.Case, environ ...string) caseRun {
	t.Helper()
	args := append(slices.Clone(command), "--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID)
	for flag, value := range map[string]string{
		"--username": c.Username, "--certificate": c.Certificate, "--cloud": c.Cloud, "--region": c.Region,
		"--environment": c.Environment, "--project": c.Project, "--assertion-file": c.AssertionFile,
	} {
		if value != "" {
			args = append(args, flag, value)
		}
	}
	if secret := c.Secret + c.Password; secret != "" {
		path := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(path, []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--secret-file", path)
	}
	if c.CertificatePassword != "" {
		environ = append(slices.Clone(environ), "APPREG_CERTIFICATE_PASSWORD="+c.CertificatePassword)
	}
	var out, errs bytes.Buffer
	run := caseRun{code: cli.Run(t.Context(), args, cli.Streams{
		In: strings.NewReader(""), InTTY: true, Out: &out, Err: &errs, ErrTTY: true, Environ: environ, Browser: visit, Wait: soon,
	})}
	run.output = out.String() + errs.String()
	if err := json.Unmarshal(out.Bytes(), &run.report); err != nil {
		t.Fatalf("stdout is not the report: %v\n%s", err, run.output)
	}
	return run
}

// visit is a browser whose user agrees to everything.
func visit(page string) error {
	go func() {
		if answer, err := http.Get(page); err == nil {
			_ = answer.Body.Close()
		}
	}()
	return nil
}
