package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/creation"
	"appreg/internal/diagnose"
	"appreg/internal/graph"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
)

// deepFlags are the flags of check that read the registration itself.
type deepFlags struct {
	deep, fix, dryRun, yes bool
	admin                  adminFlags
}

func (d *deepFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&d.deep, "deep", false, "compare the app registration itself too, through Microsoft Graph")
	flags.BoolVar(&d.fix, "fix", false, "fix what differs, with --deep")
	d.admin.register(flags)
	flags.BoolVar(&d.dryRun, "dry-run", false, "show what --fix would change, change nothing")
	yesFlag(flags, &d.yes, "apply changes without asking")
}

// checkDeep refuses flags that don't go together.
func (c *checkCommand) checkDeep() error {
	switch d := c.deeply; {
	case !d.deep:
		for _, name := range []string{"fix", "dry-run", "yes", "admin", "admin-client-id"} {
			if c.cmd.Flags().Changed(name) {
				return usageError("add --deep, or leave --"+name+" out", "--%s works only with --deep", name)
			}
		}
		return nil
	case !d.fix && (d.dryRun || d.yes):
		return usageError("add --fix", "--dry-run and --yes work only with --fix")
	case d.fix && c.all:
		return usageError("name one profile", "--fix doesn't work with --all")
	}
	if err := c.deeply.admin.required(); err != nil {
		return err
	}
	if c.deeply.fix {
		return c.mayChange(c.deeply.dryRun, c.deeply.yes)
	}
	return nil
}

// wanted is what a registration should be that is given or saved, with its credential.
func wanted(ctx context.Context, reg registration.Registration, profile string, target catalog.Target, dir directory) plan.Desired {
	d := plan.Want(reg, target, dir.tenantID)
	d.Profile, d.Admin = profile, dir.actor.Source
	d.Thumbprint = certificate.ThumbprintOf(ctx, reg.Credential.Certificate, reg.Credential.CertificatePassword)
	return d
}

// deepen has the check read the registration, with the admin's token.
func (c *checkCommand) deepen(ctx context.Context, s *subject) error {
	if !c.deeply.deep || s.input.Fault != nil {
		return nil
	}
	tenantID := ""
	if s.profile != nil {
		tenantID = s.profile.TenantID
	}
	reg := s.input.Registration
	dir, err := c.directory(ctx, c.deeply.admin, reg, tenantID)
	if err != nil {
		return err
	}
	if c.deeply.fix {
		return c.repair(ctx, s, dir)
	}
	s.input.Registered = func(ctx context.Context) (report.Finding, string) {
		d := wanted(ctx, reg, s.input.Profile, dir.target, dir)
		actual, err := dir.engine.Read(ctx, d)
		s.ends = plan.SecretEnds(d, actual)
		return compared(d, actual, err, contextOf(reg, dir)), s.ends
	}
	return nil
}

// compared is the finding of a registration that was read.
func compared(d plan.Desired, actual graph.Actual, err error, known diagnose.Context) report.Finding {
	if err != nil {
		f := diagnose.Failed(err, known).Fit(sanitize.Redactor{})
		f.ID = report.Registration
		return f
	}
	return plan.Registration(plan.Compare(d, actual, time.Now()), d, actual)
}

// repair plans what differs, asks, and puts it right. With --dry-run the plan is all there is.
func (c *checkCommand) repair(ctx context.Context, s *subject, dir directory) error {
	if s.profile == nil {
		return usageError("save it first", "--fix works only with a saved profile")
	}
	if !c.deeply.dryRun {
		release, err := s.store.ClaimProfile(ctx, *s.profile)
		if err != nil {
			return fmt.Errorf("couldn't put it right: %w", err)
		}
		defer release()
	}
	reg := s.input.Registration
	verifier, err := c.verifier(reg.Overrides)
	if err != nil {
		return err
	}
	maker := creation.Maker{Engine: dir.engine, Store: s.store, Verifier: verifier, Kind: store.KindFix, GraphURL: dir.graphURL(), SignIn: s.input.SignIn}
	wish := creation.Wish{Desired: wanted(ctx, reg, s.profile.Name, dir.target, dir), Actor: dir.actor, Registration: reg, Save: c.savesRepaired(s)}
	offer, err := maker.Offer(ctx, wish)
	if err != nil {
		return c.refused("read the tenant", err, contextOf(reg, dir))
	}
	s.ends = plan.SecretEnds(wish.Desired, offer.Plan.Actual)
	wish.Registration.SecretExpires = cmp.Or(s.ends, wish.Registration.SecretExpires)
	if c.deeply.dryRun {
		c.printPlan(offer.Plan, c.asJSON)
		return cmp.Or[error](blockedResult(offer.Plan), &verdictError{})
	}
	if err := c.agreeTo(ctx, offer, c.deeply.yes); err != nil {
		return err
	}
	out, err := maker.Apply(ctx, offer, wish, creation.Events{Change: c.tellChange, Waiting: c.tellWaiting})
	if out.Open {
		c.sayOpen(out.Plan.Run)
	}
	if err != nil {
		return c.refused("put it right", err, contextOf(reg, dir))
	}
	c.printPlan(out.Plan, c.asJSON)
	return cmp.Or[error](planResult(out.Plan), &verdictError{})
}

