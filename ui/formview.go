package ui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// formView draws the step's fields: the focused one open, the others in one line each.
func (w wizard) formView(s size, room int) block {
	var before, after []string
	column := 0
	for _, p := range w.form.parts {
		column = max(column, look.Width(p.field.Label))
	}
	column = min(column, s.content/2)
	for i, p := range w.form.parts {
		if p.field.Key == saveAction {
			before = append(before, w.storeLines(s.content)...)
		}
		switch {
		case i < w.form.focus:
			before = append(before, w.closed(p, column, s.content)...)
		case i > w.form.focus:
			after = append(after, w.closed(p, column, s.content)...)
		}
	}
	if s.roomy && len(before) > 0 {
		before = append(before, "")
	}
	if s.roomy && len(after) > 0 {
		after = append([]string{""}, after...)
	}
	p, ok := w.form.here()
	if !ok {
		return block{}
	}
	b := w.open(block{lines: before}, p, s, room-len(before)-len(after))
	b.lines = append(b.lines, after...)
	return b
}

// open draws the focused field in about height lines: label, input, what there is to say, help. A list is made
// shorter to leave room for the rest.
func (w wizard) open(b block, p part, s size, height int) block {
	label := w.theme.Accent.Bold(true).Render(w.theme.Icons.Point + " " + p.field.Label)
	if p.field.Optional {
		label += w.theme.Dim.Render("  optional")
	}
	b.lines = append(b.lines, look.Fit(label, s.content, w.theme.Icons.Cut))
	told := w.told(p, s.content, height-4)
	least := 3
	if p.note != "" {
		least = 2 // what was refused must be told on the smallest screen, too
	}
	view := p.input.View(w.theme, max(s.content-2, 1), max(height-1-len(told), least))
	b.focus = len(b.lines) + view.Focus
	if view.Cursor != nil {
		cursor := *view.Cursor
		cursor.X += 2
		cursor.Y += len(b.lines)
		b.cursor, b.focus = &cursor, cursor.Y
	}
	b.lines = append(b.lines, look.Indent(view.Lines, "  ")...)
	b.lines = append(b.lines, told...)
	b.told = len(b.lines) - 1
	return b
}

// told is what stands below the focused input: remarks first, then help.
// Help is left out beyond room lines: the guide needs the place more.
func (w wizard) told(p part, width, room int) []string {
	lines := w.remarks(p, width)
	if p.given && p.field.Kind == steps.Masked && p.input.Raw() == "" {
		lines = append(lines, w.said(w.theme.Icons.OK, w.theme.OK, "Held in memory, not shown. Enter keeps it; typing replaces it.", width)...)
	}
	shown := len(lines)
	help := p.field.Help
	if help != "" && strings.HasSuffix(p.note, "\n"+sanitize.Text(help)) {
		help = "" // the problem says it
	}
	if p.field.Default != "" && p.field.Kind == steps.Text {
		help = "Left empty: **" + p.field.Default + "**\n" + help // on a line of its own: a name is not broken
	}
	if help = sanitize.Text(help); help != "" {
		text := look.Indent(look.Rich(help, max(width-4, 1), w.theme.Dim, w.theme.Bold), "    ")
		lines = append(lines, w.cutOff(text, room-shown, width)...)
	}
	return lines
}

// remarks draws the field's problem or note and its live check.
func (w wizard) remarks(p part, width int) []string {
	var lines []string
	if p.note != "" {
		lines = append(lines, w.said(w.levelIcon(p.level), w.levelStyle(p.level), p.note, width)...)
	} else if w.accept.seq != 0 {
		lines = append(lines, w.said(w.turning(), w.theme.Accent, "Looking at it.", width)...)
	}
	return append(lines, w.checkLines(p, width)...)
}

// checkOf gives the live check of what a field shows; that of another text counts no more.
func (w wizard) checkOf(p part) steps.CheckResult {
	c := w.checks[p.field.Key]
	if c.raw != p.input.Raw() && c.raw != w.machine.Answers().Get(p.field.Key) {
		return steps.CheckResult{}
	}
	return c.result
}

