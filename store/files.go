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

// tempPattern names files that are being written; a kill leaves them behind. The name is our own, because sweep deletes
// by it and APPREG_HOME may be a folder with other programs' files.
const tempPattern = ".appreg-tmp-*"

// staleAfter is the age at which a temporary file can belong to no living writer.
const staleAfter = time.Hour

// files writes whole files so that a reader, a crash or a full disk never meets half of one.
type files struct {
	write WriteFunc
	now   func() time.Time
}

// replace puts data at path, mode 0600: temporary file in the same directory, fsync, rename, fsync of the directory.
// On error the old content stays. Errors are *FileError.
func (f files) replace(path string, data []byte) error {
	if err := f.replaceIn(filepath.Dir(path), path, data); err != nil {
		return &FileError{Op: "write", Err: err}
	}
	return nil
}

func (f files) replaceIn(dir, path string, data []byte) error {
	temp, err := os.CreateTemp(dir, tempPattern) // mode 0600
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

// sweep removes temporary files that no living writer can own. The caller holds the lock. What cannot be removed stays.
func (f files) sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if stale, _ := filepath.Match(tempPattern, entry.Name()); !stale || entry.IsDir() {
			continue
		}
		info, err := entry.Info()
		if err == nil && f.now().Sub(info.ModTime()) > staleAfter {
			_ = os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}

// badMark stands between the name of a file that was moved aside and the time of that.
const badMark = ".bad-"

// moveAside renames a file that cannot be understood to <path>.bad-<time>, never over another file,
// and gives the new path; empty if that was not possible.
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

// lastMovedAside gives the path to which the file at path was last moved; empty if it never was.
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
		return &FileError{Op: "delete", Err: err}
	}
	return nil
}

// read gives the content of a file; ok is false if there is none.
func read(path string) (data []byte, ok bool, err error) {
	data, err = readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, &FileError{Op: "read", Err: err}
	}
	return data, true, nil
}

// ownDir makes dir, mode 0700, if it is missing and refuses one that is not the person's own.
// A symbolic link is followed only if links is true.
func ownDir(dir string, links bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &FileError{Op: "write", Err: err}
	}
	return checkDir(dir, links)
}

// checkDir refuses a directory that is not the person's own: whoever owns it could redirect a credential.
// A missing one is fine.
func checkDir(dir string, links bool) error {
	info, err := os.Lstat(dir)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if !links {
			return &UnsafeDirError{Path: dir, Why: "is a symbolic link"}
		}
		info, err = os.Stat(dir)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &FileError{Op: "read", Err: err}
	case !info.IsDir():
		return &UnsafeDirError{Path: dir, Why: "is not a folder"}
	case !ownedByMe(info):
		return &UnsafeDirError{Path: dir, Why: "belongs to another user"}
	}
	return nil
}

// Warnings names files and folders of the store that other users of the machine can read, one line each.
func (s *Store) Warnings() []string {
	var warnings []string
	for _, path := range []string{s.places.config, s.places.state, s.places.index(), s.places.draft()} {
		info, err := os.Stat(path)
		if err != nil || !exposed(info) {
			continue
		}
		mode := "600"
		if info.IsDir() {
			mode = "700"
		}
		warnings = append(warnings, strings.Join([]string{path, "can be read by other users: chmod", mode, path}, " "))
	}
	return warnings
}
