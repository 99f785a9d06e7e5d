package wizard

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
)

// stepScreen is one step: what to do, its fields, and behind a key what is only good to know.
type stepScreen struct {
	pane
	guide  scroller // what to do; it scrolls only on screens that are too small
	more   scroller // what is good to know, where it has room
	opened bool     // the page was opened from here: enter goes on
}

// screenHere makes the screen of the session's step.
func (sh *shell) screenHere() arriving {
	switch {
	case sh.session.At() == catalog.StepSave:
		return newSaveScreen(sh)
	case sh.session.At() == catalog.StepToken && sh.session.IsVerified():
		return newTestScreen(sh)
	default:
		return newStepScreen(sh)
	}
}

func newStepScreen(sh *shell) *stepScreen { return &stepScreen{pane: newPane(sh)} }

// arrived looks at what was there when the step came up, and at the store where it matters: a secret that the portal
// shows once is not asked for before it is known whether it can be kept.
func (sc *stepScreen) arrived() tea.Cmd {
	commands := []tea.Cmd{sc.checkGiven()}
	if (sc.session.At() == catalog.StepCredential || sc.session.CreationDue()) && sc.session.Saves() {
		commands = append(commands, sc.askStore())
	}
	return tea.Batch(commands...)
}

func (sc *stepScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return sc.press(msg)
	case storeMsg:
		if sc.cannotKeep() != "" && sc.guideHidden() {
			sc.flash = flash{warning, sc.cannotKeep()}
		}
	case demoFixedMsg:
		sc.demoFixed(msg)
	}
	return sc.then(sc.pane.Update(msg))
}

// then goes forward once the fields are done.
func (sc *stepScreen) then(done bool, cmd tea.Cmd) (screen, tea.Cmd) {
	if !done {
		return sc, cmd
	}
	next, more := sc.forward()
	return next, tea.Batch(cmd, more)
}

// press takes a key that is no command of the wizard's own.
func (sc *stepScreen) press(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	keys := sc.Keys()
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	flow, asked := keys.flowAsked(msg)
	switch {
	case sc.judging():
	case is(keys.Next) && sc.opens():
		sc.opened = true
		return sc, sc.open(sc.Page())
	case is(keys.Next):
		return sc.then(sc.answer(onward))
	case is(keys.More):
		sc.overlay = guideOverlay(sc.form.step.Title, sc.moreLines)
	case sc.guideKey(&sc.guide, is, keys):
	case is(keys.Field):
		return sc, sc.tab(1)
	case is(keys.Prev):
		return sc, sc.tab(-1)
	case is(keys.Back):
		return sc.jump(sc, session.Session.Back)
	case is(keys.Reveal):
		sc.reveal()
	case is(keys.Test):
		return sc.test()
	case asked:
		return sc.switchFlow(sc, flow)
	case is(keys.Fill):
		return sc, sc.fill()
	case is(keys.Fix):
		return sc, sc.demoFix()
	case sc.chooses(msg):
		_ = sc.edit(msg)
		return sc.then(sc.answer(onward))
	default:
		return sc, sc.edit(msg)
	}
	return sc, nil
}

// chooses reports whether a key is the digit of a choice on the first step, which it takes at once.
func (sc *stepScreen) chooses(msg tea.KeyPressMsg) bool {
	p, ok := sc.form.here()
	n := int(msg.Code - '1')
	return ok && sc.session.At() == catalog.StepStart && p.field.Kind == steps.Choice && msg.Text != "" && n >= 0 && n < len(p.field.Options)
}

// edit returns a key to the focused field; a step that asks nothing is scrolled by it.
func (sc *stepScreen) edit(msg tea.KeyPressMsg) tea.Cmd {
	if _, ok := sc.form.here(); !ok {
		sc.guide.line(msg)
		return nil
	}
	return sc.pane.edit(msg)
}

// forward goes to the next step, to the test, or to what is missing or not taken yet on this step.
func (sc *stepScreen) forward() (screen, tea.Cmd) {
	if sc.showUntaken() || sc.showMissing() {
		return sc, nil
	}
	if sc.session.At() == catalog.StepToken && !sc.session.OnDetour() && !sc.session.SkipsTest() {
		return sc.startTest(sc)
	}
	if sc.session.CreationDue() {
		sc.Leave()
		return sc.startCreate()
	}
	if sc.session.LookDue() {
		sc.Leave()
		return sc.startLook()
	}
	return sc.goOn(sc)
}

