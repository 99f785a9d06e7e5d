package wizard

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// guideLines sets a guide in lines of width cells.
func guideLines(g steps.Guide, theme look.Theme, width int) []string {
	var lines []string
	number := 0
	for i, b := range g.Blocks {
		switch b.Kind {
		case steps.Para:
			number = 0
		case steps.Do:
			number++
		}
		if i > 0 && (b.Kind != g.Blocks[i-1].Kind || b.Kind == steps.Para) {
			lines = append(lines, "")
		}
		lines = append(lines, blockLines(b, number, labelWidth(g.Blocks, width), theme, width)...)
	}
	return append(lines, linkLines(g.Links, theme, width, len(lines) > 0)...)
}

// labelWidth is the width of the column of labels of a guide's facts.
func labelWidth(blocks []steps.Block, width int) int {
	column := 0
	for _, b := range blocks {
		if b.Kind == steps.Fact && b.Text != "" {
			column = max(column, look.Width(b.Label))
		}
	}
	return min(column, width/2)
}

func blockLines(b steps.Block, number, column int, theme look.Theme, width int) []string {
	text := sanitize.Text(b.Text)
	rich := func(first string, style, strong lipgloss.Style) []string {
		room := max(width-look.Width(first), 1)
		return look.Indent(look.Rich(text, room, style, strong), first)
	}
	switch b.Kind {
	case steps.Do:
		return rich(theme.Accent.Render(fmt.Sprintf("%2d", number))+"  ", theme.Plain, theme.Bold)
	case steps.Note:
		return rich(theme.Dim.Render(" "+theme.Icons.Bullet)+"  ", theme.Dim, theme.Bold)
	case steps.Warning:
		return rich(theme.Warn.Render(" "+theme.Icons.Warn)+"  ", theme.Plain, theme.Bold)
	case steps.Fact:
		return factLines(sanitize.Line(b.Label), text, column, theme, width)
	case steps.Code:
		return look.Indent(look.Lines(sanitize.Raw(b.Text), max(width-4, 1), theme.Code), "    ")
	default:
		return rich("", theme.Plain, theme.Bold)
	}
}

// factLines sets a value to compare beside its label, or below it where it does not fit or that keeps a GUID in one
// piece.
func factLines(label, value string, column int, theme look.Theme, width int) []string {
	if value == "" { // the label is the value
		return look.Indent(look.Lines(label, max(width-4, 1), theme.Accent), "    ")
	}
	head := theme.Dim.Render("    " + look.Pad(label, column, theme.Icons.Cut) + "  ")
	room, below := width-look.Width(head), max(width-6, 1)
	word := longestWord(value)
	if room >= look.Width(value) || room >= 24 && (word <= room || word > width) {
		return look.Indent(look.Rich(value, max(room, 1), theme.Accent, theme.Accent.Bold(true)), head)
	}
	indent := 6
	if word > below && word <= width { // a GUID in one piece is worth more than its indent
		indent = width - word
	}
	lines := []string{theme.Dim.Render("    " + label)}
	return append(lines, look.Indent(look.Rich(value, max(width-indent, 1), theme.Accent, theme.Accent), strings.Repeat(" ", indent))...)
}

func longestWord(text string) int {
	longest := 0
	for word := range strings.FieldsSeq(text) {
		longest = max(longest, look.Width(word))
	}
	return longest
}

func linkLines(links []steps.Link, theme look.Theme, width int, after bool) []string {
	var lines []string
	for _, link := range links {
		if after {
			lines = append(lines, "")
		}
		lines = append(lines, look.Lines(sanitize.Line(link.Label), width, theme.Dim)...)
		lines = append(lines, look.Link(strings.TrimSpace(sanitize.Line(link.URL)), width, theme.Accent)...)
		after = true
	}
	return lines
}

// scrolledTo returns height lines of lines from offset on, the last telling of more.
func scrolledTo(lines []string, offset, height int, theme look.Theme, width int, hint string) []string {
	if height <= 0 {
		return nil
	}
	if len(lines) <= height {
		return lines
	}
	offset = min(max(offset, 0), lastOffset(len(lines), height))
	if height == 1 {
		return lines[offset : offset+1]
	}
	seen := append([]string(nil), lines[offset:offset+height-1]...)
	rest := len(lines) - offset - (height - 1)
	return append(seen, theme.Dim.Render(look.Fit(scrollMark(offset, rest, theme, width, hint), width, "")))
}

// scrolled returns the height lines of a text that are seen.
func (sh *shell) scrolled(text scroller, height int, s size) []string {
	return scrolledTo(text.lines, text.offset, height, sh.theme, s.content, "pgdn")
}

// scrollMark says how many lines are above and follow, and which key shows these; empty hint: none does.
func scrollMark(above, rest int, theme look.Theme, width int, hint string) string {
	key := ""
	if hint != "" {
		key = " " + theme.Icons.Dot + " " + hint
	}
	before := ""
	if above > 0 {
		before = fmt.Sprintf("%s %d above  ", theme.Icons.Less, above)
	}
	mark := fmt.Sprintf("%s%s %d more lines%s", before, theme.Icons.More, rest, key)
	switch {
	case rest == 0:
		return theme.Icons.Less + " end " + theme.Icons.Dot + " pgup"
	case look.Width(mark) > width && above > 0:
		return fmt.Sprintf("%s %s %d more%s", theme.Icons.Less, theme.Icons.More, rest, key)
	case look.Width(mark) > width:
		return fmt.Sprintf("%s %d more%s", theme.Icons.More, rest, key)
	default:
		return mark
	}
}

// lastOffset is how far total lines can be scrolled in height lines, the last of which is the mark.
func lastOffset(total, height int) int {
	if total <= height {
		return 0
	}
	return total - max(height-1, 1)
}
