package cli_test

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestSignInsThatCannotBeRenewed: a profile at which nobody has signed in yet, and one whose sign-in has ended, are told
// apart, for a single profile and among all, and nothing breaks where there is nobody to ask.
func TestSignInsThatCannotBeRenewed(t *testing.T) {
	t.Parallel()
	for _, flow := range []catalog.Flow{catalog.Browser, catalog.DeviceCode} {
		t.Run(string(flow), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.sim.AutoApprove()
			name := "works-business-central-" + string(flow)
			m.save(name)
			commands := [][]string{{"check", "--all"}, {"check", name}}
			wants := func(when string, says ...string) {
				t.Helper()
				for _, args := range commands {
					out, errs, code := m.run(args...)
					for _, want := range says {
						if code != 3 || !strings.Contains(out, want) {
							t.Errorf("%s, %v: exit code %d, no %q in\n%s%s", when, args, code, want, out, errs)
						}
					}
				}
			}
			wants("never signed in", "interaction_required", "Nobody has signed in yet")
			if _, errs, code := m.run("token", name); code != 3 || !strings.Contains(errs, "nobody has signed in for it yet") {
				t.Errorf("token: exit code %d, %s", code, errs)
			}
			m.terminal = true
			if _, errs, code := m.run("token", name); code != 0 { // what the fix names
				t.Fatalf("exit code %d, %s", code, errs)
			}
			m.terminal = false
			m.sim.RevokeSessions(m.cases[name].Username)
			wants("ended now", "session_revoked", "The sign-in was revoked")
			if _, errs, code := m.run("token", name, "--refresh"); code != 3 { // learns it, and keeps no refresh token
				t.Errorf("token: exit code %d, %s", code, errs)
			}
			wants("ended before", "session_revoked", "The sign-in was revoked")
			if _, errs, code := m.run("token", name, "--refresh"); code != 3 || strings.Contains(errs, "yet") {
				t.Errorf("token: exit code %d, %s", code, errs)
			}
		})
	}
}
