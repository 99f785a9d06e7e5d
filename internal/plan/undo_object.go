package plan

import (
	"context"
	"errors"
	"slices"

	"appreg/internal/graph"
	"appreg/store"
)

// errChangedSince says that somebody has changed what a run wrote: it isn't the run's any more.
var errChangedSince = errors.New("it was changed since")

// takeBack takes back one entry. What isn't there is as good as taken back.
func (u *undo) takeBack(ctx context.Context, c Change) error {
	e := u.run.Entry(c.ID, c.Subject)
	if IsDuty(c.Object) {
		return u.dutyBack(ctx, e)
	}
	switch c.Object {
	case Application:
		if c.Action == Update {
			return u.setBack(ctx, e)
		}
		return u.deleteApplication(ctx, e)
	case ServicePrincipal:
		return u.gone(ctx, e, u.principal, u.Graph.DeleteServicePrincipal)
	case APIServicePrincipal:
		return u.gone(ctx, e, u.principal, u.removeAPI)
	case DelegatedGrant:
		return u.takeGrantBack(ctx, e)
	case AppRoleAssignment:
		return u.gone(ctx, e, u.assignment, func(ctx context.Context, id string) error { return u.Graph.UnassignRole(ctx, e.Parent, id) })
	case Password:
		return u.gone(ctx, e, u.password, func(ctx context.Context, id string) error { return u.Graph.RemovePassword(ctx, e.Parent, id) })
	case Certificate:
		return u.gone(ctx, e, u.certificate, func(ctx context.Context, id string) error { return u.dropKey(ctx, e.Parent, id) })
	case FederatedCredential:
		return u.takeFederatedBack(ctx, e)
	}
	return errNotPlanned
}

// gone deletes what an entry made. Where its id isn't known it is looked for first; one that isn't there is gone.
func (u *undo) gone(ctx context.Context, e store.RunEntry, find func(context.Context, store.RunEntry) (string, error), remove func(context.Context, string) error) error {
	id, err := e.ObjectID, error(nil)
	if id == "" {
		if id, err = find(ctx, e); err != nil || id == "" {
			return err
		}
	}
	return u.patiently(ctx, func(ctx context.Context) error { return ignoreMissing(remove(ctx, id)) })
}

// patiently repeats what a busy server or a fault of the network ended: deleting twice does no harm.
func (u *undo) patiently(ctx context.Context, do func(context.Context) error) error {
	return u.retry(ctx, true, do)
}

// deleteApplication deletes the registration. One that was made moments ago may not be known yet: it is waited for until
// it is deleted or found among the deleted ones.
func (u *undo) deleteApplication(ctx context.Context, e store.RunEntry) error {
	looks, patience := mostLooks, u.patience()
	if e.ObjectID == "" {
		looks -= 2
	}
	for tries := 0; ; tries++ {
		if gone, err := u.deleteNow(ctx, &e); err != nil || gone {
			return err
		}
		// It was perhaps never made, or deleted for good: a few looks are enough.
		if tries >= looks || !patience.Wait(ctx, 0, u.told) {
			return ctx.Err()
		}
	}
}

// mostLooks is how often what isn't there is looked for before it counts as gone.
const mostLooks = 6

// deleteNow deletes a registration, once its id is known, and reports whether it is among the deleted ones then.
func (u *undo) deleteNow(ctx context.Context, e *store.RunEntry) (gone bool, err error) {
	if e.ObjectID == "" {
		if e.ObjectID, err = u.application(ctx, *e); err != nil || e.ObjectID == "" {
			return false, err
		}
	}
	err = u.patiently(ctx, func(ctx context.Context) error { return ignoreMissing(u.Graph.DeleteApplication(ctx, e.ObjectID)) })
	if err != nil {
		return false, err
	}
	app, err := u.Graph.Deleted(ctx, e.ObjectID)
	if _, ok := errors.AsType[*graph.Error](err); ok { // who may delete may not always look there
		return true, nil
	}
	return app != nil, err
}

func (u *undo) application(ctx context.Context, e store.RunEntry) (string, error) {
	app, err := u.Graph.ApplicationByName(ctx, e.Name)
	if err != nil || app == nil {
		return "", err
	}
	return app.ID, nil
}

