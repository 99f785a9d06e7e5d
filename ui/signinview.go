package ui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"appreg/internal/report"
	"appreg/steps"
	"appreg/ui/look"
)

// signInView draws the waiting for a person: the code or what the browser does, the time left, then the link, who asks
// and what can go wrong, which scroll.
func (w wizard) signInView(s size) block {
	head := w.signInHead(s)
	b := block{lines: head}
	b.lines = append(b.lines, scrolledTo(w.text, w.guide, max(s.body-len(head), 0), w.theme, s.content, "pgdn")...)
	return b
}

// signInHeight is the lines for what scrolls.
func (w wizard) signInHeight(s size) int { return max(s.body-len(w.signInHead(s)), 0) }

// signInHead is what always shows.
func (w wizard) signInHead(s size) []string {
	signIn := w.test.waiting.signIn
	left := ""
	if !signIn.Expires.IsZero() {
		left = minutes(w.test.waiting.left()) + " left"
	}
	if s.body < 6 {
		code := w.theme.Accent.Bold(true).Render(signIn.UserCode)
		if signIn.UserCode != "" {
			left = "  " + strings.TrimSuffix(left, " left")
		}
		return []string{look.Fit(code+left, s.content, "")}
	}
	lines := []string{look.Fit(w.theme.Title.Render(signInTitle(signIn)), s.content, w.theme.Icons.Cut)}
	gap := func() {
		if s.body >= 12 {
			lines = append(lines, "")
		}
	}
	gap()
	if signIn.UserCode == "" {
		lines = append(lines, w.browserLines(signIn, s)...)
	} else {
		lines = append(lines, w.codeLines(signIn.UserCode, s)...)
		if plain := signIn.UserCode + "  " + left; look.Width(plain) <= s.content {
			left = plain
		}
	}
	lines = append(lines, look.Fit(w.theme.Dim.Render(left), s.content, ""))
	gap()
	return lines
}

// browserLines say whether the browser was opened, by sign and words.
func (w wizard) browserLines(signIn report.SignIn, s size) []string {
	icon, style := w.theme.Icons.OK, w.theme.OK
	if !signIn.Opened {
		icon, style = w.theme.Icons.Warn, w.theme.Warn
	}
	return look.Indent(look.Lines(signInLead(signIn), max(s.content-2, 1), w.theme.Plain), style.Render(icon)+" ")
}

// codeLines show the code large: its letters apart, in a box where there is room.
func (w wizard) codeLines(code string, s size) []string {
	style := w.theme.Accent.Bold(true)
	wide := strings.Join(strings.Split(code, ""), " ")
	if look.Width(wide) > s.content {
		wide = code
	}
	line := look.Fit(style.Render(wide), s.content, w.theme.Icons.Cut)
	if s.body < 14 || look.Width(wide)+6 > s.content {
		return []string{line}
	}
	border := lipgloss.ASCIIBorder()
	if w.unicode {
		border = lipgloss.RoundedBorder()
	}
	box := lipgloss.NewStyle().Border(border).BorderForeground(w.theme.Faint.GetForeground()).Padding(0, 2)
	return strings.Split(box.Render(line), "\n")
}

// signInLines is the part of the panel that scrolls. Where the browser is open already, what its errors mean is nearer
// than the link.
func (w wizard) signInLines(width int) []string {
	signIn, guide := w.test.waiting.signIn, w.form.step.Guide
	label := "If it shows no page, open this one:"
	switch {
	case signIn.UserCode != "":
		label = "Enter the code on this page:"
	case !signIn.Opened:
		label = "The page:"
	}
	link := linkLines([]steps.Link{{Label: label, URL: signIn.URL}}, w.theme, width, false)
	warnings := guideLines(steps.Guide{Blocks: whatCanGoWrong(guide)}, w.theme, width)
	who := guideLines(steps.Guide{Blocks: whoAsks(w.machine.Answers())}, w.theme, width)
	todo := guideLines(steps.Guide{Blocks: whatToDo(guide)}, w.theme, width)
	parts := [][]string{link, who, todo, warnings}
	if signIn.UserCode == "" && signIn.Opened {
		parts = [][]string{warnings, link, who, todo}
	} else if signIn.UserCode == "" {
		parts = [][]string{link, warnings, who, todo}
	}
	var lines []string
	for _, part := range parts {
		if len(lines) > 0 && len(part) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, part...)
	}
	return lines
}
