// Package creation is the use case behind `appreg setup --create` and the wizard's "Create it for me": the plan is made,
// carried out with a journal, tested with a real token, and what was made is saved. It asks nobody and shows nothing.
package creation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/entra"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/verify"
	"appreg/store"
)

// Maker makes registrations. Its fields are its dependencies.
type Maker struct {
	Engine   plan.Engine
	Store    *store.Store // keeps the journals
	Verifier *verify.Verifier
	SignIn   verify.PageSignIn                             // for flows at which a person signs in
	Obtained func(registration.Registration, entra.Answer) // takes a token of the test, to keep a sign-in; nil: nobody does
	GraphURL string                                        // base of Microsoft Graph, kept in the journal
	Kind     string                                        // what is run: store.KindCreate or store.KindFix
}

// Wish is what to make.
type Wish struct {
	Desired      plan.Desired
	Actor        plan.Actor
	Registration registration.Registration // as it will be tested and saved; client id and credential where they exist already
	SkipTest     bool
	// Save keeps what was made, and returns where; nil: nothing is saved. It is asked once, after the test.
	Save func(ctx context.Context, reg registration.Registration, rep report.Report) (stored string, err error)
}

// Offer is a plan that a person can agree to.
type Offer struct {
	Plan    plan.Plan
	Earlier *store.Run // the interrupted run that it goes on with; nil: none
}

// Events takes what happens while an offer is carried out. Each may be nil.
type Events struct {
	Change  func(plan.Event)
	Finding func(report.Finding)                         // of the last test
	Waiting func(why report.Finding, left time.Duration) // until the test is made again
}

// Outcome is what came of it.
type Outcome struct {
	Plan     plan.Plan // with the changes' states; its report is that of the test, nil where a change failed
	ClientID string    // of the registration; empty where there is none
	Open     bool      // the run isn't finished: it can be gone on with, or taken back
}

// Offer reads the tenant and makes the plan; it changes nothing. A run of the same registration that was interrupted is gone
// on with. Errors are those of plan.Engine.Make, and the store's.
func (m Maker) Offer(ctx context.Context, w Wish) (Offer, error) {
	earlier, err := m.earlier(w)
	if err != nil {
		return Offer{}, err
	}
	p, err := m.Engine.Make(ctx, w.Desired, w.Actor, earlier)
	return Offer{Plan: p, Earlier: earlier}, err
}

// earlier finds the interrupted run of the same profile, API, flow, tenant and Graph.
func (m Maker) earlier(w Wish) (*store.Run, error) {
	if m.Store == nil {
		return nil, nil
	}
	runs, err := m.Store.Runs()
	if err != nil {
		return nil, fmt.Errorf("couldn't read the journals: %w", err)
	}
	others, err := m.others(w.Desired)
	if err != nil {
		return nil, err
	}
	return plan.Interrupted(runs, func(r store.Run) bool { return !others[r.ClientID] && m.isOf(r, w.Desired) }), nil
}

// isOf reports whether a run is of what is wanted. What is saved nowhere is known by its display name.
func (m Maker) isOf(r store.Run, d plan.Desired) bool {
	same := plan.IsOf(r, d.Profile, d.ClientID) && (d.Profile != "" || r.Name == d.DisplayName)
	return same && r.Kind == m.Kind && r.API == string(d.Target.API) && r.Flow == string(d.Flow) && r.TenantID == d.TenantID && r.Graph == m.GraphURL
}

// others are the client ids that other profiles have, where the one that is wanted has none yet: what a run of its name made is
// theirs, because the name was another profile's.
func (m Maker) others(d plan.Desired) (map[string]bool, error) {
	others := map[string]bool{}
	if d.ClientID != "" {
		return others, nil
	}
	profiles, err := m.Store.List()
	for _, p := range profiles {
		if p.Ready() && !strings.EqualFold(p.Name, d.Profile) {
			others[p.ClientID] = true
		}
	}
	return others, err
}

// Apply carries an offer out, tests what was made and saves it. Errors: *plan.BlockedError, *plan.JournalError, the store's,
// that of Wish.Save, and the context's; what was refused is in the plan's changes. After an error the outcome tells what was
// done until then.
func (m Maker) Apply(ctx context.Context, o Offer, w Wish, tell Events) (Outcome, error) {
	if blocked := o.Plan.Blocked(); len(blocked) > 0 {
		return Outcome{Plan: o.Plan}, &plan.BlockedError{Change: blocked[0]}
	}
	journal, err := m.journal(ctx, o)
	if err != nil {
		return Outcome{Plan: o.Plan}, err
	}
	made := plan.Result{Plan: o.Plan, ClientID: o.Plan.Actual.ClientID()}
	if journal != nil {
		defer journal.Close()
		made, err = m.Engine.Apply(ctx, o.Plan, journal, tell.Change)
		if err != nil || !made.OK() {
			return Outcome{Plan: made.Plan, ClientID: made.ClientID, Open: journal.Run().Touched()}, err
		}
	} else {
		made.Plan.Applied = true
	}
	return m.finish(ctx, made, w, journal, tell)
}

