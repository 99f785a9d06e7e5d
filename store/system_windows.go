package store

import (
	"io/fs"
	"os"
	"time"
)

// renameTries and renamePause make up about one second: a virus scanner or an indexer holds a new file that long.
const (
	renameTries = 20
	renamePause = 50 * time.Millisecond
)

// rename replaces to by from. Windows refuses it while another process has the file open, so it is tried again.
func rename(from, to string) error {
	var err error
	for range renameTries {
		if err = os.Rename(from, to); err == nil || os.IsNotExist(err) {
			return err
		}
		time.Sleep(renamePause)
	}
	return err
}

// syncDir does nothing: Windows has no sync of a directory.
func syncDir(string) error { return nil }

// ownedByMe is true: on Windows the profile's access list protects the folder.
func ownedByMe(fs.FileInfo) bool { return true }

// exposed is false, for the same reason.
func exposed(fs.FileInfo) bool { return false }
