package cli

import (
	"fmt"
	"time"

	"appreg/internal/report"
	"appreg/internal/verify"
)

// signInPrompt lets a person sign in at the terminal. Everything is told on stderr: stdout is for results.
func (a *app) signInPrompt() verify.PageSignIn {
	return verify.PageSignIn{Open: a.opener().Open, Show: a.showSignIn}
}

// showSignIn says what to do. Code and address are always shown: a browser may not start, or not be on this machine.
func (a *app) showSignIn(s report.SignIn) {
	if a.signsIn != nil {
		a.signsIn(s)
		return
	}
	to := a.Streams
	switch {
	case s.UserCode != "":
		fmt.Fprintf(to.Err, "To sign in, open %s\nand enter the code %s\n", s.URL, s.UserCode)
	case s.Opened:
		fmt.Fprintf(to.Err, "Sign in in the browser. If it didn't open or the page doesn't load, open:\n%s\n", s.URL)
	default:
		fmt.Fprintf(to.Err, "Couldn't start a browser. To sign in, open:\n%s\n", s.URL)
	}
	if s.UserCode == "" {
		fmt.Fprintln(to.Err, "If the page shows AADSTS50011, add http://localhost under Authentication > Mobile and desktop applications.")
	}
	fmt.Fprintf(to.Err, "Waiting until %s; ctrl+c ends it.\n", s.Expires.Local().Format(time.TimeOnly))
}
