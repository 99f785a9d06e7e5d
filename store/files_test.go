package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStateDir(t *testing.T) {
	env := map[string]string{"XDG_STATE_HOME": "/xdg", "LocalAppData": "/local"}
	get := func(name string) string { return env[name] }
	none := func(string) string { return "" }
	home := func() (string, error) { return "/home/alice", nil }
	tests := []struct {
		goos   string
		getenv func(string) string
		want   string
	}{
		{"linux", get, "/xdg/appreg"},
		{"linux", none, "/home/alice/.local/state/appreg"},
		{"freebsd", none, "/home/alice/.local/state/appreg"},
		{"linux", func(string) string { return "relative" }, "/home/alice/.local/state/appreg"},
		{"windows", get, "/local/appreg/state"},
		{"windows", none, "/config/appreg/state"},
		{"darwin", get, "/config/appreg/state"},
	}
	for _, test := range tests {
		got, err := stateDir(test.goos, "/config", test.getenv, home)
		if err != nil || filepath.ToSlash(got) != test.want {
			t.Errorf("%s: %s %v, want %s", test.goos, got, err, test.want)
		}
	}
	lost := errors.New("no home")
	if _, err := stateDir("linux", "", none, func() (string, error) { return "", lost }); !errors.Is(err, lost) {
		t.Errorf("got %v", err)
	}
}

func TestPlaces(t *testing.T) {
	home := t.TempDir()
	s := newStore(t, Options{Home: home})
	if got, want := s.IndexFile(), filepath.Join(home, "profiles.json"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := s.places.sealed("x"), filepath.Join(home, "state", "x.sealed"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if runtime.GOOS != "linux" {
		return
	}
	t.Setenv("XDG_CONFIG_HOME", "/xc")
	t.Setenv("XDG_STATE_HOME", "/xs")
	own, err := Open(Options{Keyring: forbidden{t: t}})
	if err != nil {
		t.Fatal(err)
	}
	if got := own.IndexFile() + " " + own.places.sealed("x"); got != "/xc/appreg/profiles.json /xs/appreg/x.sealed" {
		t.Error(got)
	}
}

func TestNoHome(t *testing.T) {
	if runtime.GOOS != "linux" {
		return
	}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} {
		t.Setenv(name, "")
	}
	if _, err := Open(Options{}); !isKind(err, ErrNoHome) {
		t.Errorf("got %v", err)
	}
}

func TestReplaceKeepsTheOldContentOnError(t *testing.T) {
	s := newStore(t, Options{Home: t.TempDir()})
	path := filepath.Join(s.places.config, "file")
	if err := s.files.replace(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	s.files.write = func(f *os.File, data []byte) (int, error) {
		n, _ := f.Write(data[:1])
		return n, full
	}
	if err := s.files.replace(path, []byte("new")); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if d := cmp.Diff(map[string]string{"file": "old"}, tree(t, s.places.config)); d != "" {
		t.Error(d)
	}
}

func TestUnsafeFolders(t *testing.T) {
	elsewhere := t.TempDir()
	link := func(path string) error {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		return os.Symlink(elsewhere, path)
	}
	tests := map[string]struct {
		make func(s *Store) error
		ok   bool
	}{
		"state folder is a link": {func(s *Store) error { return link(s.places.state) }, false},
		"own link to the config": {func(s *Store) error { return link(s.places.config) }, true}, // dotfile managers do that
		"state folder is a file": {func(s *Store) error {
			return errors.Join(os.MkdirAll(s.places.config, 0o700), os.WriteFile(s.places.state, nil, 0o600))
		}, false},
		"config folder is a file":   {func(s *Store) error { return os.WriteFile(s.places.config, nil, 0o600) }, false},
		"everything is as expected": {func(s *Store) error { return os.MkdirAll(s.places.state, 0o700) }, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{})
			if err := test.make(s); err != nil {
				t.Fatal(err)
			}
			_, err := s.Save(t.Context(), secretInput("bc", long(3000)))
			if test.ok != (err == nil) {
				t.Errorf("got %T %v", err, err)
			}
			if err == nil && loadSecret(t, s, "bc") != long(3000) {
				t.Error("not saved")
			}
			if ids := s.keyring().(*MemoryKeyring).ids(); err != nil && len(ids) != 0 {
				t.Errorf("items: %v", ids)
			}
		})
	}
}

func TestWarnings(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", "x"))
	if got := s.Warnings(); len(got) != 0 {
		t.Errorf("without reason: %v", got)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, mode := range map[string]os.FileMode{s.places.config: 0o755, s.IndexFile(): 0o644} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	got := strings.Join(s.Warnings(), "\n")
	for _, want := range []string{"chmod 700 " + s.places.config + "\n", "chmod 600 " + s.IndexFile()} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if list, err := s.List(); err != nil || len(list) != 1 {
		t.Errorf("a warning must not be a failure: %v", err)
	}
}

// Whoever reads a file while it is being replaced gets the old or the new content, on Windows too.
func TestReadingWhileReplacing(t *testing.T) {
	s := newStore(t, Options{Home: t.TempDir()})
	path := filepath.Join(s.places.config, "file")
	contents := []string{strings.Repeat("a", 9000), strings.Repeat("b", 7000)}
	if err := s.files.replace(path, []byte(contents[0])); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range 50 {
			if err := s.files.replace(path, []byte(contents[n%2])); err != nil {
				t.Error(err)
			}
		}
	}()
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		if data, ok, err := read(path, 1<<20); err != nil || !ok || !slices.Contains(contents, string(data)) {
			t.Fatalf("%d bytes, %v, %v", len(data), ok, err)
		}
	}
}
