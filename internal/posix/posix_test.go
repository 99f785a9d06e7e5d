package posix

import (
	"os/exec"
	"strings"
	"testing"
)

// TestShellReadsItBack: a shell takes every value for one word, and nothing in it is read.
func TestShellReadsItBack(t *testing.T) {
	for _, value := range []string{
		"plain", "~home", "a:~", "two words", `it's`, `"quoted"`, "$HOME ${x} $(id)", "50%", "a`id`b", `back\slash`, "new\nline", "zürich 東京", "a&b+c=d", "#x", "!x", "-n", "",
	} {
		for _, word := range []string{Word(value), Quoted(value)} {
			out, err := exec.Command("sh", "-c", "export X="+word+`; printf '%s %s.' `+word+` "$X"`).Output()
			if got := strings.TrimSuffix(string(out), "."); err != nil || got != value+" "+value {
				t.Errorf("%q came back as %q (%v)", value, got, err)
			}
		}
	}
}

func TestQuotesOnlyWhereNeeded(t *testing.T) {
	for value, want := range map[string]string{"/a_b/c.d-e:f@g+h,1": "/a_b/c.d-e:f@g+h,1", "a b": "'a b'", "": "''", "it's": `'it'\''s'`} {
		if got := Word(value); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
