package wizard

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/steps"
	"appreg/ui/look"
)

// View draws the waiting for a person: the code or what the browser does, the time left, then the link, who asks
// and what can go wrong, which scroll.
func (sc *signInScreen) View(s size) block { return sc.below(sc.head(s), s) }

// head is what always shows.
func (sc *signInScreen) head(s size) []string {
	signIn := sc.signIn
	left := ""
	if !signIn.Expires.IsZero() {
		left = report.Minutes(signIn.Left(sc.now)) + " left"
	}
	if s.body < 6 {
		code := sc.theme.Accent.Bold(true).Render(signIn.UserCode)
		if signIn.UserCode != "" {
			left = "  " + strings.TrimSuffix(left, " left")
		}
		return []string{look.Fit(code+left, s.content, "")}
	}
	lines := []string{look.Fit(sc.theme.Title.Render(steps.SignInTitle(*signIn)), s.content, sc.theme.Icons.Cut)}
	gap := func() {
		if s.body >= 12 {
			lines = append(lines, "")
		}
	}
	gap()
	if signIn.UserCode == "" {
		lines = append(lines, sc.browserLines(s)...)
	} else {
		lines = append(lines, sc.codeLines(signIn.UserCode, s)...)
	}
	lines = append(lines, look.Fit(sc.theme.Dim.Render(left), s.content, ""))
	gap()
	return lines
}

// browserLines say whether the browser was opened, by sign and words.
func (sc *signInScreen) browserLines(s size) []string {
	icon, style := sc.theme.Icons.OK, sc.theme.OK
	if !sc.signIn.Opened {
		icon, style = sc.theme.Icons.Warn, sc.theme.Warn
	}
	return look.Indent(look.Lines(steps.SignInLead(*sc.signIn), max(s.content-2, 1), sc.theme.Plain), style.Render(icon)+" ")
}

// codeLines show the code in one piece, to be selected, in a box where there is room.
func (sc *signInScreen) codeLines(code string, s size) []string {
	line := look.Fit(sc.theme.Accent.Bold(true).Render(code), s.content, sc.theme.Icons.Cut)
	if s.body < 14 || look.Width(code)+8 > s.content {
		return []string{line}
	}
	return sc.theme.Box("", []string{"  " + line + "  "}, look.Width(code)+8, sc.theme.Accent)
}

// bodyLines is the part of the panel that scrolls. Where the browser is open already, what its errors mean is nearer
// than the link.
func (sc *signInScreen) bodyLines(width int) []string {
	signIn := sc.signIn
	label := "If it shows no page, open this one:"
	switch {
	case signIn.UserCode != "":
		label = "Enter the code on this page:"
	case !signIn.Opened:
		label = "The page:"
	}
	link := linkLines([]steps.Link{{Label: label, URL: signIn.URL}}, sc.theme, width, false)
	warnings := guideLines(steps.Guide{Blocks: steps.Warnings(sc.answers())}, sc.theme, width)
	who := guideLines(steps.Guide{Blocks: steps.WhoAsks(sc.answers())}, sc.theme, width)
	todo := guideLines(steps.Guide{Blocks: steps.Instructions(sc.answers())}, sc.theme, width)
	parts := [][]string{link, who, todo, warnings}
	if signIn.UserCode == "" && signIn.Opened {
		parts = [][]string{warnings, link, who, todo}
	} else if signIn.UserCode == "" {
		parts = [][]string{link, warnings, who, todo}
	}
	return apart(parts...)
}

// Measure sets what scrolls in lines.
func (sc *signInScreen) Measure(s size) {
	sc.text.set(sc.textKey(s), func() []string { return sc.bodyLines(s.content) })
	sc.text.fit(max(s.body-len(sc.head(s)), 0))
}

// progress shows in the terminal's own bar that a person is waited for.
func (sc *signInScreen) progress() *tea.ProgressBar {
	return tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
}
