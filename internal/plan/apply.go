package plan

import (
	"context"
	"errors"
	"slices"

	"appreg/internal/diagnose"
	"appreg/internal/graph"
	"appreg/internal/sanitize"
	"appreg/store"
)

// Apply carries out what is pending, in order, and writes each change down in the journal before and after it is sent. What
// builds on a failed change is skipped; the rest is tried. tell may be nil. It returns a *BlockedError before anything is
// sent, a *JournalError, or the context's error; what Graph refused is in the changes.
//
// The journal stays open: the caller ends it when the credential is saved. Until then a run that is gone on with counts a
// credential of this one as lost.
func (e Engine) Apply(ctx context.Context, p Plan, j *store.Journal, tell func(Event)) (Result, error) {
	if blocked := p.Blocked(); len(blocked) > 0 {
		return Result{Plan: p}, &BlockedError{Change: blocked[0]}
	}
	a := &applier{progress: e.begin(p, j, tell), fresh: map[string]bool{}}
	if err := a.adopt(); err != nil {
		return a.outcome(), err
	}
	a.known()
	for i := range a.plan.Changes {
		if c := a.plan.Changes[i]; c.Action == None || c.State == Done {
			continue
		}
		if err := a.change(ctx, i); err != nil {
			return a.outcome(), err
		}
	}
	return a.outcome(), nil
}

// applier carries a plan out.
type applier struct {
	progress
	fresh map[string]bool // object and client ids made in this run: that Graph doesn't know them yet is waited for
	made  Result

	justMade    bool          // the registration was made by this process: nobody else has changed it yet
	self        *selfRotation // a certificate that replaces itself; nil: the token has the right
	unreachable bool          // the network or Graph is away: nothing more is tried

	assigned map[string]graph.Assigned // application permissions that were sent together, by id, until their turn; nil: none were

	app      graph.Application // as far as it is known
	resource *graph.ServicePrincipal
}

// known takes over what is there already, and what the run made before it was interrupted.
func (a *applier) known() {
	actual := a.plan.Actual
	if actual.Application != nil {
		a.app = *actual.Application
		a.made.ClientID, a.made.ObjectID = actual.Application.AppID, actual.Application.ID
	} else {
		a.made.ClientID = a.plan.Desired.ClientID
	}
	if actual.ServicePrincipal != nil {
		a.made.ServicePrincipalID = actual.ServicePrincipal.ID
	}
	a.resource = actual.Resource
	for _, e := range a.journal.Run().Entries {
		if e.Action == string(Create) && e.State == store.EntryDone {
			a.fresh[e.ObjectID] = true
		}
	}
	if a.fresh[a.made.ObjectID] {
		a.fresh[a.made.ClientID] = true
	}
}

func (a *applier) outcome() Result {
	a.plan.ClientID = sanitize.Line(a.made.ClientID)
	a.made.Plan = a.plan
	return a.made
}

// change makes one change. It returns only what ends the run.
func (a *applier) change(ctx context.Context, i int) error {
	a.at = i
	c := &a.plan.Changes[i]
	if a.lacks(c.Object) || a.unreachable {
		c.State = Skipped
		a.says(i, Ended)
		return nil
	}
	a.says(i, Begun)
	err := a.carryOut(ctx, c)
	var journal *JournalError
	switch {
	case errors.As(err, &journal):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		a.failed(c, err)
	default:
		c.State = Done
	}
	a.says(i, Ended)
	return nil
}

// failed puts down why a change failed.
func (a *applier) failed(c *Change, err error) {
	known := a.plan.Desired.context(a.plan.Actual)
	known.ClientID, known.Asked = a.made.ClientID, a.Graph.Base
	f := diagnose.Failed(err, known)
	if IsDuty(c.Object) {
		known.Asked = a.plan.Desired.Target.APIURL
		f = a.dutyFailed(c, err, known)
	}
	c.fail(f.Fit(sanitize.NewRedactor(a.made.Credential.Secrets()...)))
	if needsACard(err) {
		c.State, c.Guided = Skipped, true
	}
	a.unreachable = f.Cause.Unreachable()
}

// lacks reports whether something that an object builds on failed or was left out.
func (a *applier) lacks(o Object) bool {
	return slices.ContainsFunc(a.plan.Changes[:a.at], func(c Change) bool {
		return (c.State == Failed || c.State == Skipped) && slices.Contains(prerequisites(o), c.Object)
	})
}

// prerequisites are what an object builds on.
func prerequisites(o Object) []Object {
	switch o {
	case ServicePrincipal, Password, Certificate, FederatedCredential, AdminCenterApp, ManagementApp:
		return []Object{Application}
	case DelegatedGrant, AppRoleAssignment:
		return []Object{APIServicePrincipal, Application, ServicePrincipal}
	case RoleAssignment, PermissionSet:
		return []Object{Application, ServicePrincipal}
	}
	return nil
}

// carryOut does what a change says.
func (a *applier) carryOut(ctx context.Context, c *Change) error {
	if IsDuty(c.Object) {
		return a.doDuty(ctx, c)
	}
	switch c.Object {
	case APIServicePrincipal:
		return a.addAPI(ctx, c)
	case Application:
		if c.Action == Update {
			return a.updateApplication(ctx)
		}
		return a.createApplication(ctx, c)
	case ServicePrincipal:
		return a.createPrincipal(ctx, c)
	case DelegatedGrant:
		return a.grantDelegated(ctx, c)
	case AppRoleAssignment:
		return a.assignRole(ctx, c)
	case Password:
		if c.Action == Delete {
			return a.removeCredential(ctx, c)
		}
		return a.addPassword(ctx, c)
	case Certificate:
		if c.Action == Delete {
			return a.removeCredential(ctx, c)
		}
		return a.addCertificate(ctx, c)
	case FederatedCredential:
		return a.putFederated(ctx, c)
	}
	return errNotPlanned
}

var errNotPlanned = errors.New("couldn't make a change of this kind")
