package store

import (
	"fmt"
	"testing"
)

// manyProfiles is what a company with a profile for each customer has.
const manyProfiles = 2000

// storeOfMany has an index with many profiles.
func storeOfMany(tb testing.TB) *Store {
	tb.Helper()
	s, err := Open(Options{Home: tb.TempDir() + "/home", Keyring: NewMemoryKeyring()})
	if err == nil {
		err = ownDir(s.places.config, true)
	}
	if err != nil {
		tb.Fatal(err)
	}
	var idx index
	for n := range manyProfiles {
		in := secretInput(fmt.Sprintf("customer-%d", n), "x")
		p, err := NewProfile(in.Name, in.Registration, in.Facts)
		if err != nil {
			tb.Fatal(err)
		}
		p.ID, p.State, p.Store, p.SavedAt = fmt.Sprintf("customer-%d-abcdefghabcdefgh", n), PhaseReady, BackendKeyring, "2026-11-20T12:00:00Z"
		idx.Profiles = append(idx.Profiles, p)
	}
	if err := s.writeIndex(idx); err != nil {
		tb.Fatal(err)
	}
	return s
}

func BenchmarkList(b *testing.B) {
	s := storeOfMany(b)
	for b.Loop() {
		if list, err := s.List(); err != nil || len(list) != manyProfiles {
			b.Fatal(len(list), err)
		}
	}
}

func BenchmarkUnknownProfile(b *testing.B) {
	s := storeOfMany(b)
	for b.Loop() {
		if _, err := s.Find("nosuch-1234"); err == nil {
			b.Fatal("found")
		}
	}
}
