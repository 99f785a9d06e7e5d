package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// withShelf adds a second back end to the table, one for each argument, until the test ends.
func withShelf(t *testing.T) (shelves map[string]*MemoryKeyring) {
	t.Helper()
	shelves = map[string]*MemoryKeyring{}
	before := backendTable
	t.Cleanup(func() { backendTable = before })
	backendTable = append(slices.Clip(before), backendRow{name: "shelf", place: "the shelf", takes: func(string) bool { return true }, open: func(_ surroundings, argument string) Backend {
		shelves[argument] = NewMemoryKeyring()
		return shelves[argument]
	}, item: func(_ places, id, argument string) Place { return Place{"shelf", "shelf " + argument, id} }})
	return shelves
}

// A profile is saved to the back end that it names, read from there, replaced and removed there, and the keyring has none
// of it.
func TestSecondBackend(t *testing.T) {
	shelves := withShelf(t)
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	in := secretInput("bc", canary)
	in.Store = "shelf:team"
	p := mustSave(t, s, in)
	if p.Store != "shelf:team" || !slices.Equal(shelves["team"].ids(), []string{p.ID}) || len(ring.ids()) != 0 {
		t.Fatalf("saved in %s; %v %v", p.Store, shelves["team"].ids(), ring.ids())
	}
	if got := loadSecret(t, s, "bc"); got != canary {
		t.Error("not read back")
	}
	mustKeep(t, mustOpen(t, s, p), someTokens())
	if err := s.CanSave(t.Context(), "bc", "shelf:team"); err != nil {
		t.Error(err)
	}
	if now := s.Standing(t.Context(), "shelf:team"); now.State != StateReady || now.Name != shelves["team"].Name() {
		t.Errorf("stands as %v", now)
	}
	in.Replace, in.Store = true, ""
	if p = mustSave(t, s, in); p.Store != BackendKeyring || len(shelves["team"].ids()) != 0 || !slices.Equal(ring.ids(), []string{p.ID}) {
		t.Errorf("replaced in %s; %v %v", p.Store, shelves["team"].ids(), ring.ids())
	}
	in.Store = "shelf:other"
	mustSave(t, s, in)
	mustDo(t, s.Remove(t.Context(), "bc"))
	if len(shelves) != 2 || len(shelves["other"].ids())+len(ring.ids()) != 0 {
		t.Errorf("left: %v %v", shelves["other"].ids(), ring.ids())
	}
}

// A credential that is not in its back end is missed there, by that one's name.
func TestCredentialMissingInSecondBackend(t *testing.T) {
	shelves := withShelf(t)
	s := newStore(t, Options{})
	in := secretInput("bc", canary)
	in.Store = "shelf"
	p := mustSave(t, s, in)
	mustDo(t, shelves[""].Delete(t.Context(), p.ID))
	if _, _, err := s.Load(t.Context(), "bc"); !isKind(err, ErrCredentialMissing) || !strings.Contains(err.Error(), "isn't in the shelf (") {
		t.Errorf("got %v", err)
	}
}

// An entry that names a back end which this program does not have: nothing is read from elsewhere in its place, neither
// of a newer appreg's nor of an edited one's, and only the edited one's item can be removed.
func TestUnknownBackend(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	rename := func(p Profile) Profile {
		mustEdit(t, s, func(x *index) { x.Profiles[0].Store = "cellar" })
		p.Store = "cellar"
		return p
	}
	if err := s.CanSave(t.Context(), "bc", "cellar"); !isKind(err, ErrUnknownBackend) || err.(*Error).Class() != ClassChanged {
		t.Errorf("saving: %v", err)
	}
	if now := s.Standing(t.Context(), "cellar"); now != (Standing{State: StateUnsupported}) {
		t.Errorf("stands as %v", now)
	}
	p := rename(mustSave(t, s, secretInput("bc", canary)))
	if loaded, err := s.LoadCredential(t.Context(), p); !isKind(err, ErrBinding) || !loaded.Credential.IsZero() {
		t.Errorf("edited: %v", err)
	}
	p.Store = BackendKeyring
	mustEdit(t, s, func(x *index) { x.Profiles[0].Store = BackendKeyring })
	unbind(t, s, p)
	p = rename(p)
	if loaded, err := s.LoadCredential(t.Context(), p); !isKind(err, ErrUnknownBackend) || !loaded.Credential.IsZero() {
		t.Errorf("edited, an early one: %v", err)
	}
	items := ring.ids()
	mustDo(t, ring.Delete(t.Context(), p.ID))
	for what, err := range map[string]error{
		"loading":  func() error { _, _, err := s.Load(t.Context(), "bc"); return err }(),
		"removing": s.Remove(t.Context(), "bc"),
	} {
		if !errors.Is(err, ErrUnknownBackend) || !strings.Contains(fixOf(err), s.IndexFile()) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := s.Find("bc"); err != nil || len(items) != 1 {
		t.Errorf("the entry is gone: %v", err)
	}
}
