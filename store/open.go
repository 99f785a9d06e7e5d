package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"appreg/internal/posix"
)

// The most bytes that are read of a file. What is larger was not written by this program, and reading it could take
// all of the machine's memory.
const (
	indexLimit = 16 << 20 // some 30,000 profiles
	draftLimit = 1 << 20
	lockLimit  = 64
)

// errTooLarge says that a file is larger than its limit.
var errTooLarge = errors.New("the file is too large")

// read returns the content of a file of the store of at most limit bytes; ok is false if there is none.
// Errors: ErrUnsafeFile, errTooLarge, ErrFile.
func read(path string, limit int64) (text string, ok bool, err error) {
	text, err = readOwn(path, limit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", false, nil
	case errors.Is(err, ErrUnsafeFile), errors.Is(err, errTooLarge):
		return "", false, err
	case err != nil:
		return "", false, &Error{Kind: ErrFile, Op: opRead, Err: err}
	}
	return text, true, nil
}

// readOwn reads a file that openOwn opens. A file that is being replaced is read as it was or as it will be. The content
// is a string from the beginning: a large index is not in memory twice, which takes longer than reading it.
func readOwn(path string, limit int64) (string, error) {
	f, info, err := openOwn(path, os.O_RDONLY)
	if err != nil {
		return "", err
	}
	defer f.Close()
	size := info.Size()
	if size > limit {
		return "", errTooLarge
	}
	var text strings.Builder
	text.Grow(int(size))
	n, err := io.CopyBuffer(&text, io.LimitReader(f, limit+1), make([]byte, min(size+1, 32<<10)))
	if n > limit {
		return "", errTooLarge
	}
	return text.String(), err
}

// openOwn opens a file of the store without following a link or waiting for whoever holds the other end of a pipe, and
// only if it is a regular file that nobody else can have written. The judgement is about the open file, so that nothing
// can be put in its place between looking and reading.
func openOwn(path string, flags int) (*os.File, fs.FileInfo, error) {
	f, err := openFile(path, flags|noFollow|noWait)
	if err != nil {
		return nil, nil, refusedOpen(path, err)
	}
	info, err := f.Stat()
	if err == nil {
		err = judgeFile(path, info)
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// refusedOpen explains why a file could not be opened: the systems have different numbers for a link that is not
// followed and for a pipe or socket without another end, and another user's file cannot be opened at all.
func refusedOpen(path string, err error) error {
	if info, failed := os.Lstat(path); failed == nil {
		if fault := judgeFile(path, info); fault != nil {
			return fault
		}
	}
	return err
}

// judgeFile refuses a file that somebody else can have put there or written.
func judgeFile(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR}
	case info.Mode()&fs.ModeSymlink != 0:
		unsafe := &Error{Kind: ErrUnsafeFile, Path: path, Why: "is a symbolic link", FixCommand: removing(path)}
		if target, err := os.Stat(path); err == nil && target.Mode().IsRegular() {
			unsafe.OwnCommand = unlinking(path)
		}
		return unsafe
	case !info.Mode().IsRegular():
		return &Error{Kind: ErrUnsafeFile, Path: path, Why: "isn't a file but " + kindOf(info), FixCommand: removing(path)}
	case !ownedByMe(info):
		return &Error{Kind: ErrUnsafeFile, Path: path, Why: "belongs to another user", FixCommand: removing(path), OwnCommand: owning(path)}
	case writableByOthers(info):
		return &Error{Kind: ErrUnsafeFile, Path: path, Why: "can be written by other users", FixCommand: closing(path, "600")}
	}
	return nil
}

// kindOf names what is neither file nor folder nor link.
func kindOf(info fs.FileInfo) string {
	switch mode := info.Mode(); {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// The commands that fix what is refused. Each takes a path as a POSIX shell reads it.

func removing(path string) string { return "rm -f " + posix.Word(path) }

// removingFolder removes a folder with nothing in it.
func removingFolder(path string) string { return "rmdir " + posix.Word(path) }

func movingAway(path string) string { return "mv " + posix.Word(path) + " " + posix.Word(path+".old") }

func closing(path, mode string) string { return "chmod " + mode + " " + posix.Word(path) }

// unlinking puts a copy of what a link leads to in the link's place.
func unlinking(path string) string {
	word, beside := posix.Word(path), posix.Word(path+".own")
	return "cp " + word + " " + beside + " && mv -f " + beside + " " + word
}
