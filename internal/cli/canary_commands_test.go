package cli_test

import (
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/longtest"
)

// TestCanaryOfAProfile: what is done with a saved profile tells nothing of its credential, its tokens, or the codes that
// they were got with. Only token's stdout holds a token.
func TestCanaryOfAProfile(t *testing.T) {
	s := newCanarySite(t)
	share := longtest.Share(2)
	for _, row := range s.rows {
		t.Run(row.name, func(t *testing.T) {
			s.terminal = row.variable == "" // a person signs in
			s.savedAs(t, row, "canary")
			s.commandSeries(t, row, share)
			s.terminal = false
		})
	}
	for _, row := range s.rows {
		s.savedAs(t, row, row.name)
	}
	s.env, s.input = nil, ""
	for _, flags := range [][]string{nil, {"--json"}, {"--debug"}} {
		s.wants(t, -1, append([]string{"check", "--all"}, flags...)...) // whoever has to sign in is refused
	}
}

// savedAs saves a row without a test.
func (s *canarySite) savedAs(t *testing.T, row canaryRow, profile string) {
	t.Helper()
	args := []string{"setup", "--no-input", "--skip-test", "--profile", profile}
	if row.flow == catalog.Password {
		args = append(args, "--save-password")
	}
	s.wants(t, 0, append(args, s.given(t, row, row.secret, "file")...)...)
	s.env, s.input = nil, ""
}

// wants runs a command and compares its exit code; -1 takes any but 1, the unexpected.
func (s *canarySite) wants(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	stdout, stderr, code := s.run(t, args...)
	if code != want && (want >= 0 || code == 1) {
		t.Errorf("%v ended with %d, want %d\n%s%s", args, code, want, stdout, stderr)
	}
	return stdout, stderr
}

// commandSeries runs what there is to do with a profile, until it is removed, and those of the refusals that share picks.
func (s *canarySite) commandSeries(t *testing.T, row canaryRow, share func() bool) {
	t.Helper()
	s.wants(t, -1, "check", "canary", "--debug")
	s.wants(t, -1, "check", "canary", "--json")
	for _, form := range tokenForms() {
		s.input, s.env = form.input(s.url), form.environ(t, s)
		if out, _ := s.wants(t, 0, append([]string{"token", "canary", "--debug", "--output"}, form.words...)...); s.hunt.found(out) == "" {
			t.Errorf("the output of token is not the token that was given")
		}
	}
	s.input, s.env = "", nil
	s.wants(t, 0, "token", "canary", "--refresh", "--debug")
	names := s.hunt.checkTree(t, s.home)
	if !slices.Contains(names, "profiles.json") || !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, ".sealed") }) {
		t.Errorf("only these files were searched: %v", names)
	}
	for _, kind := range []string{"refusal", "names", "page", "elsewhere", "api"} { // TestCanarySetup has them all as text and as JSON
		if !share() {
			continue
		}
		s.wire.set(kind)
		s.wants(t, -1, "check", "canary", "--debug", "--json")
		if kind != "api" {
			out, errs := s.wants(t, -1, "token", "canary", "--refresh", "--debug", "--output", "json")
			s.hunt.check(t, "stdout of a refused token", out+errs)
			out, errs = s.wants(t, -1, "token", "canary") // a password's refusal was kept
			if row.flow == catalog.Password && kind == "refusal" {
				s.hunt.check(t, "the kept refusal", out+errs)
			}
		}
	}
	s.wire.set("")
	s.wants(t, 0, "list")
	s.wants(t, 0, "list", "--json")
	s.wants(t, 0, "rename", "canary", "canary-2")
	s.wants(t, 0, "show", "canary-2")
	s.wants(t, 0, "show", "canary-2", "--json")
	s.wants(t, 2, "show", "canary", "--json")
	s.wants(t, 0, "remove", "canary-2", "--yes")
}

// tokenForm is a form of token's output, with how its caller asks.
type tokenForm struct {
	words   []string
	input   func(api string) string
	environ func(*testing.T, *canarySite) []string
}

func tokenForms() []tokenForm {
	empty := func(string) string { return "" }
	none := func(*testing.T, *canarySite) []string { return nil }
	var forms []tokenForm
	for _, name := range []string{"token", "header", "env", "json", "exec-credential", "terraform"} {
		forms = append(forms, tokenForm{[]string{name}, empty, none})
	}
	return append(forms,
		tokenForm{[]string{"git-credential", "get"}, func(api string) string { return "protocol=http\nhost=" + strings.TrimPrefix(api, "http://") + "\n" }, none},
		tokenForm{[]string{"github"}, empty, func(t *testing.T, s *canarySite) []string {
			file := s.file(t, "runner", "") // where the token belongs: not hunted in
			return []string{"GITHUB_ENV=" + file, "GITHUB_OUTPUT=" + file}
		}})
}

// TestCanaryGiven: the same without a profile, as CI runs it.
func TestCanaryGiven(t *testing.T) {
	s := newCanarySite(t)
	share := longtest.Share(2)
	for _, row := range s.rows {
		t.Run(row.name, func(t *testing.T) {
			s.terminal = row.variable == ""
			for _, way := range []string{"file", "environment", "stdin"} {
				for _, command := range [][]string{{"check", "--debug"}, {"check", "--json"}, {"token", "--debug"}} {
					if !share() {
						continue
					}
					s.wants(t, 0, append(command, s.given(t, row, row.secret, way)...)...)
				}
			}
			s.wire.set("refusal")
			defer s.wire.set("")
			s.wants(t, 3, append([]string{"check", "--debug"}, s.given(t, row, row.secret, "file")...)...)
			out, errs := s.wants(t, 3, append([]string{"token", "--debug", "--output", "json"}, s.given(t, row, row.secret, "file")...)...)
			s.hunt.check(t, "stdout of a refused token", out+errs)
		})
	}
	if left := s.hunt.checkTree(t, s.home); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
