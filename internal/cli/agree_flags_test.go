package cli_test

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestNobodyAgrees: without a terminal nothing is changed, and what to do is said in flags that the command has.
func TestNobodyAgrees(t *testing.T) {
	t.Parallel()
	m := newOffice(t)
	m.made(catalog.PowerPlatform, catalog.ClientSecret)
	m.save(appProfile)
	for line, says := range map[string]string{
		"rotate " + appProfile:                        "look first with --dry-run, then add --yes",
		"check " + appProfile + " --deep --fix":       "look first with --dry-run, then add --yes",
		"federate gitlab contoso/erp --branch main":   "look first with --dry-run, then add --yes",
		"duty " + appProfile + " --apply":             "look first without --apply, then add --yes",
		"setup --create --api lcs --flow device-code": "look first with --dry-run, then add --yes",
		"undo made": "",
	} {
		_, stderr, code := m.run(append(strings.Fields(line), "--no-input", "--admin", "token")...)
		if code != 2 || !strings.Contains(stderr, "no terminal to confirm on") || !strings.Contains(stderr, says) || !strings.Contains(stderr, "--yes") {
			t.Errorf("%s: exit code %d, %s", line, code, stderr)
		}
		if name := strings.Fields(line)[0]; name == "undo" || name == "duty" {
			if help, _, _ := m.run(name, "--help"); strings.Contains(stderr, "--dry-run") && !strings.Contains(help, "--dry-run") {
				t.Errorf("%s has no --dry-run: %s", name, stderr)
			}
		}
	}
}
