package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// interrupted leaves the store as a kill in the middle of saving in does: with the item if item is true.
func interrupted(t *testing.T, s *Store, in SaveInput, item bool) Profile {
	t.Helper()
	p, put, err := s.draw(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := ownDir(s.places.config, true); err != nil {
		t.Fatal(err)
	}
	idx, err := s.readIndex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.ID = "left-" + string(rune('a'+len(idx.Profiles)))
	if at := idx.ready(p.Name); at >= 0 {
		p.Replaces = idx.Profiles[at].ID
	}
	if err := s.writeIndex(idx.with(p)); err != nil {
		t.Fatal(err)
	}
	if item {
		if err := s.putAway(t.Context(), p, put); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// states gives name and state of every entry.
func states(t *testing.T, s *Store) []string {
	t.Helper()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, p := range list {
		got = append(got, p.Name+" "+string(p.State))
	}
	return got
}

func TestRepair(t *testing.T) {
	replace := secretInput("bc", "new")
	replace.Replace = true
	tests := map[string]struct {
		leave func(t *testing.T, s *Store)
		next  string   // the profile that the mending call saves
		want  []string // entries afterwards
		items int
	}{
		"pending without item is dropped": {
			leave: func(t *testing.T, s *Store) { interrupted(t, s, secretInput("half", "h"), false) },
			next:  "next", want: []string{"bc ready", "next ready"}, items: 2,
		},
		"pending with item is finished": {
			leave: func(t *testing.T, s *Store) { interrupted(t, s, secretInput("half", "h"), true) },
			next:  "next", want: []string{"bc ready", "half ready", "next ready"}, items: 3,
		},
		"pending with sealed file is finished": {
			leave: func(t *testing.T, s *Store) { interrupted(t, s, secretInput("half", long(3000)), true) },
			next:  "next", want: []string{"bc ready", "half ready", "next ready"}, items: 3,
		},
		"pending gives way to a save of its name": {
			leave: func(t *testing.T, s *Store) { interrupted(t, s, secretInput("half", "h"), true) },
			next:  "HALF", want: []string{"bc ready", "HALF ready"}, items: 2,
		},
		"interrupted rotation is dropped": {
			leave: func(t *testing.T, s *Store) { interrupted(t, s, replace, true) },
			next:  "next", want: []string{"bc ready", "next ready"}, items: 2,
		},
		"interrupted removal is finished": {
			leave: func(t *testing.T, s *Store) {
				p := mustSave(t, s, secretInput("half", long(3000)))
				idx, _ := s.readIndex(t.Context())
				p.State = PhaseDeleting
				if err := s.writeIndex(idx.with(p)); err != nil {
					t.Fatal(err)
				}
			},
			next: "next", want: []string{"bc ready", "next ready"}, items: 2,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ring := newFaultyKeyring()
			s := newStore(t, Options{Keyring: ring})
			mustSave(t, s, secretInput("bc", "old"))
			test.leave(t, s)
			if got := loadSecret(t, s, "bc"); got != "old" {
				t.Error("the ready profile is not usable")
			}
			mustSave(t, s, secretInput(test.next, "n"))
			if diff := cmp.Diff(test.want, states(t, s)); diff != "" {
				t.Error(diff)
			}
			if got := len(ring.ids()); got != test.items {
				t.Errorf("%d items, want %d", got, test.items)
			}
			if got := loadSecret(t, s, "bc"); got != "old" {
				t.Error("the ready profile has changed")
			}
		})
	}
}

// What cannot be judged, because the keyring gives errors, is left for a later call.
func TestRepairLeavesWhatItCannotJudge(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	half := interrupted(t, s, secretInput("half", "h"), true)
	ring.before = func(_, id string) error {
		if id == half.ID {
			return &KeyringError{State: StateBroken}
		}
		return nil
	}
	mustSave(t, s, secretInput("next", "n"))
	if diff := cmp.Diff([]string{"half pending", "next ready"}, states(t, s)); diff != "" {
		t.Error(diff)
	}
	ring.before = nil
	mustSave(t, s, secretInput("third", "n"))
	if got := loadSecret(t, s, "half"); got != "h" {
		t.Error("not finished")
	}
}

func TestUnfinishedProfilesAreNotLoaded(t *testing.T) {
	s := newStore(t, Options{})
	interrupted(t, s, secretInput("half", "h"), true)
	_, _, err := s.Load(t.Context(), "half")
	unfinished := new(UnfinishedError)
	if !errors.As(err, &unfinished) || unfinished.State != PhasePending {
		t.Errorf("got %v", err)
	}
}

// A disk that stays full can leave a pending entry, never one that is ready but cannot be read.
func TestDiskStaysFull(t *testing.T) {
	for full := 1; full <= 4; full++ {
		s := newStore(t, Options{})
		mustSave(t, s, secretInput("bc", "old"))
		writes := 0
		s.files.write = func(f *os.File, data []byte) (int, error) {
			if writes++; writes >= full {
				return 0, syscall.ENOSPC
			}
			return f.Write(data)
		}
		in := secretInput("bc", long(3000))
		in.Replace = true
		_, err := s.Save(t.Context(), in)
		s.files.write = (*os.File).Write
		want := "old"
		if err == nil {
			want = long(3000)
		}
		if got := loadSecret(t, s, "bc"); got != want {
			t.Errorf("write %d: wrong credential after %v", full, err)
		}
		mustSave(t, s, secretInput("next", "n"))
		if diff := cmp.Diff([]string{"bc ready", "next ready"}, states(t, s)); diff != "" {
			t.Errorf("write %d: %s", full, diff)
		}
	}
}

func TestSweep(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", long(3000)))
	ages := map[string]time.Duration{
		".appreg-tmp-old": 61 * time.Minute, ".appreg-tmp-new": 59 * time.Minute,
		"other": 48 * time.Hour, ".tmp-of-another-program": 48 * time.Hour,
	}
	for _, dir := range []string{s.places.config, s.places.state} {
		for name, age := range ages {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, noon, noon.Add(-age)); err != nil {
				t.Fatal(err)
			}
		}
	}
	mustSave(t, s, secretInput("next", "n"))
	for name, want := range map[string]int{".appreg-tmp-old": 0, ".appreg-tmp-new": 2, "other": 2, ".tmp-of-another-program": 2} {
		if got := len(filesLike(t, s.places.config, name)); got != want {
			t.Errorf("%d of %s are left, want %d", got, name, want)
		}
	}
	if got := loadSecret(t, s, "bc"); got != long(3000) {
		t.Error("sweep took too much")
	}
}

// The renewal lock of an id that is gone stays while somebody may wait for it, and goes with a later save. One in use,
// and another program's file, stay.
func TestSweepOfRenewalLocks(t *testing.T) {
	s := newStore(t, Options{})
	for _, name := range []string{"bc", "gone"} {
		free, err := mustOpen(t, s, mustSave(t, s, secretInput(name, "x"))).Lock(t.Context(), time.Second)
		if err != nil {
			t.Fatal(err)
		}
		free()
	}
	if err := s.Remove(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}
	foreign := s.places.renewal("foreign")
	if err := os.WriteFile(foreign, []byte("of another program"), 0o600); err != nil {
		t.Fatal(err)
	}
	left := func() int {
		locks, _ := filepath.Glob(s.places.renewal("*"))
		return len(locks)
	}
	mustSave(t, s, secretInput("soon", "x"))
	if n := left(); n != 3 {
		t.Errorf("at once: %d locks are left, want all 3", n)
	}
	long := time.Now().Add(-2 * staleAfter)
	locks, _ := filepath.Glob(s.places.renewal("*"))
	for _, path := range locks {
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
	}
	s.now = time.Now
	mustSave(t, s, secretInput("late", "x"))
	if n := left(); n != 2 {
		t.Errorf("afterwards: %d locks are left, want 2", n)
	}
	if matches, _ := filepath.Glob(s.places.renewal("gone-*")); len(matches) > 0 {
		t.Errorf("%v was not removed", matches)
	}
}
