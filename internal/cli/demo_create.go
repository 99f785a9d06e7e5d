package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/internal/tenantsim/cases"
	"appreg/steps"
	"appreg/store"
)

// demoAdmin is who makes the app registration in the demo.
var demoAdmin = []steps.Option{{Value: admin.Given, Label: "Megan Bowen", Hint: "simulated: may register apps, may not consent"}}

// demoCreator makes app registrations in the simulated tenant.
type demoCreator struct {
	demo  demo
	app   *app
	store *store.Store

	inner *creator
	reg   registration.Registration
}

// Plan signs the story's admin in.
func (d *demoCreator) Plan(ctx context.Context, a steps.Answers, events session.CreateEvents) (session.Proposal, error) {
	story, err := d.demo.create()
	if err != nil {
		return session.Proposal{}, err
	}
	inside := *d.app
	inside.Environ = append(slices.Clone(d.app.Environ), admin.Variables()[0]+"="+story.Admin.GraphToken, admin.Variables()[1]+"="+story.Admin.APIToken)
	inside.opened = d.store
	s := setup{registrationFlags: registrationFlags{app: &inside}, platform: d.demo.Outside}
	if d.inner != nil {
		d.inner.left()
	}
	d.inner = s.newCreator(d.store)
	d.reg = a.Registration()
	plan, err := d.inner.Plan(ctx, a, d.aliased(events))
	for i := range plan.Changes {
		plan.Changes[i] = d.named(plan.Changes[i])
	}
	return plan, d.told(err)
}

// told puts the login host in place of the simulator in an error: looking the tenant up is what fails there.
func (d *demoCreator) told(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	target, unknown := catalog.Resolve(d.reg.API, d.reg.Cloud, d.reg.Region)
	if unknown != nil {
		return err
	}
	said, simulator := session.SaveProblem(err), d.reg.Overrides.Authority
	return advice{error: errors.New(strings.ReplaceAll(said.Message, simulator, target.Login)), fix: strings.ReplaceAll(said.Fix, simulator, target.Login)}
}

// Make carries the plan out, and names the real hosts in what people read.
func (d *demoCreator) Make(ctx context.Context, events session.CreateEvents) (session.Made, error) {
	made, err := d.inner.Make(ctx, d.aliased(events))
	for i := range made.Changes {
		made.Changes[i] = d.named(made.Changes[i])
	}
	if made.Report != nil {
		shown := *made.Report
		shown.Findings = slices.Clone(shown.Findings)
		for i, f := range shown.Findings {
			shown.Findings[i] = d.finding(f)
		}
		made.Report = &shown
	}
	if made.Saved {
		made.Lines = []string{inDemosMemory(d.inner.made.wish.Desired.Profile)}
	}
	return made, d.told(err)
}

// Undo takes it back.
func (d *demoCreator) Undo(ctx context.Context, events session.CreateEvents) (session.Undone, error) {
	if d.inner == nil {
		return session.Undone{}, nil
	}
	undone, err := d.inner.Undo(ctx, d.aliased(events))
	if err != nil {
		return undone, d.told(err)
	}
	undone.Lines = []string{"Taken back: the simulated tenant is as it was."}
	return undone, nil
}

func (d *demoCreator) finding(f report.Finding) report.Finding {
	target, err := catalog.Resolve(d.reg.API, d.reg.Cloud, d.reg.Region)
	if err != nil {
		return f
	}
	return aliased(f, d.reg.Overrides.Authority, target)
}

// named puts the real hosts in place of the simulator's in what is to be done about a change.
func (d *demoCreator) named(c session.Change) session.Change {
	c.Fix = d.finding(report.Finding{Fix: c.Fix}).Fix
	return c
}

func (d *demoCreator) aliased(events session.CreateEvents) session.CreateEvents {
	shown := events
	if events.Finding != nil {
		shown.Finding = func(f report.Finding) { events.Finding(d.finding(f)) }
	}
	if events.Change != nil {
		shown.Change = func(at int, c session.Change) { events.Change(at, d.named(c)) }
	}
	return shown
}

// signsInto is the user who signs in to an app registration that was made here.
func (d demo) signsInto(clientID string) (string, bool) {
	if story, found := d.storyOf(clientID); found {
		return story.Values().Username, true
	}
	story, err := d.create()
	if err != nil || !story.Registered(clientID) {
		return "", false
	}
	for _, flow := range catalog.Flows() {
		if flow.Flow.SignsInAtPage() {
			return story.Values(catalog.Services()[0].API, flow.Flow).Username, true
		}
	}
	return "", false
}

// createFixable reports whether the higher admin of the story has something to change.
func (d demo) createFixable(a steps.Answers) bool {
	story, err := d.create()
	return err == nil && story.Fixable(a.Flow())
}

// createFix makes the next change of the higher admin.
func (d demo) createFix(a steps.Answers) (session.Fixed, bool) {
	story, err := d.create()
	if err != nil {
		return session.Fixed{}, false
	}
	said, ok := story.Fix(a.Flow())
	return session.Fixed{Said: said}, ok
}

// createValues are what to enter for an app registration that is made.
func (d demo) createValues(a steps.Answers) (cases.Values, bool) {
	story, err := d.create()
	if err != nil {
		return cases.Values{}, false
	}
	return story.Values(a.API(), a.Flow()), true
}