func (u *undo) principal(ctx context.Context, e store.RunEntry) (string, error) {
	p, err := u.Graph.ServicePrincipal(ctx, e.Name)
	if err != nil || p == nil {
		return "", err
	}
	return p.ID, nil
}

// errInUse says that other apps use the API whose enterprise application the run added, or that it isn't known.
var errInUse = errors.New("it is in use")

// removeAPI deletes an API's enterprise application, which takes the rights on it from every app of the tenant: only where no
// other app has any.
func (u *undo) removeAPI(ctx context.Context, id string) error {
	grants, err := u.Graph.GrantsOn(ctx, id)
	assignments, more := u.Graph.AssignmentsOn(ctx, id)
	own := u.principalID()
	switch err = errors.Join(err, more); {
	case slices.ContainsFunc(grants, func(g graph.Grant) bool { return g.ClientID != own }),
		slices.ContainsFunc(assignments, func(a graph.AppRoleAssignment) bool { return a.PrincipalID != own }),
		means(err, graph.Refused):
		return errInUse
	case err != nil:
		return err
	}
	return u.Graph.DeleteServicePrincipal(ctx, id)
}

// principalID is the object id of the run's enterprise application, as far as the journal has it.
func (u *undo) principalID() string {
	for _, e := range u.run.Entries {
		switch Object(e.Object) {
		case ServicePrincipal:
			return e.ObjectID
		case DelegatedGrant:
			return e.Parent
		}
	}
	return ""
}

func (u *undo) assignment(ctx context.Context, e store.RunEntry) (string, error) {
	p, err := u.Graph.ServicePrincipal(ctx, u.run.ClientID)
	if err != nil || p == nil {
		return "", err
	}
	list, err := u.Graph.Assignments(ctx, p.ID)
	if a := assignmentOn(list, e.Parent, e.Name); a != nil {
		return a.ID, nil
	}
	return "", err
}

func (u *undo) password(ctx context.Context, e store.RunEntry) (string, error) {
	app, err := u.Graph.ApplicationByID(ctx, e.Parent)
	if err != nil || app == nil {
		return "", err
	}
	if p := passwordNamed(*app, e.Name); p != nil {
		return p.KeyID, nil
	}
	return "", nil
}

func (u *undo) certificate(ctx context.Context, e store.RunEntry) (string, error) {
	app, err := u.Graph.ApplicationByID(ctx, e.Parent)
	if err != nil || app == nil {
		return "", err
	}
	if k := keyWith(graph.Actual{Application: app}, e.Name); k != nil {
		return k.KeyID, nil
	}
	return "", nil
}

// Restore brings the registration of a run back that was taken back, or that somebody deleted, with its credentials. It is
// possible for 30 days. A run that wasn't finished is open again.
func (e Engine) Restore(ctx context.Context, j *store.Journal) (restored bool, err error) {
	run := j.Run()
	made, ok := madeRegistration(run)
	if !ok || made.ObjectID == "" || made.State == store.EntryAbout {
		return false, ErrNothingToRestore
	}
	err = e.Graph.Restore(ctx, made.ObjectID)
	if err != nil && !e.isThere(ctx, made.ObjectID) {
		return false, err
	}
	restored = err == nil
	for _, entry := range run.Entries {
		if Object(entry.Object) == Application || isCovered(Object(entry.Object)) && entry.State == store.EntryUndone && entry.ObjectID != "" {
			entry.State = store.EntryDone
			if err := journalError(j.Note(entry)); err != nil {
				return restored, err
			}
		}
	}
	state := store.RunDone
	if run.State == store.RunOpen {
		state = store.RunOpen
	}
	return restored, journalError(j.End(state))
}

// isThere reports whether a registration exists: restoring it once more changes nothing.
func (e Engine) isThere(ctx context.Context, objectID string) bool {
	app, err := e.Graph.ApplicationByID(ctx, objectID)
	return err == nil && app != nil
}

// ErrNothingToRestore says that the run made no registration.
var ErrNothingToRestore = errors.New("couldn't restore: the run made no app registration")
