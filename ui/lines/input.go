package lines

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"appreg/internal/await"
	"appreg/ui/terminal"
)

// answerLimit is the longest answer that is taken, in bytes; the rest of a longer line is thrown away.
const answerLimit = 64 << 10

// ErrInputEnded is the kind of every InputEndedError.
var ErrInputEnded = errors.New("the input ended")

// InputEndedError says that the input ended while a question was open.
type InputEndedError struct {
	Question string // what was asked for, for example "Tenant"
}

func (e *InputEndedError) Error() string {
	return "the input ended at the question for: " + e.Question
}

// Is makes errors.Is(err, ErrInputEnded) true.
func (e *InputEndedError) Is(target error) bool { return target == ErrInputEnded }

var errLineTooLong = errors.New("the line is too long")

// input reads answers. All of them come through one buffered reader, so that a pipe loses nothing.
type input struct {
	reader     *bufio.Reader
	readSecret func(prompt string) (string, error)
	pending    chan typedLine // a line whose reading has begun and that nobody has taken; nil if there is none
}

// typedLine is a line, or why there is none.
type typedLine struct {
	text string
	err  error
}

// echoes reports whether what is typed appears on the screen by itself: on a terminal.
func (in *input) echoes() bool { return in.readSecret != nil }

// visible reads one line: the one whose reading has begun, if there is one.
func (in *input) visible(ctx context.Context) (string, error) {
	if ctx.Err() != nil {
		return "", interrupted(ctx)
	}
	select {
	case <-ctx.Done():
		return "", interrupted(ctx)
	case got := <-in.ahead():
		in.pending = nil
		return got.text, got.err
	}
}

// ahead begins to read a line while something else goes on. A read cannot be stopped: what comes belongs to whoever
// takes it here, or to the next question for a visible line.
func (in *input) ahead() <-chan typedLine {
	if in.pending == nil {
		pending := make(chan typedLine, 1)
		go func() {
			text, err := in.line()
			pending <- typedLine{text, err}
		}()
		in.pending = pending
	}
	return in.pending
}

// putBack leaves a line that was taken for the next question.
func (in *input) putBack(got typedLine) {
	in.pending = make(chan typedLine, 1)
	in.pending <- got
}

// hidden reads one line without echo. No reading may have begun: its line would be the secret, with echo.
// Before a masked question there is always a visible one since a sign-in was waited for; prompt is written by readSecret.
func (in *input) hidden(ctx context.Context, prompt string) (string, error) {
	return awaited(ctx, func() (string, error) { return in.readSecret(prompt) })
}

// line reads up to the next line feed or the end of the input, which may end the last line instead.
func (in *input) line() (string, error) {
	var line []byte
	tooLong := false
	for {
		part, err := in.reader.ReadSlice('\n')
		if len(line)+len(part) > answerLimit {
			tooLong = true
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(line) > 0 || tooLong):
		case err != nil:
			return "", err
		}
		if tooLong {
			return "", errLineTooLong
		}
		text := strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r")
		return strings.TrimPrefix(text, "\ufeff"), nil // PowerShell begins a pipe with a byte order mark
	}
}

// awaited is await.Result that gives terminal.ErrInterrupted. Nothing may read after a read that was left behind.
func awaited[T any](ctx context.Context, work func() (T, error)) (T, error) {
	value, err := await.Result(ctx, work)
	if err != nil && ctx.Err() != nil {
		err = interrupted(ctx)
	}
	return value, err
}

func interrupted(ctx context.Context) error {
	return fmt.Errorf("%w: %w", terminal.ErrInterrupted, context.Cause(ctx))
}
