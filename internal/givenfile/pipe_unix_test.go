//go:build !windows

package givenfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"appreg/internal/givenfile"
)

// Nobody writes to a named pipe: Read does not wait for it, ReadOrWait does.
func TestNamedPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := givenfile.Read(pipe); !errors.Is(err, givenfile.NoFile) {
		t.Errorf("Read: %v", err)
	}
	go func() { _ = os.WriteFile(pipe, []byte("late"), 0o600) }()
	if data, err := givenfile.ReadOrWait(pipe); err != nil || string(data) != "late" {
		t.Errorf("ReadOrWait: %q, %v", data, err)
	}
}
