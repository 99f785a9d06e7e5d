//go:build !windows

package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestUnsafeJournals: what others can write, or put there, is not believed: it says what is deleted in a tenant.
func TestUnsafeJournals(t *testing.T) {
	tests := map[string]struct {
		spoil func(s *Store, path string) error
		want  error
	}{
		"a file that others can write": {func(_ *Store, path string) error { return os.Chmod(path, 0o622) }, ErrUnsafeFile},
		"a link": {func(_ *Store, path string) error {
			return errors.Join(os.Rename(path, path+".x"), os.Symlink(path+".x", path))
		}, ErrUnsafeFile},
		"a folder that others can write": {func(s *Store, _ string) error { return os.Chmod(s.places.runs(), 0o777) }, ErrUnsafeDir},
		"a linked folder": {func(s *Store, _ string) error {
			moved := filepath.Join(s.places.config, "elsewhere")
			return errors.Join(os.Rename(s.places.runs(), moved), os.Symlink(moved, s.places.runs()))
		}, ErrUnsafeDir},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{})
			j := beginRun(t, s)
			j.Close()
			mustDo(t, test.spoil(s, s.places.run(j.Run().ID)))
			if _, err := s.OpenRun(context.Background(), j.Run().ID); !errors.Is(err, test.want) {
				t.Errorf("opened: %v", err)
			}
			if _, err := s.Runs(); !errors.Is(err, test.want) {
				t.Errorf("listed: %v", err)
			}
		})
	}
}
