package wizard

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/look"
)

// Widths of the screen, in cells.
const (
	wideFrom     = 90  // from here on the steps stand at the side
	widerFrom    = 126 // from here on with what is known of each
	sidebarWidth = 28
	widerSidebar = 42 // a GUID in one piece
	maxContent   = 92 // longer lines are hard to read
	minContent   = 66 // beside what is good to know
	minAside     = 40
	maxAside     = 72
	narrow       = 45 // up to here the help line's words are shorter
	tiny         = 30 // below, the header has a word or two
)

// size divides the screen, given the lines of header and footer.
func (sh *shell) size(around int) size {
	s := size{width: sh.width, height: sh.height, roomy: sh.height >= 20}
	switch {
	case sh.width >= 60:
		s.margin = 2
	case sh.width >= 30:
		s.margin = 1
	}
	switch {
	case sh.width >= widerFrom:
		s.side = widerSidebar
	case sh.width >= wideFrom:
		s.side = sidebarWidth
	}
	s.margin += s.side
	room := sh.width - s.margin - 1
	s.content = max(min(room, maxContent), 1)
	if room >= minContent+asideGap+minAside {
		s.content = min(max(room-asideGap-maxAside, minContent), maxContent)
		s.aside = min(room-asideGap-s.content, maxAside)
	}
	s.body = max(sh.height-around, 0)
	return s
}

// measure sets what scrolls in lines and finds how far it scrolls. Update does it after each message that could change
// either, so that drawing a key press is cheap.
func (w *wizard) measure() {
	s := w.size(len(w.header()) + len(w.footerSpace()))
	w.sidebar.set(w.textKey(s), func() []string { return w.stepList(s) })
	w.screen.Measure(s)
	if w.overlay != nil && w.overlay.offset > 0 {
		last := lastOffset(len(w.overlayText(s.content)), s.body-len(w.overlayHead(s)))
		w.overlay.offset = min(w.overlay.offset, last)
	}
}

// textKey is what every text that is set in lines depends on.
type textKey struct {
	version int
	width   int
	side    int
	icon    string
	dark    bool
}

func (sh *shell) textKey(s size) textKey {
	return textKey{sh.version, s.content + s.aside, s.side, sh.theme.Icons.OK, sh.dark}
}

