package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"appreg/internal/admin"
	"appreg/internal/diagnose"
	"appreg/internal/plan"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
	"appreg/ui/lines"
	"appreg/ui/terminal"
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

// verdictError ends a command with a code that says all there is to say: that of a verdict whose report has been printed
// already, or of a child process.
type verdictError struct{ code int }

func (e *verdictError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// fixer is an error that knows what to do about itself.
type fixer interface{ Fix() string }

// storeExits are what the store's errors lead to.
var storeExits = [...]struct {
	code  exitCode
	label string
}{
	store.ClassStore:   {exitStore, "store"},
	store.ClassName:    {exitUsage, "profile_name"},
	store.ClassChanged: {exitRefused, "profile_changed"},
}

// errInterrupted stands for every way in which a person or a signal ends a command.
var errInterrupted = errors.New("interrupted")

// classify finds the exit code, label and fix of any error: the type decides, never the text.
func classify(err error) failure {
	var own *failure
	var fix fixer
	var source *admin.Error
	var blocked *plan.BlockedError
	var ended *lines.InputEndedError
	var kept *store.Error
	f := failure{code: exitUnexpected, label: "unexpected", err: err}
	switch {
	case errors.As(err, &own):
		return failure{code: own.code, label: own.label, err: err, fix: own.fix}
	case errors.Is(err, terminal.ErrInterrupted), errors.Is(err, context.Canceled):
		f.code, f.label, f.err = exitInterrupted, "interrupted", errInterrupted
	case errors.As(err, &ended):
		f.code, f.label = exitUsage, "input_ended"
		f.fix = "give a line for every question, or every answer as a flag: appreg setup --no-input"
	case errors.As(err, &kept):
		f.code, f.label = storeExits[kept.Class()].code, storeExits[kept.Class()].label
	case errors.As(err, &source):
		f.code, f.label = adminExit(source), string(source.Fault)
	case errors.As(err, &blocked):
		f.code, f.label = exitRefused, string(blocked.Change.Cause)
	case errors.As(err, &fix):
		f.code, f.label = exitStore, "store" // a file that a profile names
	}
	if errors.As(err, &fix) {
		f.fix = fix.Fix()
	}
	return f
}

// adminExit is the exit code of an admin source that can't be used: one that was not given is a missing input.
func adminExit(e *admin.Error) exitCode {
	if e.Fault == admin.Missing {
		return exitUsage
	}
	return exitRefused
}

// isProfileName reports whether err is about the name of a profile that was given on the command line.
func isProfileName(err error) bool {
	var kept *store.Error
	return errors.As(err, &kept) && kept.Class() == store.ClassName
}

// refused is the error of a request that was refused or not answered, with what to do about it.
func (to Streams) refused(doing string, err error, known diagnose.Context) error {
	if passesThrough(err) {
		return err
	}
	return to.refusedFinding(doing, err, diagnose.Failed(err, known).Fit(sanitize.Redactor{}))
}

// passesThrough reports whether an error knows its own exit code. The store's does, whatever was tried.
func passesThrough(err error) bool {
	switch err.(type) { //nolint:errorlint // what it wraps doesn't count here
	case *admin.Error, *failure, *plan.BlockedError, *plan.JournalError:
		return true
	}
	return errors.As(err, new(*store.Error)) || isContext(err)
}

func (to Streams) refusedFinding(doing string, err error, f report.Finding) error {
	if isContext(err) {
		return err
	}
	code := exitRefused
	if f.Cause.Unreachable() {
		code = exitUnreachable
	}
	lines := append([]string{f.Meaning}, fixLines(f)...)
	return &failure{code: code, label: string(f.Cause), err: fmt.Errorf("couldn't %s: %s (%s) [%s]", doing, f.Title, f.Evidence, f.Cause), fix: strings.TrimSpace(strings.Join(lines, "\n"))}
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
