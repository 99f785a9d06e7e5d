package cli_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
)

// TestTwoAtOnce: while one command works on a profile, no other does: it says who does and changes nothing, here and in the
// tenant. What the first one made is neither lost nor doubled.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	create := func(o *office) []string { return o.create(catalog.PowerPlatform, catalog.ClientSecret) }
	named := func(args ...string) func(*office) []string { return func(*office) []string { return args } }
	rotate := named("rotate", "made", "--yes", "--admin", "token", "--json")
	tests := map[string]struct {
		first, second func(*office) []string
		at            int64 // the request of the first after which the second comes
	}{
		"create, create early": {create, create, 2},
		"create, create late":  {create, create, 8},
		"create, undo":         {create, func(o *office) []string { return []string{"undo", o.runs()[0].ID, "--yes", "--admin", "token"} }, 8},
		"rotate, rotate early": {rotate, rotate, 1},
		"rotate, rotate late":  {rotate, rotate, 3},
		"rotate, create":       {rotate, create, 3},
		"rotate, undo":         {rotate, named("undo", "made", "--restore", "--yes", "--admin", "token"), 3},
		"rotate, fix":          {rotate, named("check", "made", "--deep", "--fix", "--yes", "--admin", "token"), 3},
		"rotate, rename":       {rotate, named("rename", "made", "other"), 3},
		"rotate, move":         {rotate, named("move", "made", "--to", "vault"), 3},
		"rotate, remove":       {rotate, named("remove", "made", "--yes"), 3},
		"fix, rotate":          {named("check", "made", "--deep", "--fix", "--yes", "--admin", "token"), rotate, 2},
		"undo, rotate":         {named("undo", "made", "--yes", "--admin", "token"), rotate, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			var left atomic.Int64
			var told string
			var code int
			o.watchEach(func() {
				if left.Add(-1) != 0 {
					return
				}
				before, profiles := o.tenant(), o.profiles()
				stdout, stderr, exit := o.run(test.second(o)...)
				told, code = stdout+stderr, exit
				if o.tenant() != before || o.profiles() != profiles {
					t.Errorf("the second changed something: %s", told)
				}
			})
			if !strings.HasPrefix(name, "create") {
				o.made(catalog.PowerPlatform, catalog.ClientSecret)
			}
			left.Store(test.at)
			stdout, stderr, first := o.run(test.first(o)...)
			if left.Load() > 0 {
				t.Fatalf("the second never came: %d\n%s%s", first, stdout, stderr)
			}
			if code != 5 || !strings.Contains(told, "is working on profile made right now") {
				t.Errorf("second: exit code %d\n%s", code, told)
			}
			if first != 0 {
				t.Fatalf("first: exit code %d\n%s%s", first, stdout, stderr)
			}
			if strings.HasPrefix(name, "undo") {
				return
			}
			if _, stderr, checked := o.run("check", "made"); checked != 0 || o.count() != [2]int{1, 1} {
				t.Errorf("exit code %d, registrations and secrets %v: %s", checked, o.count(), stderr)
			}
		})
	}
}

// profiles are the names and ids of what is saved.
func (o *office) profiles() string {
	o.t.Helper()
	list, err := o.store().List()
	if err != nil {
		o.t.Fatal(err)
	}
	var all []string
	for _, p := range list {
		all = append(all, p.Name+" "+p.ID)
	}
	return strings.Join(all, "\n")
}

// TestPersonAndCommandAtOnce: a person who lets appreg make a registration has the profile to themselves from the plan to the
// end, and no longer.
func TestPersonAndCommandAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var seen atomic.Int64
	var told string
	var code int
	o.watchEach(func() {
		if seen.Add(1) == 6 {
			stdout, stderr, exit := o.run(o.create(catalog.PowerPlatform, catalog.ClientSecret)...)
			told, code = stdout+stderr, exit
		}
	})
	if screen, exit := o.makes(t.Context(), catalog.PowerPlatform, catalog.ClientSecret, nil); exit != 0 || !strings.Contains(screen, "Saved. It works.") {
		t.Fatalf("exit code %d\n%s", exit, screen)
	}
	if code != 5 || !strings.Contains(told, "is working on profile made right now") {
		t.Errorf("meanwhile: exit code %d\n%s", code, told)
	}
	if second := o.plan(0, o.create(catalog.PowerPlatform, catalog.ClientSecret)...); ids(second) != "" || o.count() != [2]int{1, 1} {
		t.Errorf("afterwards it would change %s; registrations and secrets %v", ids(second), o.count())
	}
}

// TestNameTakenWhileThePlanIsMade: a command that only saves claims nothing. What is made then couldn't be saved: nothing is.
func TestNameTakenWhileThePlanIsMade(t *testing.T) {
	t.Parallel()
	for name, create := range map[string]func(o *office, meanwhile func()) (string, int){
		"command": func(o *office, meanwhile func()) (string, int) {
			o.watchEach(meanwhile)
			stdout, stderr, code := o.run(o.create(catalog.PowerPlatform, catalog.ClientSecret)...)
			return stdout + stderr, code
		},
		"person": func(o *office, meanwhile func()) (string, int) {
			o.asking = func(question string) {
				if strings.HasPrefix(question, "What now [Create it]") {
					meanwhile()
				}
			}
			return o.makes(t.Context(), catalog.PowerPlatform, catalog.ClientSecret, map[string]string{"What now:": "quit"})
		},
	} {
		o := newOffice(t)
		c := o.cases["works-power-platform-client-secret"]
		before := o.tenant()
		var saving atomic.Bool // it makes requests, too
		told, _ := create(o, func() {
			if saving.CompareAndSwap(false, true) {
				if _, stderr, code := o.run("setup", "--no-input", "--skip-test", "--api", "power-platform", "--flow", "client-secret", "--tenant", c.Tenant,
					"--client-id", c.ClientID, "--secret-file", secretFile(t, c.Secret), "--profile", "made"); code != 0 {
					t.Errorf("exit code %d: %s", code, stderr)
				}
			}
		})
		if !strings.Contains(told, "already exists") {
			t.Errorf("%s: it says\n%s", name, told)
		}
		if diff := cmp.Diff(before, o.tenant()); diff != "" {
			t.Errorf("%s: the tenant was changed:\n%s", name, diff)
		}
	}
}
