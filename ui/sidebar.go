package ui

import (
	"strings"

	"appreg/steps"
	"appreg/ui/look"
)

// beside gives what stands left of line i of the body: on wide screens the step list, else the margin.
func (w wizard) beside(s size, i int) string {
	if s.side == 0 {
		return strings.Repeat(" ", s.margin)
	}
	gap := s.margin - s.side
	rows := w.sidebar
	entry := ""
	if i < len(rows) {
		entry = rows[i]
	}
	return strings.Repeat(" ", gap) + look.Pad(entry, s.side-3, "") + w.theme.Faint.Render(w.bar()) + "  "
}

func (w wizard) bar() string {
	if w.unicode {
		return "│"
	}
	return "|"
}

// stepList draws the steps with their state beside them.
func (w wizard) stepList() []string {
	var rows []string
	room := sidebarWidth - 6
	for _, step := range w.machine.Steps() {
		sign, style := w.theme.Icons.Todo, w.theme.Dim
		switch w.machine.StateOf(step.ID) {
		case steps.Done:
			sign = w.theme.OK.Render(w.theme.Icons.Done)
		case steps.Here:
			sign, style = w.theme.Accent.Render(w.theme.Icons.Here), w.theme.Bold
		default:
			sign = w.theme.Faint.Render(sign)
		}
		lines := look.Lines(step.Title, room, style)
		if len(lines) > 2 {
			lines = []string{lines[0], style.Render(look.Fit(look.Wrap(step.Title, room)[1], room-1, "") + w.theme.Icons.Cut)}
		}
		rows = append(rows, look.Indent(lines, sign+" ")...)
	}
	return rows
}
