package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"appreg/internal/certificate"
	"appreg/internal/entra"
	"appreg/internal/federation/source"
	"appreg/internal/givenfile"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/internal/transport"
	"appreg/internal/verify"
	"appreg/steps"
	"appreg/store"
)

// openStore returns the person's store and, the first time, says on stderr where others could read it. It reads nothing
// yet. A command that saves and reads no profile does without: in CI there may be no home to keep any in.
func (a *app) openStore() (*store.Store, error) {
	if a.opened != nil {
		return a.opened, nil
	}
	st, err := store.Open(store.Options{Home: a.Env("APPREG_HOME"), Keyring: a.Keyring, Vault: a.vaultKeys(), Deliver: a.deliveries(), Environ: a.childEnviron(), Waiting: a.sayWaiting, Unlocking: a.unlocking()})
	if err != nil {
		return nil, fmt.Errorf("couldn't open the profiles: %w", err)
	}
	a.opened = st
	for _, warning := range st.Warnings() {
		a.note("%s", warning)
	}
	return st, nil
}

// sayWaiting says that another process makes this one wait, unless the wizard has the screen: its own sign turns there.
func (a *app) sayWaiting(holder int) {
	if a.fullScreen {
		return
	}
	who := "another appreg"
	if holder != 0 {
		who += fmt.Sprintf(" (process %d)", holder)
	}
	a.note("%s is changing the saved profiles; waiting for it", who)
}

// unlocking is what says that a person is waited for who has to unlock the keyring; nil where nobody is there. The wizard's own
// sign turns meanwhile.
func (a *app) unlocking() func(program string) {
	if !a.canAsk() {
		return nil
	}
	return func(program string) {
		if !a.fullScreen {
			a.note("the keyring is locked; unlock it in the window of %s (waiting up to 60 s)", program)
		}
	}
}

// verifier makes a verifier that talks to the hosts of o, or the cloud's own.
func (a *app) verifier(o registration.Overrides) (*verify.Verifier, error) {
	client, err := a.transport(o)
	if err != nil {
		return nil, err
	}
	return &verify.Verifier{
		Entra: a.entra(client), Probe: probe.Prober{HTTP: client},
		Now: time.Now, ReadFile: readFile(context.Background()), Outside: a.outside(client),
	}, nil
}

// outside makes what gets tokens of outside issuers; it asks platforms over client.
func (a *app) outside(client *transport.Client) source.Sources {
	return source.Sources{Env: a.Env, ReadFile: givenfile.Read, Run: source.Run(a.childEnviron()), HTTP: client}
}

// entra makes what asks Entra over client.
func (a *app) entra(client *transport.Client) *entra.Client {
	c := entra.NewClient(client, time.Now, uuid.NewString)
	if a.Wait != nil {
		c = c.WithWait(a.Wait)
	}
	return c
}

// verification carries out the front ends' live checks and tests.
type verification struct {
	*verify.Verifier
	signs   *obtained // remembers a sign-in, to keep it on saving; nil: nothing does
	browser opener
}

// Verify runs the live token test; where a person signs in, the browser is opened for them.
func (v verification) Verify(ctx context.Context, reg registration.Registration, events session.Events) report.Report {
	in := verify.Input{Registration: reg, SignIn: verify.PageSignIn{Open: v.browser.Open, Show: events.SignIn}}
	if v.signs != nil {
		in.Obtained = v.signs.note
	}
	return v.Do(ctx, in, events.Finding)
}

// Check carries out the live check that a field names.
func (v verification) Check(ctx context.Context, kind steps.CheckKind, answers steps.Answers) steps.CheckResult {
	reg := answers.Registration()
	switch kind {
	case steps.CheckTenant:
		finding, tenantID := v.Tenant(ctx, reg)
		result := checkResult(finding)
		if tenantID != "" {
			result.Learned = map[steps.Key]string{steps.KeyTenantID: tenantID}
		}
		return result
	case steps.CheckUser:
		return checkResult(v.Account(ctx, reg))
	default:
		return steps.CheckResult{}
	}
}

// checkState says how a finding's status looks beside a field.
func checkState(s report.Status) steps.CheckState {
	switch s {
	case report.OK:
		return steps.CheckOK
	case report.Warn:
		return steps.CheckWarn
	case report.Fail:
		return steps.CheckFailed
	case report.Skip:
	}
	return steps.CheckIdle
}

