package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// How long a caller waits for the lock, and how often it asks. Whoever holds it for the index asks the keyring several
// times, each for at most callLimit. A secret that a portal shows only once must not be lost because others save too.
const (
	lockWait  = 30 * time.Second // for one holder
	lockMost  = 10 * time.Minute // for all of them, while one takes turns with another
	lockBrief = 5 * time.Second  // for one holder, where nothing is lost that cannot be had again
	lockTold  = 2 * time.Second  // before the person is told
	lockPoll  = 10 * time.Millisecond
)

// locks hands out the lock that every writer of the index holds. The kernel frees it when its holder dies; the file
// itself is not deleted, because that would let two holders in; but see sweepRenewals. With removeOnUnlock its holder deletes
// it: whoever then gets the lock of a file that has no name any more asks again.
type locks struct {
	path           string
	wait           time.Duration    // how long one holder is waited for
	most           time.Duration    // how long all of them are; 0: as long as one
	waiting        func(holder int) // is called once if it takes long; 0 is a holder that is not known; nil: nobody is told
	removeOnUnlock bool             // the file is deleted when the lock is freed
}

// briefly is l for what can be had again.
func (l locks) briefly() locks {
	l.wait, l.waiting = min(l.wait, lockBrief), nil
	return l
}

// take waits for the lock and returns the function that frees it. Errors: ErrLocked when another process keeps it,
// ErrUnsafeDir, ErrUnsafeFile, ErrFile, the context's.
func (l locks) take(ctx context.Context) (free func(), err error) {
	if err := ownDir(filepath.Dir(l.path), true); err != nil {
		return nil, err
	}
	lock := flock.New(l.path, flock.SetPermissions(0o600), flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow|noWait))
	begun := time.Now()
	queue := queue{since: begun}
	for told := false; ; {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		taken, err := lock.TryLock()
		switch {
		case err != nil:
			return nil, l.fault(err)
		case taken && l.removeOnUnlock && !stillLinked(lock, l.path):
			_ = lock.Close()
			continue
		case taken:
			return l.hold(lock)
		}
		now := time.Now()
		queue.look(l.path, now)
		switch all := now.Sub(begun); {
		case now.Sub(queue.since) >= l.wait:
			return nil, &Error{Kind: ErrLocked, Holder: queue.holder, Waited: now.Sub(queue.since)}
		case all >= max(l.most, l.wait):
			return nil, &Error{Kind: ErrLocked, Waited: all}
		case !told && l.waiting != nil && all >= lockTold:
			told = true
			l.waiting(queue.holder)
		}
		select {
		case <-ctx.Done():
		case <-time.After(lockPoll):
		}
	}
}

// fault explains why the lock file could not be opened or locked.
func (l locks) fault(err error) error {
	err = refusedOpen(l.path, err)
	if errors.Is(err, ErrUnsafeFile) {
		return err
	}
	return &Error{Kind: ErrFile, Op: opLock, Err: err}
}

// hold is the rest of taking: nobody else may be able to take the lock away, and those who wait learn who has it.
func (l locks) hold(lock *flock.Flock) (free func(), err error) {
	info, err := lock.Stat()
	if err == nil {
		err = judgeFile(l.path, info)
	}
	if err != nil {
		_ = lock.Close()
		return nil, l.fault(err)
	}
	writePID(l.path)
	return func() {
		if l.removeOnUnlock && deletesOpen {
			_ = os.Remove(l.path)
		}
		_ = lock.Close()
		if l.removeOnUnlock && !deletesOpen { // where a file that somebody has open can't be deleted
			_ = os.Remove(l.path)
		}
	}, nil
}

// stillLinked reports whether path is still the file that lock holds.
func stillLinked(lock *flock.Flock, path string) bool {
	own, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(own, there)
}

// writePID writes who holds the lock into its file. That is a courtesy to whoever has to wait; the lock does not depend on it.
// Windows keeps a locked file from being written or read; there its time alone tells that the holder is another one.
func writePID(path string) {
	f, _, err := openOwn(path, os.O_WRONLY)
	if err != nil {
		return
	}
	defer f.Close()
	text := []byte(strconv.Itoa(os.Getpid()) + "\n")
	if _, err := f.WriteAt(text, 0); err == nil {
		_ = f.Truncate(int64(len(text)))
		return
	}
	now := time.Now()
	_ = os.Chtimes(path, now, now)
}

// queue is what somebody who waits sees of the holders before them.
type queue struct {
	holder int       // process id of the present one, 0 if it is not known
	taken  time.Time // when it took the lock, by the file system's clock
	since  time.Time // when this one was first seen
}

// look sees who holds the lock now.
func (q *queue) look(path string, now time.Time) {
	info, err := os.Lstat(path)
	if err != nil {
		return
	}
	if taken, pid := info.ModTime(), holder(path); pid != q.holder || !taken.Equal(q.taken) {
		if !q.taken.IsZero() {
			q.since = now
		}
		q.holder, q.taken = pid, taken
	}
}

// holder is the process id in the lock file, 0 if there is none.
func holder(path string) int {
	text, err := readOwn(path, lockLimit)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || pid < 0 {
		return 0
	}
	return pid
}

// lockless reports whether err says that no lock can be made in a folder that is only there to be read.
func lockless(err error) bool {
	return !errors.Is(err, ErrUnsafeFile) && (errors.Is(err, fs.ErrPermission) || readOnly(err))
}
