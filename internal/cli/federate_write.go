package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"appreg/internal/creation"
	"appreg/internal/federation"
	"appreg/internal/graph"
	"appreg/internal/plan"
	"appreg/store"
)

// trustFlags are the flags with which `appreg federate` writes what it has computed.
type trustFlags struct {
	admin       adminFlags
	dryRun, yes bool
}

func (t *trustFlags) register(flags *pflag.FlagSet) {
	t.admin.register(flags)
	flags.BoolVar(&t.dryRun, "dry-run", false, "show what would change, change nothing (with --admin)")
	yesFlag(flags, &t.yes, "apply changes without asking (with --admin)")
}

// check refuses what means nothing without an admin, and changes that nobody agrees to.
func (f *federateCommand) check() error {
	switch w := f.write; {
	case w.admin.source == "" && (w.dryRun || w.yes):
		return usageError("add --admin az, token, sign-in or a profile, or leave them out", "--dry-run and --yes work only with --admin")
	case w.admin.source == "":
		return nil
	default:
		return f.mayChange(w.dryRun, w.yes)
	}
}

// trust plans the federated credentials, asks, and writes those that aren't there.
func (f *federateCommand) trust(ctx context.Context, st *store.Store, p store.Profile, identities []federation.Identity) error {
	if !f.write.dryRun {
		release, err := st.ClaimProfile(ctx, p)
		if err != nil {
			return fmt.Errorf("couldn't begin: %w", err)
		}
		defer release()
	}
	given, err := f.overrides()
	if err != nil {
		return err
	}
	reg, err := savedRegistration(st, p, given)
	if err != nil {
		return err
	}
	dir, err := f.directory(ctx, f.write.admin, reg, p.TenantID)
	if err != nil {
		return err
	}
	desired := plan.Want(reg, dir.target, dir.tenantID)
	desired.Profile, desired.Federated = p.Name, nil
	for _, who := range identities {
		desired.Federated = append(desired.Federated, plan.Trust(who, dir.target.Cloud))
	}
	runs, err := st.Runs()
	if err != nil {
		return fmt.Errorf("couldn't read the journals: %w", err)
	}
	earlier := plan.InterruptedTrust(runs, desired, dir.graphURL())
	made, err := dir.engine.Make(ctx, desired, dir.actor, earlier)
	if err != nil {
		return f.refused("read the app registration", err, contextOf(reg, dir))
	}
	if finding, missing := made.Desired.Missing(plan.Application, made.Actual); missing {
		return f.refusedFinding("write the federated credential", nil, finding)
	}
	made.Changes = slices.DeleteFunc(made.Changes, func(c plan.Change) bool { return c.Object != plan.FederatedCredential })
	if err := fits(made); err != nil {
		return err
	}
	if f.write.dryRun {
		f.printPlan(made, f.asJSON)
		return blockedResult(made)
	}
	if err := f.agreeTo(ctx, creation.Offer{Plan: made, Earlier: earlier}, f.write.yes); err != nil {
		return err
	}
	run := plan.RunOf(store.KindFederate, made.Desired, dir.graphURL())
	run.Expected = &store.Expected{Issuer: p.AssertionIssuer, Subject: p.AssertionSubject} // undo puts it back
	if made, err = f.applyPlan(ctx, st, dir, made, run, earlier); err != nil {
		return f.refused("write the federated credential", err, contextOf(reg, dir))
	}
	f.printPlan(made, f.asJSON)
	return planResult(made)
}

// fits refuses what the registration has no room for, before anything is sent. p is of federated credentials alone.
func fits(p plan.Plan) error {
	var there []federation.Credential
	for _, have := range p.Actual.Federated {
		there = append(there, credentialOf(have))
	}
	added := 0
	for _, c := range p.Changes {
		if c.Action == plan.Create {
			added++
		}
	}
	if added > 1 && len(there)+added > federation.MostCredentials {
		return usageError("delete what's no longer used", "couldn't add them: the app has %d federated credentials, and %d more don't fit; it can have %d", len(there), added, federation.MostCredentials)
	}
	for i, c := range p.Changes {
		if c.Action != plan.Create {
			continue
		}
		made := credentialOf(p.Desired.Federated[i])
		if fault := made.Check(p.Desired.Target.Cloud, there); fault != nil {
			return usageError(strings.TrimSuffix(fault.Fix, "."), "couldn't add it: %w", fault)
		}
		there = append(there, made)
	}
	return nil
}

func credentialOf(f graph.FederatedCredential) federation.Credential {
	return federation.Credential{Name: f.Name, Issuer: f.Issuer, Subject: f.Subject, Audience: strings.Join(f.Audiences, " ")}
}

// applyPlan carries a plan out, with the journal of a new run or of the earlier one that it goes on with. Where it isn't finished, it
// says what to do.
func (to Streams) applyPlan(ctx context.Context, st *store.Store, dir directory, p plan.Plan, run store.Run, earlier *store.Run) (plan.Plan, error) {
	var journal *store.Journal
	var err error
	switch {
	case earlier != nil: // with nothing left to change, too: what it made is written down, and it's ended
		journal, err = st.OpenRun(ctx, earlier.ID)
	case len(p.Pending()) == 0:
		return p, nil
	default:
		journal, err = st.BeginRun(ctx, run)
	}
	if err != nil {
		return p, fmt.Errorf("couldn't begin: %w", err)
	}
	defer journal.Close()
	result, err := dir.engine.Apply(ctx, p, journal, to.tellChange)
	switch {
	case err == nil && result.OK():
		err = journal.End(store.RunDone)
	case journal.Run().Touched():
		to.sayOpen(journal.Run().ID)
	}
	return result.Plan, err
}
