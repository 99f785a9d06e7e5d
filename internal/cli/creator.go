package cli

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"appreg/internal/admin"
	"appreg/internal/creation"
	"appreg/internal/plan"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/internal/verify"
	"appreg/steps"
	"appreg/store"
)

// creator makes an app registration for the front ends, as setup --create does.
type creator struct {
	setup setup // what it is made with; its own standard error is left alone: the front end has the screen
	store *store.Store

	working sync.Mutex     // held while the tenant is read or changed
	made    *made          // of the last plan
	offer   creation.Offer // the last plan
	run     string         // the journal of a run that isn't finished; empty: there is none
	release func()         // lets others work on the profile, from the plan until nothing is left to do; nil: they may
}

// left is the run that isn't finished. It waits for what is under way, which the front end has canceled by then.
func (c *creator) left() string {
	c.working.Lock()
	defer c.working.Unlock()
	c.letGo()
	return c.run
}

// letGo lets others work on the profile.
func (c *creator) letGo() {
	if c.release != nil {
		c.release()
		c.release = nil
	}
}

// newCreator returns what makes app registrations and keeps them in st.
func (s *setup) newCreator(st *store.Store) *creator { return &creator{setup: *s, store: st} }

// quietly returns the set-up with nothing on standard error: notes goes there instead.
func (s setup) quietly(st *store.Store, notes *notes, signIn func(report.SignIn)) *setup {
	inside := *s.app
	inside.Err, inside.signsIn, inside.opened = notes, signIn, st
	s.app = &inside
	return &s
}

// inside is the set-up for the admin that a person has chosen.
func (c *creator) inside(a steps.Answers, notes *notes, signIn func(report.SignIn)) *setup {
	own := c.setup.quietly(c.store, notes, signIn)
	own.making.admin = adminFlags{source: a.Get(steps.KeyAdmin), clientID: a.Get(steps.KeyAdminClientID)}
	return own
}

// Plan signs the admin in and reads the tenant.
func (c *creator) Plan(ctx context.Context, a steps.Answers, events session.CreateEvents) (session.Proposal, error) {
	c.working.Lock()
	defer c.working.Unlock()
	if passphrase := a.Secret(steps.KeyPassphrase); !passphrase.IsZero() {
		c.setup.typed.set(passphrase)
	}
	own := c.inside(a, new(notes), events.SignIn)
	c.letGo()
	var err error
	if c.release, err = own.claim(ctx, a); err != nil {
		return session.Proposal{}, advised(err)
	}
	made, err := own.prepareMake(ctx, a)
	if err != nil {
		c.letGo()
		return session.Proposal{}, advised(err)
	}
	named, err := made.claimName(ctx)
	if err != nil {
		c.letGo()
		return session.Proposal{}, advised(err)
	}
	profile := c.release
	c.release = func() { profile(); named() }
	offer, err := made.maker.Offer(ctx, made.wish)
	if err != nil {
		c.letGo()
		return session.Proposal{}, advised(own.refused("read the tenant", err, contextOf(made.wish.Registration, made.directory)))
	}
	c.made, c.offer, c.run = made, offer, ""
	if offer.Earlier != nil {
		c.run = offer.Earlier.ID
	}
	return session.Proposal{As: actorWords(offer.Plan.Actor), Changes: changesOf(offer.Plan), Resumed: offer.Earlier != nil}, nil
}

// Make carries the last plan out.
func (c *creator) Make(ctx context.Context, events session.CreateEvents) (session.Made, error) {
	c.working.Lock()
	defer c.working.Unlock()
	if err := c.made.unchanged(); err != nil {
		return session.Made{}, advised(err)
	}
	var said notes
	own := c.inside(c.made.answers, &said, events.SignIn)
	wish, maker := c.made.wish, c.made.maker
	if wish.Save != nil {
		wish.Save = own.savesMade(c.made)
	}
	maker.SignIn = verify.PageSignIn{Open: own.opener().Open, Show: own.showSignIn}
	out, err := maker.Apply(ctx, c.offer, wish, creation.Events{
		Change: func(e plan.Event) { tellFrontEnd(e, c.offer.Plan, events) },
		Waiting: func(why report.Finding, left time.Duration) {
			call(events.Waiting, fmt.Sprintf("%s. Testing again, for at most %s.", strings.TrimSuffix(sanitize.Line(why.Title), "."), left.Round(time.Second)))
		},
		Finding: events.Finding,
	})
	if c.run = ""; out.Open {
		c.run = out.Plan.Run
	} else {
		c.letGo()
	}
	done := session.Made{Changes: changesOf(out.Plan), ClientID: out.ClientID, Report: out.Plan.Report, Open: out.Open}
	if err != nil {
		return done, advised(own.refused("set up", err, contextOf(wish.Registration, c.made.directory)))
	}
	if done.Report != nil && done.Report.Stored != string(store.BackendNone) {
		done.Saved, done.Lines = true, c.savedLines(wish.Desired.Profile)
	}
	done.Lines = append(done.Lines, said.lines()...)
	return done, nil
}

