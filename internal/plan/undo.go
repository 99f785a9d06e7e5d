package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/diagnose"
	"appreg/internal/graph"
	"appreg/internal/sanitize"
	"appreg/store"
)

// restorable is how long a deleted registration can be brought back.
const restorable = "restorable for 30 days, credentials included"

// PlanUndo lists what taking back a run deletes or sets back, in that order: nothing of a rotation. It sends nothing.
func PlanUndo(run store.Run, a Actor) Plan {
	p := Plan{Profile: run.Profile, ClientID: run.ClientID, Tenant: run.Tenant, TenantID: run.TenantID, Actor: a.known(graph.Actual{}), Changes: []Change{}, Run: run.ID}
	if run.Kind == store.KindRotate { // what it made is what the profile has now
		return p
	}
	made, covered := madeRegistration(run) // deleting it takes back all that hangs on it, and leaves it there to be restored
	covered = covered && made.State != store.EntryUndone
	for _, e := range slices.Backward(run.Entries) {
		if e.State != store.EntryDone && e.State != store.EntryAbout || e.Action == string(Delete) || covered && isCovered(Object(e.Object)) {
			continue
		}
		p.Changes = append(p.Changes, undoing(e, run).fit())
	}
	return p
}

// PlanUndoWithOthers is PlanUndo that names what others added to a registration that goes with it. Where that can't be read, nothing
// is said of it.
func (e Engine) PlanUndoWithOthers(ctx context.Context, run store.Run, a Actor) Plan {
	p := PlanUndo(run, a)
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Object != Application || c.Action != Delete || c.ObjectID == "" {
			continue
		}
		if others := e.othersCredentials(ctx, c.ObjectID, run); len(others) > 0 {
			c.Detail += "; with it go credentials that this run didn't make: " + strings.Join(others, ", ")
			*c = c.fit()
		}
	}
	return p
}

// othersCredentials names the credentials on a registration that a run didn't make.
func (e Engine) othersCredentials(ctx context.Context, objectID string, run store.Run) []string {
	app, err := e.Graph.ApplicationByID(ctx, objectID)
	if err != nil || app == nil {
		return nil
	}
	var names []string
	add := func(noun, id, name string) {
		if !slices.ContainsFunc(run.Entries, func(e store.RunEntry) bool { return e.ObjectID == id || e.Name == name }) {
			names = append(names, strings.TrimSpace(noun+" "+name))
		}
	}
	for _, p := range app.Passwords {
		add("client secret", p.KeyID, p.DisplayName)
	}
	for _, k := range app.Keys {
		add("certificate", k.KeyID, cmp.Or(k.Thumbprint, k.DisplayName))
	}
	trusts, _ := e.Graph.Federated(ctx, objectID) // who may delete may not always read them
	for _, f := range trusts {
		add("federated credential", f.ID, f.Name)
	}
	return names
}

// isCovered reports whether an object goes with its registration.
func isCovered(o Object) bool {
	switch o {
	case ServicePrincipal, Password, Certificate, FederatedCredential, DelegatedGrant, AppRoleAssignment:
		return true
	}
	return false
}

// undoing is the change that takes back an entry.
func undoing(e store.RunEntry, run store.Run) Change {
	c := Change{ID: e.Change, Action: Delete, Object: Object(e.Object), Subject: e.Name, State: Planned, ObjectID: e.ObjectID, Allowed: Unknown, Needs: []string{}}
	if e.Action == string(Update) {
		c.Action = Update
	}
	for _, role := range rightFor(c.Object, Delete).roles {
		c.Needs = append(c.Needs, role.Name)
	}
	c.Title = undoTitle(c, run)
	switch did, err := trustOf(e); {
	case c.Object == Application && c.Action == Delete:
		c.Reversible, c.Detail = true, restorable
	case c.Object == APIServicePrincipal:
		c.Detail = "Unless another app uses it"
	case c.Object == FederatedCredential && err == nil && did.After.Subject != "":
		c.Detail = fmt.Sprintf("Issuer %s, subject %s", did.After.Issuer, did.After.Subject)
	}
	return c
}

func undoTitle(c Change, run store.Run) string {
	if c.Action == Update {
		return map[Object]string{
			Application: "Set the app registration back to what it was", DelegatedGrant: "Set the delegated permissions back to what they were",
			FederatedCredential: fmt.Sprintf("Set the federated credential %q back to what it was", c.Subject),
		}[c.Object]
	}
	if row := dutyOf(c.Object); row != nil {
		return row.undo
	}
	return map[Object]string{
		Application:         fmt.Sprintf("Delete the app registration %q", run.Name),
		ServicePrincipal:    "Delete its enterprise application",
		APIServicePrincipal: "Take the API out of the tenant again",
		Password:            "Remove the client secret",
		Certificate:         "Remove the certificate",
		FederatedCredential: fmt.Sprintf("Remove the federated credential %q", c.Subject),
		DelegatedGrant:      "Take back the delegated permissions",
		AppRoleAssignment:   "Take back the application permission",
	}[c.Object]
}

// Undo takes back what a run made, in reverse order, and nothing else. What is gone already counts as undone. A failure does
// not keep it from what comes after. It returns a *JournalError or the context's error; refusals are in the changes.
func (e Engine) Undo(ctx context.Context, p Plan, j *store.Journal, tell func(Event)) (Plan, error) {
	u := &undo{progress: e.begin(p, j, tell), run: j.Run()}
	for i, c := range u.plan.Changes {
		if c.State != Planned {
			continue
		}
		if err := u.change(ctx, i); err != nil {
			return u.plan, err
		}
	}
	if len(u.plan.Failures()) > 0 {
		return u.plan, nil
	}
	return u.plan, journalError(j.End(store.RunUndone))
}

// undo is a run that is being taken back.
type undo struct {
	progress
	run store.Run
}

// change takes one change back. It returns only what ends the run.
func (u *undo) change(ctx context.Context, i int) error {
	u.at = i
	c := &u.plan.Changes[i]
	u.says(i, Begun)
	err := u.takeBack(ctx, *c)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errChangedSince):
		c.State, c.Detail = Skipped, "Somebody has changed it since: it stays"
		err = u.undone(*c)
	case errors.Is(err, errAnothers):
		c.State, c.Detail = Skipped, "Another run made it: it stays"
		err = u.undone(*c)
	case errors.Is(err, errNoCard):
		c.State, c.Detail = Skipped, "No user of the environment has the app's name: if its card has another one, take the permission set off that card"
		err = u.undone(*c)
	case errors.Is(err, errInUse):
		c.State, c.Detail = Skipped, "Other apps use it, or may: it stays"
		err = u.undone(*c)
	case err != nil:
		known := diagnose.Context{Tenant: u.plan.Tenant, TenantID: u.plan.TenantID, ClientID: u.run.ClientID, Asked: u.asked(c.Object)}
		c.fail(diagnose.Failed(err, known).Fit(sanitize.Redactor{}))
		err = nil
	default:
		c.State = Undone
		err = u.undone(*c)
	}
	if err == nil {
		u.says(i, Ended)
	}
	return err
}

// undone notes that a change, and with a registration all that hung on it, is taken back.
func (u *undo) undone(c Change) error {
	for _, e := range u.run.Entries {
		its := e.Change == c.ID && e.Name == c.Subject
		hung := c.Object == Application && c.Action == Delete && isCovered(Object(e.Object))
		if !its && !hung || e.State == store.EntryFailed {
			continue
		}
		if err := u.note(e, store.EntryUndone); err != nil {
			return err
		}
	}
	return nil
}
