package wizard

import (
	"strings"

	"charm.land/lipgloss/v2"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/field"
	"appreg/ui/look"
)

// formView draws the step's fields: the focused one open, the others in one line each, or on the first step open, too, where
// there is room: those with a default last. above stands above the save step's last question.
func (pn *pane) formView(s size, room int, above []string) block {
	column := 0
	for _, p := range pn.form.parts {
		column = max(column, look.Width(p.field.Label))
	}
	column = min(column, s.content/2)
	collapsed := func(p part, s size) []string { return pn.collapsedField(p, column, s.content) }
	if pn.session.At() == catalog.StepStart {
		undecided := func(p part, s size) []string {
			if p.field.Default != "" {
				return collapsed(p, s)
			}
			return pn.openChoice(p, s)
		}
		for _, other := range []func(part, size) []string{pn.openChoice, undecided} {
			if whole := pn.fieldsAround(s, everything, above, other); len(whole.lines) <= room {
				return whole
			}
		}
		if b := pn.fieldsAround(s, room, above, pn.openChoice); len(b.lines) <= room {
			return b
		}
	}
	return pn.fieldsAround(s, room, above, collapsed)
}

// everything is room for any form.
const everything = 1000

// fieldsAround draws the focused field, the others by other.
func (pn *pane) fieldsAround(s size, room int, above []string, other func(part, size) []string) block {
	focused, ok := pn.form.here()
	if !ok {
		return block{}
	}
	var before, after []string
	for i, p := range pn.form.parts {
		if p.field.Key == saveAction {
			before = append(before, above...)
		}
		switch {
		case i < pn.form.focus:
			before = append(before, other(p, s)...)
		case i > pn.form.focus:
			after = append(after, other(p, s)...)
		}
	}
	if s.roomy && len(before) > 0 {
		before = append(before, "")
	}
	if s.roomy && len(after) > 0 {
		after = append([]string{""}, after...)
	}
	b := pn.openField(block{lines: before}, focused, s, room-len(before)-len(after))
	b.lines = append(b.lines, after...)
	return b
}

// openChoice draws a choice that has not the focus with all its options, so that what will be asked is seen.
func (pn *pane) openChoice(p part, s size) []string {
	radio, ok := p.input.(field.Radio)
	if !ok {
		return pn.collapsedField(p, s.content/2, s.content)
	}
	sign := pn.theme.Faint.Render(pn.theme.Icons.Todo)
	if p.given {
		sign = pn.theme.OK.Render(pn.theme.Icons.Done)
	} else if p.field.Default == "" && !pn.untaken(p) {
		radio = radio.Undecided()
	}
	still := pn.theme
	still.Accent = still.Plain
	label := sign + " " + pn.theme.Bold.Render(p.field.Label)
	if pn.untaken(p) {
		label += pn.theme.Dim.Render(notTaken)
	}
	lines := []string{look.Fit(label, s.content, pn.theme.Icons.Cut)}
	lines = append(lines, pn.remarks(p, s.content)...)
	return append(lines, look.Indent(radio.View(still, max(s.content-2, 1), len(p.field.Options)+2).Lines, "  ")...)
}

