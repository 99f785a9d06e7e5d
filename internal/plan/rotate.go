package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"appreg/internal/registration"
	"appreg/store"
)

// RotationSteps are what the caller does between adding the new credential and removing the old one. Prove gets a token with
// the new one, and waits itself until Entra knows it: see NewPatience. Save keeps it in place of the old one.
type RotationSteps struct {
	Prove func(context.Context, Result) error
	Save  func(context.Context, Result) error
	Tell  func(Event) // nil: nobody is told
}

// ProofError says that the new credential gave no token. It was removed again, unless Left says otherwise; the old one works.
type ProofError struct {
	Err  error
	Left string // key id of the new credential where it could not be removed, or the thumbprint of a certificate whose key id isn't known
}

func (e *ProofError) Error() string {
	if e.Left != "" {
		return fmt.Sprintf("couldn't get a token with the new credential, and couldn't remove it (key ID or thumbprint %s): %v", e.Left, e.Err)
	}
	return fmt.Sprintf("couldn't get a token with the new credential; it was removed again, and the old one works: %v", e.Err)
}

// Unwrap returns the reason.
func (e *ProofError) Unwrap() error { return e.Err }

// SaveError says that the new credential could not be saved: it is on the registration beside the old one, which works.
type SaveError struct {
	Err   error
	KeyID string
}

func (e *SaveError) Error() string {
	return fmt.Sprintf("couldn't save the new credential (key ID %s on the app registration); the old one works: %v", e.KeyID, e.Err)
}

// Unwrap returns the reason.
func (e *SaveError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *SaveError) Fix() string {
	return "rotate again: what wasn't saved is removed first"
}

// Rotate carries a rotation's plan out: it adds the new credential, has it proved and saved, and only then removes the old
// one. Killed at any moment, at least one credential that works is saved, and the journal has the others. It returns a
// *BlockedError, a *ProofError, a *SaveError, a *JournalError or the context's error; what Graph refused is in the changes.
// The journal is ended when nothing is left to do.
func (e Engine) Rotate(ctx context.Context, p Plan, r Rotation, j *store.Journal, steps RotationSteps) (Result, error) {
	if blocked := p.Blocked(); len(blocked) > 0 {
		return Result{Plan: p}, &BlockedError{Change: blocked[0]}
	}
	run := &applier{progress: e.begin(p, j, steps.Tell), fresh: map[string]bool{}}
	run.known()
	if r.Self {
		run.self = &selfRotation{old: r.Old, prove: steps.Prove}
	}
	if err := run.toRemove(); err != nil {
		return run.outcome(), err
	}
	for i := range run.plan.Changes {
		if run.plan.Changes[i].State != Planned {
			continue
		}
		if err := run.change(ctx, i); err != nil {
			return run.outcome(), err
		}
		c, err := run.plan.Changes[i], error(nil)
		if c.State == Done && c.Action == Create {
			err = run.proveAndSave(ctx, steps)
		}
		if c.State != Done || err != nil {
			run.skipFrom(i + 1)
			return run.outcome(), err
		}
	}
	return run.outcome(), journalError(j.End(store.RunDone))
}

// toRemove notes which old credential is to be removed in the end, so that a run that is interrupted behind the saving knows.
func (a *applier) toRemove() error {
	for _, c := range a.plan.Changes {
		if c.Action != Delete || c.ID != changeID(c.Object, "old") {
			continue
		}
		entry := store.RunEntry{Change: c.ID, Object: string(c.Object), Action: string(Delete), Name: c.Subject, ObjectID: c.ObjectID, Parent: a.made.ObjectID}
		if err := a.note(entry, store.EntryAbout); err != nil {
			return err
		}
	}
	return nil
}

// skipFrom leaves the rest out.
func (a *applier) skipFrom(i int) {
	for ; i < len(a.plan.Changes); i++ {
		if c := &a.plan.Changes[i]; c.State == Planned {
			c.State = Skipped
			a.says(i, Ended)
		}
	}
}

// proveAndSave hands the new credential to the caller. One that gives no token is removed again.
func (a *applier) proveAndSave(ctx context.Context, steps RotationSteps) error {
	if err := steps.Prove(ctx, a.outcome()); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		failed := &ProofError{Err: err}
		if gone := a.removeNew(ctx); gone != nil {
			failed.Left = cmp.Or(a.made.KeyID, a.made.Thumbprint)
		}
		a.plan.Changes[a.at].State = Undone
		a.made.Credential = registration.Credential{}
		return failed
	}
	if err := steps.Save(ctx, a.outcome()); err != nil {
		return &SaveError{Err: err, KeyID: a.made.KeyID}
	}
	return nil
}

// errUnknownKey says that a certificate can't be removed by proof, because Graph didn't tell its key id.
var errUnknownKey = errors.New("its key ID isn't known")

// removeNew removes the credential that was just added.
func (a *applier) removeNew(ctx context.Context) error {
	c := a.plan.Changes[a.at]
	id := a.made.KeyID
	if c.Object == Certificate && a.self == nil {
		id = a.made.Thumbprint
	}
	if id == "" {
		return errUnknownKey
	}
	err := a.dropCredential(ctx, c.Object, id)
	if err != nil {
		return err
	}
	for _, e := range a.journal.Run().Of(c.ID) {
		if e.State == store.EntryDone {
			err = errors.Join(err, a.note(e, store.EntryUndone))
		}
	}
	return errors.Join(err, a.journal.End(store.RunUndone))
}

// dropCredential removes a credential from the registration, whatever proves the right to. A certificate's id can be its
// thumbprint.
func (a *applier) dropCredential(ctx context.Context, o Object, id string) error {
	return a.retry(ctx, false, func(ctx context.Context) error { // removing twice does no harm
		switch {
		case a.self != nil:
			return ignoreMissing(a.unroll(ctx, id))
		case o == Certificate:
			return a.dropKey(ctx, a.made.ObjectID, id)
		}
		return ignoreMissing(a.Graph.RemovePassword(ctx, a.made.ObjectID, id))
	})
}

// removeOld removes the credential that was replaced.
func (a *applier) removeOld(ctx context.Context, c *Change) error {
	if err := a.dropCredential(ctx, c.Object, c.ObjectID); err != nil {
		return err
	}
	for _, e := range a.journal.Run().Of(c.ID) {
		if err := a.note(e, store.EntryDone); err != nil {
			return err
		}
	}
	return nil
}
