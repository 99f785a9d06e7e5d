package ui

import (
	"math"

	"charm.land/bubbles/v2/key"

	"appreg/internal/sanitize"
	"appreg/ui/look"
)

// overlayView draws the panel that lies over the step.
func (w wizard) overlayView(s size) block {
	over := w.overlay
	b := block{lines: w.overlayHead(s)}
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

// overlayHead is the panel's title, where there is room for it.
func (w wizard) overlayHead(s size) []string {
	if s.body < 4 {
		return nil
	}
	title := look.Fit(w.theme.Title.Render(w.overlay.title), s.content, w.theme.Icons.Cut)
	if s.body < 12 {
		return []string{title}
	}
	return []string{title, ""}
}

// lastOverlayOffset is how far the panel's text can be scrolled.
func (w wizard) lastOverlayOffset(s size) int {
	return lastOffset(len(w.overlayText(s.content)), s.body-len(w.overlayHead(s)))
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
		if w.overlay.choice.Raw() == "" {
			return look.Lines(w.overlay.text, width, w.theme.Plain)
		}
		return look.Lines(sanitize.Raw(w.overlay.chosenCopy().Text), width, w.theme.Code)
	default:
		return look.Lines(w.overlay.text, width, w.theme.Plain)
	}
}

// helpLines lists every key that applies on the screen below, from the same bindings that Update obeys.
func (w wizard) helpLines(width int) []string {
	below := w
	below.overlay = overlay{}
	typing, letters := newKeyMap(true).list(), newKeyMap(false).list()
	lines := below.fieldHelp(width)
	for i, b := range below.keys().list() {
		if !b.Enabled() {
			continue
		}
		shown := typing[i].Help().Key
		if letter := letterOf(letters[i]); letter != "" && letter != shown {
			shown += ", " + letter
		}
		row := w.theme.Key.Render(look.Pad(shown, 12, "")) + " " + w.theme.Dim.Render(b.Help().Desc)
		lines = append(lines, look.Fit(row, width, w.theme.Icons.Cut))
	}
	lines = append(lines, "")
	return append(lines, look.Lines("Letters work where no text field has the focus. Arrow keys choose; digits choose at once; space ticks in lists.", width, w.theme.Dim)...)
}

// fieldHelp is all that is said about the focused field: on the step it is cut where there is little room.
func (w wizard) fieldHelp(width int) []string {
	p, ok := w.form.here()
	if !ok || w.onResult() || w.waits() || w.save.state == savedDone {
		return nil
	}
	told := w.told(p, width, math.MaxInt)
	if len(told) == 0 {
		return nil
	}
	return append(append(look.Lines(p.field.Label, width, w.theme.Bold), told...), "")
}

// letterOf is the letter that a binding has where nothing is typed; empty if it has none.
func letterOf(b key.Binding) string {
	if name := b.Help().Key; len(name) == 1 {
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
