package wizard

import (
	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// cleanSignIn is a sign-in whose texts are fit for the screen.
func cleanSignIn(s report.SignIn) *report.SignIn {
	s.UserCode, s.URL = sanitize.Line(s.UserCode), sanitize.Line(s.URL)
	return &s
}

// signInLines say what a person does who has to sign in.
func (sh *shell) signInLines(s report.SignIn, width int) []string {
	var code []string
	if s.UserCode != "" {
		code = []string{sh.theme.Accent.Bold(true).Render(s.UserCode)}
	}
	return apart(look.Lines(steps.SignInLead(s), width, sh.theme.Plain), code, look.Link(s.URL, width, sh.theme.Accent))
}

// openSignIn opens the page, with its code to paste.
func (sh *shell) openSignIn(s report.SignIn) tea.Cmd {
	var copied tea.Cmd
	if s.UserCode != "" {
		copied = tea.SetClipboard(s.UserCode)
	}
	return tea.Batch(copied, sh.open(s.URL))
}

func signInCopies(s report.SignIn) []copyText {
	list := []copyText{{Label: "Link", Text: s.URL}}
	if s.UserCode != "" {
		list = append([]copyText{{Label: "Code", Text: s.UserCode}}, list...)
	}
	return list
}
