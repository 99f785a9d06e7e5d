package givenfile_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"appreg/internal/givenfile"
)

func TestReadGivesWhatAFileHolds(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int{"empty": 0, "small": 10, "largest": givenfile.Limit} {
		path := filepath.Join(dir, name)
		write(t, path, size)
		link := path + "-link"
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{path, link} {
			if data, err := givenfile.Read(t.Context(), path); err != nil || len(data) != size {
				t.Errorf("%s: %d bytes, %v", path, len(data), err)
			}
		}
	}
}

func TestReadSaysWhatIsNotRead(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	write(t, large, givenfile.Limit+1)
	tests := map[string]error{
		dir: givenfile.Folder, large: givenfile.TooLarge, filepath.Join(dir, "missing"): fs.ErrNotExist,
	}
	if runtime.GOOS != "windows" {
		tests["/dev/zero"], tests["/dev/null"] = givenfile.NoFile, givenfile.NoFile
	}
	for path, want := range tests {
		for name, read := range map[string]func(context.Context, string) ([]byte, error){"Read": givenfile.Read, "ReadOrWait": givenfile.ReadOrWait} {
			data, err := read(t.Context(), path)
			if named := new(fs.PathError); data != nil || !errors.Is(err, want) || !errors.As(err, &named) || named.Path != path {
				t.Errorf("%s(%s): %d bytes, %v, want %v", name, path, len(data), err, want)
			}
		}
	}
}

// A pipe that a shell has opened for the process is read, with the same bound.
func TestReadAnOpenPipe(t *testing.T) {
	if _, err := os.Stat("/dev/fd"); err != nil {
		t.Skip("this system has no names for descriptors")
	}
	for size, want := range map[int]error{10: nil, givenfile.Limit + 1: givenfile.TooLarge} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			_, _ = w.Write(bytes.Repeat([]byte("x"), size))
			_ = w.Close()
		}()
		data, err := givenfile.Read(t.Context(), fmt.Sprintf("/dev/fd/%d", r.Fd()))
		if !errors.Is(err, want) || want == nil && len(data) != size {
			t.Errorf("%d bytes: got %d, %v", size, len(data), err)
		}
		_ = r.Close()
	}
}

func write(t *testing.T, path string, size int) {
	t.Helper()
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), size), 0o600); err != nil {
		t.Fatal(err)
	}
}
