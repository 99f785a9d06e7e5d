package store

import (
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"
)

// One process works on a profile at a time, whatever the case of its name; others on theirs meanwhile.
func TestClaim(t *testing.T) {
	s := newStore(t, Options{})
	release, err := s.Claim(t.Context(), "a", "A", "b")
	mustDo(t, err)
	for name, free := range map[string]bool{"A": false, "b": false, "c": true, Named("t", "b"): true, Registered(""): true} {
		other, err := s.Claim(t.Context(), "c", name)
		if free {
			mustDo(t, err)
			other()
			continue
		}
		if own := asError(err); !errors.Is(err, ErrProfileBusy) || own.Profile != name || own.Holder != os.Getpid() {
			t.Errorf("%s: got %v", name, err)
		}
	}
	release()
	release() // twice does no harm
	if files := filesLike(t, s.places.config, "*.lock"); len(files) != 0 {
		t.Errorf("left: %v", files)
	}
	again, err := s.Claim(t.Context(), "a", "b", "c")
	mustDo(t, err)
	again()
}

// The file of a lock goes with it, and yet two never have it at once.
func TestClaimByMany(t *testing.T) {
	s := newStore(t, Options{})
	var inside, most atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 40 {
				release, err := s.Claim(t.Context(), "p")
				if errors.Is(err, ErrProfileBusy) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if n := inside.Add(1); n > most.Load() {
					most.Store(n)
				}
				inside.Add(-1)
				release()
			}
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d at once", most.Load())
	}
}

func TestClaimProfile(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("p", "1"))
	release, err := s.ClaimProfile(t.Context(), p)
	mustDo(t, err)
	mustSave(t, s, secretInput("other", "2"))
	for what, err := range map[string]error{"rename": s.Rename(t.Context(), "p", "q"), "rename to it": s.Rename(t.Context(), "other", "P"), "remove": s.Remove(t.Context(), "p")} {
		if !errors.Is(err, ErrProfileBusy) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	release()
	replacing := secretInput("p", "3")
	replacing.Replace = true
	mustSave(t, s, replacing)
	if _, err := s.ClaimProfile(t.Context(), p); !errors.Is(err, ErrReplaced) {
		t.Errorf("saved anew: %v", err)
	}
	now, err := s.Find("p")
	mustDo(t, err, s.Remove(t.Context(), "p"))
	if _, err := s.ClaimProfile(t.Context(), now); !errors.Is(err, ErrReplaced) {
		t.Errorf("removed: %v", err)
	}
	if _, err := s.Claim(t.Context(), "p"); err != nil { // what was refused holds nothing
		t.Error(err)
	}
}

// What takes the place of a profile that is another by now is not saved.
func TestSaveReplacesOnlyOne(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("p", "1"))
	in := secretInput("p", "2")
	in.Replace, in.Replaces = true, p.ID
	second := mustSave(t, s, in)
	if _, err := s.Save(t.Context(), in); !errors.Is(err, ErrReplaced) {
		t.Errorf("saved anew: %v", err)
	}
	in.Replaces = second.ID
	mustDo(t, s.Rename(t.Context(), "p", "q"))
	if _, err := s.Save(t.Context(), in); !errors.Is(err, ErrReplaced) {
		t.Errorf("renamed: %v", err)
	}
	if _, err := s.Find("p"); !errors.Is(err, ErrUnknownProfile) {
		t.Errorf("the old name is back: %v", err)
	}
}
