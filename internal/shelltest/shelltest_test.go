//go:build !windows

package shelltest

import (
	"strings"
	"testing"
)

func TestRunAnswersInTurn(t *testing.T) {
	dir := t.TempDir()
	shown := Run(t, dir, "stty -echo; printf 'Enter Password:'; read a\nprintf 'Verifying - Enter pass phrase for x: '; read b\necho \"$a-$b\" >out\ncat out", "oak", "elm")
	if !strings.Contains(shown, "oak-elm") {
		t.Errorf("shown:\n%s", shown)
	}
	if shown := Run(t, dir, "pwd"); !strings.Contains(shown, dir) {
		t.Errorf("it ran in %s", shown)
	}
}

func TestConverseHasNoAnswer(t *testing.T) {
	if shown, err := converse(struct {
		*strings.Reader
		*strings.Builder
	}{strings.NewReader("Enter Password: "), nil}, nil); err != errUnanswered || shown == "" {
		t.Errorf("%q, %v", shown, err)
	}
}