// checkLines draws how far the live check of a field is.
func (w wizard) checkLines(p part, width int) []string {
	result := w.checkOf(p)
	switch result.State {
	case steps.Checking:
		return w.said(w.turning(), w.theme.Accent, "Looking it up.", width)
	case steps.CheckOK:
		return w.said(w.theme.Icons.OK, w.theme.OK, result.Text, width)
	case steps.CheckWarn:
		return w.said(w.theme.Icons.Warn, w.theme.Warn, result.Text, width)
	case steps.CheckFailed:
		return w.said(w.theme.Icons.Fail, w.theme.Fail, result.Text, width)
	default:
		return nil
	}
}

// said sets a remark behind its sign. The sign has the colour, the text stays readable.
func (w wizard) said(icon string, style lipgloss.Style, text string, width int) []string {
	lines := look.Rich(text, max(width-6, 1), w.theme.Plain, w.theme.Bold)
	return look.Indent(lines, "    "+style.Render(icon)+" ")
}

// closed draws a field that has not the focus.
func (w wizard) closed(p part, column, width int) []string {
	sign := w.theme.Faint.Render(w.theme.Icons.Todo)
	state, untaken := w.checkOf(p).State, w.untaken(p)
	switch {
	case p.level == bad || state == steps.CheckFailed:
		sign = w.theme.Fail.Render(w.theme.Icons.Fail)
	case p.level == warning || state == steps.CheckWarn:
		sign = w.theme.Warn.Render(w.theme.Icons.Warn)
	case p.given && !untaken:
		sign = w.theme.OK.Render(w.theme.Icons.Done)
	}
	line := sign + " " + look.Pad(p.field.Label, column, w.theme.Icons.Cut) + "  " + w.value(p)
	mark := ""
	if untaken {
		mark = "  not taken yet"
	}
	line = look.Fit(line, max(width-look.Width(mark), width/2), w.theme.Icons.Cut) + w.theme.Dim.Render(mark)
	lines := []string{look.Fit(line, width, w.theme.Icons.Cut)}
	if p.note != "" && p.level >= warning {
		lines = append(lines, w.said(w.levelIcon(p.level), w.levelStyle(p.level), firstLine(p.note), width)...)
	}
	return append(lines, w.checkLines(p, width)...)
}

// value shows a field's answer in a few words; never a secret.
func (w wizard) value(p part) string {
	a := w.machine.Answers()
	text := sanitize.Line(a.Get(p.field.Key))
	switch {
	case p.field.Key == saveAction:
		return w.theme.Dim.Render(inWords(p.field, p.input.Raw()))
	case p.field.Kind == steps.Masked && (p.given || p.input.Raw() != ""):
		text = strings.Repeat(w.theme.Icons.Mask, 8)
	case w.untaken(p):
		text = sanitize.Line(p.input.Raw())
		if p.field.Kind == steps.Choice {
			text = inWords(p.field, text)
		}
	case text == "" && p.field.Default != "":
		return w.theme.Dim.Render(inWords(p.field, sanitize.Line(p.field.Default)))
	case text == "" && p.field.Optional:
		return w.theme.Dim.Render("optional")
	default:
		text = inWords(p.field, text)
	}
	return text
}

// inWords is how a field's value is shown: a choice by its label, a list with blanks to break at.
func inWords(f steps.Field, value string) string {
	if label := optionLabel(f, value); label != value {
		return label
	}
	return strings.ReplaceAll(value, ",", ", ")
}

func (w wizard) levelStyle(l level) lipgloss.Style {
	return []lipgloss.Style{quiet: w.theme.Dim, good: w.theme.OK, warning: w.theme.Warn, bad: w.theme.Fail}[l]
}

func (w wizard) levelIcon(l level) string {
	i := w.theme.Icons
	return []string{quiet: i.Bullet, good: i.OK, warning: i.Warn, bad: i.Fail}[l]
}

// turning is the spinner's frame.
func (w wizard) turning() string {
	frames := w.theme.Icons.Spinner
	return frames[w.spin.frame%len(frames)]
}
