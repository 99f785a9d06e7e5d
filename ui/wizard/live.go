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
	errand
	step steps.Step
	seen []session.Seen
}

// lookedMsg is what was seen.
type lookedMsg struct {
	seq  int
	seen []session.Seen
	err  error
}

// startLook looks at the session's step.
func (sh *shell) startLook() (screen, tea.Cmd) {
	sc := &liveScreen{errand: errand{shell: sh}, step: sh.session.Machine().Current()}
	return sc, sc.look()
}

func (sc *liveScreen) look() tea.Cmd {
	watcher, step, answers := sc.services().Watcher, sc.step.ID, sc.answers()
	return sc.begin("Looking at the tenant. Nothing is changed…", func(ctx context.Context, seq int, tell func(tea.Msg)) tea.Msg {
		seen, err := watcher.Look(ctx, step, answers, func(s report.SignIn) { tell(signInMsg{seq, s}) })
		return lookedMsg{seq, seen, err}
	})
}

func (sc *liveScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return sc.press(msg)
	case signInMsg:
		sc.asks(msg)
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
	sc.end(msg.err)
	sc.seen = msg.seen
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
		return sc, sc.openSignIn()
	case is(keys.Next):
		return sc, sc.look()
	case is(keys.GoTo):
		return sc.goOn(sc)
	case is(keys.Back):
		sc.Leave()
		return newStepScreen(sc.shell), nil
	default:
		sc.text.press(msg, keys, sc.height)
	}
	return sc, nil
}

// Keys are the look's.
func (sc *liveScreen) Keys() keyMap {
	k := sc.errandKeys()
	k.Next.SetHelp("enter", map[bool]string{true: "look again", false: opensIt}[sc.signIn == nil])
	k.GoTo.SetEnabled(!sc.running())
	k.GoTo.SetHelp(k.GoTo.Help().Key, "go on anyway")
	return sc.named(k)
}

func (sc *liveScreen) Page() string {
	if sc.signIn != nil {
		return sc.signIn.URL
	}
	return sc.step.Guide.Page()
}

func (sc *liveScreen) Copies() []copyText {
	if sc.signIn != nil {
		return sc.signInCopies()
	}
	return guideCopies(sc.step.Guide)
}

// stuck reports whether something is missing.
func (sc *liveScreen) stuck() bool { return !sc.running() }

// View draws in a line what came of it, then each thing that was looked for.
func (sc *liveScreen) View(s size) block { return sc.below(sc.head(s), s) }

// Measure sets it in lines.
func (sc *liveScreen) Measure(s size) {
	sc.text.set(sc.textKey(s), func() []string { return sc.bodyLines(s.content) })
	sc.text.fit(max(s.body-len(sc.head(s)), 1))
}

func (sc *liveScreen) head(s size) []string {
	text := sc.step.Title + ": " + missingWords(sc.seen)
	if sc.fault.Message != "" {
		text = "Couldn't look at the tenant"
	}
	return sc.headLines(s, sc.theme.Icons.Fail, text, sc.theme.Fail)
}

// missingWords say how much isn't there yet.
func missingWords(list []session.Seen) string {
	return strconv.Itoa(session.Missing(list)) + " of " + strconv.Itoa(len(list)) + " not there yet"
}

func (sc *liveScreen) bodyLines(width int) []string {
	switch {
	case sc.signIn != nil:
		return sc.signInLines(width)
	case sc.running():
		return nil
	case sc.fault.Message != "":
		return sc.faultLines(width)
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
