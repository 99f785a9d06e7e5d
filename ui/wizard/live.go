package wizard

import (
	"context"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/look"
)

// liveScreen looks with an admin's rights whether what a portal step asks for is there. Where all of it is, it goes on by
// itself; else it says what is missing.
type liveScreen struct {
	*shell
	step   steps.Step
	run    testRun // the look that is under way
	seen   []session.Seen
	fault  steps.Problem // why it couldn't be looked at; no message: it could
	signIn *report.SignIn
	text   scroller
}

// lookedMsg is what was seen.
type lookedMsg struct {
	seq  int
	seen []session.Seen
	err  error
}

// startLook looks at the session's step.
func (sh *shell) startLook() (screen, tea.Cmd) {
	sc := &liveScreen{shell: sh, step: sh.session.Machine().Current()}
	return sc, sc.look()
}

func (sc *liveScreen) look() tea.Cmd {
	ctx, cancel := context.WithCancel(sc.ctx)
	seq := sc.next()
	sc.run, sc.fault, sc.signIn, sc.text.offset = testRun{seq, cancel}, steps.Problem{}, nil, 0
	sc.version++
	happened := make(chan tea.Msg, 8)
	events := session.CreateEvents{SignIn: func(s report.SignIn) {
		select {
		case happened <- signInMsg{seq, s}:
		case <-ctx.Done():
		}
	}}
	watcher, step, answers := sc.services().Watcher, sc.step.ID, sc.answers()
	run := func() tea.Msg {
		defer close(happened)
		seen, err := watcher.Look(ctx, step, answers, events)
		return lookedMsg{seq, seen, err}
	}
	return tea.Batch(run, listen(happened), sc.turn())
}

func (sc *liveScreen) running() bool { return sc.run.seq != 0 }

func (sc *liveScreen) current(seq int) bool { return sc.running() && seq == sc.run.seq }

// Leave cancels a look that is under way.
func (sc *liveScreen) Leave() {
	if sc.running() {
		sc.run.cancel()
		sc.run = testRun{}
	}
}

func (sc *liveScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return sc.press(msg)
	case signInMsg:
		if sc.current(msg.seq) {
			sc.signIn = cleanSignIn(msg.signIn)
			sc.version++
		}
	case lookedMsg:
		return sc.looked(msg)
	}
	return sc, nil
}

// looked takes what was seen.
func (sc *liveScreen) looked(msg lookedMsg) (screen, tea.Cmd) {
	if !sc.current(msg.seq) {
		return sc, nil
	}
	sc.Leave()
	sc.seen, sc.fault, sc.signIn = msg.seen, problemOf(msg.err), nil
	sc.version++
	if msg.err == nil && session.Missing(sc.seen) == 0 {
		next, cmd := sc.goOn(sc)
		if len(sc.seen) > 0 {
			sc.flash = flash{good, "Seen in the tenant: " + sc.step.Title + "."}
		}
		return next, cmd
	}
	return sc, nil
}

func (sc *liveScreen) press(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	keys := sc.Keys()
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	switch {
	case is(keys.Next) && sc.signIn != nil:
		return sc, sc.openSignIn(*sc.signIn)
	case is(keys.Next):
		return sc, sc.look()
	case is(keys.Fault):
		return sc.goOn(sc)
	case is(keys.Back):
		sc.Leave()
		return newStepScreen(sc.shell), nil
	case is(keys.Scroll):
		sc.text.page(1, sc.height)
	case is(keys.ScrollUp):
		sc.text.page(-1, sc.height)
	default:
		sc.text.line(msg)
	}
	return sc, nil
}

// Keys are the look's.
func (sc *liveScreen) Keys() keyMap {
	k := sc.keys(false)
	over := !sc.running()
	k.Back.SetEnabled(true)
	k.Next.SetEnabled(over || sc.signIn != nil)
	k.Next.SetHelp("enter", map[bool]string{true: "look again", false: opensIt}[sc.signIn == nil])
	k.Fault.SetEnabled(over)
	k.Fault.SetHelp(k.Fault.Help().Key, "go on anyway")
	k.Scroll.SetEnabled(sc.text.last > 0)
	k.ScrollUp.SetEnabled(sc.text.last > 0)
	if k.waits = !over; k.waits {
		k.Back.SetHelp("esc", "cancel")
	}
	return sc.named(k)
}

func (sc *liveScreen) Page() string {
	if sc.signIn != nil {
		return sc.signIn.URL
	}
	if links := sc.step.Guide.Links; len(links) > 0 {
		return links[0].URL
	}
	return ""
}

func (sc *liveScreen) Copies() []copyText {
	if sc.signIn != nil {
		return signInCopies(*sc.signIn)
	}
	return guideCopies(sc.step.Guide)
}

// stuck reports whether something is missing.
func (sc *liveScreen) stuck() bool { return !sc.running() }

// busy reports whether the screen turns.
func (sc *liveScreen) busy() bool { return sc.running() && sc.signIn == nil }

// stop cancels what runs: the program ends.
func (sc *liveScreen) stop() { sc.Leave() }

// View draws in a line what came of it, then each thing that was looked for.
func (sc *liveScreen) View(s size) block {
	b := block{lines: []string{sc.headline(s), ""}}
	b.lines = append(b.lines, sc.scrolled(sc.text, max(s.body-len(b.lines), 0), s)...)
	return b
}

// Measure sets it in lines.
func (sc *liveScreen) Measure(s size) {
	height := max(s.body-2, 1)
	sc.text.set(sc.textKey(s), func() []string { return sc.bodyLines(s.content) })
	sc.text.fit(height)
}

func (sc *liveScreen) headline(s size) string {
	icon, text, style := sc.theme.Icons.Fail, sc.step.Title+": "+missingWords(sc.seen), sc.theme.Fail
	switch {
	case sc.signIn != nil:
		icon, text, style = "", steps.SignInTitle(*sc.signIn), sc.theme.Title
	case sc.running():
		icon, text, style = sc.turning(), "Looking at the tenant. Nothing is changed…", sc.theme.Title
	case sc.fault.Message != "":
		text = "Couldn't look at the tenant"
	}
	return style.Bold(true).Render(look.Fit(joinIcon(icon, text), s.content, sc.theme.Icons.Cut))
}

func joinIcon(icon, text string) string {
	if icon == "" {
		return text
	}
	return icon + " " + text
}

// missingWords say how much isn't there yet.
func missingWords(list []session.Seen) string {
	return strconv.Itoa(session.Missing(list)) + " of " + strconv.Itoa(len(list)) + " not there yet"
}

func (sc *liveScreen) bodyLines(width int) []string {
	switch {
	case sc.signIn != nil:
		return sc.signInLines(*sc.signIn, width)
	case sc.running():
		return nil
	case sc.fault.Message != "":
		return apart(look.Lines(sanitize.Line(sc.fault.Message), width, sc.theme.Plain), look.Lines(sanitize.Text(sc.fault.Fix), width, sc.theme.Dim))
	}
	var lines []string
	for _, seen := range sc.seen {
		icon := sc.theme.OK.Render(sc.theme.Icons.OK)
		if !seen.OK {
			icon = sc.theme.Fail.Render(sc.theme.Icons.Fail)
		}
		lines = append(lines, look.Indent(look.Lines(sanitize.Line(seen.Text), max(width-2, 1), sc.theme.Plain), icon+" ")...)
	}
	return apart(lines, look.Lines("Make it in the portal, then press Enter. What was just made can take a minute to show.", width, sc.theme.Dim))
}
