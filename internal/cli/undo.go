package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/federation"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
)

// undoCommand is one run of `appreg undo`.
type undoCommand struct {
	*app
	admin                adminFlags
	restore, yes, asJSON bool
}

func newUndoCommand(a *app) *cobra.Command {
	u := &undoCommand{app: a}
	cmd := &cobra.Command{
		Use:   "undo [PROFILE|RUN]",
		Short: "Take back what setup --create changed in the tenant",
		Long: "Takes back what a run changed in the tenant, in reverse order, and nothing else: the last run of a profile, or a run\n" +
			"you name. Without a name, lists the runs. A deleted app registration can be restored for 30 days with --restore, credentials\n" +
			"included. The saved profile stays.",
		Args:              oneProfile("[PROFILE|RUN]"),
		ValidArgsFunction: a.completeProfiles,
		RunE: withSignals(func(ctx context.Context, args []string) error {
			if len(args) == 0 {
				return u.list()
			}
			return u.run(ctx, args[0])
		}),
	}
	u.admin.register(cmd.Flags())
	cmd.Flags().BoolVar(&u.restore, "restore", false, "restore the deleted app registration")
	yesFlag(cmd.Flags(), &u.yes, "apply changes without asking")
	cmd.Flags().BoolVar(&u.asJSON, "json", false, "plan as JSON on standard output")
	return cmd
}

// list prints the runs that there are journals of.
func (u *undoCommand) list() error {
	st, err := u.openStore()
	if err != nil {
		return err
	}
	runs, err := st.Runs()
	if err != nil {
		return fmt.Errorf("couldn't list the runs: %w", err)
	}
	runs = slices.DeleteFunc(runs, store.Run.IsUnbegun)
	if u.asJSON {
		printJSON(u.Out, slices.Clip(append([]store.Run{}, runs...)))
		return nil
	}
	if len(runs) == 0 {
		fmt.Fprintln(u.Err, "appreg: nothing was changed in a tenant yet")
		return nil
	}
	table := tabwriter.NewWriter(u.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "RUN\tKIND\tSTATE\tPROFILE\tAPI\tTENANT\tNAME")
	for _, r := range runs {
		cells := []string{r.ID, r.Kind, string(r.State), r.Profile, r.API, r.Tenant, r.Name}
		for i, cell := range cells {
			cells[i] = sanitize.Line(cell)
		}
		fmt.Fprintln(table, strings.Join(cells, "\t"))
	}
	_ = table.Flush() // Run tells of a write that failed
	return nil
}

// run takes one run back, or restores it.
func (u *undoCommand) run(ctx context.Context, name string) error {
	u.admin.source = cmp.Or(u.admin.source, admin.AzureCLI)
	st, err := u.openStore()
	if err != nil {
		return err
	}
	run, err := u.find(st, name)
	if err != nil {
		return err
	}
	if err := u.mayChange(false, u.yes); err != nil {
		return err
	}
	profiles, release, err := claimRun(ctx, st, run)
	if err != nil {
		return fmt.Errorf("couldn't take back run %s: %w", run.ID, err)
	}
	defer release()
	d, err := u.directoryOf(ctx, st, run)
	if err != nil {
		return err
	}
	journal, err := st.OpenRun(ctx, run.ID)
	if err != nil {
		return fmt.Errorf("couldn't take back run %s: %w", run.ID, err)
	}
	defer journal.Close()
	if u.restore {
		return u.bringBack(ctx, d, journal)
	}
	return u.takeBack(ctx, st, d, run, journal, profiles)
}

// claimRun makes this process the only one that works on what a run changed. It returns the profiles of the run's registration.
func claimRun(ctx context.Context, st *store.Store, run store.Run) (profiles []store.Profile, release func(), err error) {
	if profiles, err = ofRegistration(st, run); err != nil {
		return nil, nil, err
	}
	subjects := run.Subjects()
	for _, p := range profiles {
		subjects = append(subjects, p.Name)
	}
	release, err = st.Claim(ctx, subjects...)
	return profiles, release, err
}

