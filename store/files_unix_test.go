//go:build unix

package store

import (
	"io/fs"
	"os"
	"syscall"
	"testing"
)

// ownedBy is a file's description under another owner: CI runs as root, but nothing else may rely on that.
type ownedBy struct {
	fs.FileInfo
	uid uint32
}

func (o ownedBy) Sys() any { return &syscall.Stat_t{Uid: o.uid} }

func TestOwnedByMe(t *testing.T) {
	info, err := os.Stat(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	me := uint32(os.Geteuid())
	if !ownedByMe(info) || !ownedByMe(ownedBy{info, me}) || ownedByMe(ownedBy{info, me + 1}) {
		t.Error("owner judged wrongly")
	}
}

// As root, which CI is, a folder can really be given away.
func TestForeignFolderIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		return // TestOwnedByMe covers the judgement
	}
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", long(3000)))
	for _, dir := range []string{s.places.state, s.places.config} {
		if err := os.Chown(dir, 65534, 65534); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.Load(t.Context(), "bc")
		unsafe := new(Error)
		if !ofKind(err, ErrUnsafeDir, &unsafe) || unsafe.Path != dir {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if _, err := s.List(); !isKind(err, ErrUnsafeDir) {
		t.Errorf("got %v", err)
	}
}
