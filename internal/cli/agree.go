package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"appreg/internal/sanitize"
)

// yesFlag adds the flag that agrees to what a command would ask.
func yesFlag(flags *pflag.FlagSet, yes *bool, usage string) {
	flags.BoolVarP(yes, "yes", "y", false, usage)
}

// canAsk reports whether a person is there to answer, and may be asked.
func (a *app) canAsk() bool { return a.interactive() && !a.global.noInput }

// agree asks the person a question that yes or no answers. Errors: usage, where the answer is no, and the context's.
func (a *app) agree(ctx context.Context, question string) error {
	return a.agreeElse(ctx, question, usageError("to delete without a question: --yes", "nothing was deleted, because you didn't agree"))
}

// agreeElse is agree with the error of a no.
func (to Streams) agreeElse(ctx context.Context, question string, no error) error {
	fmt.Fprintf(to.Err, "%s [y/N] ", sanitize.Line(question))
	answer := make(chan string, 1)
	go func() { // a read of a terminal cannot be broken off; it ends with the process
		line, _ := bufio.NewReader(to.In).ReadString('\n')
		answer <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(to.Err)
		return ctx.Err()
	case given := <-answer:
		if given == "y" || given == "yes" {
			return nil
		}
		return no
	}
}
