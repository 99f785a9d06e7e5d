package store

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"appreg/internal/secret"
)

// An item that is in the keyring already, for a profile of another folder or of another program, is never written over,
// whatever the random source gives: another id is drawn, or nothing is saved.
func TestSaveNeverOverwritesAnItem(t *testing.T) {
	const id = "bc-aaaaaaaaaaaaaaaa" // what zeros make of the name
	draws := func(first []byte) io.Reader {
		return io.MultiReader(bytes.NewReader(make([]byte, cacheKeySize)), bytes.NewReader(first), zeros())
	}
	tests := map[string]struct {
		occupy func(t *testing.T, s *Store, ring *faultyKeyring)
		random io.Reader
		want   string // id of what is saved; empty: nothing can be
	}{
		"another folder's profile": {func(t *testing.T, _ *Store, ring *faultyKeyring) {
			other := newStore(t, Options{Keyring: ring.MemoryKeyring, Random: zeros()})
			if p := mustSave(t, other, secretInput("bc", "the other's")); p.ID != id {
				t.Fatal(p.ID)
			}
		}, draws(append(make([]byte, idRandom), bytes.Repeat([]byte{1}, idRandom)...)), "bc-" + strings.Repeat("b", 16)},
		"another program's item": {func(t *testing.T, _ *Store, ring *faultyKeyring) {
			mustDo(t, ring.MemoryKeyring.Set(t.Context(), id, secret.New("not ours")))
		}, draws(append(make([]byte, idRandom), bytes.Repeat([]byte{1}, idRandom)...)), "bc-" + strings.Repeat("b", 16)},
		"only ids that are taken": {func(t *testing.T, _ *Store, ring *faultyKeyring) {
			mustDo(t, ring.MemoryKeyring.Set(t.Context(), id, secret.New("not ours")))
		}, zeros(), ""},
		"a sealed file": {func(t *testing.T, s *Store, _ *faultyKeyring) {
			mustDo(t, ownDir(s.places.state, false), os.WriteFile(s.places.sealed(id), []byte("somebody's"), 0o600))
		}, draws(append(make([]byte, idRandom), bytes.Repeat([]byte{1}, idRandom)...)), "bc-" + strings.Repeat("b", 16)},
		"the keyring does not tell": {func(_ *testing.T, _ *Store, ring *faultyKeyring) {
			ring.before = func(op, _ string) error {
				if op == "get" {
					return &Error{Kind: ErrBackend, State: StateBroken, Op: opRead}
				}
				return nil
			}
		}, zeros(), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ring := newFaultyKeyring()
			s := newStore(t, Options{Keyring: ring, Random: test.random})
			test.occupy(t, s, ring)
			before := map[string]string{}
			for _, id := range ring.ids() {
				value, _ := ring.MemoryKeyring.Get(t.Context(), id)
				before[id] = value.Reveal()
			}
			p, err := s.Save(t.Context(), secretInput("bc", canary))
			if p.ID != test.want || (err == nil) != (test.want != "") {
				t.Errorf("saved as %q, %v; want %q", p.ID, err, test.want)
			}
			if keyring := new(Error); ofKind(err, ErrBackend, &keyring) && keyring.Op != opSave {
				t.Errorf("the error is about the wrong act: %s", keyring.Op)
			}
			for id, value := range before {
				now, err := ring.MemoryKeyring.Get(t.Context(), id)
				if err != nil || now.Reveal() != value || slices.Contains(ring.calls, "set "+id) {
					t.Errorf("%s was written over, %v", id, err)
				}
			}
		})
	}
}