// takeBack shows what a run's undoing changes, asks, and does it. run is as it was before its journal was opened.
func (u *undoCommand) takeBack(ctx context.Context, st *store.Store, d directory, run store.Run, journal *store.Journal, profiles []store.Profile) error {
	p := d.engine.PlanUndoWithOthers(ctx, journal.Run(), d.actor)
	if len(p.Pending()) == 0 && run.State == store.RunUndone {
		u.sayAlready(run)
	}
	u.sayAlsoUsed(run, profiles)
	if err := u.agreeToPlan(ctx, p, u.yes); err != nil {
		return err
	}
	p, err := d.engine.Undo(ctx, p, journal, u.tellChange)
	if err != nil {
		return u.refused("take back run "+run.ID, err, contextOf(registration.Registration{}, d))
	}
	u.printPlan(p, u.asJSON)
	if run.Kind == store.KindFederate {
		u.expectNoLonger(st, profiles, plan.TrustsTakenBack(journal.Run(), p))
	}
	if slices.ContainsFunc(p.Changes, func(c plan.Change) bool {
		return c.Reversible && c.State == plan.Undone && c.Object == plan.Application
	}) {
		u.noteDeleted(st, profiles)
		u.note("for 30 days it can be restored, with its credentials: appreg undo %s --restore", run.ID)
	}
	return planResult(p)
}

func (u *undoCommand) bringBack(ctx context.Context, d directory, journal *store.Journal) error {
	run := journal.Run()
	if !u.yes {
		no := usageError("to restore without a question: --yes", "nothing was changed, because you didn't agree")
		if err := u.agreeElse(ctx, fmt.Sprintf("Restore the app registration %q?", run.Name), no); err != nil {
			return err
		}
	}
	restored, err := d.engine.Restore(ctx, journal)
	if errors.Is(err, plan.ErrNothingToRestore) {
		return usageError("list the runs with appreg undo, and name one that made an app registration", "couldn't restore run %s: it made no app registration", run.ID)
	}
	if err != nil {
		return u.refused("restore run "+run.ID, err, contextOf(registration.Registration{ClientID: run.ClientID}, d))
	}
	p := plan.Plan{Profile: run.Profile, ClientID: run.ClientID, Tenant: run.Tenant, TenantID: run.TenantID, Actor: d.actor, Run: run.ID, Applied: true, Changes: []plan.Change{{
		ID: string(plan.Application), Action: plan.Create, Object: plan.Application, Title: fmt.Sprintf("Restore the app registration %q", run.Name),
		Needs: []string{}, Allowed: plan.Yes, Reversible: true, State: plan.Done,
	}}}
	p.Changes[0].Fix.Steps = []string{}
	if !restored {
		p.Changes[0].Action, p.Changes[0].Title = plan.None, fmt.Sprintf("The app registration %q isn't deleted: nothing was restored", run.Name)
	}
	u.printPlan(p, u.asJSON)
	if restored && slices.ContainsFunc(run.Entries, func(e store.RunEntry) bool {
		return plan.IsDuty(plan.Object(e.Object)) && e.State == store.EntryUndone
	}) {
		u.note("what was set up in the product isn't restored; do it again: appreg duty %s --apply --admin %s", run.Profile, u.admin.source)
	}
	return nil
}

// ofRegistration returns the profiles of the registration that a run made or changed.
func ofRegistration(st *store.Store, run store.Run) ([]store.Profile, error) {
	profiles, err := st.List()
	return slices.DeleteFunc(profiles, func(p store.Profile) bool {
		return !p.Ready() || run.ClientID == "" || p.ClientID != run.ClientID
	}), err
}

// sayAlsoUsed names the profiles of other names that a registration's deletion leaves without one.
func (u *undoCommand) sayAlsoUsed(run store.Run, profiles []store.Profile) {
	if !plan.MadeRegistration(run) {
		return
	}
	for _, p := range profiles {
		if !strings.EqualFold(p.Name, run.Profile) {
			u.note("profile %s has the same app registration", p.Name)
		}
	}
}

// sayAlready says that there's nothing left to take back, and what can be done.
func (u *undoCommand) sayAlready(run store.Run) {
	restore := ""
	if plan.MadeRegistration(run) {
		restore = "; to restore its app registration: appreg undo " + run.ID + " --restore"
	}
	u.note("run %s was taken back already%s", run.ID, restore)
}

// expectNoLonger drops what federate noted with the profiles of a registration: with it, check --deep --fix would make again what was
// just taken back. What the profile expected before is expected again.
func (u *undoCommand) expectNoLonger(st *store.Store, profiles []store.Profile, gone []federation.Identity) {
	runs, _ := st.Runs() // those that can't be read say nothing
	for _, p := range profiles {
		who := federation.Identity{Issuer: p.AssertionIssuer, Subject: p.AssertionSubject}
		if !slices.Contains(gone, who) {
			continue
		}
		before := plan.ExpectedBefore(runs, p.Name, p.ClientID, who)
		if err := st.NoteAssertion(p, before.Issuer, before.Subject); err != nil {
			u.note("profile %s still expects these tokens: %s", p.Name, err)
			continue
		}
		u.note("profile %s expects these tokens no longer", p.Name)
		if before.Subject != "" {
			u.note("profile %s expects those of %s again", p.Name, before.Subject)
		}
	}
}

