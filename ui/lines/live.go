package lines

import (
	"context"
	"strings"

	"appreg/internal/session"
)

// anyway goes on from a step of which something is missing.
const anyway = "anyway"

// look looks with an admin's rights whether what a portal step asks for is there, and goes on where all of it is; else it says
// what is missing, and asks.
func (r *run) look(ctx context.Context) error {
	step := r.session.Machine().Current()
	answers := r.session.Answers()
	r.out.para("Looking at the tenant. Nothing is changed…")
	var seen []session.Seen
	var fault error
	cancelled, err := r.during(ctx, func(ctx context.Context, w work) {
		seen, fault = r.session.Services().Watcher.Look(ctx, step.ID, answers, w.askToSignIn)
	})
	switch {
	case err != nil:
		return err
	case cancelled:
	case fault != nil:
		r.out.fault(fault)
	default:
		for _, s := range seen {
			r.out.item(map[bool]string{true: "ok  ", false: "FAIL "}[s.OK], s.Text)
		}
		if session.Missing(seen) == 0 {
			r.forward(step)
			return nil
		}
		r.out.para("Make it in the portal. What was just made can take a minute to show.")
	}
	return r.askToLookAgain(ctx)
}

// askToLookAgain asks whether to look again or to go on anyway.
func (r *run) askToLookAgain(ctx context.Context) error {
	q := question{name: r.session.Machine().Current().Title, prompt: "Press Enter to look again, or type " + anyway + " to go on"}
	for {
		answer, err := r.ask(ctx, q)
		switch {
		case err != nil || answer.moved || answer.text == "":
			return err
		case strings.EqualFold(answer.text, anyway):
			r.forward(r.session.Machine().Current())
			return nil
		}
		r.out.para("Type " + anyway + " to go on, or a command; ? lists them.")
	}
}
