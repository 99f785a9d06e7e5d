package plan

import (
	"context"
	"errors"
	"slices"
	"time"

	"appreg/internal/report"
	"appreg/store"
)

// progress is how far a plan is that is being carried out or taken back.
type progress struct {
	Engine
	plan    Plan
	journal *store.Journal
	tell    func(Event)
	at      int // the change that is being made
}

func (e Engine) begin(p Plan, j *store.Journal, tell func(Event)) progress {
	if tell == nil {
		tell = func(Event) {}
	}
	p.Changes = slices.Clone(p.Changes)
	p.Applied, p.Run = true, j.Run().ID
	return progress{Engine: e, plan: p, journal: j, tell: tell}
}

// says tells what happens to the change at i.
func (p *progress) says(i int, phase Phase) {
	p.tell(Event{Index: i, Change: p.plan.Changes[i], Phase: phase})
}

// told tells of a wait.
func (p *progress) told(wait, left time.Duration) {
	p.tell(Event{Index: p.at, Change: p.plan.Changes[p.at], Phase: Waiting, Wait: wait, Left: left})
}

// note writes an entry down.
func (p *progress) note(e store.RunEntry, state store.EntryState) error {
	e.State = state
	return journalError(p.journal.Note(e))
}

// noted is what the run wrote down of a change before it was gone on with, and has made or may have made; false if nothing.
func (p *progress) noted(change, name string) (store.RunEntry, bool) {
	e := p.journal.Run().Entry(change, name)
	return e, e.State == store.EntryDone || e.State == store.EntryAbout
}

// retry sends until it is through, or trying on is of no use. fresh says that what is sent builds on what was just made.
func (p *progress) retry(ctx context.Context, fresh bool, send func(context.Context) error) error {
	patience := p.patience()
	for faults := 0; ; {
		err := send(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		next := nextFor(err, fresh)
		if next == again {
			faults++
		}
		if next == giveUp || faults > mostFaults {
			return err
		}
		if !patience.Wait(ctx, waitOf(err), p.told) {
			return errors.Join(ctx.Err(), err)
		}
	}
}

// mostFaults is how often a request is sent again that got no usable answer.
const mostFaults = 3

// fail puts down why a change failed.
func (c *Change) fail(f report.Finding) {
	f.ID = report.Registration
	c.State, c.Cause, c.Fix, c.Finding = Failed, f.Cause, f.Fix, f
}
