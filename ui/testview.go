package ui

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// selected is the finding that is shown in full.
func (t testRun) selected() (report.Finding, bool) {
	if t.state != testDone || t.at < 0 || t.at >= len(t.findings) {
		return report.Finding{}, false
	}
	return t.findings[t.at], true
}

// row is the row that holds the selected finding.
func (t testRun) row() int {
	for i, g := range t.groups() {
		if t.at < g.to {
			return i
		}
	}
	return 0
}

// pressed moves the selection by a row.
func (t testRun) pressed(msg tea.KeyPressMsg) testRun {
	rows := t.groups()
	if t.state != testDone || len(rows) == 0 {
		return t
	}
	row := t.row()
	if t.at < 0 {
		row = -1
	}
	switch msg.String() {
	case "up":
		row--
	case "down":
		row++
	default:
		return t
	}
	t.at = rows[max(min(row, len(rows)-1), 0)].from
	return t
}

// testView draws the findings as they come, then the selected one in full.
func (w wizard) testView(s size) block {
	b := block{lines: append([]string(nil), w.verdictLines(s)...)}
	rows := w.findingRows(s.content)
	height := w.rowsHeight(s)
	from := 0
	if len(rows) > height {
		at := w.test.row()
		if w.test.state == testRunning { // the row that is under way
			at = len(w.test.findings)
		}
		from = min(max(at-height/2, 0), len(rows)-height)
	}
	b.lines = append(b.lines, rows[from:min(from+height, len(rows))]...)
	if detail := w.detailHeight(s); detail > 0 && w.test.state == testDone && len(w.text) > 0 {
		b.lines = append(b.lines, "")
		b.lines = append(b.lines, scrolledTo(w.text, w.guide, detail, w.theme, s.content, "pgdn")...)
	}
	return b
}

// rowsHeight is the lines for the rows of findings: all while the test runs, else half where there is not enough.
func (w wizard) rowsHeight(s size) int {
	rest := s.body - len(w.verdictLines(s))
	rows := len(w.test.groups())
	if w.test.state == testRunning {
		return min(len(findingOrder), max(rest, 0))
	}
	if rows+min(len(w.text)+1, 8) <= rest {
		return rows
	}
	return max(min(rows, rest/3), min(rest, 1))
}

func (w wizard) detailHeight(s size) int {
	return max(s.body-len(w.verdictLines(s))-w.rowsHeight(s)-1, 0)
}

// verdictLines is the title, with the verdict once there is one.
func (w wizard) verdictLines(s size) []string {
	if s.body < 5 {
		return nil
	}
	title := w.theme.Title.Render(look.Fit(w.form.step.Title, max(s.content-16, 1), w.theme.Icons.Cut))
	if w.test.state == testDone {
		style := map[report.Verdict]lipgloss.Style{report.Ready: w.theme.OK, report.Incomplete: w.theme.Warn}
		word, ok := style[w.test.report.Verdict]
		if !ok {
			word = w.theme.Fail
		}
		title += "  " + word.Bold(true).Render(strings.ToUpper(string(w.test.report.Verdict)))
	}
	if s.body >= 12 {
		return []string{title, ""}
	}
	return []string{title}
}

// findingRows is one line a finding, in the contract's order.
func (w wizard) findingRows(width int) []string {
	var rows []string
	done := map[report.ID]bool{}
	for _, group := range w.test.groups() {
		for _, f := range w.test.findings[group.from:group.to] {
			done[f.ID] = true
		}
		rows = append(rows, w.findingRow(group, width))
	}
	if w.test.state != testRunning {
		return rows
	}
	next := true
	for _, known := range findingOrder {
		if done[known.id] {
			continue
		}
		sign, style := w.theme.Faint.Render(w.theme.Icons.Todo), w.theme.Dim
		if next {
			sign, style, next = w.theme.Accent.Render(w.turning()), w.theme.Plain, false
		}
		rows = append(rows, look.Fit("  "+sign+" "+style.Render(known.name), width, ""))
	}
	return rows
}

// group is findings that stand in one row.
type group struct{ from, to int }

// groups puts what was skipped for the same reason into one row, once the test is over.
func (t testRun) groups() []group {
	var list []group
	for i, f := range t.findings {
		if last := len(list) - 1; t.state == testDone && last >= 0 && f.Status == report.Skip {
			if before := t.findings[list[last].from]; before.Status == report.Skip && before.Title == f.Title {
				list[last].to = i + 1
				continue
			}
		}
		list = append(list, group{i, i + 1})
	}
	return list
}

