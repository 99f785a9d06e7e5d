package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/cli"
	"appreg/internal/registration"
)

// edit changes the index as somebody with an editor would.
func (m *machine) edit(old, changed string) {
	m.t.Helper()
	index := filepath.Join(m.home, "profiles.json")
	text, err := os.ReadFile(index)
	if err != nil {
		m.t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		m.t.Fatalf("there is no %s in the index:\n%s", old, text)
	}
	if err := os.WriteFile(index, []byte(strings.Replace(string(text), old, changed, 1)), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// A CA file that was saved with a profile and is gone: the profile cannot be used, also among others that can.
func TestCheckWithoutTheSavedCAFile(t *testing.T) {
	m := newMachine(t)
	m.saveChanged("works-lcs-password", func(r *registration.Registration) { r.Overrides.CAFile = "/nonexistent/ca.pem" })
	m.save("works-business-central-client-secret")
	for _, args := range [][]string{{"check", "works-lcs-password"}, {"token", "works-lcs-password"}} {
		if _, stderr, code := m.run(args...); code != 5 || !strings.Contains(stderr, "use another with --ca-file") {
			t.Errorf("%v: exit code %d, %s", args, code, stderr)
		}
	}
	if stdout, _, code := m.run("check", "--all"); code != 5 || strings.Count(stdout, "  ready  ") != 1 {
		t.Errorf("--all: exit code %d\n%s", code, stdout)
	}
	// The one that is named now counts, and naming one is not naming another host.
	other := filepath.Join(t.TempDir(), "other.pem")
	if _, stderr, code := m.run("check", "works-lcs-password", "--ca-file", other); code != 2 || !strings.Contains(stderr, "other.pem") {
		t.Errorf("--ca-file: exit code %d, %s", code, stderr)
	}
}

// Hosts other than the cloud's own are named on stderr, whether they were given now or saved.
func TestCheckNamesTheHostsInForce(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	m.save("works-business-central-client-secret")
	_, stderr, _ := m.run("check", "--all")
	for _, want := range []string{"login host " + m.url, "API host " + m.url, "(from profile works-lcs-password and 1 more)"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("--all: no %q in %s", want, stderr)
		}
	}
	_, stderr, _ = m.run("check", "works-lcs-password", "--authority", m.url)
	if !strings.Contains(stderr, "(from --authority)") || !strings.Contains(stderr, "API host "+m.url+" instead of the cloud's own (from profile works-lcs-password)") {
		t.Errorf("one given, one saved: %s", stderr)
	}
	_, stderr, _ = m.run("setup", "--no-input", "--replace", "--skip-test", "--profile", "works-lcs-password", "--secret-file", secretFile(t, "any"))
	if !strings.Contains(stderr, "login host "+m.url+" instead of the cloud's own (from profile works-lcs-password)") {
		t.Errorf("setup --replace: %s", stderr)
	}
}

// What was refused and therefore not saved is said, with the flag that saves it all the same.
func TestSetupSaysThatItDidNotSave(t *testing.T) {
	m := newFaultyMachine(t)
	m.save("secret_wrong")
	args := []string{"setup", "--no-input", "--replace", "--profile", "secret_wrong", "--secret-file", secretFile(t, m.cases["secret_wrong"].Secret)}
	if _, stderr, code := m.run(args...); code != 3 || !strings.Contains(stderr, "not saved: the result is refused; use --save-unready") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if _, stderr, _ := m.run(append(args, "--save-unready")...); strings.Contains(stderr, "not saved") {
		t.Errorf("with --save-unready: %s", stderr)
	}
}

// Whoever reads JSON learns of an interruption, too; a person who pressed ctrl+c is told nothing.
func TestInterruptedInJSON(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, args := range [][]string{{"check", "works-lcs-password", "--json"}, {"check", "--all", "--json"}} {
		var out, errs bytes.Buffer
		code := cli.Run(ctx, args, cli.Streams{
			In: strings.NewReader(""), Out: &out, Err: &errs, Environ: []string{"APPREG_HOME=" + m.home}, Keyring: m.keyring,
		})
		var told struct {
			Error struct{ Code, Message, Fix string }
		}
		if err := json.Unmarshal(out.Bytes(), &told); err != nil || code != 130 || told.Error.Code != "interrupted" || told.Error.Fix == "" {
			t.Errorf("%v: exit code %d, %v\n%s", args, code, err, out.String())
		}
		if strings.Contains(errs.String(), "could not") {
			t.Errorf("%v: stderr: %s", args, errs.String())
		}
	}
}
