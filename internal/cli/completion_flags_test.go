package cli_test

import (
	"strings"
	"testing"
)

// What the shell offers for a flag: its fixed values or nothing, never file names where no file is asked for (:4), and
// file names where one is (:0). The keyring is not asked.
func TestFlagCompletion(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	m.keyring = nil
	tests := []struct {
		line string
		want []string
		end  string
	}{
		{"setup --api", []string{"lcs\t", "power-platform\t", "power-apps\t", "business-central\t"}, ":4"},
		{"--api", []string{"lcs\t"}, ":4"},
		{"setup --cloud", []string{"public\t", "gcc\t", "gcc-high\t", "dod\t", "china\t"}, ":4"},
		{"setup --region", []string{"us\t", "uae\t"}, ":4"},
		{"check --flow", []string{"password\t", "client-secret\t", "client-certificate\t", "device-code\t", "browser\t"}, ":4"},
		{"explain --flow", []string{"password\t"}, ":4"},
		{"setup --deployment", []string{"online", "on-premises"}, ":4"},
		{"setup --keep", []string{"path", "key"}, ":4"},
		{"setup --store", []string{"keyring", "vault", "none"}, ":4"},
		{"move bc --to", []string{"keyring", "vault", "exec:"}, ":4"},
		{"token --output", []string{"token\t", "header\t", "env\t", "json\t", "github\t", "exec-credential\t", "terraform\t", "git-credential\t"}, ":4"},
		{"token --min-validity", nil, ":4"},
		{"rotate --admin", []string{"az", "token", "sign-in", "works-lcs-password"}, ":4"},
		{"rotate --expiring", nil, ":4"},
		{"duty bc --role", []string{"reader", "owner"}, ":4"},
		{"duty bc --scope", []string{"tenant", "environment:"}, ":4"},
		{"run", []string{"works-lcs-password"}, ":4"},
		{"run works-lcs-password --", nil, ":0"},
		{"setup --profile", []string{"works-lcs-password"}, ":4"},
		{"check --profile", nil, ":4"},
		{"setup --tenant", nil, ":4"},
		{"token --authority", nil, ":4"},
		{"setup --certificate", nil, ":0"},
	}
	for _, test := range tests {
		stdout, _, code := m.run(append(append([]string{"__complete"}, strings.Fields(test.line)...), "")...)
		lines := strings.Split(strings.TrimSpace(stdout), "\n")
		if code != 0 || lines[len(lines)-1] != test.end || test.want == nil && len(lines) != 1 {
			t.Errorf("%s: exit code %d\n%s", test.line, code, stdout)
		}
		for _, want := range test.want {
			if !strings.Contains("\n"+stdout, "\n"+want) {
				t.Errorf("%s does not offer %q\n%s", test.line, want, stdout)
			}
		}
	}
}