// openField draws the focused field in about height lines: label, input, what there is to say, help. A list is made
// shorter to leave room for the rest.
func (pn *pane) openField(b block, p part, s size, height int) block {
	label := pn.theme.Accent.Bold(true).Render(pn.theme.Icons.Point + " " + p.field.Label)
	if p.field.Optional {
		label += pn.theme.Dim.Render("  optional")
	}
	b.lines = append(b.lines, look.Fit(label, s.content, pn.theme.Icons.Cut))
	told := pn.told(p, s.content, height-4)
	least := 3
	if p.note != "" {
		least = 2 // what was refused must be told on the smallest screen, too
	}
	view := p.input.View(pn.theme, max(s.content-2, 1), max(height-1-len(told), least))
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
func (pn *pane) told(p part, width, room int) []string {
	lines := pn.remarks(p, width)
	if p.given && p.field.Kind == steps.Masked && p.input.Raw() == "" {
		lines = append(lines, pn.said(pn.theme.Icons.OK, pn.theme.OK, "Held in memory, not shown. Enter keeps it; typing replaces it.", width)...)
	}
	shown := len(lines)
	help := p.field.Help
	if help != "" && strings.HasSuffix(p.note, "\n"+sanitize.Text(help)) {
		help = "" // the problem says it
	}
	if p.field.Default != "" && (p.field.Kind == steps.Text || p.field.Kind == steps.Choices) {
		help = "Left empty: **" + p.field.Default + "**\n" + help // on a line of its own: a name is not broken
	}
	if help = sanitize.Text(help); help != "" {
		text := look.Indent(look.Rich(help, max(width-4, 1), pn.theme.Dim, pn.theme.Bold), "    ")
		lines = append(lines, pn.cutOff(text, room-shown, width)...)
	}
	return lines
}

// remarks draws the field's problem or note and its live check.
func (pn *pane) remarks(p part, width int) []string {
	var lines []string
	if p.note != "" {
		lines = append(lines, pn.said(pn.levelIcon(p.level), pn.levelStyle(p.level), p.note, width)...)
	} else if pn.judging() {
		lines = append(lines, pn.said(pn.turning(), pn.theme.Accent, "Looking at it.", width)...)
	}
	return append(lines, pn.checkLines(p, width)...)
}

// checkLines draws how far the live check of a field is.
func (pn *pane) checkLines(p part, width int) []string {
	result := pn.checkOf(p)
	switch result.State {
	case steps.Checking:
		return pn.said(pn.turning(), pn.theme.Accent, "Looking it up.", width)
	case steps.CheckOK:
		return pn.said(pn.theme.Icons.OK, pn.theme.OK, result.Text, width)
	case steps.CheckWarn:
		return pn.said(pn.theme.Icons.Warn, pn.theme.Warn, result.Text, width)
	case steps.CheckFailed:
		return pn.said(pn.theme.Icons.Fail, pn.theme.Fail, result.Text, width)
	default:
		return nil
	}
}

// said sets a remark behind its sign. The sign has the colour, the text stays readable.
func (sh *shell) said(icon string, style lipgloss.Style, text string, width int) []string {
	lines := look.Rich(text, max(width-6, 1), sh.theme.Plain, sh.theme.Bold)
	return look.Indent(lines, "    "+style.Render(icon)+" ")
}

// notTaken marks a field whose text or option is not its answer.
const notTaken = "  not taken yet"

// collapsedField draws a field that has not the focus.
func (pn *pane) collapsedField(p part, column, width int) []string {
	sign := pn.theme.Faint.Render(pn.theme.Icons.Todo)
	state, untaken := pn.checkOf(p).State, pn.untaken(p)
	switch {
	case p.level == bad || state == steps.CheckFailed:
		sign = pn.theme.Fail.Render(pn.theme.Icons.Fail)
	case p.level == warning || state == steps.CheckWarn:
		sign = pn.theme.Warn.Render(pn.theme.Icons.Warn)
	case p.given && !untaken:
		sign = pn.theme.OK.Render(pn.theme.Icons.Done)
	}
	line := sign + " " + look.Pad(p.field.Label, column, pn.theme.Icons.Cut) + "  " + pn.value(p)
	mark := ""
	if untaken {
		mark = notTaken
	}
	line = look.Fit(line, max(width-look.Width(mark), width/2), pn.theme.Icons.Cut) + pn.theme.Dim.Render(mark)
	lines := []string{look.Fit(line, width, pn.theme.Icons.Cut)}
	if p.note != "" && p.level >= warning {
		lines = append(lines, pn.said(pn.levelIcon(p.level), pn.levelStyle(p.level), firstLine(p.note), width)...)
	}
	return append(lines, pn.checkLines(p, width)...)
}

// value shows a field's answer in a few words; never a secret.
func (pn *pane) value(p part) string {
	a := pn.answers()
	text := sanitize.Line(a.Get(p.field.Key))
	switch {
	case p.field.Key == saveAction:
		return pn.theme.Dim.Render(inWords(p.field, p.input.Raw()))
	case p.field.Kind == steps.Masked && (p.given || p.input.Raw() != ""):
		text = strings.Repeat(pn.theme.Icons.Mask, 8)
	case pn.untaken(p):
		text = sanitize.Line(p.input.Raw())
		if p.field.Kind == steps.Choice {
			text = inWords(p.field, text)
		}
	case text == "" && p.field.Default != "":
		return pn.theme.Dim.Render(inWords(p.field, sanitize.Line(p.field.Default)))
	case text == "" && p.field.Optional:
		return pn.theme.Dim.Render("optional")
	default:
		text = inWords(p.field, text)
	}
	return text
}

// inWords is how a field's value is shown: a choice by its label, a list with blanks to break at.
func inWords(f steps.Field, value string) string {
	if label := f.OptionLabel(value); label != value {
		return label
	}
	return strings.ReplaceAll(value, ",", ", ")
}

func (sh *shell) levelStyle(l level) lipgloss.Style {
	return []lipgloss.Style{quiet: sh.theme.Dim, good: sh.theme.OK, warning: sh.theme.Warn, bad: sh.theme.Fail}[l]
}

func (sh *shell) levelIcon(l level) string {
	i := sh.theme.Icons
	return []string{quiet: i.Bullet, good: i.OK, warning: i.Warn, bad: i.Fail}[l]
}

func firstLine(s string) string {
	line, _, more := strings.Cut(s, "\n")
	if more {
		line += " …"
	}
	return line
}
