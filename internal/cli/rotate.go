package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/transport"
	"appreg/internal/verify"
	"appreg/store"
)

// rotateCommand is one run of `appreg rotate`.
type rotateCommand struct {
	*app
	admin                    adminFlags
	all, dryRun, yes, asJSON bool
	expiring, keepOld        string
	within, keep             time.Duration
}

func newRotateCommand(a *app) *cobra.Command {
	r := &rotateCommand{app: a}
	cmd := &cobra.Command{
		Use:   "rotate PROFILE|--all",
		Short: "Replace a profile's client secret or certificate with a new one",
		Long: "Adds a new client secret or certificate to the app registration, gets a token with it, saves it, and only then removes the old one.\n" +
			"A profile with a certificate needs no admin: the old key proves the right to add the new one.\n" +
			"If it's interrupted, a working credential stays saved; run it again to go on.",
		Args: func(cmd *cobra.Command, args []string) error {
			if r.all != (len(args) == 0) {
				return usageError("usage: "+cmd.CommandPath()+" PROFILE, or --all", "rotate takes a profile, or --all")
			}
			return oneProfile("PROFILE|--all")(cmd, args)
		},
		ValidArgsFunction: a.completeProfiles,
		RunE:              withSignals(r.run),
	}
	flags := cmd.Flags()
	flags.BoolVar(&r.all, "all", false, "every saved profile that has a client secret or a certificate")
	addText(flags, &r.expiring, "expiring", "", "duration", "only what ends within this time, for example 30d")
	addText(flags, &r.keepOld, "keep-old", "", "duration", "leave the old credential; remove it yourself after this time, for example 24h")
	r.admin.register(flags)
	flags.BoolVar(&r.dryRun, "dry-run", false, "show what would change, change nothing")
	yesFlag(flags, &r.yes, "apply changes without asking")
	flags.BoolVar(&r.asJSON, "json", false, "plan as JSON on standard output; an array with --all")
	return cmd
}

// run rotates one profile, or one after the other.
func (r *rotateCommand) run(ctx context.Context, args []string) (err error) {
	if r.within, err = days(r.expiring, "expiring"); err != nil {
		return err
	}
	if r.keep, err = days(r.keepOld, "keep-old"); err != nil {
		return err
	}
	given, err := r.overrides()
	if err != nil {
		return err
	}
	st, err := r.openStore()
	if err != nil {
		return err
	}
	if r.all {
		return r.each(ctx, st, given)
	}
	return r.named(ctx, st, args, given)
}

// named rotates the profile that args name.
func (r *rotateCommand) named(ctx context.Context, st *store.Store, args []string, given registration.Overrides) error {
	_, p, err := r.findProfile(args, "rotate")
	if err != nil {
		return err
	}
	if err := r.mayChange(r.dryRun, r.yes); err != nil {
		return err
	}
	made, err := r.one(ctx, st, p, given)
	var later *notDueError
	switch {
	case errors.As(err, &later):
		fmt.Fprintf(r.Err, "appreg: %s\n", sanitize.Line(later.Error()))
		if !r.asJSON {
			return nil
		}
		made = plan.Plan{Profile: p.Name, ClientID: p.ClientID, Tenant: p.Tenant, TenantID: p.TenantID, Changes: []plan.Change{}, Actor: plan.Actor{Roles: []string{}}}
	case err != nil:
		return err
	}
	r.printPlan(made, r.asJSON)
	return cmp.Or(blockedResult(made), planResult(made))
}

// rotatable reports whether a flow's credential stands on the registration.
func rotatable(f catalog.Flow) bool {
	proof := f.Info().Proof
	return proof == catalog.ProofSecret || proof == catalog.ProofCertificate
}

