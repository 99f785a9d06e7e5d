package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What APPREG_HOME holds, as shells, files of variables and services write it.
func TestHomeAsGiven(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	here, err := os.Getwd()
	mustDo(t, err)
	tests := map[string]struct {
		want   string // the folder; empty: refused
		advice string // the path in the advice
	}{
		home:              {want: home},
		home + "/a/../b/": {want: filepath.Join(home, "b")},
		"~":               {want: home},
		"~/":              {want: home},
		"~/x/y":           {want: filepath.Join(home, "x", "y")},
		"~alice/x":        {advice: filepath.Join(home, "appreg")},
		"~x":              {advice: filepath.Join(home, "appreg")},
		"$HOME/x":         {advice: filepath.Join(home, "appreg")},
		"x":               {advice: filepath.Join(here, "x")},
		"./x":             {advice: filepath.Join(here, "x")},
		"../x":            {advice: filepath.Join(filepath.Dir(here), "x")},
		".":               {advice: here},
	}
	for given, test := range tests {
		s, err := Open(Options{Home: given, Keyring: forbidden{t: t}})
		switch refused := isKind(err, ErrRelativeHome); {
		case test.want == "" && (!refused || !strings.HasSuffix(fixOf(err), "'"+test.advice+"'") && !strings.HasSuffix(fixOf(err), "="+test.advice)):
			t.Errorf("%q: %v, advice %q", given, err, fixOf(err))
		case test.want != "" && (err != nil || filepath.Dir(s.IndexFile()) != test.want):
			t.Errorf("%q: %v, want %q", given, err, test.want)
		}
	}
}

// Trying whether something can be saved leaves nothing behind, whether the folders are there or not.
func TestWritable(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	writeFile(t, file, nil)
	for home, ok := range map[string]bool{filepath.Join(base, "new", "home"): true, base: true, file: false, filepath.Join(file, "home"): false} {
		err := newStore(t, Options{Home: home}).Writable()
		if (err == nil) != ok || err != nil && !strings.Contains(fixOf(err), ownFolder) {
			t.Errorf("%s: %T %v, advice %q", home, err, err, fixOf(err))
		}
	}
	if left, err := os.ReadDir(base); err != nil || len(left) != 1 {
		t.Errorf("left: %v %v", left, err)
	}
}

// fixOf is the advice of an error, empty if it has none.
func fixOf(err error) string {
	if advice, ok := err.(interface{ Fix() string }); ok {
		return advice.Fix()
	}
	return ""
}
