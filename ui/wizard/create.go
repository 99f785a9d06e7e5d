package wizard

import (
	"context"
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
)

// createScreen is the plan of an app registration that appreg makes, then its changes as they happen, then what came of
// them. What is made is saved before it is told: from there the last screen follows.
type createScreen struct {
	errand
	plan     session.Proposal
	made     *session.Made // nil: nothing was begun
	waiting  string        // what is waited for
	undoing  bool          // it is, or was to be, taken back
	before   session.Made  // what the session knew of it then
	undone   []string      // what came of that
	canceled bool
}

// What the Creator tells.
type (
	plannedMsg struct {
		seq  int
		plan session.Proposal
		err  error
	}
	changedMsg struct {
		seq, at int
		change  session.Change
	}
	waitingMsg struct {
		seq  int
		text string
	}
	madeMsg struct {
		seq  int
		made session.Made
		err  error
	}
	undoneMsg struct {
		seq    int
		undone session.Undone
		err    error
	}
)

// startCreate has the plan made.
func (sh *shell) startCreate() (screen, tea.Cmd) {
	sh.session = sh.session.WithDefaults()
	sc := &createScreen{errand: errand{shell: sh}}
	return sc, sc.planIt()
}

// ask has the Creator do something; its message is the end.
func (sc *createScreen) ask(doing string, do func(ctx context.Context, seq int, events session.CreateEvents) tea.Msg) tea.Cmd {
	sc.waiting, sc.undoing, sc.undone, sc.canceled, sc.fixed = "", false, nil, false, ""
	return sc.begin(doing, func(ctx context.Context, seq int, tell func(tea.Msg)) tea.Msg {
		return do(ctx, seq, session.CreateEvents{
			Change:  func(at int, c session.Change) { tell(changedMsg{seq, at, c}) },
			Waiting: func(text string) { tell(waitingMsg{seq, text}) },
			Finding: func(f report.Finding) { tell(findingMsg{seq, f}) },
			SignIn:  func(s report.SignIn) { tell(signInMsg{seq, s}) },
		})
	})
}

func (sc *createScreen) planIt() tea.Cmd {
	creator, answers := sc.services().Creator, sc.answers()
	sc.made = nil
	return sc.ask("Reading the tenant. Nothing is changed…", func(ctx context.Context, seq int, events session.CreateEvents) tea.Msg {
		plan, err := creator.Plan(ctx, answers, events)
		return plannedMsg{seq, plan, err}
	})
}

func (sc *createScreen) makeIt() tea.Cmd {
	creator := sc.services().Creator
	sc.made = &session.Made{Changes: sc.plan.Changes}
	return sc.ask("Making the changes…", func(ctx context.Context, seq int, events session.CreateEvents) tea.Msg {
		made, err := creator.Make(ctx, events)
		return madeMsg{seq, made, err}
	})
}

// undo takes it back. Meanwhile the draft doesn't name it: whoever leaves goes on by the journal, which knows how far it came.
func (sc *createScreen) undo() tea.Cmd {
	creator := sc.services().Creator
	sc.before = session.Made{ClientID: sc.answers().Get(steps.KeyClientID)}
	if sc.session.IsVerified() {
		tested := sc.session.Report()
		sc.before.Report = &tested
	}
	sc.session = sc.session.WithoutMade()
	cmd := sc.ask("Taking it back…", func(ctx context.Context, seq int, events session.CreateEvents) tea.Msg {
		undone, err := creator.Undo(ctx, events)
		return undoneMsg{seq, undone, err}
	})
	sc.undoing, sc.made = true, &session.Made{Open: true} // its changes are told as they are taken back
	return tea.Batch(cmd, sc.saveDraft())
}

// finish ends what was under way.
func (sc *createScreen) finish(err error) {
	sc.end(err)
	sc.waiting = ""
}

func (sc *createScreen) arrived() tea.Cmd { return nil }

