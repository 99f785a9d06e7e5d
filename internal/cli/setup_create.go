package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/creation"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/steps"
	"appreg/store"
)

// createFlags are the flags of setup --create.
type createFlags struct {
	create, noConsent, noDuty, dryRun, yes bool
	displayName                            string
	lifetime                               int // days
	admin                                  adminFlags
}

func (c *createFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&c.create, "create", false, "create the app registration: show the plan first, then create, test and save")
	c.admin.register(flags)
	addText(flags, &c.displayName, "display-name", "", "name", "name of the app registration to create (default appreg PROFILE)")
	flags.IntVar(&c.lifetime, "secret-lifetime", 0, "`days` until the new secret or certificate ends (default 180, or what the tenant allows)")
	flags.BoolVar(&c.noConsent, "no-consent", false, "leave admin consent to an admin")
	flags.BoolVar(&c.noDuty, "no-duty", false, "leave the setup in the product to you")
	flags.BoolVar(&c.dryRun, "dry-run", false, "show what would change, change nothing")
	yesFlag(flags, &c.yes, "apply changes without asking")
}

// createOnly are flags that mean nothing without --create.
var createOnly = []string{"display-name", "secret-lifetime", "no-consent", "no-duty", "dry-run", "yes"}

// checkCreate refuses flags that go together with --create alone, and --create where nobody agrees.
func (s *setup) checkCreate() error {
	if !s.making.create {
		for _, name := range createOnly {
			if s.cmd.Flags().Changed(name) {
				return usageError("add --create, or leave --"+name+" out", "--%s works only with --create", name)
			}
		}
		return nil
	}
	switch {
	case s.replace:
		return usageError("for a new credential: appreg rotate PROFILE", "--create doesn't go with --replace")
	case s.making.lifetime < 0:
		return usageError("give a number of days, for example --secret-lifetime 90", "couldn't use --secret-lifetime")
	}
	if s.asks() {
		return nil
	}
	if err := s.making.admin.required(); err != nil {
		return err
	}
	return s.mayChange(s.making.dryRun, s.making.yes)
}

// asks reports whether there is a person to ask for what no flag gives.
func (s *setup) asks() bool {
	return s.canAsk() && !s.making.yes && !s.making.dryRun && !s.asJSON
}

// asksToCreate reports whether --create goes through the steps with a person: where a flag is missing, there is one to ask.
func (s *setup) asksToCreate(g given) bool {
	return s.asks() && g.fault == nil && (s.making.admin.source == "" || s.requireForCreate(g) != nil)
}

// made is what a creation works with.
type made struct {
	directory
	answers steps.Answers
	saved   *store.Profile // the profile, where it is there already
	store   *store.Store
	maker   creation.Maker
	wish    creation.Wish
	signs   obtained
}

// savedID is the id of the profile that is there already; empty: there is none.
func (m *made) savedID() string {
	if m.saved == nil {
		return ""
	}
	return m.saved.ID
}

// unchanged refuses to change the tenant for a profile that another process has saved, replaced or removed since the plan was
// made: what is made couldn't be saved.
func (m *made) unchanged() error {
	if m.wish.Save == nil {
		return nil
	}
	name := m.wish.Desired.Profile
	p, err := m.store.Find(name)
	switch {
	case m.saved == nil && err == nil:
		return &store.Error{Kind: store.ErrExists, Profile: name}
	case m.saved != nil && p.ID != m.saved.ID:
		return &store.Error{Kind: store.ErrReplaced, Profile: name}
	}
	return nil
}

// makeIt creates what is missing, tests it and saves it.
func (s *setup) makeIt(ctx context.Context, g given) error {
	if g.fault != nil {
		return &failure{code: exitRefused, label: string(g.fault.Cause), err: fmt.Errorf("couldn't set up: %w", g.fault), fix: g.fault.Fix}
	}
	if err := s.requireForCreate(g); err != nil {
		return err
	}
	if err := cmp.Or(s.losesNothing(g), s.asksNobody(g)); err != nil {
		return err
	}
	answers := g.machine.Answers()
	if !s.making.dryRun {
		release, err := s.claim(ctx, answers)
		if err != nil {
			return fmt.Errorf("couldn't set up: %w", err)
		}
		defer release()
	}
	m, err := s.prepareMake(ctx, answers)
	if err != nil {
		return err
	}
	if !s.making.dryRun {
		release, err := m.claimName(ctx)
		if err != nil {
			return fmt.Errorf("couldn't set up: %w", err)
		}
		defer release()
	}
	offer, err := m.maker.Offer(ctx, m.wish)
	if err != nil {
		return s.refused("read the tenant", err, contextOf(m.wish.Registration, m.directory))
	}
	if s.making.dryRun {
		s.printPlan(offer.Plan, s.asJSON)
		return blockedResult(offer.Plan)
	}
	if err := s.agreeTo(ctx, offer, s.making.yes); err != nil {
		return err
	}
	return s.carryOut(ctx, m, offer)
}

