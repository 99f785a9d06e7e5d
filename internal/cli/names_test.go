package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"appreg/internal/cli"
	"appreg/internal/plan"
	"appreg/store"
)

// Tests of runs whose profile's name changes hands, or whose registration several profiles have.

// reopen has the latest run of a kind look as if it had been killed at its end.
func (o *office) reopen(kind string) {
	o.t.Helper()
	j, err := o.store().OpenRun(o.t.Context(), o.ran(kind))
	if err == nil {
		defer j.Close()
		err = j.End(store.RunOpen)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// profile creates a profile, of a registration that is there where a client ID is given.
func (o *office) profile(name string, more ...string) plan.Plan {
	o.t.Helper()
	command := []string{"setup", "--create", "--no-input", "--yes", "--admin", "token", "--json", "--api", "power-platform", "--flow", "client-secret",
		"--tenant", o.cases["works-power-platform-client-secret"].Tenant, "--profile", name}
	return o.plan(0, append(command, more...)...)
}

// ends wants a command to end with a code, and returns what it says.
func (o *office) ends(code int, args ...string) string {
	o.t.Helper()
	stdout, stderr, got := o.run(args...)
	if got != code {
		o.t.Fatalf("%v: exit code %d, want %d\n%s%s", args, got, code, stdout, stderr)
	}
	return stdout + stderr
}

// TestInterruptedThenRenamed: an interrupted run goes with its profile to the new name; whoever takes the old name makes their own.
func TestInterruptedThenRenamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.profile("old")
	o.reopen(store.KindCreate)
	o.ends(0, "rename", "old", "new")
	second := o.profile("old", "--display-name", "appreg other")
	if second.ClientID == first.ClientID {
		t.Error("the second has the first's registration")
	}
	o.ends(0, "check", "old")
	o.ends(0, "check", "new")
}

// TestInterruptedByAnotherCase: names differ in case alone where they are the same.
func TestInterruptedByAnotherCase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.profile("Made")
	o.reopen(store.KindCreate)
	o.ends(0, "remove", "made", "--yes")
	if again := o.profile("mADE", "--display-name", "appreg Made"); again.ClientID != first.ClientID {
		t.Error("it doesn't go on with its own run")
	}
	o.ends(0, "check", "made")
}

// TestOneRegistrationOfTwo: what is rotated, or taken back, of one profile leaves the secret of another of the same registration.
func TestOneRegistrationOfTwo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.profile("a")
	o.profile("b", "--client-id", first.ClientID)
	o.ends(0, "rotate", "a", "--yes", "--admin", "token")
	o.reopen(store.KindRotate)
	o.ends(0, "rename", "a", "c")
	o.ends(0, "rotate", "b", "--yes", "--admin", "token")
	o.ends(0, "check", "b")
	o.ends(0, "check", "c")
	o.ends(2, "undo", "c", "--yes", "--admin", "token") // its last run is a rotation
	if told := o.ends(0, "undo", o.first(), "--yes", "--admin", "token"); !strings.Contains(told, "profile b has the same app registration") {
		t.Errorf("told: %s", told)
	}
}

// first is the id of the earliest run.
func (o *office) first() string {
	runs := o.runs()
	return runs[len(runs)-1].ID
}

// TestUndoOfAUsedName: a profile that has the name of an earlier one isn't taken for it.
func TestUndoOfAUsedName(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.profile("name")
	other := o.profile("other")
	o.ends(0, "remove", "name", "--yes")
	o.ends(0, "rename", "other", "name")
	before := o.tenant()
	o.reopen(store.KindCreate)
	o.ends(0, "undo", "name", "--yes", "--admin", "token")
	if o.tenant() == before || !strings.Contains(o.tenant(), "appreg name") || strings.Contains(o.tenant(), other.ClientID) {
		t.Errorf("left: %s", o.tenant())
	}
}

