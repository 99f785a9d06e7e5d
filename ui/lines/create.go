package lines

import (
	"context"
	"strconv"
	"strings"

	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// creation is how far the app registration is that appreg makes.
type creation struct {
	plan   *session.Proposal // nil: none was read, or it can't be made as it is
	made   *session.Made     // nil: nothing was begun
	undone bool              // what was made is taken back
}

// createStep is the step at which appreg makes the app registration.
type createStep struct{ *run }

// prepare looks at the store before its questions: a secret is saved as soon as it is made.
func (r createStep) prepare(ctx context.Context) error {
	state, err := awaited(ctx, func() (session.StoreState, error) { return r.session.Services().Saver.State(ctx), nil })
	if err != nil {
		return err
	}
	r.session, r.saving = r.session.WithStore(state), true
	if !state.Usable && r.session.Saves() {
		r.out.item("No keyring: ", state.Reason)
		r.out.item("  What to do: ", state.Fix)
	}
	return nil
}

// work is the create step's own work: the plan, one question, the changes as they happen, and what came of them.
func (r createStep) work(ctx context.Context) error {
	switch {
	case r.creation.made == nil && r.creation.plan == nil && !r.begun:
		r.begun = true
		return r.readPlan(ctx)
	default:
		return r.afterPlan(ctx)
	}
}

// events prints what happens.
func (r createStep) events(w work) session.CreateEvents {
	return session.CreateEvents{
		Change: func(_ int, c session.Change) {
			if c.State != session.ChangeMaking {
				w.tell(func() { r.out.change(c) })
			}
		},
		Waiting: func(text string) { w.tell(func() { r.out.item("wait ", text) }) },
		Finding: func(f report.Finding) { w.tell(func() { r.out.finding(f, r.session.Answers().API()) }) },
		SignIn:  w.askToSignIn,
	}
}

// readPlan has the plan made and prints it.
func (r createStep) readPlan(ctx context.Context) error {
	r.session = r.session.WithDefaults()
	answers := r.session.Answers()
	r.creation = creation{}
	r.out.para("Reading the tenant. Nothing is changed…")
	var plan session.Proposal
	var fault error
	cancelled, err := r.during(ctx, func(ctx context.Context, w work) {
		plan, fault = r.session.Services().Creator.Plan(ctx, answers, r.events(w))
	})
	switch {
	case err != nil || cancelled:
		return err
	case fault != nil:
		r.out.fault(fault)
		return nil
	}
	r.creation.plan = &plan
	r.tellPlan(plan)
	return nil
}

// tellPlan prints what would change, each change with what it needs.
func (r createStep) tellPlan(p session.Proposal) {
	r.out.blank()
	r.out.item("As ", p.As)
	if p.Resumed {
		r.out.para("This goes on with a run that was interrupted.")
	}
	r.out.blank()
	for i, c := range p.Changes {
		lead := "  " + strconv.Itoa(i+1) + ". "
		indent := strings.Repeat(" ", len(lead))
		switch c.State {
		case session.ChangeKept:
			r.out.item(lead, c.Title+": nothing to change")
			continue
		case session.ChangeBlocked:
			r.out.item(lead, c.Title+": not allowed")
			continue
		default:
			r.out.item(lead, c.Title)
		}
		if c.Detail != "" {
			r.out.item(indent, c.Detail)
		}
		switch {
		case c.Lacks:
			r.out.item(indent, "You lack a role: "+c.Needs+".")
		case c.Needs != "":
			r.out.item(indent, "Needs "+c.Needs+".")
		}
		if c.Final {
			r.out.item(indent, "Can't be undone.")
		}
	}
	r.out.blank()
	if blocked, is := p.Blocked(); is {
		r.tellTrouble(blocked)
	}
}

// tellTrouble says what stands in the way and what to do about it.
func (r createStep) tellTrouble(c session.Change) {
	said := c.Title
	if c.Detail != "" {
		said += ": " + c.Detail
	}
	r.out.item("FAIL ", said)
	r.out.fix(c.Fix)
	r.openable = c.Fix.URL
	r.out.para("Type request for a text that asks an admin for exactly this.")
}

// trouble is the change that stands in the way; false where none does.
func (c creation) trouble() (session.Change, bool) {
	switch {
	case c.made != nil:
		return c.made.Failed()
	case c.plan != nil:
		return c.plan.Obstacle()
	}
	return session.Change{}, false
}

// makeIt carries the plan out.
func (r createStep) makeIt(ctx context.Context) error {
	r.out.para("Making the changes…")
	var made session.Made
	var fault error
	_, err := r.during(ctx, func(ctx context.Context, w work) {
		made, fault = r.session.Services().Creator.Make(ctx, r.events(w))
	})
	r.session, r.creation.made = r.session.WithMade(made), &made
	if made.Saved && fault == nil {
		r.out.saved(r.session, made.Lines)
		r.finish(r.session)
		return err
	}
	r.saveDraft() // the next start knows what was made, however this one ends
	if err != nil {
		return err
	}
	if fault != nil {
		r.out.fault(fault)
	} else if c, refused := made.Failed(); refused {
		r.out.blank()
		r.tellTrouble(c)
	} else if made.Report != nil {
		r.openable = pageToOpen(*made.Report)
		r.out.result(*made.Report)
	}
	return nil
}

// takeBack takes back what was made.
func (r createStep) takeBack(ctx context.Context) error {
	r.out.para("Taking it back…")
	var undone session.Undone
	var fault error
	_, err := r.during(ctx, func(ctx context.Context, w work) {
		undone, fault = r.session.Services().Creator.Undo(ctx, r.events(w))
	})
	over := fault == nil || err != nil // where it was interrupted, the next start goes on by the journal, which knows how far it came
	if over {
		r.creation = creation{undone: true}
	}
	if over || undone.Gone { // the next plan finds what is left by the journal
		r.session = r.session.WithoutMade()
		r.saveDraft()
	}
	if err != nil {
		return err
	}
	if fault != nil {
		r.out.fault(fault)
		return nil
	}
	for _, line := range undone.Lines {
		r.out.para(line)
	}
	return nil
}

// The choices of the create step that the test's menu doesn't have.
const (
	menuCreate = "create"
	menuPortal = "portal"
	menuUndo   = "undo"
)

// options are what can be done now; preset is what Enter does, if it may do anything.
func (r createStep) options() (options []steps.Option, preset string) {
	again, takeBack := steps.Option{Value: menuAgain, Label: "Try again"}, steps.Option{Value: menuUndo, Label: "Take it back"}
	switch c := r.creation; {
	case c.plan != nil && c.made == nil:
		if _, blocked := c.plan.Blocked(); blocked {
			options = append(options, again)
		} else {
			options, preset = append(options, steps.Option{Value: menuCreate, Label: session.MakesWords(*c.plan)}), menuCreate
		}
		if c.plan.Resumed {
			options = append(options, takeBack)
		}
	case c.undone:
		again.Label = "Look at the plan again"
		options = append(options, again)
	case c.made != nil && c.made.Open:
		options = append(options, again, takeBack)
	default:
		options = append(options, again)
	}
	options = append(options,
		steps.Option{Value: menuPortal, Label: "Do it in the portal", Hint: "every answer is kept"},
		steps.Option{Value: menuChange, Label: "Change an answer"})
	if _, trouble := r.creation.trouble(); trouble && r.opts.Demo != nil && r.opts.Demo.Fixable(r.session.Answers()) {
		options = append(options, steps.Option{Value: menuFix, Label: "Fix it in the demo portal"})
	}
	return append(options, steps.Option{Value: menuLeave, Label: "Quit"}), preset
}

// afterPlan asks what to do. Enter does what was shown where nothing stands in the way, and nothing otherwise.
func (r createStep) afterPlan(ctx context.Context) error {
	options, preset := r.options()
	choice, err := r.choose(ctx, whatNow, options, preset)
	if err != nil {
		return err
	}
	switch choice {
	case menuCreate:
		return r.makeIt(ctx)
	case menuAgain:
		return r.readPlan(ctx)
	case menuUndo:
		return r.takeBack(ctx)
	case menuPortal:
		r.enter(r.session.ByHand(), true)
		r.out.para("Go on in the portal. Every answer is kept; what was made stays.")
		return nil
	default:
		return r.afterTestDo(ctx, choice)
	}
}

// change prints a change in a line, as it ends.
func (p *printer) change(c session.Change) {
	lead := map[session.ChangeState]string{
		session.ChangeDone: "ok  ", session.ChangeKept: "ok  ", session.ChangeUndone: "ok  ", session.ChangeFailed: "FAIL ", session.ChangeBlocked: "FAIL ",
	}[c.State]
	if lead == "" {
		lead = "skip "
	}
	p.item(lead, c.Title)
}
