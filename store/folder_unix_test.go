//go:build unix

package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// site is a folder for a store with what leads to it.
type site struct {
	outer, home string // outer holds home
	store       *Store
	profile     Profile
}

func newSite(t *testing.T) site {
	t.Helper()
	w := site{outer: filepath.Join(t.TempDir(), "out side")}
	w.home = filepath.Join(w.outer, "home")
	w.store = newStore(t, Options{Home: w.home})
	w.profile = mustSave(t, w.store, secretInput("bc", long(3000)))
	return w
}

func theHome(w site) string  { return w.home }
func theOuter(w site) string { return w.outer }
func theState(w site) string { return w.store.places.state }

// mode and stranger's are ways to spoil a folder.
func mode(where func(site) string, mode fs.FileMode) func(*testing.T, site) {
	return func(t *testing.T, w site) { mustDo(t, os.Chmod(where(w), mode)) }
}

func strangers(where func(site) string) func(*testing.T, site) {
	return func(t *testing.T, w site) {
		needRoot(t)
		mustDo(t, os.Chown(where(w), stranger, stranger))
	}
}

// A folder that somebody else can change is refused by whatever reads or writes in it, and so is one on the way to it.
// The command in the advice fixes it.
func TestLooseFolders(t *testing.T) {
	tests := map[string]struct {
		spoil   func(t *testing.T, w site)
		at      func(w site) string // nil: nothing is wrong
		another bool                // no command fixes it, another folder does
	}{
		"all can write the folder":          {mode(theHome, 0o777), theHome, false},
		"the group can write the folder":    {mode(theHome, 0o770), theHome, false},
		"a sticky folder":                   {mode(theHome, 0o777|fs.ModeSticky), theHome, false},
		"another user's folder":             {strangers(theHome), theHome, false},
		"others can read the folder":        {mode(theHome, 0o755), nil, false},
		"all can write that of the sealed":  {mode(theState, 0o777), theState, false},
		"that of the sealed is another's":   {strangers(theState), theState, false},
		"all can write the one above":       {mode(theOuter, 0o777), theOuter, false},
		"the group can write the one above": {mode(theOuter, 0o775), theOuter, false},
		"the one above is another user's":   {strangers(theOuter), theOuter, true},
		"the one above is sticky":           {mode(theOuter, 0o777|fs.ModeSticky), nil, false},
	}
	calls := map[string]func(t *testing.T, w site) error{
		"load":   func(t *testing.T, w site) error { _, _, err := w.store.Load(t.Context(), "bc"); return err },
		"cache":  func(t *testing.T, w site) error { _, err := w.store.OpenCache(t.Context(), w.profile); return err },
		"remove": func(t *testing.T, w site) error { return w.store.Remove(t.Context(), "bc") },
		"save": func(t *testing.T, w site) error {
			_, err := w.store.Save(t.Context(), secretInput("more", long(3000)))
			return err
		},
	}
	for name, test := range tests {
		for call, do := range calls {
			t.Run(name+"/"+call, func(t *testing.T) {
				w := newSite(t)
				test.spoil(t, w)
				err := do(t, w)
				if test.at == nil {
					mustDo(t, err)
					return
				}
				unsafe := new(Error)
				if !ofKind(err, ErrUnsafeDir, &unsafe) || unsafe.Path != test.at(w) || !strings.Contains(unsafe.Fix(), ownFolder) {
					t.Fatalf("got %T %v", err, err)
				}
				if test.another != (unsafe.FixCommand == "") || !strings.Contains(unsafe.Fix(), unsafe.FixCommand) {
					t.Fatalf("command %q, advice %q", unsafe.FixCommand, unsafe.Fix())
				}
				if !test.another {
					run(t, unsafe.FixCommand)
					mustDo(t, do(t, w))
				}
			})
		}
	}
}

