package wizard

import (
	"strings"

	"charm.land/lipgloss/v2"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// View draws the findings as they come; then how many hold, the first problem with what to do about it, and the rest in
// a line.
func (sc *testScreen) View(s size) block {
	b := block{lines: sc.headLines(s)}
	if sc.running() {
		rows := sc.findingRows(s.content)
		room := max(s.body-len(b.lines), 0)
		from := max(min(len(sc.findings)-room/2, len(rows)-room), 0)
		b.lines = append(b.lines, rows[from:min(from+room, len(rows))]...)
		return b
	}
	b.lines = append(b.lines, sc.problemLines(s)...)
	if len(sc.aside(s.aside)) > 0 {
		return b
	}
	rows := sc.findingRows(s.content)
	switch roomy := len(b.lines)+3+len(rows) <= s.body; {
	case roomy && s.width >= moreFrom:
		b.lines = sc.below(b.lines, s, "All checks", rows, "")
		return b
	case roomy && s.width >= 80 && sc.session.Verdict() == report.Ready: // nothing else asks for attention
		b.lines = append(append(b.lines, ""), rows...)
		return b
	}
	if chips := sc.chipLines(s); len(b.lines)+len(chips) < s.body {
		b.lines = append(append(b.lines, ""), chips...)
	}
	return b
}

// aside is every check, and what was seen of the selected one.
func (sc *testScreen) aside(width int) []string {
	if width == 0 || sc.running() || len(sc.findings) == 0 {
		return nil
	}
	lines := append([]string{sc.theme.Bold.Render("All checks"), ""}, sc.findingRows(width)...)
	f, _ := sc.selected()
	if seen := details(f); seen != "" {
		lines = append(lines, "", sc.theme.Bold.Render("Details, without secrets"), "")
		lines = append(lines, look.Lines(seen, width, sc.theme.Dim)...)
	}
	return lines
}

// headLines is the step's title while the test runs, then what came of it.
func (sc *testScreen) headLines(s size) []string {
	if s.body < 5 {
		return nil
	}
	line := sc.theme.Title.Render(look.Fit(sc.title, s.content, sc.theme.Icons.Cut))
	if !sc.running() {
		left, right := sc.headline(), report.Passed(sc.findings)
		line = look.Fit(left, s.content, sc.theme.Icons.Cut)
		if gap := s.content - look.Width(left) - look.Width(right); gap > 1 {
			line = left + strings.Repeat(" ", gap) + sc.theme.Dim.Render(right)
		}
	}
	if s.body >= 12 {
		return []string{line, ""}
	}
	return []string{line}
}

// headline says in a few words what came of the test.
func (sc *testScreen) headline() string {
	verdict := sc.session.Verdict()
	ready, untested, unanswered := "Ready: all checks passed", "Not fully tested", "No usable answer"
	if sc.height < 10 {
		ready = "Ready"
	}
	small := sc.height < 10 && sc.width < tiny
	if small {
		untested, unanswered = "incomplete", "no answer"
	}
	bad := func(icon, text string, style lipgloss.Style) string {
		return style.Bold(true).Render(icon + " " + text)
	}
	switch {
	case verdict == report.Ready:
		return bad(sc.theme.Icons.OK, ready, sc.theme.OK)
	case verdict == report.Incomplete:
		return bad(sc.theme.Icons.Warn, untested, sc.theme.Warn)
	case verdict == report.Unreachable:
		return bad(sc.theme.Icons.Fail, unanswered, sc.theme.Fail)
	case small:
		return bad(sc.theme.Icons.Fail, "not ready", sc.theme.Fail)
	default:
		toFix := report.ToFix(sc.findings)
		return bad(sc.theme.Icons.Fail, strings.ToUpper(toFix[:1])+toFix[1:], sc.theme.Fail)
	}
}

// problemLines is the selected finding in a box, or what is known of the token.
func (sc *testScreen) problemLines(s size) []string {
	f, ok := sc.selected()
	height := sc.detailHeight(s)
	if height < 1 {
		return nil
	}
	if !ok || s.width < 30 || height < 4 {
		return sc.scrolled(sc.detail, height, s)
	}
	inner := s
	inner.content = s.content - 4
	icon, style := sc.status(f.Status)
	title := icon + " " + f.Title
	if !fitsEdge(f, inner.content) {
		title = icon
	}
	return sc.theme.Box(title, sc.scrolled(sc.detail, height-2, inner), s.content, style)
}

// fitsEdge reports whether a finding's title stands in the box's edge whole; else it stands inside.
func fitsEdge(f report.Finding, width int) bool { return look.Width(f.Title)+4 <= width }

// detailHeight is the lines for the selected finding, its box included.
func (sc *testScreen) detailHeight(s size) int {
	return max(s.body-len(sc.headLines(s))-len(sc.chipLines(s))-1, 0)
}

// chipLines is every check with its sign, in as few lines as they need.
func (sc *testScreen) chipLines(s size) []string {
	var lines []string
	line, at := "", 0 // at is the line of the selected one
	for i, f := range sc.findings {
		icon, style := sc.status(f.Status)
		name := sc.theme.Dim.Render(sc.nameOf(f.ID))
		if i == sc.at {
			name = sc.theme.Bold.Underline(true).Render(sc.nameOf(f.ID))
		}
		chip := style.Render(icon) + " " + name
		if line != "" && look.Width(line)+3+look.Width(chip) > s.content {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += "   "
		}
		line += chip
		if i == sc.at {
			at = len(lines)
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	part := 6 // the problem has the room
	if _, problem := sc.selected(); !problem && s.body >= 8 {
		part = 2
	}
	room := min(len(lines), max(s.body/part, 0))
	from := min(max(at-room+1, 0), len(lines)-room) // the one that is shown in full is among them
	return lines[from : from+room]
}

// findingRows is one line a finding, in the contract's order; while the test runs, with those that are still to come.
func (sc *testScreen) findingRows(width int) []string {
	var rows []string
	done := map[report.ID]bool{}
	column := 0
	for _, known := range report.Order {
		column = max(column, look.Width(sc.nameOf(known.ID)))
	}
	for i, f := range sc.findings {
		done[f.ID] = true
		icon, style := sc.status(f.Status)
		plain := sc.nameOf(f.ID)
		name := sc.theme.Dim.Render(look.Pad(plain, column, "")) + "  "
		if !sc.running() && i == sc.at {
			name = sc.theme.Bold.Underline(true).Render(plain) + strings.Repeat(" ", column+2-look.Width(plain))
		}
		if width < 50 {
			name = ""
		}
		rows = append(rows, look.Fit(style.Render(icon)+" "+name+f.Title, width, sc.theme.Icons.Cut))
	}
	next := sc.running()
	for _, known := range report.Order {
		if done[known.ID] || !sc.running() {
			continue
		}
		sign, style := sc.theme.Faint.Render(sc.theme.Icons.Todo), sc.theme.Dim
		if next {
			sign, style, next = sc.theme.Accent.Render(sc.turning()), sc.theme.Plain, false
		}
		rows = append(rows, look.Fit(sign+" "+style.Render(sc.nameOf(known.ID)), width, ""))
	}
	return rows
}

// nameOf is a check's name for people.
func (sc *testScreen) nameOf(id report.ID) string { return id.NameIn(sc.answers().API()) }

func (sh *shell) status(s report.Status) (icon string, style lipgloss.Style) {
	switch s {
	case report.OK:
		return sh.theme.Icons.OK, sh.theme.OK
	case report.Warn:
		return sh.theme.Icons.Warn, sh.theme.Warn
	case report.Fail:
		return sh.theme.Icons.Fail, sh.theme.Fail
	default:
		return sh.theme.Icons.Skip, sh.theme.Dim
	}
}

// detailLines is what to do about the selected finding, first what it means; where that is more than height lines, last.
func (sc *testScreen) detailLines(width, height int) []string {
	f, ok := sc.selected()
	if !ok {
		return sc.tokenLines(width)
	}
	var title []string
	if !fitsEdge(f, width) {
		title = look.Lines(f.Title, width, sc.theme.Bold)
	}
	if sc.fixed != "" {
		head := sc.theme.OK.Render(sc.theme.Icons.OK) + " "
		return apart(look.Indent(look.Lines(sc.fixed+" Test again.", max(width-2, 1), sc.theme.Plain), head), title)
	}
	var doubt, seen []string
	if text := f.Confidence.Sentence(); text != "" {
		doubt = look.Lines(text, width, sc.theme.Dim)
	}
	if f.Status == report.OK || f.Status == report.Skip {
		seen = look.Lines(f.Evidence, width, sc.theme.Dim)
	}
	meaning, fix := look.Rich(f.Meaning, width, sc.theme.Plain, sc.theme.Bold), sc.fixLines(f.Fix, width)
	lines := apart(title, doubt, meaning, fix, sc.alternativeLines(width), seen)
	if len(lines) > height && len(fix) > 0 {
		lines = apart(title, fix, sc.alternativeLines(width), doubt, meaning, seen)
	}
	return lines
}

// apart joins parts with an empty line between them.
func apart(parts ...[]string) []string {
	var lines []string
	for _, part := range parts {
		if text := strings.TrimSpace(strings.Join(part, "")); text == "" {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, part...)
	}
	return lines
}

// tokenLines tells of the token that was received; never the token itself.
func (sc *testScreen) tokenLines(width int) []string {
	token := sc.session.Report().Token
	if token == nil || sc.running() {
		return nil
	}
	var blocks []steps.Block
	fact := func(label, text string) {
		if text = sanitize.Line(text); text != "" {
			blocks = append(blocks, steps.Block{Kind: steps.Fact, Label: label, Text: text})
		}
	}
	fact("Signed in", whoSignedIn(sc.answers(), sc.findings))
	fact("Audience", token.Audience)
	fact("Scopes", strings.Join(token.Scopes, ", "))
	fact("Roles", strings.Join(token.Roles, ", "))
	return guideLines(steps.Guide{Blocks: blocks}, sc.theme.Calm(), width)
}

// whoSignedIn is the person that the account finding tells of; empty where nobody signed in at a page.
func whoSignedIn(a steps.Answers, findings []report.Finding) string {
	if !a.Flow().SignsInAtPage() {
		return ""
	}
	for _, f := range findings {
		if f.ID == report.Account && f.Status == report.OK {
			return f.Evidence
		}
	}
	return ""
}

// Measure sets the selected finding in lines.
func (sc *testScreen) Measure(s size) {
	width, height := s.content-4, sc.detailHeight(s)-2
	if _, boxed := sc.selected(); !boxed || s.width < 30 || height < 2 {
		width, height = s.content, height+2
	}
	key := struct {
		textKey
		at, findings, height int
	}{sc.textKey(s), sc.at, len(sc.findings), height}
	sc.detail.set(key, func() []string { return sc.detailLines(width, height) })
	sc.detail.fit(height)
}

// stuck reports whether the test found something.
func (sc *testScreen) stuck() bool { return !sc.running() && sc.session.Verdict() != report.Ready }

// busy reports whether the screen turns.
func (sc *testScreen) busy() bool { return sc.running() }

// progress shows how far the test is in the terminal's own bar; nil once it is over.
func (sc *testScreen) progress() *tea.ProgressBar {
	if !sc.running() {
		return nil
	}
	return tea.NewProgressBar(tea.ProgressBarDefault, 100*len(sc.findings)/len(report.Order))
}

// alternativeLines offers the other flows below what happened.
func (sc *testScreen) alternativeLines(width int) []string {
	var lines []string
	for _, flow := range sc.session.Alternatives() {
		name := newKeyMap(false).flowKey(flow).Help().Key
		head := " " + sc.theme.Key.Render(look.Pad(name, 2, "")) + " "
		lines = append(lines, look.Indent(look.Lines(flow.Info().Instead+". Every answer is kept.", max(width-4, 1), sc.theme.Plain), head)...)
	}
	return lines
}
