package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

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
	id     string // of the profile that was checked
	err    error  // the credential could not be read: nothing was sent
}

// code is the exit code that the outcome alone would lead to.
func (c checked) code() exitCode {
	if c.err != nil {
		return classify(c.err).code
	}
	return exitCode(c.report.Verdict.ExitCode())
}

// checkAll checks every profile. Order and result do not depend on how many run at once.
func (c *checking) checkAll(ctx context.Context) error {
	if flags := c.givenFlags(); len(flags) > 0 {
		return usageError("leave --"+flags[0]+" out, or name one profile", "could not check: --%s does not go together with --all", flags[0])
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
		return fmt.Errorf("could not check: %w", err)
	}
	if profiles, err = c.checkable(st, profiles); err != nil {
		return err
	}
	c.announceEach(profiles)
	c.Err = &oneAtATime{w: c.Err}
	outcomes := c.runAll(ctx, st, profiles, given)
	if ctx.Err() != nil {
		return fmt.Errorf("could not check: %w", ctx.Err())
	}
	c.noteAll(st, outcomes)
	if c.asJSON {
		reports := make([]report.Report, 0, len(outcomes))
		for _, o := range outcomes {
			reports = append(reports, o.report)
		}
		printJSON(c.Out, reports)
	} else {
		c.printOutcomes(outcomes)
	}
	if code := worst(outcomes); code != exitDone {
		return &verdictError{code: int(code)}
	}
	return nil
}

// checkable gives the profiles that can be checked. None at all where an index was lost is no success: whoever watches
// the exit code would take it for one.
func (c *checking) checkable(st *store.Store, profiles []store.Profile) ([]store.Profile, error) {
	ready := c.readyOnly(profiles)
	if moved := st.MovedAside(); moved != nil && len(ready) == 0 {
		return nil, fmt.Errorf("could not check: there is no profile, and %w", moved)
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
func (c *checking) runAll(ctx context.Context, st *store.Store, profiles []store.Profile, given registration.Overrides) []checked {
	outcomes := make([]checked, len(profiles))
	queue := make(chan int)
	tenants := newTenantGates(profiles)
	verifiers := sharedVerifiers{app: c.app}
	progress := c.countdown(len(profiles))
	var workers sync.WaitGroup
	for range min(checksAtOnce, len(profiles)) {
		workers.Go(func() {
			for i := range queue {
				leave := tenants.enter(profiles[i].Tenant)
				outcomes[i] = c.checkSaved(ctx, st, profiles[i], given, &verifiers)
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
func (c *checking) checkSaved(ctx context.Context, st *store.Store, p store.Profile, given registration.Overrides, verifiers *sharedVerifiers) checked {
	s, err := c.savedSubject(st, p, given)
	if err == nil {
		err = s.load(ctx)
	}
	if err == nil {
		err = c.prepareSignIn(ctx, &s, false) // nobody signs in for a whole list
	}
	var verifier *verify.Verifier
	if err == nil {
		verifier, err = verifiers.get(s.input.Registration.Overrides)
	}
	if err != nil {
		return checked{report: unread(p, err), err: err}
	}
	rep := verifier.Do(ctx, s.input, nil)
	rep.Stored = sanitize.Line(string(p.Store))
	return checked{report: rep, id: s.profile.ID}
}

// unread is the report of a profile whose credential could not be read: nothing else was tested.
func unread(p store.Profile, err error) report.Report {
	f := classify(err)
	findings := []report.Finding{{ID: report.Input, Status: report.Fail, Title: sanitize.Line(err.Error()),
		Fix: report.Fix{Where: "This machine", Steps: []string{sanitize.Line(f.fix)}}}}
	for _, id := range verify.IDs()[1:] {
		findings = append(findings, report.Finding{ID: id, Status: report.Skip, Title: "Not tested: input failed", Fix: report.Fix{Steps: []string{}}})
	}
	made := report.Report{
		Profile: p.Name, API: p.API, Cloud: p.Cloud, Region: p.Region, Tenant: p.Tenant, TenantID: p.TenantID,
		ClientID: p.ClientID, Flow: p.Flow, Username: p.Username, Authority: p.Authority,
		Environment: strings.Join(p.Environments, ","), Project: p.Project,
		Verdict: report.Judge(findings, true), Stored: string(p.Store), Findings: findings,
		CheckedAt: time.Now().UTC().Format(time.RFC3339),
	}
	return made.Fit()
}

// noteAll keeps the verdicts with their profiles, as note does for one.
func (c *checking) noteAll(st *store.Store, outcomes []checked) {
	var list []store.Noted
	for _, o := range outcomes {
		if o.err == nil {
			list = append(list, store.Noted{ID: o.id, Verdict: o.report.Verdict, CheckedAt: o.report.CheckedAt})
		}
	}
	if len(list) == 0 {
		return
	}
	gone, err := st.NoteAll(list)
	if err == nil && len(gone) > 0 {
		err = fmt.Errorf("%d profiles were replaced or removed meanwhile", len(gone))
	}
	c.notKept(err)
}

// countdown tells on a terminal how many profiles are done.
func (c *checking) countdown(total int) func() {
	if !c.ErrTTY || c.asJSON {
		return func() {}
	}
	var mu sync.Mutex
	done := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		done++
		fmt.Fprintf(c.Err, "\rchecked %d of %d", done, total)
		if done == total {
			fmt.Fprint(c.Err, "\r\x1b[K")
		}
	}
}

// printOutcomes writes a line a profile: the verdict, and the first thing that failed.
func (c *checking) printOutcomes(outcomes []checked) {
	if len(outcomes) == 0 {
		c.sayNoProfiles()
		return
	}
	table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PROFILE\tVERDICT\tAPI\tTENANT\tCAUSE\tFINDING")
	for _, o := range outcomes {
		cause, title := report.Cause(""), ""
		for _, f := range o.report.Findings {
			if f.Status == report.Fail {
				cause, title = f.Cause, f.Title
				break
			}
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", o.report.Profile, o.report.Verdict, o.report.API,
			o.report.Tenant, cause, title)
	}
	_ = table.Flush() // Run tells of a write that failed
}
