//go:build linux

package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asStranger runs call with another user's rights on files. Root may write everywhere, and CI is root.
func asStranger(t *testing.T, call func()) {
	t.Helper()
	needRoot(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with this goroutine, and with it what was changed
		mustDo(t, syscall.Setfsgid(stranger), syscall.Setfsuid(stranger))
		call()
	}()
	<-done
}

// In a folder that is only there to be read, as in a container's image, tokens are given out all the same: the lock of
// those who ask for one can be neither made nor opened, and what comes is not kept.
func TestReadOnlyFolder(t *testing.T) {
	for name, locked := range map[string]bool{"nobody ever asked for a token": false, "somebody did": true} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			mustDo(t, os.Chmod(filepath.Dir(dir), 0o755))
			s := newStore(t, Options{Home: filepath.Join(dir, "home")})
			p := mustSave(t, s, secretInput("bc", long(3000)))
			c := mustOpen(t, s, p)
			if locked {
				free, err := c.Lock(t.Context(), time.Second)
				mustDo(t, err)
				free()
				mustKeep(t, c, someTokens())
			}
			for dir, mode := range map[string]fs.FileMode{s.places.config: 0o755, s.places.state: 0o755, s.places.index(): 0o644, s.places.sealed(p.ID): 0o644} {
				mustDo(t, os.Chmod(dir, mode))
			}
			before := tree(t, s.places.config)
			asStranger(t, func() {
				c := mustOpen(t, s, p)
				free, err := c.Lock(t.Context(), time.Second)
				if err != nil {
					t.Errorf("no lock: %v", err)
					return
				}
				defer free()
				if err := c.Reload(t.Context()); err != nil {
					t.Error(err)
				}
				if err := c.Save(t.Context(), someTokens()); !isKind(err, ErrFile) {
					t.Errorf("kept: %v", err)
				}
				if err := s.Writable(); !isKind(err, ErrUnwritable) {
					t.Errorf("writable: %v", err)
				}
			})
			if d := cmp.Diff(before, tree(t, s.places.config)); d != "" {
				t.Error(d)
			}
		})
	}
}

// Only what cannot be written is done without a lock: a file that is refused stays refused.
func TestLockless(t *testing.T) {
	tests := map[string]struct {
		err  error
		want bool
	}{
		"read-only file system": {&Error{Kind: ErrFile, Op: opLock, Err: &fs.PathError{Op: "open", Err: syscall.EROFS}}, true},
		"no right to write":     {&Error{Kind: ErrFile, Op: opLock, Err: &fs.PathError{Op: "open", Err: syscall.EACCES}}, true},
		"disk full":             {&Error{Kind: ErrFile, Op: opLock, Err: &fs.PathError{Op: "open", Err: syscall.ENOSPC}}, false},
		"another user's file":   {&Error{Kind: ErrUnsafeFile, Path: "/x", Why: "belongs to another user"}, false},
		"another user's folder": {&Error{Kind: ErrUnsafeDir, Path: "/x", Why: "belongs to another user"}, false},
		"held":                  {&Error{Kind: ErrLocked}, false},
		"nothing":               {nil, false},
	}
	for name, test := range tests {
		if got := lockless(test.err); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Tokens that cannot be read there cannot be moved aside either: that is told, and others are asked for.
func TestReadOnlyFolderWithDamage(t *testing.T) {
	dir := t.TempDir()
	mustDo(t, os.Chmod(filepath.Dir(dir), 0o755))
	s := newStore(t, Options{Home: filepath.Join(dir, "home")})
	p := mustSave(t, s, secretInput("bc", canary))
	mustKeep(t, mustOpen(t, s, p), someTokens())
	sealed := s.places.sealed(p.ID)
	mustDo(t, os.WriteFile(sealed, []byte("damaged"), 0o644), os.Chmod(sealed, 0o644), os.Chmod(s.places.config, 0o755), os.Chmod(s.places.state, 0o755))
	asStranger(t, func() {
		c, err := s.OpenCache(t.Context(), p)
		if err != nil {
			t.Errorf("not opened: %v", err)
			return
		}
		if damage := new(Error); !ofKind(c.Damage(), ErrCorruptFile, &damage) || damage.Aside != "" {
			t.Errorf("told %v", c.Damage())
		}
		if got := c.Credential().Secret.Reveal(); got != canary || !c.Tokens().Access.IsZero() {
			t.Error("not the credential alone")
		}
	})
	if content, err := os.ReadFile(sealed); err != nil || string(content) != "damaged" {
		t.Errorf("%q %v", content, err)
	}
}
