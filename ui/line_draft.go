package ui

import (
	"context"

	"appreg/steps"
)

// begin greets and offers the draft of an earlier run.
func (r *lineRun) begin(ctx context.Context) error {
	r.out.para("appreg, line by line. Type ? at any question for help and commands.")
	if r.opts.Replace {
		r.out.para("Profile " + r.opts.Profile + " is kept as it is until the new credential is saved.")
	}
	if !r.keepsDraft() {
		return nil
	}
	draft, ok := r.opts.Drafts.Load()
	switch {
	case !ok:
		return nil
	case contradicts(draft, r.opts.Start):
		r.out.para(otherDraft)
		return nil
	}
	return r.offerDraft(ctx, draft)
}

// offerDraft asks whether to take the draft up again. Until that is answered no step can be gone to.
func (r *lineRun) offerDraft(ctx context.Context, draft steps.Answers) error {
	q := question{
		name:   "Go on where you stopped?",
		prompt: "Go on where you stopped?",
		help:   func() { r.out.para("An earlier run was not finished. Its answers were kept, without any secret.") },
	}
	yes, answer, err := r.confirm(ctx, q, true)
	for err == nil && answer.moved && !r.over {
		yes, answer, err = r.confirm(ctx, q, true)
	}
	switch {
	case err != nil || r.over:
		return err
	case yes:
		r.machine = steps.New(r.opts.Env, merged(draft, r.opts.Start)).Resume()
	default:
		if err := r.opts.Drafts.Clear(); err != nil {
			r.out.item("Warning: ", err.Error())
		}
	}
	return nil
}

// keepsDraft reports whether this run has a draft. A replacement has none, and leaves that of another run alone.
func (r *lineRun) keepsDraft() bool { return r.opts.Drafts != nil && !r.opts.Replace }

// merged gives a draft's answers, with those given beforehand in their place.
func merged(draft, start steps.Answers) steps.Answers {
	for key, value := range start.Draft() {
		draft = draft.With(key, value)
	}
	for _, key := range [...]steps.Key{
		steps.KeySecret, steps.KeyPassword, steps.KeyCertificate, steps.KeyCertificatePassword,
	} {
		if given := start.Secret(key); !given.IsZero() {
			draft = draft.WithSecret(key, given)
		}
	}
	draft.Overrides = start.Overrides
	return draft
}

// saveDraft keeps the answers so far. That it cannot is said once and stops nothing.
func (r *lineRun) saveDraft() {
	if !r.keepsDraft() {
		return
	}
	if err := r.opts.Drafts.Save(r.machine.Draft()); err != nil && !r.draftFails {
		r.draftFails = true
		r.out.item("Warning: ", "the answers are not kept for another start: "+err.Error())
	}
}
