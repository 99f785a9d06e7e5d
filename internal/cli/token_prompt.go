package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/ui"
)

// passwordPrompt asks for a password on the terminal, without echo.
type passwordPrompt struct {
	terminal *os.File
	out      io.Writer
	profile  string
}

// prompt is a way to ask, where a person is there to answer: a terminal on standard input, or behind it where the
// messages go to one, as in a loop that reads its list from a file.
func (a *app) prompt(profile string) (passwordPrompt, bool) {
	stdin, isFile := a.In.(*os.File)
	switch {
	case a.global.noInput:
	case a.InTTY && isFile:
		return passwordPrompt{terminal: stdin, out: a.Err, profile: profile}, true
	case a.ErrTTY:
		if terminal, err := os.OpenFile(controllingTerminal, os.O_RDWR, 0); err == nil {
			return passwordPrompt{terminal: terminal, out: a.Err, profile: profile}, true // Windows cannot write to CONIN$
		}
	}
	return passwordPrompt{}, false
}

// Password asks for the password of username. Ctrl+C ends it with the context's error.
func (p passwordPrompt) Password(ctx context.Context, username string) (secret.Secret, error) {
	read, restore, err := ui.TerminalSecret(int(p.terminal.Fd()), p.out)
	if err != nil {
		return secret.Secret{}, err
	}
	type line struct {
		text string
		err  error
	}
	answer := make(chan line, 1)
	go func() { // a read of a terminal cannot be broken off; it ends with the process
		text, err := read(fmt.Sprintf("Password of %s (profile %s, not kept): ", sanitize.Line(username), p.profile))
		answer <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		restore()
		fmt.Fprintln(p.out)
		return secret.Secret{}, ctx.Err()
	case got := <-answer:
		fmt.Fprintln(p.out)
		if got.err == nil && got.text == "" {
			return secret.Secret{}, usageError("type it, or save it with: appreg setup --replace --save-password --profile "+p.profile,
				"could not go on with %s: no password was given", p.profile)
		}
		return secret.New(got.text), got.err
	}
}
