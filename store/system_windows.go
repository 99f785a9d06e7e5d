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

// readFile gives the content of a file. Windows refuses that while another process is replacing it, so it is tried again.
func readFile(path string) ([]byte, error) {
	for n := 1; ; n++ {
		data, err := os.ReadFile(path)
		if !errors.Is(err, sharingViolation) || n == tries {
			return data, err
		}
		time.Sleep(pause)
	}
}

// syncDir does nothing: Windows has no sync of a directory.
func syncDir(string) error { return nil }

// ownedByMe is true: on Windows the profile's access list protects the folder.
func ownedByMe(fs.FileInfo) bool { return true }

// exposed is false, for the same reason.
func exposed(fs.FileInfo) bool { return false }
