package ui

import (
	"context"
	"errors"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// prepareSave is asked before the save step's fields: can anything be saved, and shall it with this verdict?
func (r *lineRun) prepareSave(ctx context.Context) error {
	if step, lacking := r.lacking(); lacking {
		r.out.para("Before anything can be saved, these answers are needed.")
		r.enter(step, true)
		return nil
	}
	if r.machine.Answers().Get(steps.KeyStore) == steps.StoreNone {
		r.out.para("Nothing is saved, as asked (--store none).")
		r.finish(NotSaved)
		return nil
	}
	state, err := await(ctx, func() (StoreState, error) { return r.opts.Saver.State(ctx), nil })
	if err != nil {
		return err
	}
	if !state.Usable {
		return r.withoutStore(ctx, state)
	}
	r.out.para("The credential goes to: " + state.Kind + ".")
	return r.agreeToSave(ctx)
}

// withoutStore says why nothing can be saved and lets the person choose: go on without, or look again.
func (r *lineRun) withoutStore(ctx context.Context, state StoreState) error {
	r.out.item("The credential cannot be saved: ", state.Reason)
	if state.Fix != "" {
		r.out.item("  What to do: ", state.Fix)
	}
	yes, _, err := r.confirm(ctx, question{
		name:   "Go on without saving?",
		prompt: "Go on without saving? No looks again",
	}, false)
	if yes {
		r.finish(NotSaved)
	}
	return err
}

// agreeToSave asks before a registration is saved that the live test did not find ready.
func (r *lineRun) agreeToSave(ctx context.Context) error {
	if r.verdict() == report.Ready || r.unready {
		r.saving = true
		return nil
	}
	r.out.para("This registration is not ready: " + verdictText(r.verdict()) +
		" It can be saved as not ready; appreg check completes it later.")
	yes, answer, err := r.confirm(ctx, question{name: "Save as not ready?", prompt: "Save as not ready?"}, true)
	switch {
	case err != nil || answer.moved:
		return err
	case yes:
		r.saving, r.unready = true, true
		return nil
	}
	if r.opts.SkipTest {
		_, _, err = r.quit(ctx, question{}, "")
		return err
	}
	r.out.para("Nothing is saved yet. Back to the test.")
	if there, ok := r.machine.Jump(catalog.StepToken); ok {
		r.enter(there, true)
	}
	return nil
}

// current is the report on the answers as they are: one of other answers says nothing about these.
func (r *lineRun) current() report.Report {
	if !r.tested {
		return untestedReport(r.machine.Answers(), r.opts.Now())
	}
	return r.report
}

func (r *lineRun) verdict() report.Verdict { return r.current().Verdict }

// save writes the profile. Unlike all else it is not left behind when ctx is cancelled: what it did must be known.
func (r *lineRun) save(ctx context.Context) error {
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	answers := r.machine.Answers()
	name := answers.Get(steps.KeyProfile)
	if name == "" || answers.Get(steps.KeyStore) == steps.StoreNone {
		r.finish(NotSaved)
		return nil
	}
	r.out.para("Saving…")
	lines, err := r.opts.Saver.Save(ctx, SaveRequest{
		Profile:      name,
		Registration: answers.Registration(),
		Report:       *asLeft(r.current(), Saved, name),
		SavePassword: answers.Get(steps.KeySavePassword) == steps.Yes,
		Replace:      r.opts.Replace,
	})
	if err != nil {
		return r.saveFailed(ctx, err)
	}
	for _, line := range lines {
		r.out.item("ok  ", line)
	}
	r.printGuide(steps.AfterSave(answers, name))
	r.finish(Saved)
	return nil
}

// saveFailed says what happened. Nothing is lost: the questions of the save step come again.
func (r *lineRun) saveFailed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	if problem := new(steps.Problem); errors.As(err, &problem) {
		r.out.problem(*problem)
	} else {
		r.out.item("FAIL ", err.Error())
	}
	r.out.para("The profile is not saved. Answer again when that is mended, or type quit to leave.")
	r.askNameAgain()
	return nil
}

// askNameAgain opens the save step's questions again, whatever was given beforehand.
func (r *lineRun) askNameAgain() {
	r.asked, r.listed = nil, ""
	r.saving, r.chosen = false, true
}

// finish ends the run.
func (r *lineRun) finish(outcome Outcome) {
	r.over = true
	r.result.Outcome = outcome
	if r.tested || outcome == Saved || outcome == NotSaved && r.opts.SkipTest {
		r.result.Report = asLeft(r.current(), outcome, r.machine.Answers().Get(steps.KeyProfile))
	}
	if outcome == Quit || !r.keepsDraft() {
		return
	}
	if err := r.opts.Drafts.Clear(); err != nil {
		r.out.item("Warning: ", err.Error())
	}
}
