package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// These name files that are being written; a kill leaves them behind. The names are our own, because sweep deletes by
// them and APPREG_HOME may be a folder with other programs' files. Whoever writes a draft does not hold the lock.
const (
	tempPattern      = ".appreg-tmp-*"
	draftTempPattern = ".appreg-draft-*"
)

// draftStale is the age at which a draft that is being written can belong to no living writer: it has a few kilobytes.
const draftStale = time.Minute

// files writes whole files so that a reader, a crash or a full disk never meets half of one.
type files struct {
	write WriteFunc
	now   func() time.Time
}

// replace puts data at path, mode 0600: temporary file in the same directory, fsync, rename, fsync of the directory.
// On error the old content stays. The caller holds the lock. Errors are ErrFile.
func (f files) replace(path string, data []byte) error { return f.replaceBy(tempPattern, path, data) }

// replaceBy is replace with a temporary file of another name, for whoever does not hold the lock.
func (f files) replaceBy(pattern, path string, data []byte) error {
	if err := f.replaceIn(filepath.Dir(path), pattern, path, data); err != nil {
		return &Error{Kind: ErrFile, Op: opWrite, Err: err}
	}
	return nil
}

func (f files) replaceIn(dir, pattern, path string, data []byte) error {
	temp, err := os.CreateTemp(dir, pattern) // mode 0600
	if err != nil {
		return err
	}
	err = f.fill(temp, data)
	if err == nil {
		err = rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return err
	}
	// The rename has happened; some network file systems cannot sync a directory, and that is no reason to call it undone.
	_ = syncDir(dir)
	return nil
}

// fill writes data to temp, syncs and closes it.
func (f files) fill(temp *os.File, data []byte) error {
	_, err := f.write(temp, data)
	if err == nil {
		err = temp.Sync()
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	return err
}

// sweep removes what killed writers left behind in dir. Whoever holds the lock is the only one who writes there, but for
// drafts. What cannot be removed stays.
func (f files) sweep(dir string) {
	removeIn(dir, func(entry fs.DirEntry) bool { return isTemp(entry, tempPattern) || f.leftDraft(entry) })
}

// sweepDrafts removes what killed writers of a draft left behind in dir. It needs no lock.
func (f files) sweepDrafts(dir string) { removeIn(dir, f.leftDraft) }

func removeIn(dir string, left func(fs.DirEntry) bool) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if left(entry) {
			_ = os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}

func isTemp(entry fs.DirEntry, pattern string) bool {
	match, _ := filepath.Match(pattern, entry.Name())
	return match && !entry.IsDir()
}

// leftDraft reports whether entry is a draft that nobody goes on writing.
func (f files) leftDraft(entry fs.DirEntry) bool {
	if !isTemp(entry, draftTempPattern) {
		return false
	}
	info, err := entry.Info()
	return err == nil && f.now().Sub(info.ModTime()) > draftStale
}

// badMark stands between the name of a file that was moved aside and the time of that.
const badMark = ".bad-"

// moveAside renames a file that cannot be understood to <path>.bad-<time>, never over another file,
// and returns the new path; empty if that was not possible.
func (f files) moveAside(path string) string {
	base := path + badMark + f.now().UTC().Format("20060102T150405Z")
	for n := 1; n < 100; n++ {
		target := base
		if n > 1 {
			target += "-" + strconv.Itoa(n)
		}
		if _, err := os.Lstat(target); err == nil {
			continue
		}
		if rename(path, target) != nil {
			return ""
		}
		return target
	}
	return ""
}

// lastMovedAside returns the path to which the file at path was last moved; empty if it never was.
func lastMovedAside(path string) string {
	entries, err := os.ReadDir(filepath.Dir(path)) // sorted by name, and so by time
	if err != nil {
		return ""
	}
	for _, entry := range slices.Backward(entries) {
		if strings.HasPrefix(entry.Name(), filepath.Base(path)+badMark) {
			return filepath.Join(filepath.Dir(path), entry.Name())
		}
	}
	return ""
}

// remove deletes a file; one that is not there is fine.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &Error{Kind: ErrFile, Op: opDelete, Err: err}
	}
	return nil
}

// Warnings names files and folders of the store that other users of the machine can read, one line each.
func (home *folders) Warnings() []string {
	var warnings []string
	for _, path := range []string{home.places.config, home.places.state, home.places.index(), home.places.draft()} {
		info, err := os.Stat(path)
		if err != nil || !readableByOthers(info) || writableByOthers(info) { // what others can write is refused, not only told
			continue
		}
		mode := "600"
		if info.IsDir() {
			mode = "700"
		}
		warnings = append(warnings, path+" can be read by other users: "+closing(path, mode))
	}
	return warnings
}