// one rotates one profile.
func (r *rotateCommand) one(ctx context.Context, st *store.Store, p store.Profile, given registration.Overrides) (plan.Plan, error) {
	if !r.dryRun {
		release, err := st.ClaimProfile(ctx, p)
		if err != nil {
			return plan.Plan{}, fmt.Errorf("couldn't rotate: %w", err)
		}
		defer release()
	}
	reg, err := savedRegistration(st, p, given)
	if err != nil {
		return plan.Plan{}, err
	}
	r.announceSaved(p, "profile "+p.Name)
	if !rotatable(p.Flow) {
		return plan.Plan{}, usageError("for a new password: appreg setup --replace --profile "+p.Name, "couldn't rotate: sign-in method %s has no credential on the app registration", p.Flow)
	}
	runs, err := st.Runs()
	if err != nil {
		return plan.Plan{}, fmt.Errorf("couldn't read the journals: %w", err)
	}
	earlier, ends := interruptedRotation(runs, reg, p), p.SecretExpires
	if err := r.due(p, ends); err != nil && ends != "" && earlier == nil { // else the registration has to be read
		return plan.Plan{}, err
	}
	loaded, err := st.LoadCredential(ctx, p)
	if err != nil {
		return plan.Plan{}, fmt.Errorf("couldn't read the credential of %s: %w", p.Name, err)
	}
	reg.Credential = loaded.Credential
	keep := r.keepOld != ""
	if !keep {
		if keep, err = r.usedByOthers(ctx, st, p, reg.Credential); err != nil {
			return plan.Plan{}, err
		}
	}
	how, self := r.admin, r.admin.source == "" && p.Flow.Info().Proof == catalog.ProofCertificate
	if self {
		how.source = p.Name
	}
	if err := how.required(); err != nil {
		return plan.Plan{}, err
	}
	d, err := r.rotationDirectory(ctx, how, self, reg, p)
	if err != nil {
		return plan.Plan{}, err
	}
	rotation := plan.Rotation{Desired: plan.Want(reg, d.target, d.tenantID), Old: reg.Credential, KeepOld: keep, Self: self}
	rotation.Desired.Profile, rotation.Desired.DisplayName = p.Name, "appreg "+p.Name
	if old := certificate.ThumbprintOf(ctx, reg.Credential.Certificate, reg.Credential.CertificatePassword); old != "" {
		rotation.ObjectID, rotation.OldKeyID = plan.KnownIDs(runs, p.ClientID, old)
	}
	return r.carryOut(ctx, st, d, p, reg, rotation, earlier)
}

// interruptedRotation is the rotation of a profile that is to be gone on with; nil if there is none.
func interruptedRotation(runs []store.Run, reg registration.Registration, p store.Profile) *store.Run {
	target, _ := reg.Target() // resolved before
	return plan.Interrupted(runs, func(run store.Run) bool {
		return run.Kind == store.KindRotate && run.Graph == target.Graph && plan.IsOf(run, p.Name, p.ClientID)
	})
}

// rotationDirectory signs the admin in, or the app itself: with proof of possession it may exchange its own certificate without any
// right.
func (r *rotateCommand) rotationDirectory(ctx context.Context, how adminFlags, self bool, reg registration.Registration, p store.Profile) (directory, error) {
	if !self {
		return r.directory(ctx, how, reg, p.TenantID)
	}
	return r.directoryBy(ctx, reg, p.TenantID, true, func(place admin.Place, client *transport.Client, target catalog.Target) (*admin.Source, error) {
		return admin.FromItself(place, time.Now, admin.Profile{Name: p.Name, Entra: r.entra(client), Login: target.Login, Registration: reg}), nil
	})
}

// carryOut plans the rotation, asks, and makes it.
func (r *rotateCommand) carryOut(ctx context.Context, st *store.Store, d directory, p store.Profile, reg registration.Registration, rotation plan.Rotation, earlier *store.Run) (plan.Plan, error) {
	if earlier != nil {
		r.note("an earlier rotation (%s) was interrupted; this one goes on with it", earlier.ID)
	}
	made, err := d.engine.PlanRotation(ctx, rotation, d.actor, earlier)
	if err != nil {
		return made, r.rotationRefused(err, reg, d)
	}
	if ends := cmp.Or(p.SecretExpires, plan.CredentialEnds(ctx, made, rotation)); earlier == nil {
		if err := r.due(p, ends); err != nil {
			return made, err
		}
	}
	if r.dryRun {
		return made, nil
	}
	if err := r.agreeToPlan(ctx, made, r.yes); err != nil {
		return made, err
	}
	journal, err := r.rotationJournal(ctx, st, earlier, made, p, d)
	if err != nil {
		return made, err
	}
	defer journal.Close()
	var proved report.Report
	result, err := d.engine.Rotate(ctx, made, rotation, journal, plan.RotationSteps{
		Tell: r.tellChange,
		Prove: func(ctx context.Context, made plan.Result) (err error) {
			proved, err = r.prove(ctx, reg, p, made)
			return err
		},
		Save: func(ctx context.Context, made plan.Result) error { return r.save(ctx, st, p, reg, made, proved) },
	})
	if err != nil {
		return result.Plan, r.rotationRefused(err, reg, d)
	}
	for _, thumbprint := range result.Plan.Strays {
		r.note("the certificate with thumbprint %s may be on the app registration, and nobody has its key: an admin can delete it under Certificates & secrets", thumbprint)
	}
	if r.keepOld != "" && result.OK() {
		r.note("the old credential is still on the app registration; remove it after %s", time.Now().Add(r.keep).UTC().Format(time.RFC3339))
	}
	return result.Plan, nil
}

