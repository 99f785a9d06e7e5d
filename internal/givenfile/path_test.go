package givenfile_test

import (
	"path/filepath"
	"testing"

	"appreg/internal/givenfile"
)

func TestAbsolute(t *testing.T) {
	home, dir := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Chdir(dir)
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"": "", "app.pem": filepath.Join(dir, "app.pem"), "./a/../app.pem": filepath.Join(dir, "app.pem"),
		filepath.Join(home, "x"): filepath.Join(home, "x"),
		"~":                      home, "~/app.pem": filepath.Join(home, "app.pem"), "~/a b/c": filepath.Join(home, "a b", "c"),
		"~other/app.pem": "~other/app.pem", "a~b": filepath.Join(dir, "a~b"),
	} {
		if got, err := givenfile.Absolute(path); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", path, got, err, want)
		}
	}
}
