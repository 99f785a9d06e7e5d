package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"appreg/internal/creation"
	"appreg/internal/plan"
	"appreg/internal/report"
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

// agreeTo shows what will change and asks once; with yes nobody is asked. A blocked plan is refused before.
func (a *app) agreeTo(ctx context.Context, offer creation.Offer, yes bool) error {
	if offer.Earlier != nil {
		a.note("an earlier run (%s) was interrupted; this one goes on with it. To take it back instead: appreg undo %s", offer.Earlier.ID, offer.Earlier.ID)
	}
	return a.agreeToPlan(ctx, offer.Plan, yes)
}

func (a *app) agreeToPlan(ctx context.Context, p plan.Plan, yes bool) error {
	if blocked := p.Blocked(); len(blocked) > 0 {
		return &failure{code: exitRefused, label: string(blocked[0].Cause),
			err: fmt.Errorf("couldn't start: %s: %s [%s]", blocked[0].Title, blocked[0].Detail, blocked[0].Cause),
			fix: strings.Join(fixLines(report.Finding{Fix: blocked[0].Fix}), "\n")}
	}
	pending := len(p.Pending())
	if yes || pending == 0 {
		return nil
	}
	writePlan(a.Err, p)
	return a.agreeElse(ctx, "\nMake "+counted(pending, "change")+"?", usageError("to change without a question: --yes", "nothing was changed, because you didn't agree"))
}

// mayChange refuses a change that nobody can agree to.
func (a *app) mayChange(dryRun, yes bool) error {
	if dryRun || yes || a.canAsk() {
		return nil
	}
	return usageError(lookFirst(a.command), "nothing was changed: there's no terminal to confirm on")
}

// lookFirst is how to go on where nobody can agree, in flags that the running command has.
func lookFirst(command *cobra.Command) string {
	has := func(flag string) bool { return command != nil && command.Flags().Lookup(flag) != nil }
	switch {
	case has("dry-run"):
		return "look first with --dry-run, then add --yes"
	case has("apply"):
		return "look first without --apply, then add --yes"
	}
	return "to change without a question: --yes"
}
