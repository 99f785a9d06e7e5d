package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/verify"
	"appreg/store"
)

// Bounds of `check --all`: how many profiles are checked at once, and how many of one tenant, which Entra would
// throttle otherwise.
const (
	checksAtOnce          = 16
	checksAtOncePerTenant = 4
)

// checked is the outcome for one profile.
type checked struct {
	report report.Report
	on     subject // what was checked, where it could be
	err    error   // the credential could not be read: nothing was sent
}

// code is the exit code that the outcome alone would lead to.
func (c checked) code() exitCode {
	if c.err != nil {
		return classify(c.err).code
	}
	return exitCode(c.report.ExitCode())
}

// checkAll checks every profile. Order and result do not depend on how many run at once.
func (c *checkCommand) checkAll(ctx context.Context) error {
	if flags := c.givenFlags(); len(flags) > 0 {
		return usageError("leave --"+flags[0]+" out, or name one profile", "--%s doesn't work with --all", flags[0])
	}
	given, err := c.overrides()
	if err != nil {
		return err
	}
	st, err := c.openStore()
	if err != nil {
		return err
	}
	profiles, err := st.List()
	if err != nil {
		return fmt.Errorf("couldn't check: %w", err)
	}
	if profiles, err = c.checkable(st, profiles); err != nil {
		return err
	}
	c.announceEach(profiles)
	c.Err = &oneAtATime{w: c.Err}
	outcomes := c.runAll(ctx, st, profiles, given)
	if ctx.Err() != nil {
		return fmt.Errorf("couldn't check: %w", ctx.Err())
	}
	c.keepResults(st, outcomes)
	c.bindAll(ctx, outcomes)
	if c.asJSON {
		reports := make([]report.Report, 0, len(outcomes))
		for _, o := range outcomes {
			reports = append(reports, o.report)
		}
		printJSON(c.Out, reports)
	} else {
		c.printOutcomes(outcomes)
	}
	c.sayStoreFaults(outcomes)
	if code := worst(outcomes); code != exitDone {
		return &verdictError{code: int(code)}
	}
	return nil
}

// checkable returns the profiles that can be checked. None at all where an index was lost is no success: whoever watches
// the exit code would take it for one.
func (c *checkCommand) checkable(st *store.Store, profiles []store.Profile) ([]store.Profile, error) {
	ready := c.readyOnly(profiles)
	if moved := st.MovedAside(); moved != nil && len(ready) == 0 {
		return nil, fmt.Errorf("couldn't check: no profiles, and %w", moved)
	}
	c.sayMovedAside(st)
	return ready, nil
}

// oneAtATime lets checks that run side by side write to the same place.
type oneAtATime struct {
	mu sync.Mutex
	w  io.Writer
}

// Write writes when nobody else does.
func (o *oneAtATime) Write(data []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Write(data)
}

// worst is the first of the contract's order that is present: 1, 5, 3, 4, 0. A code that it does not name is unexpected
// here: a profile that could not be checked must not pass for one that is ready.
func worst(outcomes []checked) exitCode {
	named := []exitCode{exitStore, exitRefused, exitUnreachable, exitDone}
	if slices.ContainsFunc(outcomes, func(o checked) bool { return !slices.Contains(named, o.code()) }) {
		return exitUnexpected
	}
	for _, code := range named {
		if slices.ContainsFunc(outcomes, func(o checked) bool { return o.code() == code }) {
			return code
		}
	}
	return exitDone
}

// runAll checks profiles side by side. Neighbours in the queue are of different tenants, so that the bound per tenant
// seldom makes a worker wait.
func (c *checkCommand) runAll(ctx context.Context, st *store.Store, profiles []store.Profile, given registration.Overrides) []checked {
	outcomes := make([]checked, len(profiles))
	queue := make(chan int)
	tenants := newTenantGates(profiles)
	verifiers := sharedVerifiers{app: c.app}
	reads := c.newDeepReads(profiles)
	progress := c.countdown(len(profiles))
	var workers sync.WaitGroup
	for range min(checksAtOnce, len(profiles)) {
		workers.Go(func() {
			for i := range queue {
				leave := tenants.enter(profiles[i].Tenant)
				outcomes[i] = c.checkSaved(ctx, st, profiles[i], given, &verifiers, reads)
				leave()
				progress()
			}
		})
	}
	for _, i := range spread(profiles) {
		select {
		case queue <- i:
		case <-ctx.Done():
		}
	}
	close(queue)
	workers.Wait()
	return outcomes
}

// checkSaved checks one saved profile.
func (c *checkCommand) checkSaved(ctx context.Context, st *store.Store, p store.Profile, given registration.Overrides, verifiers *sharedVerifiers, reads *deepReads) checked {
	s, err := c.savedSubject(st, p, given)
	if err == nil {
		err = c.load(ctx, &s)
	}
	var verifier *verify.Verifier
	if err == nil {
		c.prepareSignIn(ctx, &s, false) // nobody signs in for a whole list
		verifier, err = verifiers.get(s.input.Registration.Overrides)
	}
	if err != nil {
		return checked{report: unread(p, err), err: err}
	}
	s.input.Registered = reads.finding(&s)
	rep := verifier.Do(ctx, s.input, nil)
	rep.Stored = sanitize.Line(string(p.Store))
	return checked{report: rep, on: s}
}

// keepResults keeps the verdicts with their profiles, as keepResult does for one.
func (c *checkCommand) keepResults(st *store.Store, outcomes []checked) {
	var list []store.Noted
	for _, o := range outcomes {
		if o.err == nil && !o.on.replaced && o.report.Tested() {
			list = append(list, o.on.noted(o.report))
		}
	}
	if len(list) == 0 {
		return
	}
	gone, err := st.NoteAll(list)
	if err == nil && len(gone) > 0 {
		err = fmt.Errorf("%d profiles were replaced or removed in the meantime", len(gone))
	}
	c.notKept(err)
}