// View draws the screen. It changes nothing.
func (w *wizard) View() tea.View {
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
	body, aside := w.body(s), w.aside(s)
	lines := append([]string(nil), header...)
	for i := range s.body {
		line := ""
		if i < len(body.lines) {
			line = body.lines[i]
		}
		if len(aside) > 0 {
			line = look.Pad(line, s.content, "") + " " + w.theme.Faint.Render(w.theme.Icons.Frame.Side) + " "
		}
		if i < len(aside) {
			line += aside[i]
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
	if up, ok := w.screen.(withProgress); ok {
		view.ProgressBar = up.progress()
	}
	return view
}

// body draws what lies between header and footer.
func (w *wizard) body(s size) block {
	if w.overlay != nil {
		return w.overlayView(s)
	}
	return w.screen.View(s)
}

// asideGap is the cells between the screen and what stands beside it, with a line in the middle.
const asideGap = 3

// aside is what is good to know of the screen, where there is room beside it.
func (w *wizard) aside(s size) []string {
	up, ok := w.screen.(withAside)
	if s.aside == 0 || w.overlay != nil || !ok {
		return nil
	}
	lines := up.aside(s.aside)
	if len(lines) == 0 {
		return nil
	}
	return w.cutOff(lines, s.body, s.aside)
}

// meterWidth is the cells of the header's meter.
const meterWidth = 16

// header names the program, what is being registered and where, and how far it is; then the banner.
func (w *wizard) header() []string {
	pad := strings.Repeat(" ", w.size(0).margin-w.size(0).side)
	left := pad + w.theme.Accent.Bold(true).Render("appreg")
	a := w.answers()
	if service, ok := catalog.Lookup(a.API()); ok && w.width >= tiny {
		left += w.theme.Dim.Render("  " + service.Title + "  " + where(a))
	}
	right := w.progress() + pad
	line := look.Fit(left, w.width, w.theme.Icons.Cut)
	if room := w.width - look.Width(right) - 1; room >= look.Width("appreg") {
		line = look.Pad(left, room, w.theme.Icons.Cut) + " " + right
	}
	lines := []string{line}
	if banner := sanitize.Line(w.banner); banner != "" {
		text := pad + w.theme.Warn.Render(w.theme.Icons.Warn+" "+banner)
		lines = append(lines, look.Fit(text, w.width, w.theme.Icons.Cut))
	}
	if w.height >= 14 {
		lines = append(lines, "")
	}
	return lines
}

// progress is how far the steps are; at the end, what was saved. How many there are follows from the API and the flow.
func (w *wizard) progress() string {
	index, total := w.session.Machine().Progress()
	switch {
	case w.session.Outcome() == session.Saved && w.session.Verdict() != report.Ready:
		if w.width < tiny {
			return w.theme.Warn.Render(w.theme.Icons.Warn + " not ready")
		}
		return w.theme.Warn.Render(w.theme.Icons.Warn + " Saved, not ready")
	case w.session.Outcome() == session.Saved:
		return w.theme.OK.Render(w.theme.Icons.OK + " Saved")
	case w.height < 10 && w.onReport():
		return w.screen.(*testScreen).headline()
	case w.answers().Flow() == "" && w.answers().API() == "":
		return w.theme.Dim.Render("app registrations that work")
	case w.answers().Flow() == "":
		return ""
	default:
		return w.theme.Meter(index, total, meterWidth)
	}
}

// onReport reports whether a test's outcome is on the screen.
func (w *wizard) onReport() bool {
	test, ok := w.screen.(*testScreen)
	return ok && !test.running() && w.overlay == nil
}

// where is the tenant as it was entered, else the region or the cloud.
func where(a steps.Answers) string {
	if tenant := sanitize.Line(a.Get(steps.KeyTenant)); tenant != "" {
		return tenant
	}
	if region := a.Registration().Region; region != "" && a.Has(steps.KeyRegion) {
		return "region " + sanitize.Line(string(region))
	}
	return sanitize.Line(string(a.Cloud())) + " cloud"
}

// low is the height below which the message of the moment stands in the place of the help line: it goes with the next key,
// and the field that is filled in stays in sight.
const low = 8

// footer is the message of the moment, if any, and the help line.
func (w *wizard) footer() []string {
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
		if w.height < low {
			return lines
		}
	}
	line, rest := w.helpLine(w.width - len(pad) - 1)
	lines = append(lines, pad+line)
	if w.showsMoreKeys() {
		lines = append(lines, pad+rest)
	}
	return lines
}

// showsMoreKeys reports whether a second line names what else can be done: where something stands in the way, and there is
// room.
func (w *wizard) showsMoreKeys() bool {
	up, ok := w.screen.(withTrouble)
	return w.height >= 20 && ok && w.overlay == nil && up.stuck()
}

// footerSpace is the lines that the footer takes, without drawing its keys.
func (w *wizard) footerSpace() []string {
	lines := 1
	if w.height >= 14 {
		lines++
	}
	if w.showsMoreKeys() {
		lines++
	}
	return make([]string, lines)
}

// cutOff keeps the first lines of a text, the last of them with the sign that there is more.
func (sh *shell) cutOff(lines []string, height, width int) []string {
	if len(lines) <= height || height < 1 {
		return lines[:max(min(height, len(lines)), 0)]
	}
	kept := append([]string(nil), lines[:height]...)
	cut := sh.theme.Icons.Cut
	kept[height-1] = look.Fit(kept[height-1], max(width-look.Width(cut), 0), "") + sh.theme.Dim.Render(cut)
	return kept
}

// keys returns the key map with what every screen has switched on.
func (sh *shell) keys(typing bool) keyMap {
	k := newKeyMap(typing)
	for _, b := range k.all() {
		b.SetEnabled(false)
	}
	a := sh.answers()
	k.Help.SetEnabled(true)
	k.Jump.SetEnabled(a.Flow() != "")
	k.Admin.SetEnabled(a.API() != "" && a.Flow() != "" && sh.session.At() != catalog.StepStart)
	return k
}

// opensIt is what enter does where the page is yet to be opened.
const opensIt = "open the page"

// named says what the keys do here, shorter where there is little room.
func (sh *shell) named(k keyMap) keyMap {
	if sh.width <= narrow {
		k.Fix.SetHelp(k.Fix.Help().Key, "fix it")
		if k.Next.Help().Desc == opensIt {
			k.Next.SetHelp("enter", "open")
		}
	}
	if sh.session.IsVerified() {
		k.Test.SetHelp(k.Test.Help().Key, "test again")
	}
	return k
}

// keyMap is the keys that act now: the overlay's where one is open, else the screen's.
func (w *wizard) keyMap() keyMap {
	if w.overlay != nil {
		return newKeyMap(false)
	}
	k := w.screen.Keys()
	if !k.Help.Enabled() {
		return k // something is under way
	}
	k.Open.SetEnabled(w.screen.Page() != "" && w.services().Opener != nil)
	k.Copy.SetEnabled(len(w.screen.Copies()) > 0)
	return k
}

// fieldHelp says all about the focused field of a step, if there is one.
func (w *wizard) fieldHelp() func(width int) []string {
	if up, ok := w.screen.(withFields); ok {
		return up.fieldHelp
	}
	return func(int) []string { return nil }
}

// helpLine names as many keys as fit; help itself always has its place. Quit gives way to what the screen is about:
// it is in the help, too. The rest is a second line, of what did not fit and of saving.
func (w *wizard) helpLine(width int) (line, rest string) {
	keys := w.keyMap()
	if w.overlay != nil {
		return w.overlayKeys(keys, width), ""
	}
	last := w.helpItem(keys.Help.Help().Key, keys.Help.Help().Desc)
	quit := last + "  " + w.helpItem(keys.Quit.Help().Key, keys.Quit.Help().Desc)
	if first := look.Width(w.items(keys.first())); first == 0 || first+look.Width(quit) <= width || first+look.Width(last) > width {
		last = quit
	}
	short := keys.short()
	for len(short) > 0 {
		item := w.items(short[:1])
		if look.Width(line)+look.Width(item)+look.Width(last) > width {
			break
		}
		line, short = line+item, short[1:]
	}
	for _, b := range keys.after(short) {
		if item := w.items([]key.Binding{b}); look.Width(rest)+look.Width(item) <= width {
			rest += item
		}
	}
	return look.Fit(line+last, width, ""), strings.TrimRight(rest, " ")
}

func (w *wizard) items(bindings []key.Binding) string {
	line := ""
	for _, b := range bindings {
		line += w.helpItem(b.Help().Key, b.Help().Desc) + "  "
	}
	return line
}

func (sh *shell) helpItem(key, does string) string {
	return sh.theme.Key.Render(key) + " " + sh.theme.Dim.Render(does)
}
