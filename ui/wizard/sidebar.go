package wizard

import (
	"strings"

	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/look"
)

// beside returns what stands left of line i of the body: on wide screens the step list, else the margin.
func (w *wizard) beside(s size, i int) string {
	if s.side == 0 {
		return strings.Repeat(" ", s.margin)
	}
	gap := s.margin - s.side
	rows := w.sidebar.lines
	entry := ""
	if i < len(rows) {
		entry = rows[i]
	}
	return strings.Repeat(" ", gap) + look.Pad(entry, s.side-3, "") + w.theme.Faint.Render(w.theme.Icons.Frame.Side) + "  "
}

// stepList draws the steps with their state, and where there is room what is known of each.
func (w *wizard) stepList(s size) []string {
	var rows []string
	room := s.side - 6
	for _, step := range w.session.Machine().Steps() {
		sign, style := w.theme.Icons.Todo, w.theme.Dim
		state := w.session.Machine().StateOf(step.ID)
		if state == steps.Here && w.session.Outcome() == session.Saved {
			state = steps.Done
		}
		switch state {
		case steps.Done:
			sign = w.theme.OK.Render(w.theme.Icons.Done)
		case steps.Here:
			sign, style = w.theme.Accent.Render(w.theme.Icons.Here), w.theme.Bold
		default:
			sign = w.theme.Faint.Render(sign)
		}
		rows = append(rows, look.Indent(look.Lines(step.Title, room, style), sign+" ")...)
		if s.side < widerSidebar {
			continue
		}
		for _, known := range steps.Known(w.answers(), step.ID) {
			rows = append(rows, "  "+w.theme.Dim.Render(look.Fit(sanitize.Line(known), room, w.theme.Icons.Cut)))
		}
		rows = append(rows, "")
	}
	return rows
}
