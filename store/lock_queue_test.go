package store

import (
	"context"
	"errors"
	"os"
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
	}{
		"saving, one holder":   {func(ctx context.Context, s *Store) error { _, err := s.Save(ctx, secretInput("new", "x")); return err }, 0, lockWait},
		"saving, many holders": {func(ctx context.Context, s *Store) error { _, err := s.Save(ctx, secretInput("new", "x")); return err }, 3 * time.Second, lockMost},
		"removing, one holder": {func(ctx context.Context, s *Store) error { return s.Remove(ctx, "bc") }, 0, lockWait},
		"a verdict": {func(_ context.Context, s *Store) error {
			return s.Note(Noted{ID: "x", Verdict: "ready", CheckedAt: "2026-11-20T12:00:00Z"})
		}, 0, lockBrief},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStore(t, Options{})
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
