//go:build !windows

package store

import (
	"io/fs"
	"os"
	"syscall"
)

// rename replaces to by from in one step.
func rename(from, to string) error { return os.Rename(from, to) }

// readFile gives the content of a file: the old or the new one while it is being replaced.
func readFile(path string) ([]byte, error) { return os.ReadFile(path) }

// syncDir makes a rename in dir survive a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// ownedByMe reports whether info's owner is the user that this process runs as.
func ownedByMe(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(stat.Uid) == int64(os.Geteuid())
}

// exposed reports whether group or others have any right on it.
func exposed(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
