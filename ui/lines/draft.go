package lines

import (
	"context"

	"appreg/internal/session"
	"appreg/steps"
)

// begin greets and offers the draft of an earlier run.
func (r *run) begin(ctx context.Context) error {
	r.out.para("appreg, line by line. Type ? at any question for help and commands.")
	if r.session.Replaces() {
		r.out.para("Profile " + r.opts.Profile + " is kept as it is until the new credential is saved.")
	}
	drafts := r.session.Services().Drafts
	if drafts == nil {
		return nil
	}
	draft, found := drafts.Load()
	after, offer := r.session.FoundDraft(draft, found)
	r.session = after
	switch offer {
	case session.OfferDraft:
		return r.offerDraft(ctx, draft)
	case session.OfAnotherApp:
		r.out.para(session.OtherDraft)
	}
	return nil
}

// offerDraft asks whether to take the draft up again. Until that is answered no step can be gone to.
func (r *run) offerDraft(ctx context.Context, draft steps.Answers) error {
	q := question{
		name:   "Go on where you left off?",
		prompt: "Go on where you left off?",
		help:   func() { r.out.para("You left an earlier run before its end. Its answers are saved, secrets aren't.") },
	}
	for _, line := range session.DraftWords(r.session.Env(), draft) {
		r.out.item("  ", line)
	}
	yes, answer, err := r.confirm(ctx, q, true)
	for err == nil && answer.moved && !r.over {
		yes, answer, err = r.confirm(ctx, q, true)
	}
	switch {
	case err != nil || r.over:
		return err
	case yes:
		r.session = r.session.ResumeDraft(draft)
	default:
		r.session = r.session.StartOver()
		if err := r.opts.Drafts.Clear(); err != nil {
			r.out.item("Warning: ", err.Error())
		}
	}
	return nil
}

// saveDraft keeps the answers so far. That it cannot is said once and stops nothing.
func (r *run) saveDraft() {
	answers, keep := r.session.Draft()
	if !keep {
		return
	}
	err := r.opts.Drafts.Save(answers)
	after, tell := r.session.DraftKept(err)
	r.session = after
	if tell {
		r.out.item("Warning: ", "couldn't save the answers for the next start: "+err.Error())
	}
}
