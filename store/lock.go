package store

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// lockWait is how long a writer waits for another (facts/keyring.md 6.3); lockPoll is how often it asks.
const (
	lockWait = 5 * time.Second
	lockPoll = 10 * time.Millisecond
)

// locks hands out the lock that every writer of the index holds. The kernel frees it when its holder dies; the file
// itself is not deleted, because that would let two holders in; but see sweepRenewals.
type locks struct {
	path string
	wait time.Duration
}

// take waits for the lock and gives the function that frees it. It gives a *LockedError when another process keeps it.
func (l locks) take(ctx context.Context) (free func(), err error) {
	if err := ownDir(filepath.Dir(l.path), true); err != nil {
		return nil, err
	}
	lock := flock.New(l.path, flock.SetPermissions(0o600))
	limited, cancel := context.WithTimeout(ctx, l.wait)
	defer cancel()
	taken, err := lock.TryLockContext(limited, lockPoll)
	switch {
	case ctx.Err() != nil:
		if taken {
			_ = lock.Close()
		}
		return nil, ctx.Err()
	case limited.Err() != nil && !taken:
		return nil, &LockedError{Holder: holder(l.path)}
	case err != nil:
		return nil, &FileError{Op: "lock", Err: err}
	}
	// The number is a courtesy to whoever has to wait; the lock does not depend on it. Windows keeps a locked file from
	// being written or read, so there the holder stays unknown.
	_ = os.WriteFile(l.path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600)
	return func() { _ = lock.Close() }, nil
}

// holder is the process id in the lock file, 0 if there is none.
func holder(path string) int {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || pid < 0 {
		return 0
	}
	return pid
}