// claim makes this process the only one that works on what the answers describe: what is planned next holds until release.
func (s *setup) claim(ctx context.Context, answers steps.Answers) (release func(), err error) {
	st, err := s.openStore()
	if err != nil {
		return nil, err
	}
	name, clientID := answers.Get(steps.KeyProfile), answers.Get(steps.KeyClientID)
	if p, err := st.Find(name); err == nil {
		clientID = cmp.Or(clientID, p.ClientID)
	}
	return st.Claim(ctx, name, store.Registered(clientID))
}

// claimName makes this process the only one that makes a registration of the display name, where one is to be made. What is
// there of that name is read after it.
func (m *made) claimName(ctx context.Context) (release func(), err error) {
	if m.wish.Registration.ClientID != "" {
		return func() {}, nil
	}
	return m.store.Claim(ctx, store.Named(m.tenantID, m.wish.Desired.DisplayName))
}

// displayName is the name of the app registration to make.
func (s *setup) displayName(answers steps.Answers) string {
	return cmp.Or(s.making.displayName, "appreg "+cmp.Or(answers.Get(steps.KeyProfile), string(answers.API())))
}

// losesNothing refuses to make a credential that would be kept nowhere.
func (s *setup) losesNothing(g given) error {
	answers := g.machine.Answers()
	if s.making.dryRun || answers.Get(steps.KeyStore) != string(store.BackendNone) || !rotatable(answers.Flow()) || !answers.Registration().Credential.IsZero() {
		return nil
	}
	return usageError("leave --store none out, or save to a vault (--store vault)", "couldn't set up: the new %s would be kept nowhere", answers.Flow().Info().Credential)
}

// asksNobody refuses, before anything is changed, a test at which a person signs in while --no-input says that nobody is there.
func (s *setup) asksNobody(g given) error {
	if !s.global.noInput || s.skipTest || s.making.dryRun || !g.machine.Answers().Flow().SignsInAtPage() {
		return nil
	}
	return usageError("leave --no-input out and sign in, or add --skip-test", "couldn't set up: the test needs a person to sign in, and --no-input asks nobody")
}

// carryOut makes the changes and prints what came of it.
func (s *setup) carryOut(ctx context.Context, m *made, offer creation.Offer) error {
	if err := m.unchanged(); err != nil {
		return fmt.Errorf("couldn't set up: %w", err)
	}
	out, err := m.maker.Apply(ctx, offer, m.wish, creation.Events{Change: s.tellChange, Waiting: s.tellWaiting, Finding: s.progress(s.asJSON, m.wish.Registration.API)})
	if out.Open {
		s.sayOpen(out.Plan.Run)
	}
	if err != nil {
		if out.Plan.Report == nil || errors.Is(err, context.Canceled) {
			return s.refused("set up", err, contextOf(m.wish.Registration, m.directory))
		}
		s.note("%s", err)
	}
	s.printPlan(out.Plan, s.asJSON)
	if err != nil {
		return &verdictError{code: int(classify(err).code)}
	}
	return planResult(out.Plan)
}

// requireForCreate lists what is missing: what the plan makes isn't.
func (s *setup) requireForCreate(g given) error {
	answers := g.machine.Answers()
	made := []steps.Key{steps.KeyClientID}
	switch answers.Flow().Info().Proof {
	case catalog.ProofSecret, catalog.ProofCertificate:
		made = append(made, steps.KeySecret, steps.KeyCertificate, steps.KeyCertificatePassword, steps.KeySecretExpires)
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage, catalog.ProofAssertion:
	}
	return s.requireBut(g, made, answers.Get(steps.KeyStore) != string(store.BackendNone))
}

// prepareMake signs the admin in and says what is wanted.
func (s *setup) prepareMake(ctx context.Context, answers steps.Answers) (*made, error) {
	m := &made{answers: answers}
	reg := m.answers.Registration()
	var err error
	if m.store, err = s.openStore(); err != nil {
		return nil, err
	}
	if err := s.existing(ctx, m, &reg); err != nil {
		return nil, err
	}
	if m.directory, err = s.directory(ctx, s.making.admin, reg, ""); err != nil {
		return nil, err
	}
	verifier, err := s.verifier(reg.Overrides)
	if err != nil {
		return nil, err
	}
	if s.platform != nil {
		verifier.Outside = s.platform
	}
	verifier.Entra = lookedUp{Entra: verifier.Entra, tenant: m.tenant, name: reg.Tenant}
	if reg.Flow.Info().Proof == catalog.ProofAssertion {
		if reg.Credential.Assertion, err = expected(ctx, reg.Credential.Assertion, m.target.Cloud, verifier.Outside); err != nil {
			return nil, err
		}
	}
	desired, err := s.desired(ctx, m, reg)
	if err != nil {
		return nil, err
	}
	m.maker = creation.Maker{
		Engine: m.engine, Store: m.store, Verifier: verifier, Kind: store.KindCreate, GraphURL: m.graphURL(),
		Obtained: m.signs.note, SignIn: s.signInPrompt(),
	}
	m.wish = creation.Wish{Desired: desired, Actor: m.actor, Registration: reg, SkipTest: s.skipTest}
	if s.saves(m) {
		m.wish.Save = s.savesMade(m)
	}
	return m, nil
}

