package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
)

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

// waiting is a test's waiting for a person to sign in.
type waiting struct {
	on     bool
	signIn report.SignIn
	now    time.Time // as of the last tick: View reads no clock
}

// left is the time until waiting ends, in whole seconds, never below 0.
func (p waiting) left() time.Duration {
	left := p.signIn.Expires.Sub(p.now)
	return max((left + time.Second - 1).Truncate(time.Second), 0)
}

// waits reports whether a person is to sign in now.
func (w wizard) waits() bool { return w.test.state == testRunning && w.test.waiting.on }

// askedToSignIn shows what the person has to do.
func (w *wizard) askedToSignIn(msg signInMsg) tea.Cmd {
	if msg.seq != w.test.seq || w.test.state != testRunning {
		return nil
	}
	w.test.waiting = waiting{on: true, signIn: cleanSignIn(msg.signIn)}
	w.guide = 0
	w.version++
	return w.tick()
}

// tick takes the time and asks for the next tick. Nothing else moves on the screen meanwhile.
func (w *wizard) tick() tea.Cmd {
	w.test.waiting.now = w.options.Services.Now()
	return w.after(time.Second, tickMsg{w.test.seq})
}

func (w *wizard) ticked(msg tickMsg) tea.Cmd {
	if msg.seq != w.test.seq || !w.waits() {
		return nil
	}
	return w.tick()
}

// signedIn ends the waiting: the test goes on.
func (w *wizard) signedIn() tea.Cmd {
	if !w.test.waiting.on {
		return nil
	}
	w.test.waiting, w.flash = waiting{}, flash{}
	w.guide = 0
	w.version++
	return w.turn()
}

// cancelSignIn ends the test on the person's word and offers the other way to sign in.
func (w *wizard) cancelSignIn() {
	w.stopTest()
	w.test.cancelled = true
	w.version++
	text := "The sign-in was cancelled. Nothing is lost: ctrl+t tests again."
	for _, flow := range w.alternatives() {
		text += " " + insteadText(flow) + ": " + newKeyMap(true).alternativeKey(flow).Help().Key + "."
	}
	w.flash = flash{quiet, text}
}

// demoSignIn lets the simulated person answer.
func (w *wizard) demoSignIn() tea.Cmd {
	demo, signIn, seq := w.options.Services.Demo, w.test.waiting.signIn, w.test.seq
	return func() tea.Msg { return demoSignedInMsg{seq, demo.SignIn(signIn)} }
}

func (w *wizard) demoSignedIn(msg demoSignedInMsg) {
	if msg.seq != w.test.seq || !w.waits() {
		return
	}
	if msg.err != nil {
		w.flash = flash{warning, "The simulated person could not sign in: " + clean(msg.err)}
		return
	}
	w.flash = flash{good, "The simulated person has signed in. appreg hears of it within seconds."}
}

// redirectPlace is where the redirect URI is put right; false where the flow has none.
func (w wizard) redirectPlace() (catalog.StepID, bool) {
	at := blame(report.Finding{Cause: "redirect_uri_mismatch"}).step
	_, ok := w.machine.Jump(at)
	return at, ok && w.machine.Answers().Flow() == catalog.Browser
}

// fixRedirect gives up the sign-in and goes to where the redirect URI is registered: the browser shows an error and
// will not come back.
func (w *wizard) fixRedirect() tea.Cmd {
	at, ok := w.redirectPlace()
	if !ok {
		return nil
	}
	w.cancelSignIn()
	cmd := w.jump(at)
	w.flash = flash{quiet, "The sign-in was cancelled. Nothing is lost: test again once the redirect URI is registered."}
	return cmd
}

// signInCopies is what the copy keys take: first the code, if there is one, then the link.
func (w wizard) signInCopies() []steps.Copy {
	signIn := w.test.waiting.signIn
	link := steps.Copy{Label: "Link", Text: signIn.URL}
	if signIn.UserCode == "" {
		return []steps.Copy{link}
	}
	return []steps.Copy{{Label: "Code", Text: signIn.UserCode}, link}
}

// cleanSignIn makes what comes from outside fit for the screen.
func cleanSignIn(s report.SignIn) report.SignIn {
	s.UserCode, s.URL = sanitize.Line(s.UserCode), sanitize.Line(s.URL)
	return s
}
