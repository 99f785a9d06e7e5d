package terminal

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func params(n int) string { return strings.TrimSuffix(strings.Repeat("1;", n), ";") }

// boundRows is input as a terminal could send it, and what is passed on.
var boundRows = []struct {
	name, in, want string
}{
	{"text", "abc", "abc"},
	{"enter and tab", "a\r\tb\n", "a\r\tb\n"},
	{"a copied line's end is one enter", "a\r\nb\r\n", "a\rb\r"},
	{"two enters", "a\r\r\n\n", "a\r\r\n"},
	{"ctrl+c", "\x03", "\x03"},
	{"a lone escape", "\x1b", "\x1b"},
	{"arrow", "\x1b[A", "\x1b[A"},
	{"function key", "\x1bOP", "\x1bOP"},
	{"alt+d", "\x1bd", "\x1bd"},
	{"two escapes", "\x1b\x1b[A", "\x1b\x1b[A"},
	{"kitty key", "\x1b[97;5u", "\x1b[97;5u"},
	{"30 parameters", "\x1b[" + params(30) + "m", "\x1b[" + params(30) + "m"},
	{"33 parameters", "\x1b[" + params(33) + "m", "\x1b[" + params(30) + "m"},
	{"33 parameters, colons", "\x1b[" + strings.ReplaceAll(params(33), ";", ":") + "mx", "\x1b[" + strings.ReplaceAll(params(30), ";", ":") + "mx"},
	{"long parameter", "\x1b[" + strings.Repeat("1", 999) + "m", "\x1b[" + strings.Repeat("1", maxSequence) + "m"},
	{"broken sequence", "\x1b[1;\x03x", "\x1b[1;\x03x"},
	{"sequence in a sequence", "\x1b[1;\x1b[A", "\x1b[1;\x1b[A"},
	{"answer to a colour query", "\x1b]11;rgb:0000/0000/0000\a", "\x1b]11;rgb:0000/0000/0000\a"},
	{"the same, with ST", "\x1b]11;rgb:0/0/0\x1b\\x", "\x1b]11;rgb:0/0/0\x1b\\x"},
	{"endless string", "\x1b^" + strings.Repeat("x", maxString+100) + "\x1b\\y", "\x1b^" + strings.Repeat("x", maxString) + "\x1b\\\x1b\\y"},
	{"endless string, bell", "\x1b]" + strings.Repeat("x", maxString+1) + "\ay", "\x1b]" + strings.Repeat("x", maxString) + "\x1b\\y"},
	{"endless string, ctrl+c", "\x1b^" + strings.Repeat("x", maxString+1) + "\x03", "\x1b^" + strings.Repeat("x", maxString) + "\x1b\\\x03"},
	{"string, another sequence", "\x1b^pm\x1b[A", "\x1b^pm\x1b\\\x1b[A"},
	{"string, a paste", "\x1b^pm\x1b[200~x\x1b[201~", "\x1b^pm\x1b\\\x1b[200~x\x1b[201~"},
	{"string, a lone escape", "\x1b^pm\x1b", "\x1b^pm\x1b\\"},
	{"string, ctrl+c", "\x1b^abc\x03", "\x1b^abc\x1b\\\x03"},
	{"DCS with 40 parameters", "\x1bP" + params(40) + "q\x1b\\", "\x1bP" + params(30) + "1111111111q\x1b\\"},
	{"paste", "\x1b[200~a\tb\r\nc\x1b[201~d", "\x1b[200~a\tb\r\nc\x1b[201~d"},
	{"sequence in a paste", "\x1b[200~a\x1b[" + params(40) + "mb\x1b[201~", "\x1b[200~a[" + params(40) + "mb\x1b[201~"},
	{"end mark after an escape", "\x1b[200~a\x1b\x1b[201~b", "\x1b[200~a\x1b[201~b"},
	{"controls in a paste", "\x1b[200~a\x00\b\x7fb\x1b[201~", "\x1b[200~ab\x1b[201~"},
	{"ctrl+c in a paste that does not end", "\x1b[200~ab\x03", "\x1b[200~ab\x1b[201~\x03"},
	{"long paste", "\x1b[200~" + strings.Repeat("x", maxPaste+9) + "\x1b[201~y", "\x1b[200~" + strings.Repeat("x", maxPaste) + "\x1b[201~y"},
	{"UTF-8", "aäø日😀", "aäø日😀"},
	{"sequence broken by a character", "\x1b[1;日2;3m", "\x1b[1;\x18日2;3m"},
	{"escape before a character", "\x1b日[1m", "\x1b\x18日[1m"},
	{"sequence after an intermediate", "\x1b [" + params(40) + "m", "\x1b [" + params(30) + "m"},
	{"bell in a string that it does not end", "\x1b^a\ab\x1b\\", "\x1b^a\ab\x1b\\"},
	{"high bytes in a string", "\x1b]a\x9c\x9bb\a", "\x1b]ab\a"},
	{"stray bytes", "a\x9b31m\x80\xffb", "a31mb"},
	{"cut character", "\xe6\x97x", "x"},
	{"C1 in UTF-8", "a\u009bb", "ab"},
	{"UTF-8 in a paste", "\x1b[200~日\x9b\u0085ä\x1b[201~", "\x1b[200~日ä\x1b[201~"},
	{"a burst is a paste", strings.Repeat("x", burst), pasteStart + strings.Repeat("x", burst) + pasteEnd},
	{"less than a burst", strings.Repeat("x", burst-1), strings.Repeat("x", burst-1)},
	{"burst, enter", strings.Repeat("x", burst) + "\ry", pasteStart + strings.Repeat("x", burst) + pasteEnd + "\ry"},
}