func (s *setup) saves(m *made) bool {
	return m.answers.Get(steps.KeyStore) != string(store.BackendNone)
}

// existing takes over what is saved under the profile's name, if that is the same registration. What can't be saved is
// refused before anything is sent.
func (s *setup) existing(ctx context.Context, m *made, reg *registration.Registration) error {
	name := m.answers.Get(steps.KeyProfile)
	if !s.saves(m) {
		return nil
	}
	p, err := m.store.Find(name)
	if err != nil {
		if s.making.dryRun && errors.Is(err, store.ErrUnknownProfile) {
			return nil // nothing is saved
		}
		_, err = s.requireStore(ctx, name, store.BackendName(m.answers.Get(steps.KeyStore)), m.answers.List(steps.KeyRecipients))
		return err
	}
	if p.API != reg.API || p.Flow != reg.Flow || p.Tenant != reg.Tenant && p.TenantID != reg.Tenant || reg.ClientID != "" && reg.ClientID != p.ClientID {
		return fmt.Errorf("couldn't set up: %w", &store.Error{Kind: store.ErrExists, Profile: name})
	}
	if _, err := savedRegistration(m.store, p, reg.Overrides); err != nil {
		return err
	}
	loaded, err := m.store.LoadCredential(ctx, p)
	if err != nil && !errors.Is(err, store.ErrCredentialMissing) {
		return fmt.Errorf("couldn't set up: %w", err)
	}
	m.saved, reg.ClientID, reg.SecretExpires = &p, p.ClientID, p.SecretExpires
	if reg.Credential.IsZero() {
		reg.Credential = loaded.Credential
	}
	return nil
}

// desired is what the registration should be.
func (s *setup) desired(ctx context.Context, m *made, reg registration.Registration) (plan.Desired, error) {
	d := plan.Want(reg, m.target, m.tenantID)
	d.Profile, d.Consent, d.Admin = m.answers.Get(steps.KeyProfile), !s.making.noConsent, m.actor.Source
	d.DisplayName = s.displayName(m.answers)
	d.Thumbprint = certificate.ThumbprintOf(ctx, reg.Credential.Certificate, reg.Credential.CertificatePassword)
	if s.making.lifetime > 0 {
		d.Lifetime, d.LifetimeGiven = time.Duration(s.making.lifetime)*24*time.Hour, true
	}
	if !s.making.noDuty && m.engine.AdminToken != nil {
		d.Duties, d.Environments = plan.Duties(m.target, reg.Flow), slices.Clone(reg.Environments)
		d.Environments = m.engine.Environments(ctx, d)
	}
	var err error
	d.UniqueName, err = plan.UniqueName(d.DisplayName, rand.Reader)
	return d, err
}

// savesMade keeps what was made.
func (s *setup) savesMade(m *made) func(context.Context, registration.Registration, report.Report) (string, error) {
	return func(ctx context.Context, reg registration.Registration, rep report.Report) (string, error) {
		return s.keep(ctx, m, reg, rep)
	}
}

// keep saves what was made, and returns where. One whose token test failed is saved only if that was asked for; a credential
// that gave a token is never lost.
func (s *setup) keep(ctx context.Context, m *made, reg registration.Registration, rep report.Report) (string, error) {
	if m.saved != nil && reg.Credential == m.wish.Registration.Credential {
		s.notKept(m.store.Note(store.Noted{ID: m.saved.ID, Profile: m.saved.Name, Verdict: rep.Verdict, CheckedAt: rep.CheckedAt}))
		return string(m.saved.Store), nil
	}
	if !s.worthSaving(rep.Verdict) && rep.Token == nil && !testsElsewhere(rep) {
		s.note("not saved: the result is %s; use --save-unready to save anyway", rep.Verdict)
		return "", nil
	}
	saved, err := saveProfile(context.WithoutCancel(ctx), m.store, store.SaveInput{
		Name: m.wish.Desired.Profile, Registration: reg, Store: store.BackendName(m.answers.Get(steps.KeyStore)),
		SavePassword: m.answers.Get(steps.KeySavePassword) == steps.Yes, Recipients: m.answers.List(steps.KeyRecipients),
		Replace: m.saved != nil, Replaces: m.savedID(),
	}, rep)
	if err != nil {
		return "", fmt.Errorf("couldn't save profile %s: %w", m.wish.Desired.Profile, err)
	}
	if err := m.signs.save(ctx, m.store, saved); err != nil {
		s.note("%s", err)
	}
	return string(saved.Store), nil
}
