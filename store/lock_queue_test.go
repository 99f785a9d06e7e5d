package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// holdAs takes the lock, signs it as another process would, and returns what frees it.
func holdAs(t *testing.T, s *Store, pid int) (free func()) {
	t.Helper()
	free, err := s.locks.take(t.Context())
	mustDo(t, err, os.WriteFile(s.places.lock(), []byte(strconv.Itoa(pid)+"\n"), 0o600))
	return free
}

// Many others save at once, each for a while: whoever waits gets a turn, however long all of them take, and is told.
func TestSaveOutlastsAQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []int
		s := newStore(t, Options{Waiting: func(holder int) { told = append(told, holder) }})
		const holders = 20
		free := holdAs(t, s, 1)
		go func() {
			for n := range holders {
				time.Sleep(4 * time.Second)
				if n == holders-1 {
					free()
					return
				}
				if err := os.WriteFile(s.places.lock(), []byte(strconv.Itoa(n+2)+"\n"), 0o600); err != nil { // the next one has it
					t.Error(err)
				}
			}
		}()
		begun := time.Now()
		mustSave(t, s, secretInput("bc", canary))
		if took := time.Since(begun); took < 4*holders*time.Second || took > 4*holders*time.Second+time.Second {
			t.Errorf("took %v", took)
		}
		if len(told) != 1 || told[0] != 1 {
			t.Errorf("told %v, want once, with the first holder", told)
		}
	})
}

// Waiting has an end, for one holder that does not go on and for any number of them.
func TestWaitingForTheLockEnds(t *testing.T) {
	tests := map[string]struct {
		call  func(ctx context.Context, s *Store) error
		turns time.Duration // how long each holder keeps it; 0: the first keeps it for ever
		after time.Duration
		told  int // nobody is told of a wait for what can be had again
	}{
		"saving, one holder":   {func(ctx context.Context, s *Store) error { _, err := s.Save(ctx, secretInput("new", "x")); return err }, 0, lockWait, 1},
		"saving, many holders": {func(ctx context.Context, s *Store) error { _, err := s.Save(ctx, secretInput("new", "x")); return err }, 3 * time.Second, lockMost, 1},
		"removing, one holder": {func(ctx context.Context, s *Store) error { return s.Remove(ctx, "bc") }, 0, lockWait, 1},
		"a verdict": {func(_ context.Context, s *Store) error {
			return s.Note(Noted{ID: "x", Verdict: "ready", CheckedAt: "2026-11-20T12:00:00Z"})
		}, 0, lockBrief, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				told := 0
				s := newStore(t, Options{Waiting: func(int) { told++ }})
				mustSave(t, s, secretInput("bc", "x"))
				free := holdAs(t, s, 1)
				ended := make(chan struct{})
				var holders sync.WaitGroup
				holders.Go(func() {
					for n := 2; test.turns > 0; n++ {
						select {
						case <-ended:
							return
						case <-time.After(test.turns):
							if err := os.WriteFile(s.places.lock(), []byte(strconv.Itoa(n)+"\n"), 0o600); err != nil {
								t.Error(err)
							}
						}
					}
				})
				begun := time.Now()
				err := test.call(t.Context(), s)
				took := time.Since(begun)
				close(ended)
				holders.Wait()
				free()
				locked := new(Error)
				if !ofKind(err, ErrLocked, &locked) || took < test.after || took > test.after+time.Second {
					t.Errorf("after %v: %v", took, err)
				}
				if one := test.turns == 0; one != (locked.Holder == 1) || locked.Waited < test.after {
					t.Errorf("blames process %d after %v", locked.Holder, locked.Waited)
				}
				if told != test.told {
					t.Errorf("told %d times, want %d", told, test.told)
				}
			})
		})
	}
}

// A call that waits for the lock ends with its context.
func TestWaitingForTheLockIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, Options{})
		free := holdAs(t, s, 1)
		defer free()
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		_, err := s.Save(ctx, secretInput("bc", canary))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if ids := s.keyring().(*MemoryKeyring).ids(); len(ids) != 0 {
			t.Errorf("written: %v", ids)
		}
	})
}

// The wait begins anew with each holder: another process, the same one that has taken the lock again, and one whose number
// can't be read, as on Windows.
func TestEachHolderIsWaitedForAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	begun := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	q := queue{since: begun}
	for _, look := range []struct {
		name   string
		holder string
		signed time.Duration // after the beginning
		at     time.Duration // likewise
		since  time.Duration
	}{
		{"the first", "7\n", -time.Minute, 1 * time.Second, 0},
		{"the same", "7\n", -time.Minute, 2 * time.Second, 0},
		{"it again", "7\n", 2 * time.Second, 3 * time.Second, 3 * time.Second},
		{"the same again", "7\n", 2 * time.Second, 4 * time.Second, 3 * time.Second},
		{"another, in the same moment", "8\n", 2 * time.Second, 5 * time.Second, 5 * time.Second},
		{"one that can't be read", "", 6 * time.Second, 7 * time.Second, 7 * time.Second},
		{"another such", "", 8 * time.Second, 9 * time.Second, 9 * time.Second},
	} {
		signed := begun.Add(look.signed)
		mustDo(t, os.WriteFile(path, []byte(look.holder), 0o600), os.Chtimes(path, signed, signed))
		q.look(path, begun.Add(look.at))
		if got := q.since.Sub(begun); got != look.since {
			t.Errorf("%s: waited for since %v, want %v", look.name, got, look.since)
		}
	}
}
