package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ownDir makes dir, mode 0700, if it is missing and refuses one that is not the person's own.
// A symbolic link is followed only if links is true.
func ownDir(dir string, links bool) error {
	if err := checkAncestors(dir); err != nil { // nothing is made where somebody else could exchange it
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &Error{Kind: ErrFile, Op: opWrite, Err: err}
	}
	return checkDir(dir, links)
}

// checkDirs is checkDir for both folders of the store: who can change the one can change what the other is read for.
func (p places) checkDirs() error {
	if err := checkDir(p.config, true); err != nil {
		return err
	}
	return checkDir(p.state, false)
}

// checkDir refuses a directory whose content somebody else can change: that could redirect a credential.
// A missing one is fine, unless somebody else could make it.
func checkDir(dir string, links bool) error {
	info, err := os.Lstat(dir)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if !links {
			return &Error{Kind: ErrUnsafeDir, Path: dir, Why: "is a symbolic link", FixCommand: removing(dir)}
		}
		if info, err = os.Stat(dir); errors.Is(err, fs.ErrNotExist) { // there is no making it through the link
			return &Error{Kind: ErrUnsafeDir, Path: dir, Why: "is a link to a folder that isn't there", FixCommand: removing(dir)}
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return checkAncestors(dir)
	case err != nil:
		return &Error{Kind: ErrFile, Op: opRead, Err: err}
	case !info.IsDir():
		return &Error{Kind: ErrUnsafeDir, Path: dir, Why: "isn't a folder", FixCommand: movingAway(dir)}
	case !ownedByMe(info):
		return &Error{Kind: ErrUnsafeDir, Path: dir, Why: "belongs to another user", FixCommand: owning(dir)}
	case writableByOthers(info):
		return &Error{Kind: ErrUnsafeDir, Path: dir, Why: "can be written by other users", FixCommand: closing(dir, "700")}
	}
	return checkAncestors(dir)
}

// Writable tries whether profiles can be saved in the folders of the store, before anybody is asked for anything. It
// leaves no trace. Errors: ErrUnsafeDir, ErrUnwritable.
func (home *folders) Writable() error {
	err := home.places.checkDirs()
	if errors.Is(err, ErrFile) {
		return &Error{Kind: ErrUnwritable, Path: home.places.config, Err: asError(err).Err}
	}
	if err != nil {
		return err
	}
	for _, dir := range []string{home.places.config, home.places.state} {
		made, err := os.MkdirTemp(nearestThere(dir), tempPattern)
		if err == nil {
			err = os.Remove(made)
		}
		if err != nil {
			return &Error{Kind: ErrUnwritable, Path: dir, Err: err}
		}
	}
	return nil
}

// nearestThere is dir or, if it is missing, the nearest one above it that is there.
func nearestThere(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// mostLinks bounds the links on the way to a folder, which may lead in a circle.
const mostLinks = 40

// checkAncestors refuses a folder on the way to dir, or a link on it, that somebody else can change: they could put a folder
// of their own in the place of dir. Whether there are such is the same question that OpenSSH asks about the files of a
// person (sshd_config(5), StrictModes). What is missing is fine.
func checkAncestors(dir string) error {
	at := filepath.VolumeName(dir) + string(filepath.Separator)
	rest := parts(strings.TrimPrefix(dir, at))
	for links := 0; len(rest) > 0; {
		info, err := os.Lstat(at)
		if err != nil || !info.IsDir() {
			return nil // making or opening dir tells what is wrong
		}
		if err := judgeAncestor(at, info, dir); err != nil {
			return err
		}
		next := filepath.Join(at, rest[0])
		rest = rest[1:]
		info, err = os.Lstat(next)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			at = next
			continue
		}
		target, err := os.Readlink(next)
		if links++; err != nil || links > mostLinks {
			return nil
		}
		if !trusted(info) {
			return &Error{Kind: ErrUnsafeDir, Path: next, Why: "is a symbolic link of another user", FixCommand: removing(next)}
		}
		if filepath.IsAbs(target) {
			at = filepath.VolumeName(target) + string(filepath.Separator)
			target = strings.TrimPrefix(target, at)
		}
		rest = append(parts(target), rest...)
	}
	return nil
}

// judgeAncestor judges one folder on the way to dir.
func judgeAncestor(at string, info fs.FileInfo, dir string) error {
	switch {
	case !trusted(info):
		return &Error{Kind: ErrUnsafeDir, Path: at, Why: "belongs to another user, who could replace " + dir + " in it"}
	case ancestorWritable(info):
		return &Error{Kind: ErrUnsafeDir, Path: at, Why: "can be written by other users, who could replace " + dir + " in it", FixCommand: closing(at, "go-w")}
	}
	return nil
}

// parts are the names of a path, one a folder. A ".." among them is right here, because the way to it was resolved.
func parts(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return c == filepath.Separator || c == '/' })
}
