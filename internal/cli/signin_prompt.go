package cli

import (
	"fmt"
	"time"

	"appreg/internal/report"
	"appreg/internal/verify"
)

// signsInHere reports whether a person can sign in for this command: there is a terminal, and asking is allowed.
func (a *app) signsInHere() bool { return a.interactive() && !a.global.noInput }

// signInPrompt lets a person sign in at the terminal. Everything is told on stderr: stdout is for results.
func (a *app) signInPrompt() verify.SignIn {
	return verify.SignIn{Open: a.opener().Open, Show: a.showSignIn}
}

// showSignIn says what to do. Code and address are always shown: a browser may not start, or not be on this machine.
func (a *app) showSignIn(s report.SignIn) {
	switch {
	case s.UserCode != "":
		fmt.Fprintf(a.Err, "To sign in, open %s\nand enter the code %s\n", s.URL, s.UserCode)
	case s.Opened:
		fmt.Fprintf(a.Err, "Sign in in the browser that was opened. If none was, open:\n%s\n", s.URL)
	default:
		fmt.Fprintf(a.Err, "No browser could be started. To sign in, open:\n%s\n", s.URL)
	}
	if s.UserCode == "" {
		fmt.Fprintln(a.Err, "If the page shows AADSTS50011, add http://localhost under Authentication > Mobile and desktop applications.")
	}
	fmt.Fprintf(a.Err, "Waiting until %s; ctrl+c ends it.\n", s.Expires.Local().Format(time.TimeOnly))
}
