package field

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// Checklist is a list to choose several options from. Typing filters it; a name that is not in the list can be added.
type Checklist struct {
	options []steps.Option
	chosen  []string
	filter  Text
	at      int // among the options that match the filter
}

// Update takes the keys: space ticks, arrows move, anything else goes to the filter.
func (c Checklist) Update(msg tea.Msg) Input {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "space":
			return c.toggle()
		case "up", "down":
			c.at = newMoveKeys().move(press, c.at, len(c.matching()))
			return c
		}
	}
	if paste, ok := msg.(tea.PasteMsg); ok && strings.ContainsAny(paste.Content, ",\n") {
		return c.addAll(paste.Content)
	}
	before := c.filter.Raw()
	c.filter, _ = c.filter.Update(msg).(Text)
	if c.filter.Raw() != before {
		c.at = 0
	}
	return c
}

// addAll adds the names of a pasted list.
func (c Checklist) addAll(list string) Checklist {
	var whole Text
	whole, _ = whole.Update(tea.PasteMsg{Content: list}).(Text)
	if whole.refused != "" {
		c.filter.refused = whole.refused
		return c
	}
	for _, name := range strings.FieldsFunc(whole.Raw(), func(r rune) bool { return r == ',' || r == '\n' }) {
		c = c.add(strings.TrimSpace(name))
	}
	return c
}

func (c Checklist) add(name string) Checklist {
	if name != "" && !slices.Contains(c.chosen, name) {
		c.chosen = append(slices.Clone(c.chosen), name)
	}
	return c
}

// toggle ticks or unticks the option at hand; where the filter matches nothing, it adds what was typed.
func (c Checklist) toggle() Checklist {
	names := c.matching()
	if len(names) == 0 {
		c = c.add(strings.TrimSpace(c.filter.Raw()))
		c.filter, _ = c.filter.Set("").(Text)
		return c
	}
	name := names[min(c.at, len(names)-1)].Value
	if i := slices.Index(c.chosen, name); i >= 0 {
		c.chosen = slices.Delete(slices.Clone(c.chosen), i, i+1)
		return c
	}
	return c.add(name)
}

// matching returns the options that the filter leaves, and the chosen names that are not among the options.
func (c Checklist) matching() []steps.Option {
	all := slices.Clone(c.options)
	for _, name := range c.chosen {
		if !slices.ContainsFunc(all, func(o steps.Option) bool { return o.Value == name }) {
			all = append(all, steps.Option{Value: name, Label: sanitize.Line(name), Hint: "added by you"})
		}
	}
	wanted := strings.ToLower(strings.TrimSpace(c.filter.Raw()))
	return slices.DeleteFunc(all, func(o steps.Option) bool {
		return !strings.Contains(strings.ToLower(o.Value+" "+o.Label), wanted)
	})
}

// View draws the filter, then the options that it leaves.
func (c Checklist) View(theme look.Theme, width, height int) View {
	filter := c.filter
	filter.hint = fmt.Sprintf("type to filter %s %d chosen", theme.Icons.Dot, len(c.chosen))
	view := filter.View(theme, width, 1)
	names := c.matching()
	if len(names) == 0 {
		add := "No such name. Space adds it as typed."
		view.Lines = append(view.Lines, look.Fit("  "+theme.Dim.Render(add), width, theme.Icons.Cut))
		return view
	}
	column := 0
	for _, o := range names {
		column = max(column, look.Width(o.Label))
	}
	if column > width/2 {
		column = 0 // what is said stands right behind each name: there is no room for a column of its own
	}
	rows := make([]string, 0, len(names))
	for i, o := range names {
		rows = append(rows, c.row(theme, o, i == min(c.at, len(names)-1), column, width))
	}
	rows, _ = around(rows, min(c.at, len(names)-1), max(height-1, 1), theme, width)
	view.Lines = append(view.Lines, rows...)
	return view
}

func (c Checklist) row(theme look.Theme, o steps.Option, here bool, column, width int) string {
	sign, style := theme.Icons.Unticked, theme.Plain
	if slices.Contains(c.chosen, o.Value) {
		sign, style = theme.Icons.Ticked, theme.Accent
	}
	point := " "
	if here {
		point, style = theme.Accent.Render(theme.Icons.Point), theme.Accent.Bold(true)
	}
	line := point + " " + style.Render(sign+" "+look.Pad(o.Label, max(column, look.Width(o.Label)), ""))
	return look.Fit(line+"  "+theme.Dim.Render(o.Hint), width, theme.Icons.Cut)
}

// Raw returns the chosen names, separated by commas.
func (c Checklist) Raw() string { return strings.Join(c.chosen, ",") }

// Set ticks the names of an answer.
func (c Checklist) Set(raw string) Input {
	c.chosen = nil
	for name := range strings.SplitSeq(raw, ",") {
		c = c.add(strings.TrimSpace(name))
	}
	return c
}

// Leave empties the filter.
func (c Checklist) Leave() Input {
	c.filter, _ = c.filter.Set("").(Text)
	c.at = 0
	return c
}

// TakesText is true: letters filter.
func (c Checklist) TakesText() bool { return true }

// Remark tells of a secret in the filter.
func (c Checklist) Remark() string { return c.filter.Remark() }
