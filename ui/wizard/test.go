package wizard

import (
	"context"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
)

// testScreen is the live test: its findings as they come, then the report with one finding in full.
type testScreen struct {
	*shell
	background
	title    string
	findings []report.Finding
	at       int  // the finding that is shown in full; -1: none
	opened   bool // its page was opened: enter tests again
	detail   scroller
}

// newTestScreen shows the report of a test that was made.
func newTestScreen(sh *shell) *testScreen {
	sc := &testScreen{shell: sh, title: sh.session.Machine().Current().Title}
	sc.show(sh.session.Report())
	return sc
}

// findingMsg comes while the test runs, testedMsg brings its end.
type (
	findingMsg struct {
		seq     int
		finding report.Finding
	}
	testedMsg struct {
		seq    int
		report report.Report
	}
	// demoFixedMsg says what the demo changed in its portal.
	demoFixedMsg struct {
		seq   int
		fixed session.Fixed
		ok    bool
	}
)

// startTest begins a test of the answers. A password is sent once for each test, so only a key begins one.
func (sh *shell) startTest(from screen) (screen, tea.Cmd) {
	verifier := sh.services().Verifier
	if verifier == nil {
		return from, nil
	}
	sh.session, sh.fixed = sh.session.ForgetVerification(), ""
	sc := &testScreen{shell: sh, title: sh.session.Machine().Current().Title, at: -1}
	registration := sh.answers().Registration()
	var cmd tea.Cmd
	sc.background, cmd = sh.inBackground(func(ctx context.Context, seq int, tell func(tea.Msg)) tea.Msg {
		return testedMsg{seq, verifier.Verify(ctx, registration, session.Events{
			Finding: func(f report.Finding) { tell(findingMsg{seq, f}) },
			SignIn:  func(s report.SignIn) { tell(signInMsg{seq, s}) },
		})}
	})
	return sc, cmd
}

// arrived has nothing to look at: the answers were tested.
func (sc *testScreen) arrived() tea.Cmd { return nil }

func (sc *testScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return sc.press(msg)
	case findingMsg:
		sc.found(msg)
	case signInMsg:
		if sc.current(msg.seq) {
			return newSignInScreen(sc, msg)
		}
	case testedMsg:
		sc.tested(msg)
	case demoFixedMsg:
		sc.demoFixed(msg)
		sc.detail.offset = 0 // it stands at the top
	}
	return sc, nil
}

// found shows a finding as it becomes known.
func (sc *testScreen) found(msg findingMsg) {
	if sc.current(msg.seq) {
		sc.findings = append(sc.findings, cleanFinding(msg.finding))
	}
}

// tested takes the report, unless the test was left.
func (sc *testScreen) tested(msg testedMsg) {
	if !sc.current(msg.seq) {
		return
	}
	sc.Leave()
	sc.session = sc.session.Verified(msg.report)
	sc.version++
	sc.show(msg.report)
}

// show puts a report on the screen, its first problem in full.
func (sc *testScreen) show(r report.Report) {
	sc.findings = nil
	for _, f := range r.Findings {
		sc.findings = append(sc.findings, cleanFinding(f))
	}
	sc.at, sc.detail.offset = r.Foremost(), 0
}

// press takes a key that is no command of the wizard's own.
func (sc *testScreen) press(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	keys := sc.Keys()
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	flow, asked := keys.flowAsked(msg)
	switch {
	case is(keys.Next):
		return sc.enterKey()
	case is(keys.Back):
		return sc.toFields()
	case is(keys.Test):
		return sc.startTest(sc)
	case is(keys.Raw):
		f, _ := sc.selected()
		sc.overlay = textOverlay("Details, without secrets", "Details", details(f))
	case is(keys.GoTo):
		return sc.goToProblem()
	case asked:
		return sc.switchFlow(sc, flow)
	case is(keys.Fix):
		return sc, sc.demoFix()
	case is(keys.Scroll):
		sc.detail.page(1, sc.height)
	case is(keys.ScrollUp):
		sc.detail.page(-1, sc.height)
	default:
		sc.selectRow(msg)
	}
	return sc, nil
}

// selectRow moves to another finding.
func (sc *testScreen) selectRow(msg tea.KeyPressMsg) {
	if sc.running() || len(sc.findings) == 0 {
		return
	}
	at := sc.at
	switch msg.String() {
	case "up", "left":
		at--
	case "down", "right":
		at++
	default:
		return
	}
	sc.at, sc.detail.offset, sc.opened = max(min(at, len(sc.findings)-1), 0), 0, false
}

// entering is what enter does: after a problem it leads to the fix or tests again, and never goes on to save.
type entering int

const (
	savesNow entering = iota
	opensPage
	testsAgain
	givesValue
)

// entering is what enter does now.
func (sc *testScreen) entering() entering {
	f, selected := sc.selected()
	switch {
	case sc.session.Verdict() == report.Ready:
		return savesNow
	case selected && f.Give != "":
		return givesValue
	case selected && f.Fix.URL != "" && !sc.opened && sc.fixed == "" && sc.services().Opener != nil:
		return opensPage
	default:
		return testsAgain
	}
}

func (sc *testScreen) enterKey() (screen, tea.Cmd) {
	switch sc.entering() {
	case opensPage:
		sc.opened = true
		return sc, sc.open(sc.Page())
	case testsAgain:
		return sc.startTest(sc)
	case givesValue:
		return sc.goToProblem()
	default:
		return sc.goOn(sc)
	}
}

