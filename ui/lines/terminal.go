package lines

import (
	"fmt"
	"io"
	"sync/atomic"

	"golang.org/x/term"
)

// TerminalSecret returns a Options.ReadSecret that reads from the terminal fd without echo and prompts on out.
// restore sets the terminal back as it was; call it when the run has ended, for a run that is interrupted leaves
// its last read behind with the echo off.
func TerminalSecret(fd int, out io.Writer) (read func(prompt string) (string, error), restore func(), err error) {
	state, err := term.GetState(fd)
	if err != nil {
		return nil, nil, fmt.Errorf("couldn't read the terminal's state: %w", err)
	}
	var reading atomic.Bool
	restore = func() {
		if reading.Load() { // left behind: a secret that is typed in part must not become the shell's input
			dropTyped(fd)
		}
		_ = term.Restore(fd, state)
	}
	read = func(prompt string) (string, error) {
		// Before the prompt: whoever pastes as soon as it shows would else see the secret.
		if err := echoOff(fd); err != nil {
			return "", fmt.Errorf("couldn't turn off the terminal's echo: %w", err)
		}
		defer restore()
		reading.Store(true)
		defer reading.Store(false)
		defer keepEchoOff(fd, func() { _, _ = io.WriteString(out, prompt) })()
		if _, err := io.WriteString(out, prompt); err != nil {
			return "", fmt.Errorf("couldn't write to the terminal: %w", err)
		}
		line, err := term.ReadPassword(fd)
		return string(line), err
	}
	return read, restore, nil
}