// noteDeleted keeps with the profiles of a registration that it is gone: no list says ready any more.
func (u *undoCommand) noteDeleted(st *store.Store, profiles []store.Profile) {
	for _, p := range profiles {
		u.notKept(st.Note(store.Noted{ID: p.ID, Profile: p.Name, Verdict: report.Refused, CheckedAt: time.Now().UTC().Format(time.RFC3339)}))
	}
}

// find is the run of that id, else the latest of the profile that changed something and can be taken back, or restored.
func (u *undoCommand) find(st *store.Store, name string) (store.Run, error) {
	runs, err := st.Runs()
	if err != nil {
		return store.Run{}, fmt.Errorf("couldn't read the journals: %w", err)
	}
	if i := slices.IndexFunc(runs, func(r store.Run) bool { return r.ID == name }); i >= 0 {
		return runs[i], rotated(runs[i], u.restore, nil)
	}
	saved, err := st.Find(name)
	if err != nil && !errors.Is(err, store.ErrUnknownProfile) && !errors.Is(err, store.ErrUnfinished) {
		return store.Run{}, fmt.Errorf("couldn't take back: %w", err)
	}
	runs = slices.DeleteFunc(runs, func(r store.Run) bool {
		return !plan.IsOf(r, name, saved.ClientID) || !u.restore && !r.Touched() && !isUndone(r)
	})
	switch {
	case len(runs) == 0:
		return store.Run{}, fmt.Errorf("%w, and none of a profile of that name", &store.Error{Kind: store.ErrUnknownRun, ID: name})
	case u.restore:
		return latestToRestore(runs), nil
	default:
		return latestToUndo(runs)
	}
}

func isUndone(r store.Run) bool { return r.State == store.RunUndone }

// latestToRestore is the newest run that made a registration; where none did, what is said of the newest holds for all.
func latestToRestore(runs []store.Run) store.Run {
	return runs[max(0, slices.IndexFunc(runs, plan.MadeRegistration))]
}

// latestToUndo is the newest run that wasn't taken back yet. A rotation can't be: the error names the run before it.
func latestToUndo(runs []store.Run) (store.Run, error) {
	standing := slices.DeleteFunc(slices.Clone(runs), isUndone)
	switch change := slices.IndexFunc(standing, func(r store.Run) bool { return r.Kind != store.KindRotate }); {
	case change == 0:
		return standing[0], nil
	case change > 0:
		return standing[change], rotated(standing[0], false, &standing[change])
	case len(standing) < len(runs):
		return runs[slices.IndexFunc(runs, isUndone)], nil // that it was taken back already is said of it
	default:
		return standing[0], rotated(standing[0], false, nil)
	}
}

// rotated is the error of taking back a rotation, which would leave the profile without its credential. before is the run before
// it that can be taken back; nil: none is known.
func rotated(r store.Run, restore bool, before *store.Run) error {
	if r.Kind != store.KindRotate || restore {
		return nil
	}
	fix := "name the run that you want to take back; list the runs with appreg undo"
	if before != nil {
		fix = "to take back the run before it (" + before.Kind + "): appreg undo " + before.ID
	}
	return usageError(fix, "couldn't take back run %s: a rotation can't be taken back", r.ID)
}

// directoryOf signs the admin in where a run was made: with the hosts that it was made at.
func (u *undoCommand) directoryOf(ctx context.Context, st *store.Store, run store.Run) (directory, error) {
	given, err := u.overrides()
	if err != nil {
		return directory{}, err
	}
	if p, err := st.Find(run.Profile); err == nil && given.Authority == "" {
		given = p.Registration().Overrides
		u.announceSaved(p, "profile "+p.Name)
	}
	reg := registration.Registration{API: catalog.API(run.API), Cloud: catalog.Cloud(run.Cloud), Region: catalog.Region(run.Region), Flow: catalog.Flow(run.Flow), Tenant: run.Tenant, ClientID: run.ClientID, Overrides: given}
	own, err := catalog.Resolve(reg.API, reg.Cloud, reg.Region)
	if err != nil {
		return directory{}, err
	}
	if cmp.Or(given.GraphURL, own.Graph) != run.Graph {
		return directory{}, &failure{code: exitRefused, label: "other_host", err: fmt.Errorf("couldn't take back run %s: it was made at %s", run.ID, run.Graph), fix: "nothing was sent; name that host: --authority URL --graph-url " + run.Graph}
	}
	return u.directory(ctx, u.admin, reg, run.TenantID)
}
