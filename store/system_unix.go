//go:build !windows

package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"appreg/internal/posix"
)

// rename replaces to by from in one step.
func rename(from, to string) error { return os.Rename(from, to) }

// Flags of openFile: a link is not followed, and a pipe without another end is not waited for.
const (
	noFollow = syscall.O_NOFOLLOW
	noWait   = syscall.O_NONBLOCK
)

// openFile opens a file: the old or the new one while it is being replaced.
func openFile(path string, flags int) (*os.File, error) { return os.OpenFile(path, flags, 0o600) }

// deletesOpen: a file can be deleted while it is open.
const deletesOpen = true

// syncDir makes a rename in dir survive a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// readOnly reports whether err says that nothing can be written to the file system.
func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// ownedByMe reports whether info's owner is the user that this process runs as.
func ownedByMe(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(stat.Uid) == int64(os.Geteuid())
}

// trusted reports whether the owner of a folder on the way to ours may decide what stands in it: this user, root, and
// whoever owns the root folder, because in a sandbox the machine's root has another number.
func trusted(info fs.FileInfo) bool {
	if ownedByMe(info) {
		return true
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return false
	}
	root, err := os.Stat("/")
	return stat.Uid == 0 || err == nil && sameOwner(root, stat)
}

func sameOwner(info fs.FileInfo, stat *syscall.Stat_t) bool {
	other, ok := info.Sys().(*syscall.Stat_t)
	return ok && other.Uid == stat.Uid
}

// writableByOthers reports whether group or others can write it.
func writableByOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o022 != 0 }

// ancestorWritable is writableByOthers for a folder on the way to ours. In one with the sticky bit, such as /tmp, nobody can
// exchange what belongs to somebody else. A group that is the person's alone is nobody else: many systems make one for each person,
// with the same number, and let it write whatever the person makes.
func ancestorWritable(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	me := os.Geteuid()
	private := ok && me != 0 && int64(stat.Gid) == int64(me) && os.Getegid() == me
	switch {
	case info.Mode()&fs.ModeSticky != 0:
		return false
	case private:
		return info.Mode().Perm()&0o002 != 0
	}
	return writableByOthers(info)
}

// owning is the command that makes a file or folder this user's.
func owning(path string) string {
	command := `chown "$(id -un)" ` + posix.Word(path)
	if os.Geteuid() != 0 {
		command = "sudo " + command
	}
	return command
}

// readableByOthers reports whether group or others have any right on it.
func readableByOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