// Undo takes back what was changed in the tenant.
func (c *creator) Undo(ctx context.Context, events session.CreateEvents) (session.Undone, error) {
	c.working.Lock()
	defer c.working.Unlock()
	if c.run == "" {
		return session.Undone{Lines: []string{"Nothing was changed."}}, nil
	}
	journal, err := c.store.OpenRun(ctx, c.run)
	if err != nil {
		return session.Undone{}, advised(err)
	}
	defer journal.Close()
	p := plan.PlanUndo(journal.Run(), c.made.actor)
	p, err = c.made.engine.Undo(ctx, p, journal, func(e plan.Event) { tellFrontEnd(e, p, events) })
	undone := session.Undone{Gone: plan.TookRegistrationBack(journal.Run())}
	if err != nil {
		return undone, advised(c.setup.refused("take back run "+c.run, err, contextOf(c.made.wish.Registration, c.made.directory)))
	}
	if left := p.Failures(); len(left) > 0 {
		return undone, stillThere(c.run, left)
	}
	undone.Lines = takenBackLines(p, journal.Run())
	c.run = ""
	c.letGo()
	return undone, nil
}

// takenBackLines say how the tenant is, now that nothing of a run is left to take back.
func takenBackLines(p plan.Plan, run store.Run) []string {
	said := "Taken back: the tenant is as it was."
	var stays []string
	for _, c := range p.Changes {
		if c.State == plan.Skipped {
			stays = append(stays, "Not done: "+c.Title+". "+c.Detail+".")
		}
	}
	if len(stays) > 0 {
		said = "Taken back, all but what others use or changed."
	}
	if !plan.MadeRegistration(run) {
		return append([]string{said}, stays...)
	}
	return slices.Concat([]string{said}, stays, []string{"For 30 days, this brings it back:", "appreg undo " + run.ID + " --restore"})
}

// stillThere is the error of a run of which something could not be taken back.
func stillThere(run string, left []plan.Change) error {
	var what, why []string
	for _, c := range left {
		what = append(what, c.Title)
		if !slices.Contains(why, c.Finding.Title) {
			why = append(why, c.Finding.Title)
		}
	}
	return advice{
		error: fmt.Errorf("couldn't take back everything. Left to do: %s. %s", strings.Join(what, "; "), strings.Join(why, ". ")),
		fix:   "try again, or later: appreg undo " + run,
	}
}

// savedLines say where a profile is.
func (c *creator) savedLines(name string) []string {
	p, err := c.store.Find(name)
	if err != nil {
		return nil
	}
	return []string{"profile " + p.Name + " in " + c.store.IndexFile(), savedItem(c.store, p)}
}

// adminSources are the admin sources that the wizard offers; one that a flag named stands first.
func adminSources(environ func(string) string, given string) []steps.Option {
	list := []steps.Option{
		{Value: admin.AzureCLI, Label: "The Azure CLI", Hint: "where you have run az login as an admin"},
		{Value: admin.SignIn, Label: "Sign in now", Hint: "with an app registration of your own"},
	}
	variable := admin.Variables()[0]
	token := steps.Option{Value: admin.Given, Label: "A token", Hint: "in " + strings.Join(admin.Variables(), " and ")}
	if environ(variable) == "" {
		token.Reason = variable + " isn't set"
	}
	list = append(list, token)
	for i, o := range list {
		if o.Value == given {
			return append([]steps.Option{o}, append(list[:i:i], list[i+1:]...)...)
		}
	}
	if given != "" {
		list = append([]steps.Option{{Value: given, Label: "Profile " + given, Hint: "a saved profile with the rights"}}, list...)
	}
	return list
}

// advice is an error that tells what to do about it.
type advice struct {
	error
	fix string
}

// Fix is what to do.
func (a advice) Fix() string   { return a.fix }
func (a advice) Unwrap() error { return a.error }

// advised is an error whose advice a front end can show.
func advised(err error) error {
	known := classify(err)
	return advice{error: err, fix: known.fix}
}

// notes collects what a command would say on standard error.
type notes struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

// lines are what was said, without the mark of the command line.
func (n *notes) lines() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var list []string
	for line := range strings.Lines(n.text.String()) {
		if line = strings.TrimPrefix(strings.TrimSpace(line), noteMark); line != "" {
			list = append(list, line)
		}
	}
	return list
}
