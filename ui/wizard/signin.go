package wizard

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/session"
)

// signInScreen waits for a person to sign in while the test runs.
type signInScreen struct {
	errand // the test's work
	test   *testScreen
	now    time.Time // as of the last tick: View reads no clock
}

// signInMsg says that the test waits for a person; tickMsg that a second of that has passed; demoSignedInMsg that the
// simulated person has answered.
type (
	signInMsg struct {
		seq    int
		signIn report.SignIn
	}
	tickMsg         struct{ seq int }
	demoSignedInMsg struct {
		seq int
		err error
	}
)

func newSignInScreen(test *testScreen, msg signInMsg) (screen, tea.Cmd) {
	sc := &signInScreen{errand: errand{shell: test.shell, background: test.background}, test: test}
	sc.asks(msg)
	return sc, sc.tick()
}

// tick takes the time and asks for the next tick. Nothing else moves on the screen meanwhile.
func (sc *signInScreen) tick() tea.Cmd {
	sc.now = sc.services().Now()
	return sc.after(time.Second, tickMsg{sc.seq})
}

func (sc *signInScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return sc.press(msg)
	case tickMsg:
		if sc.current(msg.seq) {
			return sc, sc.tick()
		}
	case demoSignedInMsg:
		sc.demoSignedIn(msg)
	case findingMsg:
		if sc.current(msg.seq) { // the person has signed in: the test goes on
			sc.flash = flash{}
			sc.version++
			sc.test.found(msg)
			return sc.test, sc.turn()
		}
	case testedMsg:
		if sc.current(msg.seq) {
			sc.test.tested(msg)
			return sc.test, nil
		}
	}
	return sc, nil
}

// press takes a key that is no command of the wizard's own.
func (sc *signInScreen) press(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	keys := sc.Keys()
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	switch {
	case is(keys.Back):
		return sc.giveUp(), nil
	case is(keys.Next):
		return sc, sc.openSignIn()
	case is(keys.CopyLink):
		return sc, sc.copyText(sc.signInCopies()[1])
	case is(keys.Copy):
		return sc, sc.copyText(sc.signInCopies()[0])
	case is(keys.Undo):
		return sc.fixRedirect()
	case is(keys.Fill):
		return sc, sc.demoSignIn()
	default:
		sc.text.press(msg, keys, sc.height)
	}
	return sc, nil
}

// giveUp ends the test on the person's word and offers the other way to sign in.
func (sc *signInScreen) giveUp() *stepScreen {
	sc.Leave()
	sc.session = sc.session.GaveUpSignIn()
	sc.version++
	up := newStepScreen(sc.shell)
	keys := newKeyMap(up.typingText())
	text := "Sign-in canceled. Nothing is lost: " + keys.Test.Help().Key + " tests again."
	for _, flow := range sc.session.Alternatives() {
		text += " " + flow.Info().Instead + ": " + keys.flowKey(flow).Help().Key + "."
	}
	sc.flash = flash{quiet, text}
	return up
}

func (sc *signInScreen) demoSignedIn(msg demoSignedInMsg) {
	switch {
	case !sc.current(msg.seq):
	case msg.err != nil:
		sc.flash = flash{warning, "The demo's user couldn't sign in: " + clean(msg.err)}
	default:
		sc.flash = flash{good, "The demo's user has signed in. appreg notices within seconds."}
	}
}

// redirectPlace is where the redirect URI is put right; false where the sign-in has none.
func (sc *signInScreen) redirectPlace() (catalog.StepID, bool) {
	at, _ := placeOf(report.Finding{Cause: cause.RedirectURIMismatch})
	_, ok := sc.session.Jump(at)
	return at, ok && sc.answers().Flow().Info().RedirectURI != ""
}

// fixRedirect gives up the sign-in and goes to where the redirect URI is registered: the browser shows an error and
// will not come back.
func (sc *signInScreen) fixRedirect() (screen, tea.Cmd) {
	at, _ := sc.redirectPlace()
	up, cmd := sc.jump(sc.giveUp(), func(s session.Session) (session.Session, bool) { return s.Jump(at) })
	sc.flash = flash{quiet, "Sign-in canceled. Nothing is lost: test again once you have registered the redirect URI."}
	return up, cmd
}

// Keys are what is of use while a person is waited for; what would leave the step by accident is off.
func (sc *signInScreen) Keys() keyMap {
	k := sc.errandKeys()
	_, redirect := sc.redirectPlace()
	copies := sc.signInCopies()
	k.Jump.SetEnabled(false)
	k.Next.SetEnabled(sc.services().Opener != nil)
	k.Next.SetHelp("enter", opensIt)
	if sc.signIn.UserCode != "" {
		k.Next.SetHelp("enter", "copy code, open page")
	}
	k.Post.SetEnabled(true)
	k.Fill.SetEnabled(sc.services().Demo != nil)
	k.Undo.SetEnabled(redirect)
	k.CopyLink.SetEnabled(len(copies) > 1)
	k.Fill.SetHelp(k.Fill.Help().Key, "let the demo sign in")
	if sc.width <= narrow {
		k.Back.SetHelp("b", "cancel")
		k.Fill.SetHelp(k.Fill.Help().Key, "sign in")
	}
	k.Copy.SetHelp(k.Copy.Help().Key, "copy "+strings.ToLower(copies[0].Label))
	return sc.named(k)
}

func (sc *signInScreen) Page() string { return sc.signIn.URL }

func (sc *signInScreen) Copies() []copyText { return sc.signInCopies()[:1] }
