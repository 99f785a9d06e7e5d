package plan

import (
	"cmp"
	"context"
	"errors"
	"time"

	"appreg/internal/graph"
	"appreg/internal/transport"
	"appreg/store"
)

// write is one write to the tenant.
type write struct {
	entry store.RunEntry
	send  func(context.Context) (id string, err error)

	// look tells whether what is to be written is there, and its id; nil where sending again does no harm.
	look func(context.Context) (id string, found bool, err error)

	fresh bool // builds on what this run made: that it isn't known yet is waited for
}

// write sends a write until it is through. It is in the journal before it is sent and after it is answered. What may have
// been applied is looked for before it is sent again.
func (a *applier) write(ctx context.Context, w write) (id string, err error) {
	c := a.plan.Changes[a.at]
	w.entry.Change = c.ID
	w.entry.Action, w.entry.Object = cmp.Or(w.entry.Action, string(c.Action)), cmp.Or(w.entry.Object, string(c.Object))
	earlier, resumed := a.noted(c.ID, w.entry.Name)
	if err := a.note(w.entry, store.EntryAbout); err != nil {
		return "", err
	}
	err = a.retry(ctx, w.fresh, func(ctx context.Context) (err error) {
		if id, err = w.send(ctx); err == nil {
			return nil
		}
		if found, there := w.applied(ctx, err); there {
			id, err = found, nil
		}
		return err
	})
	switch {
	case err == nil:
		w.entry.ObjectID = id
		return id, a.note(w.entry, store.EntryDone)
	case ctx.Err() == nil && nextFor(err, w.fresh) == giveUp && !doubtful(err):
		kept, state := w.entry, store.EntryFailed
		if resumed && w.entry.Action == string(Update) { // what the run did before is still there
			kept, state = earlier, earlier.State
		}
		if noted := a.note(kept, state); noted != nil {
			return "", noted
		}
	}
	return "", err
}

// applied reports whether what ended with err is there nevertheless, and its id.
func (w write) applied(ctx context.Context, err error) (id string, there bool) {
	if next := nextFor(err, w.fresh); w.look == nil || next != lookThenWait && next != again {
		return "", false
	}
	id, there, err = w.look(ctx)
	return id, there && err == nil
}

// next is how to go on after an error.
type next int

const (
	giveUp       next = iota
	waitOnly          // nothing was changed: wait and send again
	lookThenWait      // it may be there: look before sending again
	again             // the same, but there is no answer: only a few times
)

// nextFor decides it. fresh says that the write builds on what was just made.
func nextFor(err error, fresh bool) next {
	var refusal *graph.Error
	var network *transport.NetworkError
	var answer *transport.AnswerError
	var no *transport.Refusal
	switch {
	case errors.As(err, &no):
		return nextForDuty(no, fresh)
	case errors.As(err, &refusal):
		switch refusal.Means() {
		case graph.NotYet, graph.Missing:
			if fresh {
				return waitOnly
			}
		case graph.Doubtful:
			if fresh {
				return lookThenWait
			}
			return again
		case graph.Exists:
			return lookThenWait
		case graph.Busy:
			return again
		case graph.Refused, graph.Outdated:
		}
		return giveUp
	case errors.As(err, &network):
		if network.Kind == transport.TLS || network.Kind == transport.DNS || network.Kind == transport.Proxy {
			return giveUp
		}
		return again
	case errors.As(err, &answer):
		if answer.Kind == transport.Redirected {
			return giveUp
		}
		return again
	}
	return giveUp
}

// doubtful reports whether a write that ended with err may have been applied.
func doubtful(err error) bool {
	var refusal *graph.Error
	if !errors.As(err, &refusal) {
		if network, ok := errors.AsType[*transport.NetworkError](err); ok { // nothing was sent where there was no connection
			return network.Kind == transport.Timeout || network.Kind == transport.Other
		}
		var answer *transport.AnswerError
		return errors.As(err, &answer)
	}
	means := refusal.Means()
	return means == graph.Doubtful || means == graph.Busy
}

// waitOf is how long the server asked to wait.
func waitOf(err error) time.Duration {
	var asks interface{ Wait() time.Duration }
	if errors.As(err, &asks) {
		return asks.Wait()
	}
	return 0
}
