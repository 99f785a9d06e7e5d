package ui

import (
	"appreg/internal/sanitize"
	"appreg/ui/look"
)

// storeLines says whether credentials can be saved here.
func (w wizard) storeLines(width int) []string {
	switch state := w.store.state; {
	case w.save.state == saving:
		return w.said(w.turning(), w.theme.Accent, "Saving, and reading it back.", width)
	case !w.store.known:
		return w.said(w.turning(), w.theme.Accent, "Looking for the system's keyring.", width)
	case state.Usable:
		return w.said(w.theme.Icons.OK, w.theme.OK, "It goes into "+state.Kind+".", width)
	default:
		lines := w.said(w.theme.Icons.Fail, w.theme.Fail, state.Reason, width)
		if state.Fix != "" {
			lines = append(lines, look.Indent(look.Lines(state.Fix, max(width-6, 1), w.theme.Plain), "      ")...)
		}
		return lines
	}
}

// savedView is the last screen: what was saved where, and what to do next.
func (w wizard) savedView(s size) block {
	title := w.theme.OK.Bold(true).Render(w.theme.Icons.OK + " Saved")
	if w.save.next != "" {
		title = w.theme.Warn.Bold(true).Render(w.theme.Icons.Warn + " Saved, not ready")
	}
	b := block{lines: []string{title, ""}}
	if s.body < 6 {
		b.lines = nil
	}
	b.lines = append(b.lines, scrolledTo(w.text, w.guide, s.body-len(b.lines), w.theme, s.content, "pgdn")...)
	return b
}

func (w wizard) savedLines(width int) []string {
	var lines []string
	if w.save.next != "" {
		lines = append(look.Rich(sanitize.Line(w.save.next), width, w.theme.Bold, w.theme.Bold), "")
	}
	for _, line := range w.save.lines {
		lines = append(lines, look.Rich(sanitize.Line(line), width, w.theme.Plain, w.theme.Bold)...)
	}
	lines = append(lines, "")
	return append(lines, guideLines(w.save.guide, w.theme, width)...)
}
