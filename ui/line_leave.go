package ui

import (
	"context"
	"strings"

	"appreg/internal/catalog"
	"appreg/steps"
)

// quit ends the run; a client secret that is not saved is offered to be saved first.
func (r *lineRun) quit(ctx context.Context, _ question, _ string) (reply, bool, error) {
	if r.machine.Answers().Secret(steps.KeySecret).IsZero() {
		r.left()
		return reply{moved: true}, false, nil
	}
	r.out.para("The client secret is not saved, and the portal will not show it again.")
	for {
		answer, err := r.ask(ctx, question{
			name:   "Save it as not ready before leaving?",
			prompt: "Save it as not ready before leaving? yes, no or back [yes]",
			plain:  true,
		})
		if err != nil {
			return reply{}, false, err
		}
		switch strings.ToLower(answer.text) {
		case "back":
			return reply{}, true, nil
		case "n", steps.No:
			r.left()
			return reply{moved: true}, false, nil
		case "", "y", steps.Yes:
			if there, ok := r.machine.Jump(catalog.StepSave); ok {
				r.unready = true
				r.enter(there, true)
			}
			return reply{moved: true}, false, nil
		}
		r.out.para("Please answer yes, no or back.")
	}
}

// left ends the run without saving.
func (r *lineRun) left() {
	if r.keepsDraft() && !r.draftFails && len(r.machine.Answers().Draft()) > 0 {
		r.out.para("Your answers are kept, without any secret; the next start offers them.")
	}
	r.finish(Quit)
}
