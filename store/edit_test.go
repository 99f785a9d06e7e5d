package store

import (
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRename(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	before := mustSave(t, s, secretInput("bc", canary))
	mustSave(t, s, secretInput("other", "o"))
	tests := []struct {
		name, from, to string
		want           error
	}{
		{"unknown", "bx", "new", ErrUnknownProfile},
		{"taken, other case", "bc", "OTHER", ErrExists},
		{"bad name", "bc", "a/b", ErrName},
		{"case only", "bc", "BC", nil},
		{"other name", "Bc", "bc-prod", nil},
	}
	ring.calls, ring.state = nil, StateLocked
	for _, test := range tests {
		if err := s.Rename(t.Context(), test.from, test.to); !isKind(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if len(ring.calls) != 0 {
		t.Errorf("renaming called the keyring: %v", ring.calls)
	}
	after, err := s.Find("BC-PROD")
	if err != nil {
		t.Fatal(err)
	}
	before.Name = "bc-prod"
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	if got := loadSecret(t, s, "bc-prod"); got != canary {
		t.Error("the credential did not follow")
	}
}

// What an interrupted rotation left follows its profile, so that the old name is free.
func TestRenameTakesLeftoversAlong(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", "old"))
	again := secretInput("bc", "new")
	again.Replace = true
	interrupted(t, s, again, true)
	if err := s.Rename(t.Context(), "bc", "prod"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"prod ready", "prod pending"}, states(t, s)); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Find("bc"); !isKind(err, ErrUnknownProfile) {
		t.Errorf("got %v", err)
	}
}

// A profile that is still to be finished keeps its name, and with it its credential.
func TestRenameOntoAnUnfinishedProfile(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", "x"))
	interrupted(t, s, secretInput("half", "h"), true)
	if err := s.Rename(t.Context(), "bc", "HALF"); !isKind(err, ErrUnfinished) {
		t.Errorf("got %v", err)
	}
	mustSave(t, s, secretInput("next", "n"))
	if bc, half := loadSecret(t, s, "bc"), loadSecret(t, s, "half"); bc != "x" || half != "h" {
		t.Errorf("%s %s", bc, half)
	}
}

// One that is only to be deleted has no credential to lose: its name is free.
func TestRenameOntoARemovedProfile(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", "x"))
	interrupted(t, s, secretInput("gone", "g"), true)
	mustEdit(t, s, func(x *index) { x.Profiles[1].State = PhaseDeleting })
	if err := s.Rename(t.Context(), "bc", "gone"); err != nil {
		t.Fatal(err)
	}
	if got := loadSecret(t, s, "gone"); got != "x" {
		t.Error("the credential did not follow")
	}
}

func TestRemove(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	p := mustSave(t, s, secretInput("bc", long(3000)))
	mustSave(t, s, secretInput("other", "o"))
	interrupted(t, s, secretInput("bc", "half"), true)
	if err := s.Remove(t.Context(), "BC"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"other ready"}, states(t, s)); diff != "" {
		t.Error(diff)
	}
	if ids := ring.ids(); len(ids) != 1 {
		t.Errorf("items left: %v", ids)
	}
	if _, err := os.Stat(s.places.sealed(p.ID)); err == nil {
		t.Error("the sealed file is still there")
	}
	unknown := new(Error)
	if err := s.Remove(t.Context(), "othr"); !ofKind(err, ErrUnknownProfile, &unknown) || unknown.Nearest != "other" {
		t.Errorf("got %v", err)
	}
}

func TestRemoveWhenTheItemIsGone(t *testing.T) {
	ring := NewMemoryKeyring()
	s := newStore(t, Options{Keyring: ring})
	p := mustSave(t, s, secretInput("bc", "x"))
	if err := ring.Delete(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(t.Context(), "bc"); err != nil {
		t.Fatal(err)
	}
	if got := states(t, s); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

// Without a usable keyring nothing is changed; when the keyring fails half-way, the entry shows it and remove can be
// run again.
func TestRemoveAndTheKeyring(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	mustSave(t, s, secretInput("bc", "x"))
	ring.state = StateLocked
	keyring := new(Error)
	if err := s.Remove(t.Context(), "bc"); !ofKind(err, ErrBackend, &keyring) || keyring.Op != "delete" {
		t.Errorf("got %v", err)
	}
	if got := states(t, s); got[0] != "bc ready" {
		t.Errorf("changed: %v", got)
	}
	ring.state, ring.before = StateUnknown, refuse("delete", &Error{Kind: ErrBackend, State: StateSilent})
	if err := s.Remove(t.Context(), "bc"); !errors.As(err, &keyring) || keyring.State != StateSilent {
		t.Errorf("got %v", err)
	}
	if got := states(t, s); got[0] != "bc deleting" {
		t.Errorf("not marked: %v", got)
	}
	ring.before = nil
	if err := s.Remove(t.Context(), "bc"); err != nil || len(states(t, s)) != 0 {
		t.Errorf("not finished: %v", err)
	}
}

// The item goes before its sealed file, which cannot be read without it: the other way round a kill in between would leave a
// key, or the credential itself, of a profile that seems to be gone.
func TestTheItemGoesBeforeItsFile(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	p := mustSave(t, s, secretInput("bc", long(3000)))
	there := false
	ring.before = func(op, _ string) error {
		if op == "delete" {
			_, err := os.Stat(s.places.sealed(p.ID))
			there = err == nil
		}
		return nil
	}
	mustDo(t, s.Remove(t.Context(), "bc"))
	if _, err := os.Stat(s.places.sealed(p.ID)); !there || err == nil {
		t.Errorf("the file was there when the item went: %v; afterwards: %v", there, err)
	}
}
