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
	r := &running{progress: e.begin(p, j, tell), fresh: map[string]bool{}}
	if err := r.adopt(); err != nil {
		return r.outcome(), err
	}
	r.known()
	for i := range r.plan.Changes {
		if c := r.plan.Changes[i]; c.Action == None || c.State == Done {
			continue
		}
		if err := r.change(ctx, i); err != nil {
			return r.outcome(), err
		}
	}
	return r.outcome(), nil
}

// running is a plan that is being carried out.
type running struct {
	progress
	fresh map[string]bool // object and client ids made in this run: that Graph doesn't know them yet is waited for
	made  Result

	justMade    bool  // the registration was made by this process: nobody else has changed it yet
	roll        *roll // a certificate that replaces itself; nil: the token has the right
	unreachable bool  // the network or Graph is away: nothing more is tried

	assigned map[string]graph.Assigned // application permissions that were sent together, by id, until their turn; nil: none were

	app      graph.Application // as far as it is known
	resource *graph.ServicePrincipal
}

// known takes over what is there already, and what the run made before it was interrupted.
func (r *running) known() {
	a := r.plan.Actual
	if a.Application != nil {
		r.app = *a.Application
		r.made.ClientID, r.made.ObjectID = a.Application.AppID, a.Application.ID
	} else {
		r.made.ClientID = r.plan.Desired.ClientID
	}
	if a.ServicePrincipal != nil {
		r.made.ServicePrincipalID = a.ServicePrincipal.ID
	}
	r.resource = a.Resource
	for _, e := range r.journal.Run().Entries {
		if e.Action == string(Create) && e.State == store.EntryDone {
			r.fresh[e.ObjectID] = true
		}
	}
	if r.fresh[r.made.ObjectID] {
		r.fresh[r.made.ClientID] = true
	}
}

func (r *running) outcome() Result {
	r.plan.ClientID = sanitize.Line(r.made.ClientID)
	r.made.Plan = r.plan
	return r.made
}

// change makes one change. It returns only what ends the run.
func (r *running) change(ctx context.Context, i int) error {
	r.at = i
	c := &r.plan.Changes[i]
	if r.lacks(c.Object) || r.unreachable {
		c.State = Skipped
		r.says(i, Ended)
		return nil
	}
	r.says(i, Begun)
	err := r.carryOut(ctx, c)
	var journal *JournalError
	switch {
	case errors.As(err, &journal):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		r.failed(c, err)
	default:
		c.State = Done
	}
	r.says(i, Ended)
	return nil
}

// failed puts down why a change failed.
func (r *running) failed(c *Change, err error) {
	known := r.plan.Desired.context(r.plan.Actual)
	known.ClientID, known.Asked = r.made.ClientID, r.Graph.Base
	f := diagnose.Failed(err, known)
	if IsDuty(c.Object) {
		known.Asked = r.plan.Desired.Target.APIURL
		f = r.dutyFailed(c, err, known)
	}
	c.fail(f.Fit(sanitize.NewRedactor(r.made.Credential.Secrets()...)))
	if errors.Is(err, errNoCard) {
		c.State, c.Guided = Skipped, true
	}
	r.unreachable = f.Cause.Unreachable()
}

// lacks reports whether something that an object builds on failed or was left out.
func (r *running) lacks(o Object) bool {
	return slices.ContainsFunc(r.plan.Changes[:r.at], func(c Change) bool {
		return (c.State == Failed || c.State == Skipped) && slices.Contains(foundations(o), c.Object)
	})
}

// foundations are what an object builds on.
func foundations(o Object) []Object {
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
func (r *running) carryOut(ctx context.Context, c *Change) error {
	if IsDuty(c.Object) {
		return r.doDuty(ctx, c)
	}
	switch c.Object {
	case APIServicePrincipal:
		return r.addAPI(ctx, c)
	case Application:
		if c.Action == Update {
			return r.updateApplication(ctx, c)
		}
		return r.createApplication(ctx, c)
	case ServicePrincipal:
		return r.createPrincipal(ctx, c)
	case DelegatedGrant:
		return r.grantDelegated(ctx, c)
	case AppRoleAssignment:
		return r.assignRole(ctx, c)
	case Password:
		if c.Action == Delete {
			return r.removeCredential(ctx, c)
		}
		return r.addPassword(ctx, c)
	case Certificate:
		if c.Action == Delete {
			return r.removeCredential(ctx, c)
		}
		return r.addCertificate(ctx, c)
	case FederatedCredential:
		return r.putFederated(ctx, c)
	}
	return errNotPlanned
}

var errNotPlanned = errors.New("couldn't make a change of this kind")
