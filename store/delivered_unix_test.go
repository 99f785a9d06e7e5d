//go:build unix

package store

import (
	"os"
	"path/filepath"
	"testing"
)

// Kubernetes' links are followed; what others can have written, or put there, is refused.
func TestDeliveredByOthers(t *testing.T) {
	s, dir := delivering(t, map[string]string{"real": canary})
	p := mustSave(t, s, secretInput("p", "old"))
	path := filepath.Join(dir, "appreg.p")
	mustDo(t, os.Symlink("real", path))
	if d, ok, err := s.Delivered(t.Context(), p); err != nil || !ok || d.Credential.Secret.Reveal() != canary {
		t.Fatalf("a link: %v, %v", ok, err)
	}
	mustDo(t, os.Chmod(path, 0o622))
	if _, _, err := s.Delivered(t.Context(), p); !isKind(err, ErrUnsafeFile) {
		t.Errorf("a loose file: %v", err)
	}
	mustDo(t, os.Chmod(path, 0o444), os.Chmod(dir, 0o777))
	if _, _, err := s.Delivered(t.Context(), p); !isKind(err, ErrUnsafeDir) {
		t.Errorf("a loose folder: %v", err)
	}
	if os.Geteuid() != 0 {
		return // what follows needs a file of somebody else
	}
	mustDo(t, os.Chmod(dir, 0o755), os.Chown(filepath.Join(dir, "real"), 4711, 4711))
	if _, _, err := s.Delivered(t.Context(), p); !isKind(err, ErrUnsafeFile) {
		t.Errorf("another user's: %v", err)
	}
}
