//go:build unix

package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"appreg/internal/report"
)

// stranger is another user of the machine.
const stranger = 65534

// callLimitInTests is within what a call must end whatever it finds in a file's place.
const callLimitInTests = 5 * time.Second

// needRoot ends tests that give a file away, which only root can; CI runs as root.
func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to another user")
	}
}

// planted is what somebody put in the place of a file of the store.
var planted = map[string]func(t *testing.T, path string){
	"link to a file":  func(t *testing.T, path string) { plantLink(t, path, true) },
	"link to nothing": func(t *testing.T, path string) { plantLink(t, path, false) },
	"named pipe": func(t *testing.T, path string) {
		mustDo(t, os.RemoveAll(path), syscall.Mkfifo(path, 0o600))
	},
	"file of another user": func(t *testing.T, path string) {
		needRoot(t)
		touch(t, path)
		mustDo(t, os.Chown(path, stranger, stranger))
	},
	"file that the group can write": func(t *testing.T, path string) { touch(t, path); mustDo(t, os.Chmod(path, 0o660)) },
	"file that all can write":       func(t *testing.T, path string) { touch(t, path); mustDo(t, os.Chmod(path, 0o602)) },
}

// victim is what a planted link leads to.
const victim = "not to be overwritten"

func plantLink(t *testing.T, path string, target bool) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "victim")
	if target {
		mustDo(t, os.WriteFile(to, []byte(victim), 0o600))
		t.Cleanup(func() {
			if got, err := os.ReadFile(to); err != nil || string(got) != victim {
				t.Errorf("what the link leads to was changed: %q %v", got, err)
			}
		})
	}
	mustDo(t, os.RemoveAll(path), os.Symlink(to, path))
}

// touch makes an empty file where there is none.
func touch(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	mustDo(t, err, f.Close())
}

// within ends the test if call does not end in time.
func within(t *testing.T, call func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return err
	case <-time.After(callLimitInTests):
		t.Fatal("the call hangs")
		return nil
	}
}

// run runs a command that an error tells people to run.
func run(t *testing.T, command string) {
	t.Helper()
	if out, err := exec.Command("sh", "-c", strings.TrimPrefix(command, "sudo ")).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v %s", command, err, out)
	}
}

// Whatever is put in the place of one of the store's files is refused by each call that would use it: the call ends, it
// does not write through a link, and the command in its advice fixes it.
func TestPlantedFiles(t *testing.T) {
	files := map[string]struct {
		path  func(s *Store, p Profile) string
		calls map[string]func(t *testing.T, s *Store, p Profile) error
	}{
		"index": {func(s *Store, _ Profile) string { return s.places.index() }, map[string]func(*testing.T, *Store, Profile) error{
			"list": func(_ *testing.T, s *Store, _ Profile) error { _, err := s.List(); return err },
			"save": func(t *testing.T, s *Store, _ Profile) error {
				_, err := s.Save(t.Context(), secretInput("new", "x"))
				return err
			},
			"load": func(t *testing.T, s *Store, _ Profile) error { _, _, err := s.Load(t.Context(), "bc"); return err },
		}},
		"lock": {func(s *Store, _ Profile) string { return s.places.lock() }, map[string]func(*testing.T, *Store, Profile) error{
			"save": func(t *testing.T, s *Store, _ Profile) error {
				_, err := s.Save(t.Context(), secretInput("new", "x"))
				return err
			},
			"rename": func(t *testing.T, s *Store, _ Profile) error { return s.Rename(t.Context(), "bc", "other") },
			"note": func(_ *testing.T, s *Store, p Profile) error {
				return s.Note(Noted{ID: p.ID, Verdict: report.Ready, CheckedAt: "2026-11-20T12:00:00Z"})
			},
			"remove": func(t *testing.T, s *Store, _ Profile) error { return s.Remove(t.Context(), "bc") },
		}},
		"renewal lock": {func(s *Store, p Profile) string { return s.places.renewal(p.ID) }, map[string]func(*testing.T, *Store, Profile) error{
			"token": func(t *testing.T, s *Store, p Profile) error {
				free, err := mustOpen(t, s, p).Lock(t.Context(), time.Second)
				if err == nil {
					free()
				}
				return err
			},
		}},
		"sealed file": {func(s *Store, p Profile) string { return s.places.sealed(p.ID) }, map[string]func(*testing.T, *Store, Profile) error{
			"load":  func(t *testing.T, s *Store, _ Profile) error { _, _, err := s.Load(t.Context(), "bc"); return err },
			"cache": func(t *testing.T, s *Store, p Profile) error { _, err := s.OpenCache(t.Context(), p); return err },
		}},
		"draft": {func(s *Store, _ Profile) string { return s.places.draft() }, map[string]func(*testing.T, *Store, Profile) error{
			"load the draft": func(_ *testing.T, s *Store, _ Profile) error { _, _, err := s.LoadDraft(); return err },
		}},
	}
	for file, use := range files {
		for fault, plant := range planted {
			for name, call := range use.calls {
				t.Run(file+"/"+fault+"/"+name, func(t *testing.T) {
					s := newStore(t, Options{Home: filepath.Join(t.TempDir(), "it's home")})
					p := mustSave(t, s, secretInput("bc", long(3000)))
					mustDo(t, s.SaveDraft(map[string]string{"api": "lcs"}))
					path := use.path(s, p)
					plant(t, path)
					err := within(t, func() error { return call(t, s, p) })
					unsafe := new(Error)
					if !ofKind(err, ErrUnsafeFile, &unsafe) || unsafe.Path != path || !strings.Contains(unsafe.Fix(), unsafe.FixCommand) {
						t.Fatalf("got %T %v", err, err)
					}
					run(t, unsafe.FixCommand)
					if err := within(t, func() error { return call(t, s, p) }); ofKind(err, ErrUnsafeFile, &unsafe) {
						t.Errorf("after %s: %v", unsafe.FixCommand, err)
					}
				})
			}
		}
	}
}

// Where the content is the person's own after all, the other command keeps it.
func TestPlantedFilesThatAreKept(t *testing.T) {
	for _, fault := range []string{"link to a file", "file of another user"} {
		s := newStore(t, Options{})
		mustSave(t, s, secretInput("bc", "x"))
		index := s.places.index()
		if fault == "link to a file" {
			mustDo(t, os.Rename(index, index+".moved"), os.Symlink(index+".moved", index))
		} else {
			planted[fault](t, index)
		}
		_, err := s.List()
		unsafe := new(Error)
		if !ofKind(err, ErrUnsafeFile, &unsafe) || unsafe.OwnCommand == "" || !strings.Contains(unsafe.Fix(), unsafe.OwnCommand) {
			t.Fatalf("%s: %v", fault, err)
		}
		run(t, unsafe.OwnCommand)
		if list, err := s.List(); err != nil || len(list) != 1 {
			t.Errorf("%s, after %s: %d profiles, %v", fault, unsafe.OwnCommand, len(list), err)
		}
	}
}

// A planted link must not be followed in writing either: what is written takes its place.
func TestWritingReplacesLinks(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", long(3000)))
	c := mustOpen(t, s, p)
	for path, write := range map[string]func() error{
		s.places.draft():      func() error { return s.SaveDraft(map[string]string{"api": "lcs"}) },
		s.places.sealed(p.ID): func() error { return c.Save(t.Context(), someTokens()) },
	} {
		plantLink(t, path, true)
		mustDo(t, within(t, write))
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%s is %v, %v", path, info, err)
		}
	}
}
