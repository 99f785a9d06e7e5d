package store

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"
)

func TestLockNamesItsHolder(t *testing.T) {
	s := newStore(t, Options{})
	free, err := s.locks.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second := s.locks
	second.wait = 20 * time.Millisecond
	_, err = second.take(t.Context())
	locked := new(Error)
	if !ofKind(err, ErrLocked, &locked) || locked.Holder != os.Getpid() {
		t.Errorf("got %v", err)
	}
	free()
	again, err := second.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again()
	if info, err := os.Stat(s.places.lock()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the lock file must stay, mode 0600: %v", err)
	}
}

// Every writer waits for the lock; readers do not.
func TestWritersNeedTheLock(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", "x"))
	free, err := s.locks.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer free()
	s.locks.wait = 20 * time.Millisecond
	_, saved := s.Save(t.Context(), secretInput("other", "x"))
	for _, err := range []error{saved, s.Remove(t.Context(), "bc"), s.Rename(t.Context(), "bc", "other")} {
		if !isKind(err, ErrLocked) {
			t.Errorf("got %v", err)
		}
	}
	if got := loadSecret(t, s, "bc"); got != "x" {
		t.Error("changed")
	}
}

func TestLockGivesWayToCancelling(t *testing.T) {
	s := newStore(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.locks.take(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	free, err := s.locks.take(t.Context())
	if err != nil {
		t.Fatalf("the cancelled one kept the lock: %v", err)
	}
	free()
}

func TestHolder(t *testing.T) {
	path := t.TempDir() + "/lock"
	for content, want := range map[string]int{"": 0, "12\n": 12, "x": 0, "-3": 0} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := holder(path); got != want {
			t.Errorf("%q: %d, want %d", content, got, want)
		}
	}
	if got := holder(path + "x"); got != 0 {
		t.Errorf("no file: %d", got)
	}
}