// toFields goes back from the findings to the request that they came from.
func (sc *testScreen) toFields() (screen, tea.Cmd) {
	sc.Leave()
	return newStepScreen(sc.shell), nil
}

// placeOf is the step and field where a finding is put right.
func placeOf(f report.Finding) (catalog.StepID, steps.Key) {
	step, field := f.Place().Split()
	return catalog.StepID(step), steps.Key(field)
}

// goToProblem jumps to the step and field where the selected finding is put right.
func (sc *testScreen) goToProblem() (screen, tea.Cmd) {
	f, ok := sc.selected()
	if !ok {
		return sc, nil
	}
	step, field := placeOf(f)
	if step == catalog.StepToken {
		sc.Leave()
		form := newStepScreen(sc.shell)
		form.focusOn(field, quiet, "")
		return form, form.arrived()
	}
	up, cmd := sc.jump(sc, func(s session.Session) (session.Session, bool) { return s.Jump(step) })
	if form, ok := up.(*stepScreen); ok {
		form.focusOn(field, quiet, "")
	}
	return up, cmd
}

// switchFlow changes to another flow with every answer kept. It first shows the portal steps that the flow adds;
// without any the test begins at once.
func (sh *shell) switchFlow(from screen, flow catalog.Flow) (screen, tea.Cmd) {
	from.Leave()
	next, move := sh.session.SwitchFlow(flow)
	up, cmd := sh.moved(from, next, move)
	if next.OnDetour() {
		sh.flash = flash{quiet, flow.Info().Instead + ": do this step, then the test follows."}
	}
	return up, cmd
}

// canFix reports whether the demo has something to change in its portal.
func (sh *shell) canFix() bool {
	demo := sh.services().Demo
	return demo != nil && sh.session.At() == catalog.StepToken && sh.fixed == "" && sh.session.IsVerified() && demo.Fixable(sh.answers()) &&
		!slices.Contains([]report.Verdict{report.Ready, report.Incomplete}, sh.session.Verdict())
}

// demoFix asks the demo for the change in its portal.
func (sh *shell) demoFix() tea.Cmd {
	demo, answers, seq := sh.services().Demo, sh.answers(), sh.next()
	return func() tea.Msg {
		fixed, ok := demo.Fix(answers)
		return demoFixedMsg{seq, fixed, ok}
	}
}

// demoFixed tells what the demo changed.
func (sh *shell) demoFixed(msg demoFixedMsg) {
	switch {
	case msg.seq != sh.last:
	case !msg.ok:
		sh.flash = flash{quiet, "Nothing left to fix in the demo portal."}
	default:
		sh.fixed, sh.session = sanitize.Text(msg.fixed.Said), sh.session.Refill(msg.fixed.Values)
		sh.version++
	}
}

// Keys are the test's.
func (sc *testScreen) Keys() keyMap {
	k := sc.keys(false)
	f, selected := sc.selected()
	over := !sc.running()
	k.Next.SetEnabled(over)
	k.Back.SetEnabled(true)
	k.Test.SetEnabled(over && !sc.session.SkipsTest())
	k.Post.SetEnabled(true)
	k.Raw.SetEnabled(selected && details(f) != "")
	k.GoTo.SetEnabled(selected && f.Status != report.OK)
	k.Save.SetEnabled(true)
	k.Fix.SetEnabled(over && sc.canFix())
	k.again = sc.fixed != ""
	if k.waits = !over; k.waits {
		k.Back.SetHelp("esc", "cancel")
	}
	k.scrolls(sc.detail)
	k.offer(sc.session.Alternatives())
	k.Next.SetHelp("enter", map[entering]string{
		savesNow: "save", opensPage: opensIt, testsAgain: "test again", givesValue: "give it",
	}[sc.entering()])
	if sc.session.Verdict() != report.Ready {
		k.Save.SetHelp(k.Save.Help().Key, "save anyway")
	}
	return sc.named(k)
}

func (sc *testScreen) Page() string {
	if f, ok := sc.selected(); ok {
		return f.Fix.URL
	}
	return sc.session.Machine().Current().Guide.Page()
}

func (sc *testScreen) Copies() []copyText {
	f, ok := sc.selected()
	if !ok {
		return guideCopies(sc.session.Machine().Current().Guide)
	}
	var list []copyText
	for _, c := range []copyText{{Label: "Command", Text: f.Fix.Command}, {Label: "Link", Text: f.Fix.URL}, {Label: "Correlation id", Text: f.CorrelationID}} {
		if c.Text != "" {
			list = append(list, c)
		}
	}
	return list
}

// selected is the finding that is shown in full.
func (sc *testScreen) selected() (report.Finding, bool) {
	if sc.running() || sc.at < 0 || sc.at >= len(sc.findings) {
		return report.Finding{}, false
	}
	return sc.findings[sc.at], true
}

// cleanFinding makes every text of a finding fit for the screen.
func cleanFinding(f report.Finding) report.Finding {
	f.Title, f.Evidence = sanitize.Line(f.Title), sanitize.Text(f.Evidence)
	f.Meaning, f.Raw = sanitize.Text(f.Meaning), sanitize.Raw(f.Raw)
	f.CorrelationID, f.TraceID = sanitize.Line(f.CorrelationID), sanitize.Line(f.TraceID)
	fix := report.Fix{Where: sanitize.Line(f.Fix.Where), Command: sanitize.Text(f.Fix.Command), URL: sanitize.Line(f.Fix.URL)}
	for _, step := range f.Fix.Steps {
		fix.Steps = append(fix.Steps, sanitize.Text(step))
	}
	f.Fix = fix
	return f
}