// TestReplaceWhatWasNamed: what took the name meanwhile isn't replaced.
func TestReplaceWhatWasNamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	file := filepath.Join(t.TempDir(), "secret")
	c := o.cases["works-power-platform-client-secret"]
	if err := os.WriteFile(file, []byte(c.Secret), 0o600); err != nil {
		t.Fatal(err)
	}
	var swap atomic.Bool
	o.watchEach(func() {
		if swap.CompareAndSwap(true, false) {
			o.ends(0, "rename", "s", "z")
			o.ends(0, "rename", "y", "s")
		}
	})
	o.profile("s")
	o.profile("y")
	before := o.profiles()
	swap.Store(true)
	told := o.ends(5, "setup", "--no-input", "--replace", "--api", "power-platform", "--flow", "client-secret", "--tenant", c.Tenant, "--client-id", c.ClientID,
		"--secret-file", file, "--profile", "s")
	swapped := strings.NewReplacer("s s-", "z s-", "y y-", "s y-").Replace(before)
	if !strings.Contains(told, "another appreg has changed profile s meanwhile") || o.profiles() != swapped {
		t.Errorf("%s\n%s, want %s", told, o.profiles(), swapped)
	}
}

// TestInterruptedWithoutAProfile: a registration that is saved nowhere is known by its display name.
func TestInterruptedWithoutAProfile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var seen atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	o.watchEach(func() {
		if seen.Add(1) == 4 {
			stop()
		}
	})
	command := func(name string) []string {
		c := o.cases["works-power-platform-browser"]
		return []string{"setup", "--create", "--no-input", "--yes", "--admin", "token", "--json", "--api", "power-platform", "--flow", "browser", "--tenant", c.Tenant,
			"--skip-test", "--store", "none", "--display-name", name}
	}
	var out bytes.Buffer
	code := cli.Run(ctx, command("appreg made"), cli.Streams{
		In: strings.NewReader(""), Out: &out, Err: &out, Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: o.keyring,
	})
	if code != 130 || o.count()[0] != 1 {
		t.Fatalf("exit code %d, %v registrations\n%s", code, o.count(), out.String())
	}
	o.run(command("appreg another")...)
	if !strings.Contains(o.tenant(), "appreg another") || o.count()[0] != 1 {
		t.Errorf("%v in %s", o.count(), o.tenant())
	}
}

// TestOneRegistrationAtOnce: two profiles of one registration aren't changed at once.
func TestOneRegistrationAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var at atomic.Int64
	var told string
	o.watchEach(func() {
		if at.Add(-1) == 0 {
			told = o.ends(5, "rotate", "b", "--yes", "--admin", "token")
		}
	})
	first := o.profile("a")
	o.profile("b", "--client-id", first.ClientID)
	at.Store(3)
	o.ends(0, "rotate", "a", "--yes", "--admin", "token")
	if !strings.Contains(told, "is working on the same app registration right now") {
		t.Errorf("told: %s", told)
	}
	o.ends(0, "check", "a")
	o.ends(0, "check", "b")
}

// TestOneDisplayNameAtOnce: two that make a registration of one display name would each find none; the second is told, however
// it writes the tenant, and one after the other is refused as before.
func TestOneDisplayNameAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	second := []string{"setup", "--create", "--no-input", "--yes", "--admin", "token", "--api", "power-platform", "--flow", "client-secret", "--tenant", "contoso.onmicrosoft.com",
		"--profile", "second", "--display-name", "appreg first"}
	var at atomic.Int64
	var told string
	o.watchEach(func() {
		if at.Add(-1) == 0 {
			told = o.ends(5, second...)
		}
	})
	at.Store(6)
	o.profile("first")
	if !strings.Contains(told, "is working on the same app registration right now") {
		t.Errorf("told: %s", told)
	}
	if told := o.ends(3, second...); !strings.Contains(told, "already_exists") {
		t.Errorf("afterwards: %s", told)
	}
}