// savesRepaired keeps what a repair comes to: the result, and the credential where it made another.
func (c *checkCommand) savesRepaired(s *subject) func(context.Context, registration.Registration, report.Report) (string, error) {
	before := s.input.Registration.Credential
	return func(ctx context.Context, now registration.Registration, rep report.Report) (string, error) {
		if now.Credential == before {
			c.keepResult(*s, rep)
			return string(s.profile.Store), nil
		}
		saved, err := saveProfile(context.WithoutCancel(ctx), s.store, store.SaveInput{Name: s.profile.Name, Registration: now, Store: s.profile.Store, Replace: true, Replaces: s.profile.ID}, rep)
		return string(saved.Store), err
	}
}

// deepReads are the registrations of `check --all --deep`, each tenant's read together once.
type deepReads struct {
	c     *checkCommand
	reads map[string]*deepRead // by tenant and hosts
}

// deepRead is one tenant's.
type deepRead struct {
	once  sync.Once
	list  []store.Profile
	dir   directory
	err   error                       // no admin could be signed in
	found map[string]registrationRead // by profile id; one that replaced another meanwhile isn't among them
}

// registrationRead is what was read of one registration.
type registrationRead struct {
	actual graph.Actual
	err    error
}

func deepKey(p store.Profile) string {
	return string(p.Cloud) + "\n" + p.Tenant + "\n" + p.Authority + "\n" + p.GraphURL
}

// newDeepReads sorts profiles by tenant; nil where the registrations aren't read.
func (c *checkCommand) newDeepReads(profiles []store.Profile) *deepReads {
	if !c.deeply.deep {
		return nil
	}
	d := &deepReads{c: c, reads: map[string]*deepRead{}}
	for _, p := range profiles {
		key := deepKey(p)
		if d.reads[key] == nil {
			d.reads[key] = &deepRead{found: map[string]registrationRead{}}
		}
		d.reads[key].list = append(d.reads[key].list, p)
	}
	return d
}

// finding is that of one profile's registration; the first of a tenant has them all read.
func (d *deepReads) finding(s *subject) func(context.Context) (report.Finding, string) {
	if d == nil {
		return nil
	}
	reg, read := s.input.Registration, d.reads[deepKey(*s.profile)]
	return func(ctx context.Context) (report.Finding, string) {
		if read == nil {
			return notRead(errReplacedMeanwhile), ""
		}
		read.once.Do(func() { d.read(ctx, read, *s) })
		if read.err != nil {
			return notRead(read.err), ""
		}
		target, err := reg.Target()
		if err != nil {
			return notRead(err), ""
		}
		own, known := read.found[s.profile.ID]
		if !known {
			return notRead(errReplacedMeanwhile), ""
		}
		want := wanted(ctx, reg, s.profile.Name, target, read.dir)
		s.ends = plan.SecretEnds(want, own.actual)
		return compared(want, own.actual, own.err, contextOf(reg, read.dir)), s.ends
	}
}

// read reads a tenant's registrations.
func (d *deepReads) read(ctx context.Context, r *deepRead, s subject) {
	reg := s.input.Registration
	r.dir, r.err = d.c.directory(ctx, d.c.deeply.admin, reg, s.profile.TenantID)
	if r.err != nil {
		return
	}
	var list []plan.Desired
	for _, p := range r.list {
		own := p.Registration()
		target, err := own.Target()
		if err != nil {
			target = r.dir.target
		}
		one := plan.Want(own, target, r.dir.tenantID)
		one.Profile, one.Thumbprint = p.Name, p.CertificateThumbprint
		list = append(list, one)
	}
	actuals, errs := r.dir.engine.ReadAll(ctx, list)
	for i, p := range r.list {
		r.found[p.ID] = registrationRead{actuals[i], errs[i]}
	}
}

// errReplacedMeanwhile is of a profile that took another's place after the registrations were asked for.
var errReplacedMeanwhile = &failure{err: errors.New("the profile was replaced in the meantime"), fix: "check it again"}

// notRead is the finding of a registration of which nothing is known, mostly because no admin could be signed in.
func notRead(err error) report.Finding {
	told := classify(err)
	return report.Finding{
		ID: report.Registration, Status: report.Skip, Title: "Not compared: " + sanitize.Line(told.err.Error()), Untested: true,
		Fix: report.Fix{Where: "The admin source (--admin)", Steps: []string{sanitize.Line(told.fix)}},
	}
}
