package store

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/report"
)

// interrupted leaves the store as a kill in the middle of saving in does: with the item if item is true.
func interrupted(t *testing.T, s *Store, in SaveInput, item bool) Profile {
	t.Helper()
	p, k, err := s.prepare(in)
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
		put, err := s.secretsOf(p, k, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.writeSecrets(t.Context(), p, put); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// states returns name and state of every entry.
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
		next  string   // the profile that the repairing call saves
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
			return &Error{Kind: ErrBackend, State: StateBroken}
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

// A newer appreg's back end can hold the credential of an entry that is being deleted: the entry is left for it.
func TestRepairLeavesAnUnknownBackend(t *testing.T) {
	s := newStore(t, Options{})
	gone := interrupted(t, s, secretInput("gone", "g"), false)
	idx, err := s.readIndex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone.State, gone.Store = PhaseDeleting, "newer"
	if err := s.writeIndex(idx.with(gone)); err != nil {
		t.Fatal(err)
	}
	mustSave(t, s, secretInput("next", "n"))
	if diff := cmp.Diff([]string{"gone deleting", "next ready"}, states(t, s)); diff != "" {
		t.Error(diff)
	}
}

func TestUnfinishedProfilesAreNotLoaded(t *testing.T) {
	s := newStore(t, Options{})
	interrupted(t, s, secretInput("half", "h"), true)
	_, _, err := s.Load(t.Context(), "half")
	unfinished := new(Error)
	if !ofKind(err, ErrUnfinished, &unfinished) || unfinished.Phase != PhasePending {
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

// Whatever writes next removes what killed writers left in both folders, and nothing else. A draft that is just being
// written is left alone: its writer does not hold the lock.
func TestSweep(t *testing.T) {
	left := map[string]struct {
		age  time.Duration
		stay bool
	}{
		".appreg-tmp-new": {0, false}, ".appreg-tmp-old": {48 * time.Hour, false}, ".appreg-draft-old": {2 * time.Minute, false},
		".appreg-draft-new": {50 * time.Second, true}, "other": {48 * time.Hour, true}, ".tmp-of-another-program": {48 * time.Hour, true},
	}
	writes := map[string]func(t *testing.T, s *Store, p Profile) error{
		"save": func(t *testing.T, s *Store, _ Profile) error {
			_, err := s.Save(t.Context(), secretInput("next", "n"))
			return err
		},
		"rename": func(t *testing.T, s *Store, _ Profile) error { return s.Rename(t.Context(), "bc", "BC2") },
		"note": func(_ *testing.T, s *Store, p Profile) error {
			return s.Note(Noted{ID: p.ID, Verdict: report.Ready, CheckedAt: "2026-11-20T12:00:00Z"})
		},
		"remove": func(t *testing.T, s *Store, _ Profile) error { return s.Remove(t.Context(), "other") },
		"tokens": func(t *testing.T, s *Store, p Profile) error {
			return mustOpen(t, s, p).Save(t.Context(), someTokens())
		},
	}
	for name, write := range writes {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{})
			p := mustSave(t, s, secretInput("bc", long(3000)))
			mustSave(t, s, secretInput("other", "x"))
			for _, dir := range []string{s.places.config, s.places.state} {
				for name, file := range left {
					path := filepath.Join(dir, name)
					mustDo(t, os.WriteFile(path, nil, 0o600), os.Chtimes(path, noon, noon.Add(-file.age)))
				}
			}
			mustDo(t, write(t, s, p))
			for _, dir := range []string{s.places.config, s.places.state} {
				for name, file := range left {
					if _, err := os.Lstat(filepath.Join(dir, name)); (err == nil) != file.stay {
						t.Errorf("%s in %s stays: %v, want %v", name, filepath.Base(dir), err == nil, file.stay)
					}
				}
			}
			if list, err := s.List(); err != nil || len(list) == 0 {
				t.Errorf("swept too much: %v", err)
			}
		})
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
	long := time.Now().Add(-2 * renewalStale)
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
