package source

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"appreg/internal/bounded"
)

// The limits of a command.
const (
	commandLife = 8 * time.Second // less than a whole request may take, so that its own end is told
	afterwards  = time.Second     // how long is waited for what the command has left running
)

// Run runs a command line with the system's shell, without input and with environ, and returns its standard output, 64 KiB at
// most. What it writes to standard error is not passed on: its first line is in the error where the command fails.
func Run(environ []string) func(ctx context.Context, command string) ([]byte, error) {
	return func(ctx context.Context, command string) ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, commandLife)
		defer cancel()
		cmd := exec.CommandContext(ctx, "sh", "-c", command)
		if runtime.GOOS == "windows" {
			cmd = exec.CommandContext(ctx, "cmd", "/c", command)
		}
		out, said := &bounded.Buffer{Limit: longest + 1}, &bounded.Buffer{Limit: longest + 1}
		cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = environ, out, said, afterwards
		err := cmd.Run()
		var ended *exec.ExitError
		switch {
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			return nil, fmt.Errorf("it didn't end within %d seconds", int(commandLife/time.Second))
		case errors.As(err, &ended) && ended.ExitCode() >= 0:
			return nil, errors.New(strings.TrimSuffix(fmt.Sprintf("it ended with exit status %d: %s", ended.ExitCode(), firstLine(said.String())), ": "))
		case err != nil:
			return nil, errors.New("it couldn't be run")
		}
		return out.Bytes(), nil
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}
