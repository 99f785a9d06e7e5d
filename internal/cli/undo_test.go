package cli_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/store"
)

// store opens what is saved.
func (o *office) store() *store.Store {
	o.t.Helper()
	st, err := store.Open(store.Options{Home: o.home, Keyring: o.keyring})
	if err != nil {
		o.t.Fatal(err)
	}
	return st
}

// runs are the journals as the store has them, the latest first.
func (o *office) runs() []store.Run {
	o.t.Helper()
	runs, err := o.store().Runs()
	if err != nil {
		o.t.Fatal(err)
	}
	return runs
}

// ran is the id of the latest run of a kind.
func (o *office) ran(kind string) string {
	o.t.Helper()
	for _, r := range o.runs() {
		if r.Kind == kind {
			return r.ID
		}
	}
	o.t.Fatalf("there is no run of kind %s", kind)
	return ""
}

// undo takes back or restores what args name.
func (o *office) undo(args ...string) (told string, code int) {
	o.t.Helper()
	stdout, stderr, code := o.run(append([]string{"undo", "--admin", "token", "--yes"}, args...)...)
	return stdout + stderr, code
}

// TestUndoListsWhatChanged: a run that was cut off before its first change has nothing to take back, and isn't listed.
func TestUndoListsWhatChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.made(catalog.PowerPlatform, catalog.ClientSecret)
	cut, err := o.store().BeginRun(t.Context(), store.Run{Kind: store.KindCreate, Profile: "other", Tenant: "contoso.com"})
	if err != nil {
		t.Fatal(err)
	}
	cut.Close()
	if stdout, stderr, code := o.run("undo"); code != 0 || strings.Contains(stdout, "other") || !strings.Contains(stdout, "made") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if stdout, _, code := o.run("undo", "--json"); code != 0 || strings.Contains(stdout, `"other"`) {
		t.Errorf("exit code %d\n%s", code, stdout)
	}
}

// TestUndoAfterRotation: a rotation can't be taken back, which is said, and nothing else is taken back in its place.
func TestUndoAfterRotation(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	before := o.tenant()
	o.made(catalog.PowerPlatform, catalog.ClientSecret)
	if stdout, stderr, code := o.run("rotate", "made", "--admin", "token", "--yes"); code != 0 {
		t.Fatalf("rotate: exit code %d\n%s%s", code, stdout, stderr)
	}
	rotation := o.ran(store.KindRotate)
	there := o.tenant()
	for _, name := range []string{"made", rotation} {
		told, code := o.undo(name)
		named := strings.Contains(told, "appreg undo "+o.ran(store.KindCreate)) // by the profile's name the run before it is told
		if code != 2 || !strings.Contains(told, "a rotation can't be taken back") || named != (name == "made") || o.tenant() != there {
			t.Errorf("%s: exit code %d\n%s", name, code, told)
		}
	}
	for _, r := range o.runs() {
		if r.State == store.RunUndone {
			t.Errorf("%s counts as undone", r.Kind)
		}
	}
	if told, code := o.undo(rotation, "--restore"); code != 2 || !strings.Contains(told, "it made no app registration") {
		t.Errorf("restore: exit code %d\n%s", code, told)
	}
	told, code := o.undo(o.ran(store.KindCreate))
	if diff := cmp.Diff(before, o.tenant()); code != 0 || diff != "" {
		t.Errorf("exit code %d\n%s\n%s", code, told, diff)
	}
	if told, code := o.undo("made"); code != 0 || !strings.Contains(told, "was taken back already") {
		t.Errorf("with the rotation alone left: exit code %d\n%s", code, told)
	}
}

// TestUndoAndRestoreTwice: the second time changes nothing and says so; what restoring leaves out is said, too. No list says ready
// of what is gone.
func TestUndoAndRestoreTwice(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.made(catalog.BusinessCentral, catalog.ClientSecret)
	if told, code := o.undo("made"); code != 0 || strings.Contains(told, "can't be undone\n") && !strings.Contains(told, "permission set") {
		t.Fatalf("exit code %d\n%s", code, told)
	}
	if list, _, _ := o.run("list"); !strings.Contains(list, "refused") || strings.Contains(list, "ready") {
		t.Errorf("the list says\n%s", list)
	}
	if told, code := o.undo("made"); code != 0 || !strings.Contains(told, "was taken back already") {
		t.Errorf("again: exit code %d\n%s", code, told)
	}
	for time := range 2 {
		told, code := o.undo("made", "--restore")
		first := strings.Contains(told, "isn't restored; do it again: appreg duty made --apply")
		if again := strings.Contains(told, "isn't deleted: nothing was restored"); code != 0 || first != (time == 0) || again == first {
			t.Fatalf("restore: exit code %d\n%s", code, told)
		}
	}
	if told, stderr, code := o.run("duty", "made", "--apply", "--admin", "token", "--yes"); code != 0 {
		t.Fatalf("duty: exit code %d\n%s%s", code, told, stderr)
	}
	if told, stderr, code := o.run("check", "made"); code != 0 {
		t.Errorf("check: exit code %d\n%s%s", code, told, stderr)
	}
}

// TestUndoAfterRename: a run is its registration's, whatever the profile is called by now.
func TestUndoAfterRename(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	before := o.tenant()
	o.made(catalog.PowerPlatform, catalog.ClientSecret)
	if _, stderr, code := o.run("rename", "made", "other"); code != 0 {
		t.Fatalf("rename: exit code %d\n%s", code, stderr)
	}
	told, code := o.undo("other")
	if diff := cmp.Diff(before, o.tenant()); code != 0 || diff != "" {
		t.Errorf("exit code %d\n%s\n%s", code, told, diff)
	}
}
