package cli

import (
	"context"
	"errors"
	"fmt"

	"appreg/store"
	"appreg/ui"
)

// exitCode is one of the contract's exit codes.
type exitCode int

const (
	exitDone        exitCode = 0
	exitUnexpected  exitCode = 1
	exitUsage       exitCode = 2
	exitRefused     exitCode = 3
	exitUnreachable exitCode = 4
	exitStore       exitCode = 5
	exitInterrupted exitCode = 130
)

// failure is an error with the exit code that it leads to and what to do about it.
type failure struct {
	code  exitCode
	label string // for scripts: the "code" of the JSON error
	err   error
	fix   string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// usageError is a fault in what was asked for: a missing or unknown value, flags that exclude each other.
func usageError(fix, format string, args ...any) error {
	return &failure{code: exitUsage, label: "usage", err: fmt.Errorf(format, args...), fix: fix}
}

// verdictError ends a command with the code of a verdict whose report has been printed already.
type verdictError struct{ code int }

func (e *verdictError) Error() string { return fmt.Sprintf("verdict leads to exit code %d", e.code) }

// fixer is an error that knows what to do about itself.
type fixer interface{ Fix() string }

// errInterrupted stands for every way in which a person or a signal ends a command.
var errInterrupted = errors.New("interrupted")

// classify finds the exit code, label and fix of any error: the type decides, never the text.
func classify(err error) failure {
	var own *failure
	var fix fixer
	var ended *ui.InputEndedError
	f := failure{code: exitUnexpected, label: "unexpected", err: err}
	switch {
	case errors.As(err, &own):
		return failure{code: own.code, label: own.label, err: err, fix: own.fix}
	case errors.Is(err, ui.ErrInterrupted), errors.Is(err, context.Canceled):
		f.code, f.label, f.err = exitInterrupted, "interrupted", errInterrupted
	case errors.As(err, &ended):
		f.code, f.label = exitUsage, "input_ended"
		f.fix = "give a line for every question, or every answer as a flag: appreg setup --no-input"
	case isProfileName(err):
		f.code, f.label = exitUsage, "profile_name"
	case errors.As(err, &fix):
		f.code, f.label = exitStore, "store" // every other error that can say what to do is the store's
	}
	if errors.As(err, &fix) {
		f.fix = fix.Fix()
	}
	return f
}

// isProfileName reports whether err is about the name of a profile that was given on the command line.
func isProfileName(err error) bool {
	var unknown *store.UnknownProfileError
	var exists *store.ExistsError
	var name *store.NameError
	return errors.As(err, &unknown) || errors.As(err, &exists) || errors.As(err, &name)
}
