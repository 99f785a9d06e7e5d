package wizard

import (
	"appreg/internal/sanitize"
	"appreg/ui/look"
)

// overlayView draws the panel that lies over the screen.
func (sh *shell) overlayView(s size) block {
	over := sh.overlay
	b := block{lines: sh.overlayHead(s)}
	text := sh.overlayText(s.content)
	if over.choice == nil {
		b.lines = append(b.lines, scrolledTo(text, over.offset, s.body-len(b.lines), sh.theme, s.content, "pgdn")...)
		return b
	}
	choice := over.choice.View(sh.theme, s.content, max(s.body/2, 1))
	room := s.body - len(b.lines) - len(choice.Lines) - 1
	if room > 0 && len(text) > 0 {
		b.lines = append(b.lines, scrolledTo(text, 0, room, sh.theme, s.content, "")...)
		b.lines = append(b.lines, "")
	} else if s.body-len(b.lines) < len(choice.Lines) {
		b.lines = nil
	}
	b.focus = len(b.lines) + choice.Focus
	b.lines = append(b.lines, choice.Lines...)
	return b
}

// overlayHead is the panel's title, where there is room for it.
func (sh *shell) overlayHead(s size) []string {
	if s.body < 4 {
		return nil
	}
	title := look.Fit(sh.theme.Title.Render(sh.overlay.title), s.content, sh.theme.Icons.Cut)
	if s.body < 12 {
		return []string{title}
	}
	return []string{title, ""}
}

// overlayText is what the panel says.
func (sh *shell) overlayText(width int) []string {
	over := sh.overlay
	switch {
	case over.lines != nil:
		return over.lines(width)
	case over.preview != nil && over.choice.Raw() != "":
		return look.Lines(over.preview(over.choice.Raw()), width, sh.theme.Code)
	case over.asText():
		return look.Lines(sanitize.Raw(over.text), width, sh.theme.Plain)
	default:
		return look.Lines(over.text, width, sh.theme.Plain)
	}
}

// overlayKeys is the help line while a panel is open.
func (sh *shell) overlayKeys(keys keyMap, width int) string {
	over := sh.overlay
	items := []string{sh.helpItem("esc", "close")}
	switch {
	case over.choice != nil:
		items = []string{sh.helpItem("enter", "choose")}
		if !over.decide {
			items = append(items, sh.helpItem("esc", "close"))
		}
	case over.asText():
		items = append(items, sh.helpItem(keys.Copy.Help().Key, "copy"))
		if over.admin {
			items = append(items, sh.helpItem(keys.Wait.Help().Key, keys.Wait.Help().Desc))
		}
	}
	line := ""
	for _, item := range items {
		line += item + "   "
	}
	return look.Fit(line, width, "")
}
