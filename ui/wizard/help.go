package wizard

import (
	"math"

	"charm.land/bubbles/v2/key"

	"appreg/ui/look"
)

// helpOverlay lists every key that acts on a screen, from the same bindings that its Update obeys. about is what is said
// first.
func (sh *shell) helpOverlay(below keyMap, about func(width int) []string) *overlay {
	return &overlay{title: "Help", help: true, lines: func(width int) []string {
		return append(about(width), sh.helpLines(below, width)...)
	}}
}

func (sh *shell) helpLines(keys keyMap, width int) []string {
	typing, letters := newKeyMap(true).list(), newKeyMap(false).list()
	var lines []string
	for i, b := range keys.list() {
		if !b.Enabled() {
			continue
		}
		shown := typing[i].Help().Key
		if letter := letterOf(letters[i]); letter != "" && letter != shown {
			shown += ", " + letter
		}
		row := sh.theme.Key.Render(look.Pad(shown, 12, "")) + " " + sh.theme.Dim.Render(b.Help().Desc)
		lines = append(lines, look.Fit(row, width, sh.theme.Icons.Cut))
	}
	lines = append(lines, "")
	return append(lines, look.Lines("Letters work where no text field has the focus. Arrow keys choose; digits choose at once; space ticks in lists.", width, sh.theme.Dim)...)
}

// fieldHelp is all that is said about the focused field: on the step it is cut where there is little room.
func (pn *pane) fieldHelp(width int) []string {
	p, ok := pn.form.here()
	if !ok {
		return nil
	}
	told := pn.told(p, width, math.MaxInt)
	if len(told) == 0 {
		return nil
	}
	return append(append(look.Lines(p.field.Label, width, pn.theme.Bold), told...), "")
}

// letterOf is the letter that a binding has where nothing is typed; empty if it has none.
func letterOf(b key.Binding) string {
	if name := b.Help().Key; len(name) == 1 {
		return name
	}
	return ""
}
