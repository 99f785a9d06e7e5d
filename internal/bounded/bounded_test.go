package bounded

import (
	"io"
	"strings"
	"testing"
)

func TestBuffer(t *testing.T) {
	for text, want := range map[string]string{"": "", "abc": "abc", "abcd": "abcd", "abcde": "abcd", "abcdefghi": "abcd"} {
		for size := 1; size < 6; size++ { // of one writing
			b := Buffer{Limit: 4}
			// os/exec copies in this way.
			n, err := io.CopyBuffer(&b, struct{ io.Reader }{strings.NewReader(text)}, make([]byte, size))
			if int(n) != len(text) || err != nil || b.String() != want || string(b.Bytes()) != want || b.Over != (text != want) {
				t.Errorf("%q by %d: %d taken, %v; kept %q, over: %v", text, size, n, err, b.String(), b.Over)
			}
		}
	}
}
