package cli_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/longtest"
)

func tomorrow() time.Time { return time.Now().Add(24 * time.Hour) }

// TestCanarySetup: whatever comes of `setup --no-input`, the credential is in the keyring item, if it was to be saved,
// and in the request, and nowhere else.
func TestCanarySetup(t *testing.T) {
	s := newCanarySite(t)
	tests := []struct {
		name   string
		way    string
		flags  []string
		wrong  bool   // another canary is given
		repeat string // what the server does with what it gets
		code   int
		saved  bool
	}{
		{name: "ready", way: "stdin", flags: []string{"--json"}, saved: true},
		{name: "ready, text", way: "file", flags: []string{"--debug"}, saved: true},
		{name: "not saved", way: "environment", flags: []string{"--store", "none", "--debug", "--json"}},
		{name: "not tested", way: "file", flags: []string{"--skip-test", "--json"}, saved: true},
		{name: "refused", way: "stdin", wrong: true, code: 3},
		{name: "refused, saved", way: "file", wrong: true, flags: []string{"--save-unready", "--json", "--debug"}, code: 3, saved: true},
		{name: "led elsewhere", way: "environment", repeat: "elsewhere", flags: []string{"--json", "--debug"}, code: 4},
		{name: "led elsewhere, saved", way: "stdin", repeat: "elsewhere", flags: []string{"--save-unready", "--debug"}, code: 4, saved: true},
		{name: "refused with an echo", way: "file", repeat: "refusal", flags: []string{"--debug"}, code: 3},
		{name: "refused with an echo, JSON", way: "file", repeat: "refusal", flags: []string{"--debug", "--json"}, code: 3},
		{name: "an echo in names", way: "file", repeat: "names", flags: []string{"--debug"}, code: 4},
		{name: "an echo in a page", way: "stdin", repeat: "page", flags: []string{"--debug", "--json"}, code: 4},
		{name: "an echo of the API", way: "file", repeat: "api", flags: []string{"--debug", "--json"}, code: -1},
	}
	share := longtest.Share(3)
	for _, row := range s.rows {
		for _, tt := range tests {
			if !share() {
				continue
			}
			t.Run(row.name+"/"+tt.name, func(t *testing.T) {
				secret, code := row.secret, tt.code
				if tt.wrong && row.flow == catalog.ClientCertificate || tt.wrong && secret == "" {
					return // a page has no wrong one, and a certificate's is not tested at Entra
				}
				if tt.wrong {
					secret = wrongCanary(row)
					s.hunt.add("wrong secret", secret)
				}
				if row.flow.SignsInUser() && row.flow != catalog.Password && !slices.Contains(tt.flags, "--skip-test") {
					code = 3 // nobody can sign in here
				}
				s.wire.set(tt.repeat)
				defer s.wire.set("")
				args := append([]string{"setup", "--no-input", "--profile", "canary"}, tt.flags...)
				if row.flow == catalog.Password && !slices.Contains(tt.flags, "none") {
					args = append(args, "--save-password")
				}
				stdout, stderr, got := s.run(t, append(args, s.given(t, row, secret, tt.way)...)...)
				if got != code && tt.code >= 0 {
					t.Fatalf("ended with %d, want %d\n%s%s", got, code, stdout, stderr)
				}
				s.forget(t, tt.saved && (code == 0 || slices.Contains(tt.flags, "--save-unready")), secret)
			})
		}
	}
}

// wrongCanary is a credential that the tenant does not know, of the same shape.
func wrongCanary(row canaryRow) string {
	if row.flow == catalog.ClientSecret {
		return canarySecret("wrong "+row.name, strings.HasSuffix(row.name, "true"))
	}
	return canaryPassword("wrong " + row.name)
}

// forget removes the profile, which holds the secret if it was saved.
func (s *canarySite) forget(t *testing.T, saved bool, secret string) {
	t.Helper()
	if saved && !s.kept(t, "canary", secret) {
		t.Error("the credential is not kept")
	}
	s.env = nil
	if _, stderr, code := s.run(t, "remove", "canary", "--yes"); saved && code != 0 {
		t.Errorf("remove ended with %d: %s", code, stderr)
	}
}