func (r *rotateCommand) rotationJournal(ctx context.Context, st *store.Store, earlier *store.Run, made plan.Plan, p store.Profile, d directory) (*store.Journal, error) {
	if earlier != nil {
		return st.OpenRun(ctx, earlier.ID)
	}
	run := plan.RunOf(store.KindRotate, made.Desired, d.graphURL())
	run.ClientID = p.ClientID
	return st.BeginRun(ctx, run)
}

// rotationRefused is the error of a rotation with what to do about it.
func (r *rotateCommand) rotationRefused(err error, reg registration.Registration, d directory) error {
	var saving *plan.SaveError
	var proof *plan.ProofError
	var unknown *plan.UnknownObjectError
	switch {
	case errors.As(err, &saving):
		return &failure{code: exitStore, label: "store", err: err, fix: saving.Fix()}
	case errors.As(err, &unknown):
		return &failure{code: exitRefused, label: string(unknown.Cause()), err: err, fix: unknown.Fix()}
	case errors.As(err, &proof):
		f := &failure{code: exitRefused, label: "refused", err: err}
		if failed, ok := errors.AsType[*proofFailed](err); ok {
			f.code, f.label, f.fix = exitCode(failed.report.ExitCode()), string(failed.report.Telling().Cause), strings.Join(fixLines(failed.report.Telling()), "\n")
		}
		return f
	}
	return r.refused("rotate", err, contextOf(reg, d))
}

// proofFailed says that the new credential gave no token.
type proofFailed struct{ report report.Report }

func (e *proofFailed) Error() string { return e.report.Telling().Title }

// prove gets a token with the new credential; that it isn't known everywhere yet is waited for. It returns the report of the test
// that got one.
func (r *rotateCommand) prove(ctx context.Context, reg registration.Registration, p store.Profile, made plan.Result) (report.Report, error) {
	verifier, err := r.verifier(reg.Overrides)
	if err != nil {
		return report.Report{}, err
	}
	reg.Credential = made.Credential
	patience := plan.NewPatience(0, r.Wait)
	for {
		rep := verifier.Do(ctx, verify.Input{Profile: p.Name, Saved: true, Registration: reg}, nil)
		if rep.Token != nil {
			return rep, nil
		}
		if ctx.Err() != nil {
			return report.Report{}, ctx.Err()
		}
		why := rep.Telling()
		late := slices.ContainsFunc(made.Plan.Changes, func(c plan.Change) bool { return plan.IsLate(c.Object, why.Cause) })
		if !late || !patience.Wait(ctx, 0, func(_, left time.Duration) { r.tellWaiting(why, left) }) {
			return report.Report{}, &proofFailed{rep}
		}
	}
}

// save puts the new credential in the place of the old one, with what its test found.
func (r *rotateCommand) save(ctx context.Context, st *store.Store, p store.Profile, reg registration.Registration, made plan.Result, rep report.Report) error {
	reg.Credential, reg.SecretExpires = made.Credential, made.Expires.UTC().Format(time.DateOnly)
	rep.TenantID = cmp.Or(rep.TenantID, p.TenantID)
	_, err := saveProfile(context.WithoutCancel(ctx), st, store.SaveInput{Name: p.Name, Registration: reg, Store: p.Store, Replace: true, Replaces: p.ID}, rep)
	return err
}