// checkResult is a finding as a field shows it. That nobody answered says nothing against the value.
func checkResult(f report.Finding) steps.CheckResult {
	switch {
	case f.Status == report.Fail && f.Cause.Unreachable():
		return steps.CheckResult{State: steps.CheckWarn, Text: "Not checked: " + f.Title}
	case f.Status == report.OK && f.Evidence != "":
		return steps.CheckResult{State: steps.CheckOK, Text: f.Evidence}
	}
	return steps.CheckResult{State: checkState(f.Status), Text: f.Title}
}

// saveProfile saves a registration with what its verification found.
func saveProfile(ctx context.Context, st *store.Store, in store.SaveInput, rep report.Report) (store.Profile, error) {
	in.Facts = store.Facts{Verdict: rep.Verdict, TenantID: rep.TenantID, CheckedAt: rep.CheckedAt}
	if cred := in.Registration.Credential; !cred.Certificate.IsZero() {
		cert, err := certificate.Open(ctx, cred.Certificate, cred.CertificatePassword)
		if err == nil {
			in.Facts.CertificateThumbprint = cert.Thumbprint()
			in.Registration.SecretExpires = cert.NotAfter().Format(time.DateOnly)
		}
	}
	return st.Save(ctx, in)
}

// saver saves for the front ends.
type saver struct {
	store *store.Store
	signs *obtained // the sign-in to keep with what is saved; nil: none
	typed *typedPassphrase
	asks  bool // a person is there, whom a window of the keyring's program can ask

	replaced store.Profile // the one whose credential is replaced; none: there is none
}

// State asks the keyring whether it can be used.
func (s saver) State(ctx context.Context) session.StoreState {
	return s.told(s.store.Standing(ctx, store.BackendKeyring))
}

// Unlock is State once the person was asked to unlock the keyring.
func (s saver) Unlock(ctx context.Context) session.StoreState { return s.told(s.store.Unlock(ctx)) }

// told is how the keyring stands, for the front ends.
func (s saver) told(now store.Standing) session.StoreState {
	return session.StoreState{
		Usable: now.State.Usable(), Kind: now.Name, Reason: now.State.Message(), Fix: now.Fix(), Locked: s.asks && now.State == store.StateLocked,
	}
}

// Names returns the names that are taken. One that an interrupted save left is not: saving again fixes it. What cannot be
// read is told on saving.
func (s saver) Names() []string {
	profiles, _ := s.store.List()
	var names []string
	for _, p := range profiles {
		if p.Ready() {
			names = append(names, p.Name)
		}
	}
	return names
}

// Save saves the profile and says what went where.
func (s saver) Save(ctx context.Context, r session.SaveRequest) ([]string, error) {
	if !r.Passphrase.IsZero() {
		s.typed.set(r.Passphrase)
	}
	replaces := ""
	if strings.EqualFold(r.Profile, s.replaced.Name) {
		replaces = s.replaced.ID
	}
	profile, err := saveProfile(ctx, s.store, store.SaveInput{
		Name: r.Profile, Replaces: replaces, Registration: r.Registration, Store: store.BackendName(r.Store), SavePassword: r.SavePassword, Replace: r.Replace,
		Recipients: r.Recipients,
	}, r.Report)
	if errors.Is(err, store.ErrExists) { // made since the start, or the name came with a draft
		problem := steps.ProfileExists(r.Profile)
		return nil, &problem
	}
	if problem := passphraseProblem(err); problem != nil {
		return nil, problem
	}
	if err != nil {
		return nil, err
	}
	lines := []string{"profile " + profile.Name + " in " + s.store.IndexFile(), savedItem(s.store, profile)}
	if s.signs != nil {
		if err := s.signs.save(ctx, s.store, profile); err != nil { // the profile is saved all the same
			lines = append(lines, err.Error())
		}
	}
	return lines, nil
}

// savedItem says what is in a profile's item. Without the password it holds only the key of the cached tokens.
func savedItem(st *store.Store, p store.Profile) string {
	place := st.Place(p)
	where := fmt.Sprintf(" in the %s: %s", place.Store, place.Where)
	if passwordUnsaved(p) {
		return "saved without the password; a key for cached tokens" + where
	}
	return "credential" + where
}

func passwordUnsaved(p store.Profile) bool { return p.Flow.Info().SavedIfTold && !p.PasswordSaved }
