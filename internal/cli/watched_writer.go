package cli

import (
	"errors"
	"fmt"
	"io"
	"syscall"
)

// watchedWriter notices that a result could not be written, which no command looks at.
type watchedWriter struct {
	w   io.Writer
	err error // the first failure
}

// Write writes to the writer behind it.
func (o *watchedWriter) Write(data []byte) (int, error) {
	n, err := o.w.Write(data)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// judge returns the error that a command ends with: err, unless all was well but for the result, which did not arrive.
// Whoever closed the pipe has had enough; that is no error.
func (o *watchedWriter) judge(err error) error {
	var verdict *verdictError
	switch {
	case o.err == nil || errors.Is(o.err, syscall.EPIPE):
		return err
	case err == nil || errors.As(err, &verdict):
		return notWritten("couldn't write the result: %w", o.err)
	default:
		return err
	}
}

// notWritten is the error of a result that did not arrive.
func notWritten(format string, err error) error {
	return &failure{code: exitUnexpected, label: "unexpected", err: fmt.Errorf(format, err),
		fix: "free space where standard output goes, then run it again"}
}
