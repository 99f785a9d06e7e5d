package store

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// A file that is larger than any that this program writes is not read: that would take all of the machine's memory.
func TestLargeIndex(t *testing.T) {
	calls := map[string]func(t *testing.T, s *Store) error{
		"list":   func(_ *testing.T, s *Store) error { _, err := s.List(); return err },
		"each":   func(_ *testing.T, s *Store) error { return s.Each(Part{func(int) {}, func(*Profile) {}}) },
		"find":   func(_ *testing.T, s *Store) error { _, err := s.Find("bc"); return err },
		"save":   func(t *testing.T, s *Store) error { _, err := s.Save(t.Context(), secretInput("new", "x")); return err },
		"remove": func(t *testing.T, s *Store) error { return s.Remove(t.Context(), "bc") },
	}
	for name, call := range calls {
		s := newStore(t, Options{})
		mustSave(t, s, secretInput("bc", "x"))
		content, err := os.ReadFile(s.places.index())
		mustDo(t, err, os.Truncate(s.places.index(), 1<<40)) // as sparse as a file can be
		err = call(t, s)
		large := new(Error)
		if !ofKind(err, ErrLargeIndex, &large) || large.Path != s.places.index() || !strings.Contains(fixOf(err), "mv ") {
			t.Errorf("%s: got %T %v", name, err, err)
		}
		mustDo(t, os.WriteFile(s.places.index(), content, 0o600)) // the backup of which the advice speaks
		if _, err := s.Find("bc"); err != nil {
			t.Errorf("%s: after putting it back: %v", name, err)
		}
	}
}

// No index becomes so large that it could not be read any more.
func TestIndexThatWouldBecomeTooLarge(t *testing.T) {
	ring := NewMemoryKeyring()
	s := newStore(t, Options{Keyring: ring})
	mustSave(t, s, secretInput("bc", "x"))
	idx, err := s.readIndex(t.Context())
	mustDo(t, err)
	for n := range 15 {
		p := idx.Profiles[0]
		p.Name, p.ID, p.Project = fmt.Sprintf("p%d", n), fmt.Sprintf("p-%d", n), long(1<<20)
		idx.Profiles = append(idx.Profiles, p)
	}
	mustDo(t, s.writeIndex(idx))
	in := secretInput("new", "x")
	in.Registration.Project = long(1 << 20)
	_, err = s.Save(t.Context(), in)
	if !isKind(err, ErrFullIndex) || len(ring.ids()) != 1 {
		t.Errorf("got %v; items %v", err, ring.ids())
	}
	if list, err := s.List(); err != nil || len(list) != 16 {
		t.Errorf("%d profiles, %v", len(list), err)
	}
}

// A draft that is larger than any goes aside like any other that cannot be understood.
func TestLargeDraft(t *testing.T) {
	s := newStore(t, Options{})
	mustDo(t, s.SaveDraft(map[string]string{"api": "lcs"}), os.Truncate(s.places.draft(), 1<<40))
	if _, ok, err := s.LoadDraft(); ok || !isKind(err, ErrCorruptFile) {
		t.Errorf("got %v", err)
	}
	if _, ok, err := s.LoadDraft(); ok || err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
