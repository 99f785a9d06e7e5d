package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"appreg/internal/await"
	"appreg/internal/givenfile"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/ui/lines"
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
	terminal, there := a.terminal()
	return passwordPrompt{terminal: terminal, out: a.Err, profile: profile}, there // Windows cannot write to CONIN$
}

// terminal is where a person can be asked, and whether there is one.
func (a *app) terminal() (*os.File, bool) {
	stdin, isFile := a.In.(*os.File)
	switch {
	case a.global.noInput:
	case a.InTTY && isFile:
		return stdin, true
	case a.ErrTTY:
		if terminal, err := os.OpenFile(controllingTerminal, os.O_RDWR, 0); err == nil {
			return terminal, true
		}
	}
	return nil, false
}

// readHidden asks for one line without echo. Where ctx ends it, the terminal is as before.
func readHidden(ctx context.Context, terminal *os.File, out io.Writer, question string) (string, error) {
	read, restore, err := lines.TerminalSecret(int(terminal.Fd()), out)
	if err != nil {
		return "", err
	}
	text, err := await.Result(ctx, func() (string, error) { return read(question) })
	if ctx.Err() != nil {
		restore()
	}
	fmt.Fprintln(out)
	return text, err
}

// Password asks for the password of username. Ctrl+C ends it with the context's error.
func (p passwordPrompt) Password(ctx context.Context, username string) (secret.Secret, error) {
	question := fmt.Sprintf("Password of %s (profile %s, not saved): ", sanitize.Line(username), p.profile)
	given, err := readHidden(ctx, p.terminal, p.out, question)
	if err != nil {
		return secret.Secret{}, err
	}
	if given == "" {
		return secret.Secret{}, usageError("type it, or save it with: appreg setup --replace --save-password --profile "+p.profile,
			"no password for %s", p.profile)
	}
	text, err := givenfile.Text(given)
	if fault := givenfile.TextFault(""); errors.As(err, &fault) {
		return secret.Secret{}, usageError("type it again", "couldn't take the password: it %w", fault)
	}
	return secret.New(text), nil
}
