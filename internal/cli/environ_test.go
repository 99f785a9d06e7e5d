package cli_test

import (
	"os"
	"testing"
)

// TestNoSecretIsLeftForChildren: whichever command runs, the environment that a child would inherit holds none of the
// secrets: on macOS a helper program reads the keyring, and a browser is started from several places.
func TestNoSecretIsLeftForChildren(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	for _, args := range [][]string{
		{"version"}, {"list"}, {"show", "works-lcs-password"}, {"check", "works-lcs-password"}, {"check", "--all"}, {"token", "works-lcs-password"},
		{"rename", "works-lcs-password", "other"}, {"remove", "other"}, {"explain", "50126"}, {"setup", "--no-input"}, {"no such command"}, {"--no-such-flag"},
	} {
		secrets := []string{
			"APPREG_CLIENT_SECRET", "APPREG_PASSWORD", "APPREG_CERTIFICATE_PASSWORD", "APPREG_ACCESS_TOKEN", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD",
		}
		for _, variable := range secrets {
			t.Setenv(variable, "canary")
		}
		m.run(args...)
		for _, variable := range secrets {
			if value, set := os.LookupEnv(variable); set {
				t.Errorf("%v leaves %s=%s", args, variable, value)
			}
		}
	}
}