func TestBounds(t *testing.T) {
	for _, row := range boundRows {
		var b bounds
		if got := string(b.feed([]byte(row.in))); got != row.want {
			t.Errorf("%s:\n got %q\nwant %q", row.name, short(got), short(row.want))
		}
	}
}

// TestBoundsInPieces returns the same, byte by byte, but for bursts, which are a matter of one read.
func TestBoundsInPieces(t *testing.T) {
	for _, row := range boundRows {
		if strings.Contains(row.name, "burst") {
			continue
		}
		var b bounds
		var got []byte
		for i := range len(row.in) {
			got = append(got, b.feed([]byte{row.in[i]})...)
		}
		if string(got) != row.want {
			t.Errorf("%s:\n got %q\nwant %q", row.name, short(string(got)), short(row.want))
		}
	}
}

func short(s string) string {
	if len(s) > 300 {
		return s[:150] + " … " + s[len(s)-150:]
	}
	return s
}

// FuzzBounds feeds anything, in two pieces, through the filter into the decoder that panicked, and checks the bounds.
func FuzzBounds(f *testing.F) {
	for _, row := range boundRows {
		f.Add([]byte(row.in), 3)
	}
	f.Fuzz(func(t *testing.T, data []byte, cut int) {
		cut = max(min(cut, len(data)), 0)
		var b bounds
		out := append([]byte(nil), b.feed(data[:cut])...)
		first := len(out)
		out = append(out, b.feed(data[cut:])...)
		if first > 2*cut+32 || len(out) > 2*len(data)+32 {
			t.Errorf("%d bytes became %d", len(data), len(out))
		}
		parser := ansi.NewParser()
		state := byte(0)
		for rest := out; len(rest) > 0; {
			_, _, n, next := ansi.DecodeSequence(rest, state, parser)
			rest, state = rest[max(n, 1):], next
		}
		if b.state == text && b.size > maxString {
			t.Error("a string without end")
		}
	})
}

// BenchmarkBounds is linear in what is pasted, and in a string that does not end.
func BenchmarkBounds(b *testing.B) {
	for name, data := range map[string][]byte{
		"text":   bytes.Repeat([]byte("x"), 1<<20),
		"paste":  append([]byte(pasteStart), bytes.Repeat([]byte("x"), 1<<20)...),
		"string": append([]byte("\x1b^"), bytes.Repeat([]byte("x"), 1<<20)...),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				var f bounds
				f.feed(data)
			}
		})
	}
}
