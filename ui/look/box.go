package look

import (
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
)

// Box draws lines in a frame of width cells, with a title in its upper edge. Lines are cut to what fits.
func (t Theme) Box(title string, lines []string, width int, style lipgloss.Style) []string {
	f := t.Icons.Frame
	inner := max(width-4, 1)
	head := ""
	if title != "" {
		head = f.Edge + " " + Fit(title, max(inner-2, 1), t.Icons.Cut) + " "
	}
	fill := max(width-2-Width(head), 0)
	out := []string{style.Render(f.TopLeft+head) + style.Render(strings.Repeat(f.Edge, fill)+f.TopRight)}
	for _, line := range lines {
		out = append(out, style.Render(f.Side)+" "+Pad(line, inner, t.Icons.Cut)+" "+style.Render(f.Side))
	}
	return append(out, style.Render(f.BottomLeft+strings.Repeat(f.Edge, max(width-2, 0))+f.BottomRight))
}

// Frame is the parts of a box.
type Frame struct {
	TopLeft, TopRight, BottomLeft, BottomRight, Edge, Side string
}

// Meter draws how far done of total is in width cells, with the figures behind it: "━━━╌╌ 3/5".
func (t Theme) Meter(done, total, width int) string {
	figures := " " + strconv.Itoa(done) + "/" + strconv.Itoa(total)
	cells := max(width-len(figures), 0)
	full := 0
	if total > 0 {
		full = min(cells*done/total, cells)
	}
	return t.Accent.Render(strings.Repeat(t.Icons.Full, full)) + t.Faint.Render(strings.Repeat(t.Icons.Empty, cells-full)) + t.Dim.Render(figures)
}
