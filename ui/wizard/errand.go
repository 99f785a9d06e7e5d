package wizard

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// errand is what the screens share that send appreg to the tenant with an admin's rights: whoever has to sign in, what went
// wrong, and a text that scrolls below a headline.
type errand struct {
	*shell
	background
	doing  string         // what is under way, for people
	fault  steps.Problem  // why it couldn't be done; no message: it could
	signIn *report.SignIn // whom it waits for; nil: nobody
	text   scroller
}

// begin starts what is done.
func (e *errand) begin(doing string, do func(ctx context.Context, seq int, tell func(tea.Msg)) tea.Msg) tea.Cmd {
	e.doing, e.fault, e.signIn, e.text.offset = doing, steps.Problem{}, nil, 0
	var cmd tea.Cmd
	e.background, cmd = e.inBackground(do)
	return cmd
}

// end takes what came of it.
func (e *errand) end(err error) {
	e.Leave()
	e.fault, e.signIn = problemOf(err), nil
	e.version++
}

// asks shows whom it waits for.
func (e *errand) asks(msg signInMsg) {
	if !e.current(msg.seq) {
		return
	}
	s := msg.signIn
	s.UserCode, s.URL = sanitize.Line(s.UserCode), sanitize.Line(s.URL)
	e.signIn = &s
	e.version++
}

// openSignIn opens the page, with its code to paste.
func (e *errand) openSignIn() tea.Cmd {
	var copied tea.Cmd
	if e.signIn.UserCode != "" {
		copied = tea.SetClipboard(e.signIn.UserCode)
	}
	return tea.Batch(copied, e.open(e.signIn.URL))
}

// demoSignIn lets the simulated person answer.
func (e *errand) demoSignIn() tea.Cmd {
	demo, waits, seq := e.services().Demo, *e.signIn, e.seq
	return func() tea.Msg { return demoSignedInMsg{seq, demo.SignIn(waits)} }
}

// signInCopies is the code, if there is one, and the link.
func (e *errand) signInCopies() []copyText {
	list := []copyText{{Label: "Link", Text: e.signIn.URL}}
	if e.signIn.UserCode != "" {
		list = append([]copyText{{Label: "Code", Text: e.signIn.UserCode}}, list...)
	}
	return list
}

// errandKeys are the keys of every errand.
func (e *errand) errandKeys() keyMap {
	k := e.keys(false)
	k.Back.SetEnabled(true)
	k.Next.SetEnabled(!e.running() || e.signIn != nil)
	k.scrolls(e.text)
	if k.waits = e.running(); k.waits {
		k.Back.SetHelp("esc", "cancel")
	}
	return k
}

// busy reports whether the screen turns.
func (e *errand) busy() bool { return e.running() && e.signIn == nil }

// below draws the text below the headline.
func (e *errand) below(head []string, s size) block {
	return block{lines: append(head, e.scrolled(e.text, max(s.body-len(head), 0), s)...)}
}

// headLines are the headline, and a line apart where there is room.
func (e *errand) headLines(s size, icon, text string, style lipgloss.Style) []string {
	switch {
	case e.signIn != nil:
		icon, text, style = "", steps.SignInTitle(*e.signIn), e.theme.Title
	case e.running():
		icon, text, style = e.turning(), e.doing, e.theme.Title
	}
	line := style.Bold(true).Render(look.Fit(strings.TrimSpace(icon+" "+text), s.content, e.theme.Icons.Cut))
	if s.body < 12 {
		return []string{line}
	}
	return []string{line, ""}
}

// signInLines say what a person does who has to sign in.
func (e *errand) signInLines(width int) []string {
	var code []string
	if e.signIn.UserCode != "" {
		code = []string{e.theme.Accent.Bold(true).Render(e.signIn.UserCode)}
	}
	return apart(look.Lines(steps.SignInLead(*e.signIn), width, e.theme.Plain), code, look.Link(e.signIn.URL, width, e.theme.Accent))
}

// faultLines say why it couldn't be done, and what to do about it.
func (e *errand) faultLines(width int) []string {
	return apart(look.Lines(sanitize.Line(e.fault.Message), width, e.theme.Plain), look.Lines(sanitize.Text(e.fault.Fix), width, e.theme.Dim))
}
