// Package sanitize makes text from outside fit for a terminal and takes secrets out of it.
// Redact first, sanitise second: cutting a text could leave half a secret that no longer matches.
package sanitize

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	textBytes = 4 << 10
	textLines = 40
	rawBytes  = 16 << 10
)

// Text makes foreign text fit to be shown, after docs/sources.md, Terminals: valid UTF-8, line breaks as LF, and everything
// that moves a cursor, hides or reorders text shown as \uXXXX instead of carried out. At most 4 KB and 40 lines,
// with a note where something was cut. Text(Text(s)) is Text(s).
func Text(s string) string { return limit(s, textBytes, textLines) }

// Line is Text on one line: each run of blanks and line breaks is one blank, and none are left at the ends.
func Line(s string) string {
	if plainLine(s) {
		return s
	}
	return strings.Join(strings.Fields(Text(s)), " ")
}

// plainLine reports whether s is short, visible ASCII without blanks: most lines are, and a list has thousands.
func plainLine(s string) bool {
	for i := range len(s) {
		if s[i]-'!' > '~'-'!' { // a byte before ! becomes a large one
			return false
		}
	}
	return len(s) <= textBytes
}

// Raw makes a raw answer fit to be shown: as Text, with up to 16 KB and any number of lines.
func Raw(s string) string { return limit(s, rawBytes, rawBytes) }

// Short is the beginning of s, at most so many characters of it.
func Short(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + " …"
}

func limit(s string, bytes, lines int) string {
	shown := visible(s, bytes)
	fits := len(shown) <= bytes && strings.Count(shown, "\n") < lines
	if fits {
		return shown
	}
	note := fmt.Sprintf("[cut: %d bytes in all]", len(s))
	return firstPart(shown, bytes-len(note)-1, lines-1) + "\n" + note
}

// firstPart is the beginning of s in at most the given bytes and lines, ending between two characters.
func firstPart(s string, bytes, lines int) string {
	if len(s) > bytes {
		for bytes > 0 && !utf8.RuneStart(s[bytes]) {
			bytes--
		}
		s = s[:bytes]
	}
	for at, r := range s {
		if r == '\n' {
			if lines--; lines == 0 {
				return s[:at]
			}
		}
	}
	return s
}

// visible replaces what must not reach a terminal. It stops once the result is longer than enough bytes.
func visible(s string, enough int) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case harmless(r):
			b.WriteRune(r) // writes U+FFFD for a byte that is not UTF-8
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
		if b.Len() > enough {
			break
		}
	}
	return b.String()
}

// harmless reports whether r may be shown as it is. Control characters (C0, DEL, C1), format characters (bidirectional
// and zero-width ones among them) and Unicode's own line separators may not.
func harmless(r rune) bool {
	return r >= ' ' && r <= '~' || r == '\n' || r == '\t' || // most are
		!unicode.Is(unicode.Cc, r) && !unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Zl, r) && !unicode.Is(unicode.Zp, r)
}
