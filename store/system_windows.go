package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// tries and pause make up about one second: a virus scanner or an indexer holds a new file that long.
const (
	tries = 20
	pause = 50 * time.Millisecond
)

// sharingViolation is ERROR_SHARING_VIOLATION: another process has the file open and shares it with nobody.
const sharingViolation = syscall.Errno(32)

// rename replaces to by from. Windows refuses it while another process has the file open, so it is tried again.
func rename(from, to string) error {
	var err error
	for range tries {
		if err = os.Rename(from, to); err == nil || os.IsNotExist(err) {
			return err
		}
		time.Sleep(pause)
	}
	return err
}

// deletesOpen: a file that is open can't be deleted.
const deletesOpen = false

// Flags of openFile. Windows follows links whatever is asked, so openFile looks first; its pipes are no files.
const (
	noFollow = 0
	noWait   = 0
)

// openFile opens a file that is no link. Windows refuses that while another process is replacing it, so it is tried again.
func openFile(path string, flags int) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("not a regular file")}
	}
	for n := 1; ; n++ {
		f, err := os.OpenFile(path, flags, 0o600)
		if !errors.Is(err, sharingViolation) || n == tries {
			return f, err
		}
		time.Sleep(pause)
	}
}

// syncDir does nothing: Windows has no sync of a directory.
func syncDir(string) error { return nil }

// readOnly reports whether err says that nothing can be written to the file system (ERROR_WRITE_PROTECT).
func readOnly(err error) bool { return errors.Is(err, syscall.Errno(19)) }

// ownedByMe is true: on Windows the profile's access list protects the folder.
func ownedByMe(fs.FileInfo) bool { return true }

// The rest is so for the same reason: what others may do is not in the mode.

func trusted(fs.FileInfo) bool          { return true }
func writableByOthers(fs.FileInfo) bool { return false }
func ancestorWritable(fs.FileInfo) bool { return false }
func readableByOthers(fs.FileInfo) bool { return false }
func owning(string) string              { return "" }