// journal opens the journal of what is to be changed; nil where nothing is, and nothing was interrupted.
func (m Maker) journal(ctx context.Context, o Offer) (*store.Journal, error) {
	switch {
	case o.Earlier != nil:
		return m.Store.OpenRun(ctx, o.Earlier.ID)
	case len(o.Plan.Pending()) == 0:
		return nil, nil
	}
	return m.Store.BeginRun(ctx, plan.RunOf(m.Kind, o.Plan.Desired, m.GraphURL))
}

// finish tests what was made, saves it and ends the run.
func (m Maker) finish(ctx context.Context, made plan.Result, w Wish, journal *store.Journal, tell Events) (Outcome, error) {
	reg := w.Registration
	reg.ClientID = made.ClientID
	if !made.Credential.IsZero() {
		reg.Credential, reg.SecretExpires = made.Credential, made.Expires.UTC().Format(time.DateOnly)
	}
	out := Outcome{Plan: made.Plan, ClientID: made.ClientID, Open: journal != nil}
	rep := m.test(ctx, reg, made, w, tell)
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	rep.Stored = string(store.BackendNone)
	var err error
	if w.Save != nil {
		var stored string
		if stored, err = w.Save(ctx, reg, rep); stored != "" {
			rep.Stored = stored
		}
	}
	out.Plan.Report = &rep
	saved := w.Save == nil || rep.Stored != string(store.BackendNone)
	if err == nil && saved && journal != nil {
		out.Open = false
		if err = journal.End(store.RunDone); err != nil {
			err = &plan.JournalError{Err: err}
		}
	}
	return out, err
}

// testBudget is how long the test waits until Entra and the API know what was made.
const testBudget = 2 * time.Minute

// test asks for a token and calls the API. What was made in this run and isn't known everywhere yet is waited for.
func (m Maker) test(ctx context.Context, reg registration.Registration, made plan.Result, w Wish, tell Events) report.Report {
	in := verify.Input{Profile: w.Desired.Profile, Registration: reg, SkipToken: w.SkipTest, SignIn: m.SignIn, Registered: registered(made.Plan)}
	in.Obtained = m.obtained(&in)
	patience := plan.NewPatience(testBudget, m.Engine.Sleep)
	for {
		rep := m.Verifier.Do(ctx, in, nil)
		why := rep.Telling()
		waiting := func(_, left time.Duration) {
			if tell.Waiting != nil {
				tell.Waiting(why, left)
			}
		}
		if ctx.Err() != nil || !waitsFor(why, made.Plan) || !patience.Wait(ctx, 0, waiting) {
			return told(rep, tell)
		}
	}
}

// obtained keeps a sign-in for the tests that follow, so that nobody signs in twice.
func (m Maker) obtained(in *verify.Input) func(registration.Registration, entra.Answer) {
	return func(reg registration.Registration, answer entra.Answer) {
		if !answer.RefreshToken.IsZero() {
			in.SignIn.Refresh = answer.RefreshToken
		}
		if m.Obtained != nil {
			m.Obtained(reg, answer)
		}
	}
}

func told(rep report.Report, tell Events) report.Report {
	for _, f := range rep.Findings {
		if tell.Finding != nil {
			tell.Finding(f)
		}
	}
	return rep
}

// waitsFor reports whether a finding can be due to a change that was just made.
func waitsFor(f report.Finding, p plan.Plan) bool {
	return slices.ContainsFunc(p.Changes, func(c plan.Change) bool {
		return c.Action != plan.None && c.State == plan.Done && plan.IsLate(c.Object, f.Cause)
	})
}

// registered is the finding of a registration that was just made: what Graph answered is what is there.
func registered(p plan.Plan) func(context.Context) (report.Finding, string) {
	return func(context.Context) (report.Finding, string) {
		f := report.Finding{ID: report.Registration, Status: report.OK, Title: "The app registration is as it should be", Evidence: "nothing had to be changed"}
		made := 0
		for _, c := range p.Changes {
			if c.Action != plan.None && c.State == plan.Done {
				made++
			}
		}
		if made > 0 {
			f.Evidence = fmt.Sprintf("changes made: %d", made)
		}
		return f, ""
	}
}
