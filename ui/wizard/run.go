// Package wizard is the session on the full screen: a small top-level model, and one screen each for a step, the test, the
// sign-in and the saving. No rule of Entra lives here, and nothing here talks to the network, the disk or the keyring
// except through the session's services.
package wizard

import (
	"context"
	"os"

	"appreg/internal/session"
	"appreg/ui/terminal"
)

// Options is what the wizard starts with.
type Options struct {
	session.Options
	Input   terminal.File // the terminal; *os.File is one
	Output  *os.File      // the terminal to draw on: stderr
	Environ []string      // the process's environment, for the terminal's abilities
	NoColor bool
	Drawn   func() // is called once, when the first screen has been drawn, and must return at once; nil: nobody is told
}

// Run runs the wizard on a terminal until it ends. It is interrupted by ctx, a signal, ctrl+c or the loss of the
// terminal: then the error is terminal.ErrInterrupted, and the terminal is as it was before.
func Run(ctx context.Context, options Options) (session.Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	last, err := terminal.Run(ctx, newWizard(ctx, options), terminal.Options{
		Input: options.Input, Output: options.Output, Environ: options.Environ,
		Profile: terminal.Profile(options.Environ, options.NoColor), Drawn: options.Drawn,
	})
	w, ok := last.(*wizard)
	if !ok {
		return session.Result{}, err
	}
	w.flushDraft()
	if err == nil && w.interrupted {
		err = terminal.ErrInterrupted
	}
	return w.session.Result(), err
}
