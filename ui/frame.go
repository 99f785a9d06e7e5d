package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// Widths of the screen, in cells.
const (
	wideFrom     = 90 // from here on the steps stand at the side
	sidebarWidth = 28
	maxContent   = 76
	narrow       = 45 // up to here the help line's words are shorter
)

// block is lines of the screen, with the cursor in them where there is one.
type block struct {
	lines  []string
	focus  int // the line that must stay visible
	told   int // the last line of what is said about the focused field
	cursor *tea.Cursor
}

// size is how the screen is divided.
type size struct {
	width, height int
	margin, side  int // cells left of the content; the side's share of them
	content       int
	body          int // lines between header and footer
	roomy         bool
}

// size divides the screen, given the lines of header and footer.
func (w wizard) size(around int) size {
	s := size{width: w.width, height: w.height, roomy: w.height >= 20}
	switch {
	case w.width >= 60:
		s.margin = 2
	case w.width >= 30:
		s.margin = 1
	}
	if w.width >= wideFrom {
		s.side = sidebarWidth
		s.margin += sidebarWidth
	}
	s.content = max(min(w.width-s.margin-1, maxContent), 1)
	s.body = max(w.height-around, 0)
	return s
}

// View draws the screen. It changes nothing.
func (w wizard) View() tea.View {
	view := tea.NewView("")
	view.AltScreen = true
	if w.width < 1 || w.height < 1 {
		return view
	}
	header, footer := w.header(), w.footer()
	if len(header)+len(footer) >= w.height {
		footer = nil
	}
	if len(header) >= w.height {
		header = nil
	}
	s := w.size(len(header) + len(footer))
	body := w.body(s)
	lines := append([]string(nil), header...)
	for i := range s.body {
		line := ""
		if i < len(body.lines) {
			line = body.lines[i]
		}
		lines = append(lines, w.beside(s, i)+line)
	}
	lines = append(lines, footer...)
	for i, line := range lines {
		lines[i] = strings.TrimRight(look.Fit(line, w.width, ""), " ")
	}
	view.Content = strings.Join(lines, "\n")
	if body.cursor != nil && body.cursor.Y < s.body {
		cursor := *body.cursor
		cursor.X = min(cursor.X+s.margin, w.width-1)
		cursor.Y += len(header)
		view.Cursor = &cursor
	}
	switch {
	case w.waits():
		view.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	case w.test.state == testRunning:
		view.ProgressBar = tea.NewProgressBar(tea.ProgressBarDefault, 100*len(w.test.findings)/len(findingOrder))
	}
	return view
}

// body draws what lies between header and footer.
func (w wizard) body(s size) block {
	switch {
	case w.overlay.kind != noOverlay:
		return w.overlayView(s)
	case w.save.state == savedDone:
		return w.savedView(s)
	case w.waits():
		return w.signInView(s)
	case w.onResult():
		return w.testView(s)
	default:
		return w.stepView(s)
	}
}

// header names the program, what is being registered and how far it is; then the banner.
func (w wizard) header() []string {
	pad := strings.Repeat(" ", w.size(0).margin-w.size(0).side)
	left := pad + w.theme.Accent.Bold(true).Render("appreg")
	a := w.machine.Answers()
	if service, ok := catalog.Lookup(a.API()); ok && w.width >= 30 {
		left += w.theme.Dim.Render("  " + service.Title + " " + w.theme.Icons.Dot + " " + cloudName(a))
	}
	index, total := w.machine.Progress()
	progress := fmt.Sprintf("Step %d of %d", index, total)
	if a.Flow() == "" {
		progress = fmt.Sprintf("Step %d", index) // how many there are follows from the API and the flow
	}
	right := w.theme.Dim.Render(progress) + pad
	if w.save.state == savedDone {
		right = w.theme.OK.Render(w.theme.Icons.OK+" Saved") + pad
	}
	line := look.Fit(left, w.width, w.theme.Icons.Cut)
	if room := w.width - look.Width(right) - 1; room >= look.Width("appreg") {
		line = look.Pad(left, room, w.theme.Icons.Cut) + " " + right
	}
	lines := []string{line}
	if banner := sanitize.Line(w.options.Services.Banner); banner != "" {
		text := pad + w.theme.Warn.Render(w.theme.Icons.Warn+" "+banner)
		lines = append(lines, look.Fit(text, w.width, w.theme.Icons.Cut))
	}
	if w.height >= 14 {
		lines = append(lines, "")
	}
	return lines
}

func cloudName(a steps.Answers) string {
	if region := a.Get(steps.KeyRegion); region != "" && a.API() == catalog.LCS {
		return "region " + sanitize.Line(region)
	}
	return sanitize.Line(string(a.Cloud())) + " cloud"
}

// footer is the message of the moment, if any, and the help line.
func (w wizard) footer() []string {
	s := w.size(0)
	pad := strings.Repeat(" ", s.margin-s.side)
	var lines []string
	if w.height >= 14 {
		lines = append(lines, "")
	}
	if w.flash.text != "" {
		room := max(w.width-len(pad)-2, 1)
		text := look.Lines(sanitize.Line(w.flash.text), room, w.levelStyle(w.flash.level))
		text = w.cutOff(text, max(w.height/4, 1), room)
		lines = append(lines, look.Indent(text, pad)...)
	}
	return append(lines, pad+w.helpLine(w.width-len(pad)-1))
}

// cutOff keeps the first lines of a text, the last of them with the sign that there is more.
func (w wizard) cutOff(lines []string, height, width int) []string {
	if len(lines) <= height || height < 1 {
		return lines[:max(min(height, len(lines)), 0)]
	}
	kept := append([]string(nil), lines[:height]...)
	cut := w.theme.Icons.Cut
	kept[height-1] = look.Fit(kept[height-1], max(width-look.Width(cut), 0), "") + w.theme.Dim.Render(cut)
	return kept
}

// helpLine names as many keys as fit; help itself always has its place. Quit gives way to what the screen is about:
// it is in the help, too.
func (w wizard) helpLine(width int) string {
	keys := w.keys()
	if w.overlay.kind != noOverlay {
		return w.overlayKeys(keys, width)
	}
	last := w.helpItem(keys.Help.Help().Key, keys.Help.Help().Desc)
	quit := last + "  " + w.helpItem(keys.Quit.Help().Key, keys.Quit.Help().Desc)
	if first := w.items(keys.first(w.waits())); first == "" || look.Width(first)+look.Width(quit) <= width {
		last = quit
	}
	line := ""
	for _, b := range keys.short() {
		item := w.items([]key.Binding{b})
		if look.Width(line)+look.Width(item)+look.Width(last) > width {
			break
		}
		line += item
	}
	return look.Fit(line+last, width, "")
}

func (w wizard) items(bindings []key.Binding) string {
	line := ""
	for _, b := range bindings {
		line += w.helpItem(b.Help().Key, b.Help().Desc) + "  "
	}
	return line
}

func (w wizard) helpItem(key, does string) string {
	return w.theme.Key.Render(key) + " " + w.theme.Dim.Render(does)
}