func (sc *createScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return sc.press(msg)
	case plannedMsg:
		if sc.current(msg.seq) {
			sc.finish(msg.err)
			sc.plan = msg.plan
		}
	case changedMsg:
		sc.changed(msg)
	case waitingMsg:
		if sc.current(msg.seq) {
			sc.waiting = sanitize.Line(msg.text)
			sc.version++
		}
	case findingMsg:
		if sc.current(msg.seq) { // whoever was waited for has signed in
			sc.signIn = nil
			sc.version++
		}
	case signInMsg:
		sc.asks(msg)
	case madeMsg:
		return sc.afterMaking(msg)
	case undoneMsg:
		return sc, sc.afterUndo(msg)
	case demoFixedMsg:
		sc.demoFixed(msg)
		sc.text.offset = 0 // it stands at the top
	case demoSignedInMsg:
		if sc.current(msg.seq) && msg.err != nil {
			sc.flash = flash{warning, "The demo's user couldn't sign in: " + clean(msg.err)}
		}
	}
	return sc, nil
}

// problemOf is what to tell of an error; that the person canceled is none.
func problemOf(err error) steps.Problem {
	if err == nil || errors.Is(err, context.Canceled) {
		return steps.Problem{}
	}
	return session.SaveProblem(err)
}

// changes are those that were made, or are planned as long as none is.
func (sc *createScreen) changes() []session.Change {
	if sc.made != nil {
		return sc.made.Changes
	}
	return sc.plan.Changes
}

func (sc *createScreen) changed(msg changedMsg) {
	if !sc.current(msg.seq) {
		return
	}
	list := sc.changes()
	switch {
	case msg.at >= 0 && msg.at < len(list):
		list[msg.at] = msg.change
	case sc.undoing && msg.at == len(list):
		sc.made.Changes = append(list, msg.change)
	}
	sc.waiting = ""
	sc.version++
}

// afterMaking takes what came of the plan. What is ready was saved.
func (sc *createScreen) afterMaking(msg madeMsg) (screen, tea.Cmd) {
	if !sc.current(msg.seq) {
		return sc, nil
	}
	sc.finish(msg.err)
	sc.made = &msg.made
	sc.session = sc.session.WithMade(msg.made)
	if msg.made.Saved && msg.err == nil {
		return newSavedScreen(sc.shell, msg.made.Lines), nil
	}
	return sc, sc.saveDraft()
}

// afterUndo takes what came of taking it back. What is left is known again; the next plan finds the rest by the journal.
func (sc *createScreen) afterUndo(msg undoneMsg) tea.Cmd {
	if !sc.current(msg.seq) {
		return nil
	}
	sc.finish(msg.err)
	if sc.undone = msg.undone.Lines; msg.err != nil {
		sc.undone = nil
		if !msg.undone.Gone {
			sc.session = sc.session.WithMade(sc.before)
		}
	}
	return sc.saveDraft()
}

// doesNext is what enter does.
type doesNext int

const (
	makesIt doesNext = iota
	plansAgain
	opensSignIn
	goesBack
)

func (sc *createScreen) onEnter() doesNext {
	switch _, blocked := sc.plan.Blocked(); {
	case sc.signIn != nil:
		return opensSignIn
	case len(sc.undone) > 0:
		return goesBack
	case blocked || sc.fixed != "" || sc.fault.Message != "" || sc.made != nil || sc.canceled:
		return plansAgain
	}
	return makesIt
}

// press takes a key that is no command of the wizard's own.
func (sc *createScreen) press(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	keys := sc.Keys()
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	switch {
	case is(keys.Next):
		return sc.enterKey()
	case is(keys.Back):
		return sc.back()
	case is(keys.GoTo):
		return sc.byHand()
	case is(keys.Undo):
		return sc, sc.undo()
	case is(keys.Fix):
		return sc, sc.demoFix()
	case is(keys.Fill):
		return sc, sc.demoSignIn()
	default:
		sc.text.press(msg, keys, sc.height)
	}
	return sc, nil
}

