// Package givenfile reads what a person hands over: files with certificates, secrets and roots, and the text of a secret
// wherever it comes from. What was named may be anything, so nothing is read that has no end or that nobody may ever
// write to, and every reading ends with its context.
package givenfile

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"appreg/internal/await"
)

// Limit is the size in bytes of the largest file that is read: 1 MB.
const Limit = 1 << 20

// Fault says why something that is there is not read. It completes "it ".
type Fault string

// The faults.
const (
	Folder   Fault = "is a folder, not a file"
	NoFile   Fault = "isn't a file but a device or the like"
	TooLarge Fault = "is larger than 1 MB"
)

// Error is the fault's text.
func (f Fault) Error() string { return string(f) }

// Read returns the content of a file, or of a pipe that was opened for this process: <(COMMAND) of a shell. Links are
// followed. Errors: *fs.PathError, of a Fault where something is there that is not read; the context's own.
func Read(ctx context.Context, path string) ([]byte, error) {
	return await.Result(ctx, func() ([]byte, error) { return read(path, openHere(path)) })
}

// ReadOrWait is Read that also takes a named pipe and waits for whoever writes to it, until ctx ends.
func ReadOrWait(ctx context.Context, path string) ([]byte, error) {
	return await.Result(ctx, func() ([]byte, error) { return read(path, true) })
}

// openHere reports whether path is one of the process's own descriptors, by the names that the systems have for them.
func openHere(path string) bool {
	path = filepath.Clean(path)
	return path == "/dev/stdin" || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/self/fd/")
}

// read looks before it opens, because opening a named pipe waits for its writer.
func read(path string, pipes bool) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return nil, fault(path, Folder)
	case !info.Mode().IsRegular() && !(pipes && info.Mode()&fs.ModeNamedPipe != 0):
		return nil, fault(path, NoFile)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, Limit+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > Limit:
		return nil, fault(path, TooLarge)
	}
	return data, nil
}

func fault(path string, why Fault) error { return &fs.PathError{Op: "read", Path: path, Err: why} }
