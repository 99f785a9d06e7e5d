package ui

import (
	"charm.land/bubbles/v2/key"

	"appreg/internal/sanitize"
	"appreg/ui/look"
)

// overlayView draws the panel that lies over the step.
func (w wizard) overlayView(s size) block {
	over := w.overlay
	var b block
	if s.body >= 4 {
		b.lines = append(b.lines, look.Fit(w.theme.Title.Render(over.title), s.content, w.theme.Icons.Cut))
		if s.body >= 12 {
			b.lines = append(b.lines, "")
		}
	}
	text := w.overlayText(s.content)
	if over.choice == nil {
		b.lines = append(b.lines, scrolledTo(text, over.offset, s.body-len(b.lines), w.theme, s.content, "pgdn")...)
		return b
	}
	choice := over.choice.View(w.theme, s.content, max(s.body/2, 1))
	room := s.body - len(b.lines) - len(choice.Lines) - 1
	if room > 0 && len(text) > 0 {
		b.lines = append(b.lines, scrolledTo(text, 0, room, w.theme, s.content, "")...)
		b.lines = append(b.lines, "")
	} else if s.body-len(b.lines) < len(choice.Lines) {
		b.lines = nil
	}
	b.focus = len(b.lines) + choice.Focus
	b.lines = append(b.lines, choice.Lines...)
	return b
}

// overlayText is what the panel says.
func (w wizard) overlayText(width int) []string {
	switch w.overlay.kind {
	case helpOverlay:
		return w.helpLines(width)
	case guideOverlay:
		return w.text
	case textOverlay:
		return look.Lines(sanitize.Raw(w.overlay.text), width, w.theme.Plain)
	case copyOverlay:
		text := w.overlay.copies[indexOf(w.overlay.copies, w.overlay.choice.Raw())].Text
		return look.Lines(sanitize.Raw(text), width, w.theme.Code)
	default:
		return look.Lines(w.overlay.text, width, w.theme.Plain)
	}
}

// helpLines lists every key that applies on the screen below, from the same bindings that Update obeys.
func (w wizard) helpLines(width int) []string {
	below := w
	below.overlay = overlay{}
	typing, letters := newKeyMap(true).list(), below.keys().list()
	always := below.keys().list()
	var lines []string
	for i, b := range always {
		if !b.Enabled() {
			continue
		}
		shown := typing[i].Help().Key
		if letter := letterOf(letters[i], newKeyMap(false).list()[i]); letter != "" && letter != shown {
			shown += ", " + letter
		}
		row := w.theme.Key.Render(look.Pad(shown, 12, "")) + " " + w.theme.Dim.Render(b.Help().Desc)
		lines = append(lines, look.Fit(row, width, w.theme.Icons.Cut))
	}
	lines = append(lines, "")
	return append(lines, look.Lines("Letters work where no text field has the focus. Arrow keys choose; digits choose at once; space ticks in lists.", width, w.theme.Dim)...)
}

// letterOf is the letter that works as the binding where nothing is typed.
func letterOf(_, letters key.Binding) string {
	if name := letters.Help().Key; len(name) == 1 {
		return name
	}
	return ""
}

// overlayKeys is the help line while a panel is open.
func (w wizard) overlayKeys(keys keyMap, width int) string {
	items := []string{w.helpItem("esc", "close")}
	switch {
	case w.overlay.choice != nil:
		items = []string{w.helpItem("enter", "choose")}
		if w.overlay.kind != draftOverlay {
			items = append(items, w.helpItem("esc", "close"))
		}
	case w.overlay.kind == textOverlay:
		items = append(items, w.helpItem(keys.Copy.Help().Key, "copy"))
		if w.overlay.admin {
			items = append(items, w.helpItem(keys.Wait.Help().Key, keys.Wait.Help().Desc))
		}
	}
	line := ""
	for _, item := range items {
		line += item + "   "
	}
	return look.Fit(line, width, "")
}
