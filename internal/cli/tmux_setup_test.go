package cli_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"appreg/internal/longtest"
	"appreg/internal/report"
	"appreg/internal/tenantsim/cases"
)

// focused finds the label of the field that has the focus.
var focused = regexp.MustCompile(`(?m)^(?:.*│)?\s*› (\S.*?)(?:  |$)`)

// TestSetupInTmux completes the wizard by its keys for every working registration of `demo serve`, with the real
// keyring: the secret is typed, the rest comes from flags.
func TestSetupInTmux(t *testing.T) {
	longtest.Only(t)

	if !keyringExpected() {
		t.Skip("needs the Secret Service of .ci/with-keyring")
	}
	program := buildProgram(t)
	list, served := servedCases(t)
	for _, c := range list {
		if c.Cause != "" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			environ := append(slices.Clone(served),
				"APPREG_HOME="+t.TempDir(),
				"DBUS_SESSION_BUS_ADDRESS="+os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
			for name, value := range c.Env {
				environ = append(environ, name+"="+value)
			}
			path := "PATH=" + agreeingBrowser(t) + ":$PATH" // tmux's shell sets its own
			s := newScreen(t, 100, 30, environ, strings.Join(append([]string{path, program, "setup", "--profile", c.Name}, caseFlags(c)...), " "))
			s.complete(map[string]string{
				"Client secret": c.Secret, "Password": c.Password, "Password of the file": c.CertificatePassword,
			})
			wantSaved(t, program, environ, c)
		})
	}
}

// caseFlags are the flags that give a case's values, but for its secret.
func caseFlags(c cases.Case) []string {
	flags := []string{"--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID}
	for _, f := range []struct{ flag, value string }{
		{"--username", c.Username}, {"--certificate", c.Certificate}, {"--assertion-file", c.AssertionFile}, {"--environment", c.Environment}, {"--project", c.Project},
	} {
		if f.value != "" {
			flags = append(flags, f.flag, f.value)
		}
	}
	if c.API == "power-platform" && c.Username != "" {
		flags = append(flags, "--permission", "EnvironmentManagement.Environments.Read")
	}
	return flags
}

// complete goes through the wizard: it types secrets where they are asked for, and Enter everywhere else, until a
// ready verdict is saved.
func (s *screen) complete(secrets map[string]string) {
	s.t.Helper()
	typed := map[string]bool{}
	ready := false
	for range 60 {
		text := s.settled()
		ready = ready || strings.Contains(text, "Ready: all checks passed")
		switch label := focusedLabel(text); {
		case strings.Contains(text, "exit code"):
			return
		case strings.Contains(text, "Saved. It works.") && ready:
			s.press("q")
			s.wait("exit code 0")
			return
		case strings.Contains(text, "to fix"), strings.Contains(text, "No usable answer"):
			s.t.Fatalf("the test failed:\n%s", text)
		case secrets[label] != "" && !typed[label]:
			typed[label] = true
			s.tmux("send-keys", "-l", secrets[label])
			s.press("Enter")
		default:
			s.press("Enter")
		}
	}
	s.t.Fatalf("the wizard did not come to its end:\n%s", s.text())
}

func focusedLabel(text string) string {
	if found := focused.FindStringSubmatch(text); found != nil {
		return strings.TrimSpace(found[1])
	}
	return ""
}

// agreeingBrowser returns a folder with an xdg-open whose user agrees to everything.
func agreeingBrowser(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\ncase \"$1\" in http://127.*|http://localhost*) curl -sS -L -o /dev/null \"$1\";; esac\n" // nothing outside
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// wantSaved looks for the profile with its verdict and for the item in the keyring.
func wantSaved(t *testing.T, program string, environ []string, c cases.Case) {
	t.Helper()
	show := exec.Command(program, "show", c.Name, "--json")
	show.Env = append(os.Environ(), environ...)
	output, err := show.Output()
	if err != nil {
		t.Fatalf("show: %v", err)
	}
	var profile struct {
		ID      string         `json:"id"`
		Verdict report.Verdict `json:"verdict"`
	}
	if err := json.Unmarshal(output, &profile); err != nil || profile.Verdict != report.Ready {
		t.Errorf("verdict %q, %v", profile.Verdict, err)
	}
	item, err := exec.Command("secret-tool", "lookup", "service", "appreg", "username", profile.ID).Output()
	if err != nil || !strings.Contains(string(item), `"v":2`) {
		t.Errorf("the keyring holds no item %s: %v", profile.ID, err)
	}
	if c.Secret != "" && !strings.Contains(string(item), c.Secret) {
		t.Error("the item does not hold the client secret")
	}
	remove := exec.Command(program, "remove", c.Name)
	remove.Env = slices.Concat(os.Environ(), environ)
	if output, err := remove.CombinedOutput(); err != nil {
		t.Errorf("remove: %v\n%s", err, output)
	}
}

// TestOtherFlowInTmux: the password of a user with MFA is refused, and one key leads to a ready verdict through the
// device code, with no answer typed again.
func TestOtherFlowInTmux(t *testing.T) {
	longtest.Only(t)

	list, served := servedCases(t)
	i := slices.IndexFunc(list, func(c cases.Case) bool { return c.Name == "mfa_required" })
	c := list[i]
	environ := append(served, "APPREG_HOME="+t.TempDir())
	s := newScreen(t, 80, 24, environ, strings.Join(append([]string{buildProgram(t), "setup", "--store", "none"}, caseFlags(c)...), " "))
	for range 40 {
		text := s.settled()
		if strings.Contains(text, "to fix") {
			break
		}
		if focusedLabel(text) == "Password" {
			s.tmux("send-keys", "-l", c.Password)
		}
		s.press("Enter")
	}
	s.wait("One thing to fix", "device code")
	s.press("d")
	s.wait("Ready: all checks passed", c.Username)
}