func (sc *createScreen) enterKey() (screen, tea.Cmd) {
	switch sc.onEnter() {
	case opensSignIn:
		return sc, sc.openSignIn()
	case plansAgain:
		return sc, sc.planIt()
	case goesBack:
		return newStepScreen(sc.shell), nil
	default:
		return sc, sc.makeIt()
	}
}

// back cancels what is under way, and stays to tell how far it came; else it goes back to the questions.
func (sc *createScreen) back() (screen, tea.Cmd) {
	if !sc.running() {
		return newStepScreen(sc.shell), nil
	}
	sc.cancel() // the Creator tells how far it came
	sc.canceled = true
	return sc, nil
}

// byHand goes on in the portal with every answer.
func (sc *createScreen) byHand() (screen, tea.Cmd) {
	up, cmd := sc.jump(sc, func(s session.Session) (session.Session, bool) { return s.ByHand(), true })
	sc.flash = flash{quiet, "Go on in the portal. Every answer is kept; what was made stays."}
	return up, cmd
}

// trouble is the change that stands in the way; false where none does.
func (sc *createScreen) trouble() (session.Change, bool) {
	if len(sc.undone) > 0 {
		return session.Change{}, false
	}
	if sc.made != nil {
		return sc.made.Failed()
	}
	return sc.plan.Obstacle()
}

// stuck reports whether it can't go on as it is.
func (sc *createScreen) stuck() bool {
	_, trouble := sc.trouble()
	return !sc.running() && (trouble || sc.fault.Message != "" || sc.made != nil) && len(sc.undone) == 0
}

// request asks for exactly the change that stands in the way; without one, for all that is needed.
func (sc *createScreen) request() string {
	if c, ok := sc.trouble(); ok {
		return c.Request
	}
	return steps.AdministratorRequest(sc.answers())
}

// Keys are the plan's.
func (sc *createScreen) Keys() keyMap {
	k := sc.errandKeys()
	over := !sc.running()
	_, trouble := sc.trouble()
	k.Jump.SetEnabled(over)
	k.Admin.SetEnabled(over && trouble)
	k.GoTo.SetEnabled(over && len(sc.undone) == 0)
	k.GoTo.SetHelp(k.GoTo.Help().Key, "do it in the portal")
	k.Undo.SetEnabled(over && len(sc.undone) == 0 && (sc.made == nil && sc.plan.Resumed || sc.made != nil && sc.made.Open))
	k.Undo.SetHelp(k.Undo.Help().Key, "take it back")
	k.Fix.SetEnabled(over && trouble && sc.fixable())
	k.again = sc.fixed != ""
	k.Fill.SetEnabled(sc.signIn != nil && sc.services().Demo != nil)
	k.Next.SetHelp("enter", map[doesNext]string{makesIt: strings.ToLower(session.MakesWords(sc.plan)), plansAgain: "try again", opensSignIn: opensIt, goesBack: "back"}[sc.onEnter()])
	return sc.named(k)
}

// fixable reports whether the demo's higher admin has something to change.
func (sc *createScreen) fixable() bool {
	demo := sc.services().Demo
	return demo != nil && sc.fixed == "" && demo.Fixable(sc.answers())
}

func (sc *createScreen) Page() string {
	switch c, ok := sc.trouble(); {
	case sc.signIn != nil:
		return sc.signIn.URL
	case ok:
		return c.Fix.URL
	}
	return ""
}

func (sc *createScreen) Copies() []copyText {
	if sc.signIn != nil {
		return sc.signInCopies()
	}
	c, ok := sc.trouble()
	if !ok {
		return nil
	}
	list := []copyText{{Label: "Request", Text: c.Request}}
	if c.Fix.Command != "" {
		list = append(list, copyText{Label: "Command", Text: c.Fix.Command})
	}
	return list
}
