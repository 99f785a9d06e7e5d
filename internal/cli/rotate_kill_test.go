package cli_test

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// TestRotateKilled: killed at any moment, a hundred times, with a real Secret Service: the credential in the keyring works
// every time, and what was left on the registration is cleared away by the next rotation.
func TestRotateKilled(t *testing.T) {
	longtest.Only(t)
	w := newWorkplace(t)
	admins, err := cases.LoadAdmins(w.sim)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("APPREG_GRAPH_URL", w.url)
	t.Setenv("APPREG_GRAPH_TOKEN", admins[0].GraphToken)
	t.Setenv("APPREG_ADMIN_API_TOKEN", admins[0].APIToken)
	must := func(args ...string) time.Duration {
		t.Helper()
		began := time.Now()
		if stdout, stderr, code := w.run(t, args...); code != 0 {
			t.Fatalf("%v: exit code %d\n%s%s", args, code, stdout, stderr)
		}
		return time.Since(began)
	}
	must("setup", "--create", "--no-input", "--yes", "--admin", "token", "--api", "power-platform", "--flow", "client-secret", "--tenant", admins[0].Tenant, "--profile", "killed")
	t.Cleanup(func() { w.run(t, "remove", "killed", "--yes") })
	rotate := []string{"rotate", "killed", "--yes", "--admin", "token"}
	whole := must(rotate...)
	killed := 0
	for range 100 {
		cmd := w.command(rotate...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(rand.N(whole), func() { _ = cmd.Process.Signal(os.Kill) })
		if cmd.Wait() != nil {
			killed++
		}
		timer.Stop()
		must("check", "killed")
	}
	must(rotate...)
	must("check", "killed")
	secrets := 0
	if err := w.sim.UpdateTenant(admins[0].Tenant, func(tenant *tenantsim.Tenant) {
		for _, a := range tenant.Apps {
			if a.Name == "appreg killed" {
				secrets += len(a.Secrets)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	t.Logf("killed %d times; a whole rotation took %s", killed, whole)
	if killed < 50 || secrets != 1 {
		t.Errorf("killed %d times; %d client secrets are left, want 1", killed, secrets)
	}
}
