package look

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Width is the number of cells that s takes.
func Width(s string) int { return ansi.StringWidth(s) }

// Wrap breaks plain text into lines of at most width cells, at blanks where it can. Line ends in s are kept, and so is
// a line's indent on all that it is broken into.
// Width below 1 counts as 1.
func Wrap(s string, width int) []string {
	width = max(width, 1)
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines = append(lines, wrapLine(paragraph, width)...)
	}
	return lines
}

// Words breaks text at blanks into lines of at most width cells. A longer word (a URL, a GUID) is never broken. There is always a
// line.
func Words(text string, width int) []string {
	var lines []string
	line, columns := "", 0
	for word := range strings.FieldsSeq(text) {
		w := ansi.StringWidth(word)
		if columns > 0 && columns+1+w > width {
			lines, line, columns = append(lines, line), "", 0
		}
		if columns > 0 {
			line, columns = line+" ", columns+1
		}
		line, columns = line+word, columns+w
	}
	return append(lines, line)
}

func wrapLine(s string, width int) []string {
	if ansi.StringWidth(s) <= width {
		return []string{s}
	}
	rest := strings.TrimLeft(s, " ")
	if indent := len(s) - len(rest); indent > 0 && indent <= width/2 {
		return Indent(wrapLine(rest, width-indent), s[:indent])
	}
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		size := ansi.StringWidth(word)
		if used > 0 && used+1+size <= width {
			line, used = line+" "+word, used+1+size
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		for size > width {
			piece := ansi.Truncate(word, width, "")
			if piece == "" { // a wide character in one cell
				return append(lines, strings.Repeat(" ", width))
			}
			piece = piece[:breakIn(piece)]
			lines = append(lines, piece)
			word = word[len(piece):]
			size = ansi.StringWidth(word)
		}
		line, used = word, size
	}
	return append(lines, line)
}

// breakIn is where a piece of a long word ends: behind a sign that parts an address or a path, so that neither a name nor a
// GUID in it is broken, else behind one that parts a name; at the piece's own end where there is none.
func breakIn(piece string) int {
	for _, signs := range []string{"&", "/?=,;", ".", "-"} { // parameters stay whole where they can, then names
		if at := strings.LastIndexAny(piece, signs) + 1; at > len(piece)/4 {
			return at
		}
	}
	return len(piece)
}

// Rich breaks text into lines and sets the parts between ** in strong. Every line carries its own styles,
// so lines can stand beside others.
func Rich(text string, width int, style, strong lipgloss.Style) []string {
	if !strings.Contains(text, "**") {
		return styled(Wrap(text, width), style)
	}
	var bare strings.Builder
	var marked []bool // of each character but blanks: Wrap moves blanks, and nothing else
	for i, part := range strings.Split(text, "**") {
		bare.WriteString(part)
		for _, r := range part {
			if !unicode.IsSpace(r) {
				marked = append(marked, i%2 == 1)
			}
		}
	}
	var lines []string
	for _, line := range Wrap(bare.String(), width) {
		n := len([]rune(strings.Join(strings.Fields(line), "")))
		lines = append(lines, paint(line, marked[:n], style, strong))
		marked = marked[n:]
	}
	return lines
}

// paint sets the marked characters of a line, and the blanks between them, in strong.
func paint(line string, marked []bool, style, strong lipgloss.Style) string {
	var b strings.Builder
	run, on := "", len(marked) > 0 && marked[0]
	flush := func() {
		if run != "" && on {
			b.WriteString(strong.Render(run))
		} else if run != "" {
			b.WriteString(style.Render(run))
		}
		run = ""
	}
	blanks := ""
	for _, r := range line {
		if unicode.IsSpace(r) {
			blanks += string(r)
			continue
		}
		if marked[0] != on {
			if !on {
				run, blanks = run+blanks, ""
			}
			flush()
			on = marked[0]
			run = ""
		}
		run, blanks, marked = run+blanks+string(r), "", marked[1:]
	}
	flush()
	return b.String()
}

func styled(lines []string, style lipgloss.Style) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		if line != "" {
			out[i] = style.Render(line)
		}
	}
	return out
}

// Lines wraps plain text and renders each line in style.
func Lines(s string, width int, style lipgloss.Style) []string {
	return styled(Wrap(s, width), style)
}

// Indent puts first before the first line and blanks of the same width before the others.
func Indent(lines []string, first string) []string {
	pad := strings.Repeat(" ", ansi.StringWidth(first))
	out := make([]string, len(lines))
	for i, line := range lines {
		if i == 0 {
			out[i] = first + line
		} else {
			out[i] = pad + line
		}
	}
	return out
}

// Fit cuts a line, styled or not, to width cells; tail shows that something is missing.
func Fit(line string, width int, tail string) string {
	if width <= 0 {
		return ""
	}
	if ansi.StringWidth(line) <= width {
		return line
	}
	if width <= ansi.StringWidth(tail) {
		tail = ""
	}
	return ansi.Truncate(line, width, tail)
}

// Pad fills a line with blanks to width cells, cutting it if it is longer.
func Pad(line string, width int, tail string) string {
	line = Fit(line, width, tail)
	if gap := width - ansi.StringWidth(line); gap > 0 {
		line += strings.Repeat(" ", gap)
	}
	return line
}

// Link shows a URL in full, broken where it does not fit; each line is a hyperlink to the whole.
func Link(url string, width int, style lipgloss.Style) []string {
	lines := wrapLine(url, max(width, 1))
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = style.Hyperlink(url, "id=l").Render(line)
	}
	return out
}
