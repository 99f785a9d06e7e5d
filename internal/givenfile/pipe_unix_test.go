//go:build !windows

package givenfile_test

import (
	"context"
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
	if _, err := givenfile.Read(t.Context(), pipe); !errors.Is(err, givenfile.NoFile) {
		t.Errorf("Read: %v", err)
	}
	go func() { _ = os.WriteFile(pipe, []byte("late"), 0o600) }()
	if data, err := givenfile.ReadOrWait(t.Context(), pipe); err != nil || string(data) != "late" {
		t.Errorf("ReadOrWait: %q, %v", data, err)
	}
}

// A pipe to which nobody ever writes is waited for until the context ends.
func TestWaitingEndsWithItsContext(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := givenfile.ReadOrWait(ctx, pipe)
		ended <- err
	}()
	end()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error", err)
	}
}