// The folder of what is sealed is appreg's own: a link in its place leads to what somebody else chose, to read as well.
func TestStateIsNoLink(t *testing.T) {
	w := newSite(t)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	mustDo(t, os.Rename(theState(w), elsewhere))
	mustDo(t, os.Symlink(elsewhere, theState(w)))
	_, _, load := w.store.Load(t.Context(), "bc")
	_, save := w.store.Save(t.Context(), secretInput("more", long(3000)))
	for call, err := range map[string]error{"load": load, "save": save, "writable": w.store.Writable()} {
		unsafe := new(Error)
		if !ofKind(err, ErrUnsafeDir, &unsafe) || unsafe.Path != theState(w) || unsafe.FixCommand != removing(theState(w)) {
			t.Errorf("%s: %v", call, err)
		}
	}
}

// Every link on the way is followed, as the kernel does, and the folders on all of the ways are looked at.
func TestWaysThroughLinks(t *testing.T) {
	tests := map[string]struct {
		lay func(t *testing.T, base string) (home string) // base is an own folder
		bad string                                        // what is refused, in base; empty: nothing
	}{
		"own link": {func(t *testing.T, base string) string {
			mustDo(t, os.MkdirAll(base+"/real/home", 0o700), os.Symlink("real", base+"/link"))
			return base + "/link/home"
		}, ""},
		"link of another user": {func(t *testing.T, base string) string {
			needRoot(t)
			mustDo(t, os.Mkdir(base+"/real", 0o700), os.Symlink("real", base+"/link"), os.Lchown(base+"/link", stranger, stranger))
			return base + "/link/home"
		}, "link"},
		"link in a loose folder": {func(t *testing.T, base string) string {
			mustDo(t, os.Mkdir(base+"/real", 0o700), os.Mkdir(base+"/loose", 0o700), os.Symlink("../real", base+"/loose/link"),
				os.Symlink("loose/link", base+"/own"), os.Chmod(base+"/loose", 0o777))
			return base + "/own/home"
		}, "loose"},
		"link into a loose folder": {func(t *testing.T, base string) string {
			mustDo(t, os.MkdirAll(base+"/loose/real", 0o700), os.Symlink(base+"/loose/real", base+"/own"), os.Chmod(base+"/loose", 0o777))
			return base + "/own"
		}, "loose"},
		"nothing is made in a loose folder": {func(t *testing.T, base string) string {
			mustDo(t, os.Mkdir(base+"/loose", 0o700), os.Chmod(base+"/loose", 0o777))
			return base + "/loose/new/home"
		}, "loose"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			base := t.TempDir()
			home := test.lay(t, base)
			s := newStore(t, Options{Home: home})
			_, err := s.Save(t.Context(), secretInput("bc", "x"))
			unsafe := new(Error)
			switch refused := ofKind(err, ErrUnsafeDir, &unsafe); {
			case test.bad == "":
				mustDo(t, err)
			case !refused || unsafe.Path != filepath.Join(base, test.bad):
				t.Errorf("got %T %v", err, err)
			}
			if _, err := os.Stat(filepath.Join(home, "profiles.json")); (err == nil) != (test.bad == "") {
				t.Errorf("written: %v", err == nil)
			}
		})
	}
}

// Links that lead in a circle end.
func TestWayInACircle(t *testing.T) {
	base := t.TempDir()
	mustDo(t, os.Symlink("b", base+"/a"), os.Symlink("a", base+"/b"))
	_, err := newStore(t, Options{Home: base + "/a/home"}).Save(t.Context(), secretInput("bc", "x"))
	if !isKind(err, ErrFile) {
		t.Errorf("got %T %v", err, err)
	}
}

// What others can only read is told, not refused, and the command beside it ends that.
func TestCommandsOfWarnings(t *testing.T) {
	w := newSite(t)
	mustDo(t, w.store.SaveDraft(map[string]string{"api": "lcs"}))
	for _, path := range []string{w.home, w.store.places.state, w.store.places.index(), w.store.places.draft()} {
		mustDo(t, os.Chmod(path, 0o755))
	}
	warnings := w.store.Warnings()
	if len(warnings) != 4 {
		t.Errorf("%q", warnings)
	}
	for _, warning := range warnings {
		_, command, _ := strings.Cut(warning, ": ")
		run(t, command)
	}
	if left := w.store.Warnings(); len(left) != 0 {
		t.Errorf("left: %q", left)
	}
}
