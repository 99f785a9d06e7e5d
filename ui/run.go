package ui

import (
	"context"
	"os"

	"appreg/internal/report"
	"appreg/steps"
	"appreg/ui/terminal"
)

// ErrInterrupted is returned when ctrl+c, a signal or the loss of the terminal ended a front end; exit code 130.
var ErrInterrupted = terminal.ErrInterrupted

// WizardOptions is what the wizard starts with.
type WizardOptions struct {
	Services Services
	Start    steps.Answers // answers from flags
	Env      steps.Env
	Input    terminal.File // the terminal; *os.File is one
	Output   *os.File      // the terminal to draw on: stderr
	Environ  []string      // the process's environment, for the terminal's abilities
	NoColor  bool
	Profile  string // name to save under, where a flag gave one
	Replace  bool   // Profile may exist: the credential is renewed
	SkipTest bool   // no token is asked for
}

// Outcome says how the wizard ended.
type Outcome int

// The outcomes.
const (
	Quit     Outcome = iota // left before the end; the draft is kept
	Saved                   // the profile is in the store
	NotSaved                // gone through without saving
)

// Result is what the wizard leaves behind.
type Result struct {
	Outcome Outcome
	Lines   []string       // to print after the screen is left; never a secret
	Report  *report.Report // of the last token test; nil if there was none
}

// RunWizard runs the wizard on a terminal until it ends. It is interrupted by ctx, a signal, ctrl+c or the loss of
// the terminal: then the error is ErrInterrupted, and the terminal is as it was before.
func RunWizard(ctx context.Context, options WizardOptions) (Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	last, err := terminal.Run(ctx, newWizard(ctx, options), terminal.Options{
		Input: options.Input, Output: options.Output, Environ: options.Environ,
		Profile: terminal.Profile(options.Environ, options.NoColor),
	})
	w, ok := last.(wizard)
	if !ok {
		return Result{}, err
	}
	w.flushDraft()
	if err == nil && w.interrupted {
		err = ErrInterrupted
	}
	return w.result(), err
}
