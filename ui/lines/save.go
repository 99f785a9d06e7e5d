package lines

import (
	"context"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// prepareSave is asked before the save step's fields: can anything be saved, and shall it with this verdict?
func (r *run) prepareSave(ctx context.Context) error {
	if step, lacking := r.session.Lacking(); lacking {
		r.out.para("These answers are needed before anything can be saved.")
		r.jumpTo(step)
		return nil
	}
	if !r.session.Saves() {
		r.out.para("Nothing is saved, as asked (--store none).")
		r.finish(r.session.WithoutSaving())
		return nil
	}
	ask := r.session.Services().LookAgain(r.unlocks)
	state, err := awaited(ctx, func() (session.StoreState, error) { return ask(ctx), nil })
	r.unlocks = session.StoreState{}
	if err != nil {
		return err
	}
	r.session = r.session.WithStore(state)
	switch {
	case !r.session.NeedsKeyring():
		r.out.para("It will be saved in " + r.session.StorePlace() + ".")
	case !state.Usable:
		return r.withoutStore(ctx, state)
	default:
		r.out.para("It will be saved in " + state.Kind + ".")
	}
	return r.agreeToSave(ctx)
}

// withoutStore says why nothing can be saved in the keyring and lets the person choose what to do instead.
func (r *run) withoutStore(ctx context.Context, state session.StoreState) error {
	r.out.item("This can't be saved: ", state.Reason)
	if state.Fix != "" {
		r.out.item("  What to do: ", state.Fix)
	}
	q := question{name: "Without a keyring", prompt: "Without a keyring"}
	choice, err := r.choose(ctx, q, session.WithoutKeyring(state), session.DoAgain)
	switch choice {
	case session.DoAgain:
		r.unlocks = state
	case session.DoVault:
		r.session, _, _ = r.session.Answer(steps.KeyStore, steps.StoreVault)
	case session.DoWithout:
		r.finish(r.session.WithoutSaving())
	}
	return err
}

// agreeToSave asks before a registration is saved that the live test did not find ready.
func (r *run) agreeToSave(ctx context.Context) error {
	verdict := r.session.Verdict()
	if verdict == report.Ready || r.unready {
		r.saving = true
		return nil
	}
	r.out.para("Not ready. " + r.session.Report().Sentence() + " You can save now, fix it later, and run appreg check.")
	untested := !r.session.IsVerified() // after a failed test enter saves nothing
	yes, answer, err := r.confirm(ctx, question{name: "Save as not ready?", prompt: "Save as not ready?"}, untested)
	switch {
	case err != nil || answer.moved:
		return err
	case yes:
		r.saving, r.unready = true, true
		return nil
	}
	if r.session.SkipsTest() {
		_, err = words{r}.quit(ctx, question{}, "")
		return err
	}
	r.out.para("Nothing is saved yet. Back to the test.")
	r.jumpTo(catalog.StepToken)
	return nil
}

// save writes the profile. Unlike all else it is not left behind when ctx is cancelled: what it did must be known.
func (r *run) save(ctx context.Context) error {
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	next, request := r.session.SaveRequest()
	r.session = next
	if request.Profile == "" || !next.Saves() {
		r.finish(next.WithoutSaving())
		return nil
	}
	r.out.para("Saving…")
	lines, err := r.session.Services().Save(ctx, request)
	if err != nil {
		return r.saveFailed(ctx, err)
	}
	r.out.saved(next, lines)
	r.finish(next.SavedAs(lines))
	return nil
}

// saved says what works now, what to do next and where it is kept; then what is good to know.
func (p *printer) saved(saved session.Session, lines []string) {
	p.blank()
	if said, command := saved.Unready(); said == "" {
		p.para("Saved. It works.")
	} else {
		p.para("Saved, not ready.")
		p.para(said)
		p.verbatim("    ", command)
	}
	guide := saved.AfterSaving()
	p.printGuide(steps.Guide{Blocks: append(saved.Works(), guide.Task()...), Copies: guide.Copies})
	for _, line := range lines {
		p.item("ok  ", line)
	}
	p.blank()
	p.para("Good to know:")
	p.printGuide(steps.Guide{Blocks: guide.More(), Links: guide.Links, Copies: guide.Copies})
	p.printCopies(guide)
}

// saveFailed says what happened. Nothing is lost: the questions of the save step come again.
func (r *run) saveFailed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	problem := session.SaveProblem(err)
	if problem.Key == "" {
		r.out.failed(problem)
	} else {
		r.out.problem(problem)
	}
	r.out.para("Nothing is saved yet. Fix that and answer again, or type quit to leave.")
	r.asked, r.listed = nil, "" // the save step's questions come again, whatever was given beforehand
	r.saving, r.chosen = false, true
	return nil
}

// finish ends the run. A draft that is not needed any more is given up.
func (r *run) finish(ended session.Session) {
	r.session, r.over = ended, true
	if drafts := ended.Services().Drafts; ended.DraftCleared() && drafts != nil {
		if err := drafts.Clear(); err != nil {
			r.out.item("Warning: ", err.Error())
		}
	}
}
