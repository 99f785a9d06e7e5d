package field

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Limit is how many characters a line holds: generous for every answer, small enough to stay fast.
const Limit = 8 << 10

// Line is one line of text being edited. It is a value: every change gives a changed copy, and none touches the
// text of another. (The line of bubbles shares it, panics on deleting the last word and scrolls its cursor wrongly.)
type Line struct {
	text []rune
	at   int // the cursor, counted in characters
}

// String returns the text.
func (l Line) String() string { return string(l.text) }

// Len is the number of characters.
func (l Line) Len() int { return len(l.text) }

// Insert puts s before the cursor. Controls other than tabs and line ends are dropped. Text beyond Limit is dropped
// and reported.
func (l Line) Insert(s string) (line Line, cut bool) {
	added := make([]rune, 0, min(len(s), Limit))
	for _, r := range s {
		if r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 {
			continue
		}
		if len(l.text)+len(added) == Limit {
			cut = true
			break
		}
		added = append(added, r)
	}
	if len(added) == 0 {
		return l, cut
	}
	text := make([]rune, 0, len(l.text)+len(added))
	text = append(append(append(text, l.text[:l.at]...), added...), l.text[l.at:]...)
	return Line{text, l.at + len(added)}, cut
}

// cut removes the characters from a up to b and puts the cursor there.
func (l Line) cut(a, b int) Line {
	text := make([]rune, 0, len(l.text))
	return Line{append(append(text, l.text[:a]...), l.text[b:]...), a}
}

// to moves the cursor, within the text.
func (l Line) to(at int) Line {
	l.at = min(max(at, 0), len(l.text))
	return l
}

// wordLeft is where the word before the cursor begins.
func (l Line) wordLeft() int {
	at := l.at
	for at > 0 && !inWord(l.text[at-1]) {
		at--
	}
	for at > 0 && inWord(l.text[at-1]) {
		at--
	}
	return at
}

// wordRight is where the word after the cursor ends.
func (l Line) wordRight() int {
	at := l.at
	for at < len(l.text) && !inWord(l.text[at]) {
		at++
	}
	for at < len(l.text) && inWord(l.text[at]) {
		at++
	}
	return at
}

func inWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0xa0
}

// window returns what is seen of text in width cells, and the cursor's cell in it. The window moves by half its width,
// so that most keys change one cell only.
func window(text []rune, at, width int) (seen string, cursor int) {
	if width < 1 {
		return "", 0
	}
	cell := 0
	for _, r := range text[:at] {
		cell += runeWidth(r)
	}
	start := 0
	if cell >= width {
		half := max(width/2, 1)
		start = ((cell-width)/half + 1) * half
	}
	var b strings.Builder
	from := 0
	for _, r := range text {
		w := runeWidth(r)
		if from+w > start+width {
			break
		}
		if from >= start {
			b.WriteString(glyph(r))
		} else if from+w > start { // a wide character cut by the window's edge
			b.WriteByte(' ')
		}
		from += w
	}
	return b.String(), cell - start
}

// glyph is how a character of the text is drawn. One that shows nothing but reorders what stands beside it gets a sign:
// a paste may bring it.
func glyph(r rune) string {
	switch {
	case r == '\n' || r == '\t':
		return " "
	case unseen(r):
		return "?"
	default:
		return string(r)
	}
}

func unseen(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }

func runeWidth(r rune) int {
	if r >= ' ' && r < 0x7f || r == '\n' || r == '\t' || unseen(r) {
		return 1
	}
	return ansi.StringWidth(string(r))
}
