package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/cli"
	"appreg/internal/export"
)

// TestExportHoldsNoSecret: no form of any profile holds a credential unless that was asked for, and no secret is read for it.
func TestExportHoldsNoSecret(t *testing.T) {
	m := newMachine(t)
	h := newHunt()
	var saved []string
	for _, name := range []string{"works-business-central-client-secret", "works-power-apps-client-secret", "works-business-central-client-certificate", "works-lcs-password", "works-power-platform-browser"} {
		c := m.cases[name]
		m.save(name)
		saved = append(saved, name)
		for what, value := range map[string]string{"a client secret": c.Secret, "a password": c.Password, "a certificate's password": c.CertificatePassword} {
			if len(value) >= 8 {
				h.add(what, value)
			}
		}
	}
	written := 0
	for _, name := range saved {
		for _, f := range export.Formats() {
			stdout, stderr, code := m.run("export", name, "--format", f.Name)
			h.check(t, f.Name, stdout+stderr)
			switch {
			case code == 0:
				written++
			case code != 2 || stdout != "" || strings.Count(stderr, "\n") < 2:
				t.Errorf("%s of %s: exit code %d\n%s%s", f.Name, name, code, stdout, stderr)
			}
		}
	}
	if written < 50 {
		t.Errorf("%d were written", written)
	}
}

// TestExportWithSecret: it goes to a pipe or to a new file that git ignores, never to a terminal.
func TestExportWithSecret(t *testing.T) {
	m := newMachine(t)
	const name = "works-business-central-client-secret"
	m.save(name)
	value := m.cases[name].Secret
	command := func(more ...string) []string {
		return append([]string{"export", name, "--format", "dotenv", "--with-secret"}, more...)
	}
	if stdout, stderr, code := m.run(command()...); code != 0 || !strings.Contains(stdout, value) || strings.Contains(stderr, value) {
		t.Errorf("a pipe: exit code %d\n%s", code, stderr)
	}
	var out, errs bytes.Buffer
	code := cli.Run(t.Context(), command(), cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, OutTTY: true, Keyring: m.keyring,
		Environ: []string{"APPREG_HOME=" + m.home, "APPREG_AUTHORITY=" + m.url, "APPREG_API_URL=" + m.url}})
	if code != 2 || out.Len() > 0 || !strings.Contains(errs.String(), "isn't written to a terminal") {
		t.Errorf("a terminal: exit code %d\n%s%s", code, out.String(), errs.String())
	}
	dir := t.TempDir()
	path := filepath.Join(dir, ".env")
	if _, stderr, code := m.run(command("--out", path)...); code != 0 {
		t.Errorf("a file: exit code %d\n%s", code, stderr)
	}
	data, err := os.ReadFile(path)
	info, failed := os.Stat(path)
	if err != nil || failed != nil || !strings.Contains(string(data), value) || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v %v", err, failed, info)
	}
	if _, stderr, code := m.run(command("--out", path)...); code != 2 || !strings.Contains(stderr, "it's there already") {
		t.Errorf("a file that is there: exit code %d\n%s", code, stderr)
	}
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	open := filepath.Join(dir, "open.env")
	if _, stderr, code := m.run(command("--out", open)...); code != 2 || !strings.Contains(stderr, "git doesn't ignore it") {
		t.Errorf("a repository: exit code %d\n%s", code, stderr)
	}
	if _, err := os.Stat(open); err == nil {
		t.Error("it was written")
	}
	if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("*.env\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := m.run(command("--out", open)...); code != 0 {
		t.Errorf("ignored: exit code %d\n%s", code, stderr)
	}
	if _, stderr, code := m.run("export", name, "--format", "http", "--out", filepath.Join(dir, "no", "such.http")); code != 1 || !strings.Contains(stderr, "couldn't write") {
		t.Errorf("no folder: exit code %d\n%s", code, stderr)
	}
}

// TestExportFormatNames: what is no format is told with those that are.
func TestExportFormatNames(t *testing.T) {
	m := newMachine(t)
	m.save("works-business-central-client-secret")
	for _, format := range []string{"", "excel"} {
		if _, stderr, code := m.run("export", "works-business-central-client-secret", "--format", format); code != 2 || !strings.Contains(stderr, "al-go") {
			t.Errorf("%q: exit code %d\n%s", format, code, stderr)
		}
	}
	if _, stderr, code := m.run("export", "nobody", "--format", "env"); code != 2 || !strings.Contains(stderr, `no profile named "nobody"`) {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
}

// TestExportReadsIds: with an admin's rights, Terraform takes over what is there.
func TestExportReadsIds(t *testing.T) {
	o := newOffice(t)
	made := o.plan(0, o.create("business-central", "client-secret")...)
	stdout, stderr, code := o.run("export", "made", "--format", "terraform", "--admin", "token")
	if code != 0 || strings.Count(stdout, "import {") != 2 || !strings.Contains(stdout, `display_name     = "appreg made"`) || made.Run == "" {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if stdout, _, _ := o.run("export", "made", "--format", "terraform"); strings.Contains(stdout, "import {") {
		t.Errorf("ids nobody read:\n%s", stdout)
	}
}

// TestExportedCommands: what the forms have a shell run of appreg is a command, and works.
func TestExportedCommands(t *testing.T) {
	m := newMachine(t)
	const name = "works-business-central-client-secret"
	m.save(name)
	c := m.cases[name]
	found := 0
	for _, f := range export.Formats() {
		stdout, stderr, code := m.run("export", name, "--format", f.Name)
		if code != 0 {
			t.Fatalf("%s: %s", f.Name, stderr)
		}
		for _, piece := range strings.Split(stdout, "appreg ")[1:] {
			line, _, _ := strings.Cut(piece, "\n")
			line, _, _ = strings.Cut(line, "|")
			words := strings.Fields(strings.NewReplacer("'", "", `\"`, "", `"`, "").Replace(line))
			if !cli.NewCommandTree().Has(words[0]) {
				continue
			}
			found++
			if words[0] == "run" {
				words[len(words)-1] = "true"
			}
			m.environ = []string{"APPREG_AUTHORITY=" + m.url, "APPREG_API_URL=" + m.url, "AZURE_TENANT_ID=" + c.Tenant, "AZURE_CLIENT_ID=" + c.ClientID, "AZURE_CLIENT_SECRET=" + c.Secret}
			if _, stderr, code := m.run(words...); code != 0 {
				t.Errorf("%s: appreg %s: exit code %d\n%s", f.Name, strings.Join(words, " "), code, stderr)
			}
			m.environ = nil
		}
	}
	if found < 5 {
		t.Errorf("%d commands were found", found)
	}
}
