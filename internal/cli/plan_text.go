package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"appreg/internal/plan"
	"appreg/internal/report"
	"appreg/internal/sanitize"
)

// printPlan writes a plan to stdout, with the report of one that was carried out and tested, and nothing else.
func (to Streams) printPlan(p plan.Plan, asJSON bool) {
	if asJSON {
		printJSON(to.Out, p)
		return
	}
	writePlan(to.Out, p)
	if p.Report != nil {
		fmt.Fprintln(to.Out)
		writeReport(to.Out, p.Report.Fit())
	}
}

// writePlan writes a plan for people: what will change, who may do it, and what can't be undone.
func writePlan(w io.Writer, p plan.Plan) {
	fmt.Fprintf(w, "tenant %s, as %s\n\n", sanitize.Line(p.Tenant), actorWords(p.Actor))
	for _, c := range p.Changes {
		writeChange(w, c, p.Actor)
	}
	if len(p.Pending()) == 0 && !p.Applied {
		fmt.Fprintln(w, "\nNothing to change.")
	}
}

func writeChange(w io.Writer, c plan.Change, actor plan.Actor) {
	word := string(c.Action)
	switch {
	case c.Action == plan.None:
		word = "ok"
	case c.Blocked:
		word = "BLOCKED"
	case c.State != plan.Planned:
		word = string(c.State)
	}
	fmt.Fprintf(w, "%-8s %s\n", word, sanitize.Line(c.Title))
	line := func(text string) {
		if text != "" {
			fmt.Fprintf(w, "         %s\n", sanitize.Line(text))
		}
	}
	line(c.Detail)
	if c.State == plan.Done || c.State == plan.Undone {
		return
	}
	if c.Action != plan.None && len(c.Needs) > 0 {
		line(needWords(c.Needs) + lackWords(c, actor))
	}
	if c.Action == plan.Delete && !c.Reversible {
		line("can't be undone")
	}
	if c.Cause != "" {
		line("cause: " + string(c.Cause))
	}
	if c.Cause != "" || c.Guided {
		for _, text := range fixLines(report.Finding{Fix: c.Fix}) {
			line(text)
		}
	}
}

// needWords says which roles allow a change.
func needWords(roles []string) string {
	if len(roles) == 1 {
		return "Requires " + roles[0] + "."
	}
	return "Requires one of: " + strings.Join(roles, ", ") + "."
}

// lackWords says behind the roles that a change takes whether one is missing. A change may be impossible for another reason.
func lackWords(c plan.Change, actor plan.Actor) string {
	switch {
	case c.Allowed != plan.No || c.Blocked:
		return ""
	case slices.ContainsFunc(c.Needs, func(role string) bool { return slices.Contains(actor.Roles, role) }):
		return " You have one, but your token doesn't hold the right."
	case len(c.Needs) == 1:
		return " You don't have it."
	}
	return " You have none of them."
}

// sayOpen says what to do about a run that isn't finished.
func (to Streams) sayOpen(run string) {
	to.note("not finished; run the same command again to go on, or take it back: appreg undo %s", run)
}

// tellChange says on stderr what becomes of each change.
func (to Streams) tellChange(e plan.Event) {
	switch {
	case e.Phase == plan.Waiting:
		fmt.Fprintf(to.Err, "wait     %s: again in %s, for at most %s\n", sanitize.Line(e.Change.Title), e.Wait.Round(time.Second), e.Left.Round(time.Second))
	case e.Phase == plan.Ended:
		fmt.Fprintf(to.Err, "%-8s %s\n", e.Change.State, sanitize.Line(e.Change.Title))
	}
}

// tellWaiting says why the test is made again.
func (to Streams) tellWaiting(why report.Finding, left time.Duration) {
	fmt.Fprintf(to.Err, "wait     %s; what was just made may not be known everywhere yet: testing again, for at most %s\n", sanitize.Line(why.Title), left.Round(time.Second))
}

// blockedResult is the end of a plan that is only shown: one that can't be carried out is a refusal.
func blockedResult(p plan.Plan) error {
	if len(p.Blocked()) > 0 {
		return &verdictError{code: int(exitRefused)}
	}
	return nil
}

// planResult is the end of a plan that was carried out.
func planResult(p plan.Plan) error {
	for _, c := range p.Failures() {
		if c.Cause.Unreachable() {
			return &verdictError{code: int(exitUnreachable)}
		}
	}
	if len(p.Failures()) > 0 {
		return &verdictError{code: int(exitRefused)}
	}
	if p.Report != nil {
		return verdictResult(*p.Report)
	}
	return nil
}
