package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"appreg/internal/longtest"
	"appreg/internal/tenantsim/cases"
)

// TestVaultInTmux completes the wizard by its keys on a machine without a keyring: it ends with a profile that the vault
// holds, and that a script can use.
func TestVaultInTmux(t *testing.T) {
	longtest.Only(t)

	const passphrase = "four words are fine"
	program := buildProgram(t)
	list, served := servedCases(t)
	c := list[slices.IndexFunc(list, func(c cases.Case) bool { return c.Name == appProfile })]
	home := t.TempDir()
	environ := append(served, "APPREG_HOME="+home, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere")
	s := newScreen(t, 100, 30, environ, strings.Join(append([]string{program, "setup", "--profile", c.Name}, caseFlags(c)...), " "))
	s.complete(map[string]string{
		"Client secret": c.Secret, "Save the credential in": "2",
		"New passphrase for the vault": passphrase, "The same passphrase again": passphrase,
	})
	if found, err := filepath.Glob(filepath.Join(home, "state", "works-*.age")); err != nil || len(found) != 1 {
		t.Errorf("%d vault files, %v", len(found), err)
	}
	file := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(file, []byte(passphrase), 0o600); err != nil {
		t.Fatal(err)
	}
	check := exec.Command(program, "check", c.Name)
	check.Env = slices.Concat(os.Environ(), environ, []string{"APPREG_VAULT_PASSPHRASE_FILE=" + file})
	if out, err := check.CombinedOutput(); err != nil || strings.Contains(string(out), passphrase) {
		t.Errorf("check: %v\n%s", err, out)
	}
}
