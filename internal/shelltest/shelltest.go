//go:build !windows

// Package shelltest runs commands in tests as a person runs them: in a shell, at a terminal, typing the passwords that
// they ask for. Only tests import it. A tool that is missing fails the test: advice that nobody ran is no advice.
package shelltest

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// patience is how long a command may take.
const patience = 60 * time.Second

// asks is the end of what a program has written when it waits for a password.
var asks = regexp.MustCompile(`(?i)pass ?(?:word|phrase)[^\r\n]*:\s*$`)

// Run runs commands, one a line, in dir. answers are typed in turn, the last one as often as it's asked for. It returns
// what the terminal showed. The test fails if a command does, or asks although there are no answers.
func Run(t testing.TB, dir, commands string, answers ...string) string {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), patience)
	defer end()
	cmd := exec.CommandContext(ctx, "sh", "-ec", commands)
	cmd.Dir = dir
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatalf("could not run %q: %v", commands, err)
	}
	defer terminal.Close()
	shown, err := converse(terminal, answers)
	if err != nil {
		end()
	}
	if wait := cmd.Wait(); wait != nil || err != nil {
		t.Fatalf("%s\nended with %v, %v:\n%s", commands, wait, err, shown)
	}
	return shown
}

// errUnanswered says that a program asks for what the test has no answer to.
var errUnanswered = errors.New("it asks for a password")

// converse answers until the terminal is closed from the other side.
func converse(terminal io.ReadWriter, answers []string) (string, error) {
	var shown strings.Builder
	from, chunk := 0, make([]byte, 4096)
	for {
		n, err := terminal.Read(chunk)
		shown.Write(chunk[:n])
		if err != nil { // a terminal whose programs have ended gives EIO, not EOF
			return shown.String(), nil
		}
		if !asks.MatchString(shown.String()[from:]) {
			continue
		}
		if len(answers) == 0 {
			return shown.String(), errUnanswered
		}
		from = shown.Len()
		if _, err := io.WriteString(terminal, answers[0]+"\n"); err != nil {
			return shown.String(), err
		}
		if len(answers) > 1 {
			answers = answers[1:]
		}
	}
}
