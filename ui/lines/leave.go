package lines

import (
	"context"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
)

// quit ends the run; a client secret that is not saved is offered to be saved first.
func (w words) quit(ctx context.Context, _ question, _ string) (reply, error) {
	if !w.session.HoldsUnsavedSecret() {
		w.left()
		return reply{moved: true}, nil
	}
	w.out.para("Your client secret isn't saved, and the portal won't show it again.")
	for {
		answer, err := w.ask(ctx, question{
			name:   "Save it as not ready before leaving?",
			prompt: "Save it as not ready before leaving? yes, no or back [yes]",
			plain:  true,
		})
		if err != nil {
			return reply{}, err
		}
		switch strings.ToLower(answer.text) {
		case "back":
			return reply{again: true}, nil
		case "n", steps.No:
			w.left()
			return reply{moved: true}, nil
		case "", "y", steps.Yes:
			w.unready = w.jumpTo(catalog.StepSave)
			return reply{moved: true}, nil
		}
		w.out.para("Please answer yes, no or back.")
	}
}

// left ends the run without saving.
func (r *run) left() {
	if r.session.DraftIsKept() && len(r.session.Answers().Draft()) > 0 {
		r.out.para(session.LeftOff)
	}
	r.over = true
}