func (w wizard) findingRow(g group, width int) string {
	f := w.test.findings[g.from]
	point := "  "
	if w.test.at >= g.from && w.test.at < g.to && w.test.state == testDone {
		point = w.theme.Accent.Render(w.theme.Icons.Point) + " "
	}
	icon, style := w.status(f.Status)
	title := w.theme.Plain
	if f.Status == report.Skip {
		title = w.theme.Dim
	}
	var names []string
	for _, member := range w.test.findings[g.from:g.to] {
		names = append(names, findingName(member.ID))
	}
	name := strings.Join(names, ", ")
	name = look.Pad(name, max(look.Width(name), 11), "")
	if width < 50 {
		name = ""
	} else {
		name += "  "
	}
	return look.Fit(point+style.Render(icon)+" "+w.theme.Dim.Render(name)+title.Render(f.Title), width, w.theme.Icons.Cut)
}

func (w wizard) status(s report.Status) (icon string, style lipgloss.Style) {
	switch s {
	case report.OK:
		return w.theme.Icons.OK, w.theme.OK
	case report.Warn:
		return w.theme.Icons.Warn, w.theme.Warn
	case report.Fail:
		return w.theme.Icons.Fail, w.theme.Fail
	default:
		return w.theme.Icons.Skip, w.theme.Dim
	}
}

func findingName(id report.ID) string {
	for _, known := range findingOrder {
		if known.id == id {
			return known.name
		}
	}
	return string(id)
}

// detailLines shows the selected finding in full: what happened, why, and what to do about it.
func (w wizard) detailLines(width int) []string {
	f, ok := w.test.selected()
	if !ok {
		return w.tokenLines(width)
	}
	_, style := w.status(f.Status)
	lines := look.Lines(f.Title, width, style.Bold(true))
	add := func(more ...string) {
		if len(more) > 0 {
			lines = append(append(lines, ""), more...)
		}
	}
	if w.test.mended != "" {
		add(w.said(w.theme.Icons.OK, w.theme.OK, w.test.mended+" Test again.", width)...)
	}
	if f.Meaning != "" {
		add(look.Rich(f.Meaning, width, w.theme.Plain, w.theme.Bold)...)
	}
	add(w.alternativeLines(width)...)
	add(w.fixLines(f.Fix, width)...)
	if f.Evidence != "" {
		add(look.Lines(f.Evidence, width, w.theme.Dim)...)
	}
	if facts := findingFacts(f); facts != "" {
		add(look.Lines(facts, width, w.theme.Dim)...)
	}
	return lines
}

// tokenLines tells of the token that was received; never the token itself.
func (w wizard) tokenLines(width int) []string {
	token := w.test.report.Token
	if token == nil || w.test.state != testDone {
		return nil
	}
	blocks := []steps.Block{{Text: "Everything that was checked holds."}}
	fact := func(label, text string) {
		if text = sanitize.Line(text); text != "" {
			blocks = append(blocks, steps.Block{Kind: steps.Fact, Label: label, Text: text})
		}
	}
	fact("Signed in", whoSignedIn(w.machine.Answers(), w.test.findings))
	fact("Audience", token.Audience)
	fact("Scopes", strings.Join(token.Scopes, ", "))
	fact("Roles", strings.Join(token.Roles, ", "))
	return guideLines(steps.Guide{Blocks: blocks}, w.theme, width)
}

func (w wizard) fixLines(fix report.Fix, width int) []string {
	var lines []string
	if fix.Where != "" {
		lines = append(lines, look.Rich(fix.Where, width, w.theme.Bold, w.theme.Bold)...)
	}
	for i, step := range fix.Steps {
		head := w.theme.Accent.Render(fmt.Sprintf("%2d", i+1)) + "  "
		lines = append(lines, look.Indent(look.Rich(step, max(width-4, 1), w.theme.Plain, w.theme.Bold), head)...)
	}
	if fix.Command != "" {
		lines = append(lines, look.Indent(look.Lines(fix.Command, max(width-4, 1), w.theme.Code), "    ")...)
	}
	if fix.URL != "" {
		lines = append(lines, look.Link(fix.URL, width, w.theme.Accent)...)
	}
	return lines
}

// findingFacts names what support asks for.
func findingFacts(f report.Finding) string {
	var facts []string
	if f.AADSTS != 0 {
		facts = append(facts, fmt.Sprintf("AADSTS%d", f.AADSTS))
	}
	if f.CorrelationID != "" {
		facts = append(facts, "correlation id "+f.CorrelationID)
	}
	if f.TraceID != "" {
		facts = append(facts, "trace id "+f.TraceID)
	}
	return strings.Join(facts, "\n")
}