// goOn leaves the session's step for the one that follows, or for the test.
func (sh *shell) goOn(from screen) (screen, tea.Cmd) {
	next, move := sh.session.Next()
	return sh.moved(from, next, move)
}

// moved brings up the screen of a session that has moved.
func (sh *shell) moved(from screen, next session.Session, move session.Move) (screen, tea.Cmd) {
	if move == session.Stayed {
		return from, nil
	}
	sh.session = next
	up, cmd := sh.enter()
	if move == session.ToTest {
		testing, more := sh.startTest(up)
		return testing, tea.Batch(cmd, more)
	}
	return up, cmd
}

// test takes what is typed, then goes forward: to the test.
func (sc *stepScreen) test() (screen, tea.Cmd) {
	p, ok := sc.form.here()
	if !ok || !sc.changed(p) {
		return sc.forward()
	}
	if sc.form.focus+1 < len(sc.form.parts) {
		_, cmd := sc.answer(nowhere)
		next, more := sc.forward()
		return next, tea.Batch(cmd, more)
	}
	return sc.then(sc.answer(onward))
}

// opens reports whether enter opens the step's page: the first time, while nothing is typed that it could take.
func (sc *stepScreen) opens() bool {
	p, ok := sc.form.here()
	idle := !ok || p.input.Raw() == "" && !p.given || p.field.Kind == steps.Choices && !sc.form.all && !sc.changed(p)
	for _, answered := range sc.form.parts {
		idle = idle && !answered.given // the page was open already
	}
	return !sc.opened && idle && sc.form.step.Guide.Where != "" && sc.Page() != "" && sc.services().Opener != nil
}

// Keys are the step's.
func (sc *stepScreen) Keys() keyMap {
	k := sc.stepKeys(sc.guide)
	at := sc.session.At()
	k.Next.SetEnabled(!sc.judging())
	k.Back.SetEnabled(at != catalog.StepStart)
	k.Save.SetEnabled(sc.answers().Flow() != "" && !steps.Creates(sc.answers()))
	k.Test.SetEnabled(at == catalog.StepToken && !sc.session.SkipsTest())
	k.Post.SetEnabled(at == catalog.StepToken)
	k.Fill.SetEnabled(sc.services().Demo != nil && len(sc.form.parts) > 0 && at != catalog.StepStart)
	k.Fix.SetEnabled(sc.canFix())
	k.Wait.SetEnabled(at == catalog.StepPermissions)
	k.offer(sc.session.Alternatives())
	k.More.SetEnabled(len(sc.more.lines) > 0)
	switch {
	case sc.opens():
		k.Next.SetHelp("enter", opensIt)
	case sc.session.CreationDue() && sc.form.focus+1 >= len(sc.form.parts):
		k.Next.SetHelp("enter", "show the plan")
	case sc.session.OnDetour(), at == catalog.StepToken && sc.form.focus+1 >= len(sc.form.parts):
		k.Next.SetHelp("enter", "test")
	}
	if sc.judging() {
		return k.onlyQuit()
	}
	return sc.named(k)
}

// stepKeys are the keys of every screen with fields and a guide.
func (pn *pane) stepKeys(guide scroller) keyMap {
	k := pn.keys(pn.typingText())
	k.Next.SetEnabled(true)
	k.Field.SetEnabled(len(pn.form.parts) > 1)
	k.Prev.SetEnabled(len(pn.form.parts) > 1)
	k.Reveal.SetEnabled(pn.masked())
	k.Options.SetEnabled(pn.form.hasOptions())
	k.scrolls(guide)
	return k
}

// Page is that of the step's guide.
func (pn *pane) Page() string { return pn.form.step.Guide.Page() }

// Copies are those of the step's guide.
func (pn *pane) Copies() []copyText { return guideCopies(pn.form.step.Guide) }

// guideCopies is what a guide offers to copy, its links last.
func guideCopies(g steps.Guide) []copyText {
	list := g.Copies
	for _, link := range g.Links {
		list = append(list[:len(list):len(list)], copyText{Label: "Link: " + link.Label, Text: link.URL})
	}
	return list
}
