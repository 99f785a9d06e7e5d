package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/entra"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/verify"
	"appreg/steps"
	"appreg/store"
	"appreg/ui"
)

// openStore gives the person's store and, the first time, says on stderr where others could read it. It reads nothing
// yet. A command that saves and reads no profile does without: in CI there may be no home to keep any in.
func (a *app) openStore() (*store.Store, error) {
	if a.opened != nil {
		return a.opened, nil
	}
	st, err := store.Open(store.Options{Home: a.Env("APPREG_HOME"), Keyring: a.Keyring})
	if err != nil {
		return nil, fmt.Errorf("could not open the profiles: %w", err)
	}
	a.opened = st
	for _, warning := range st.Warnings() {
		fmt.Fprintln(a.Err, "appreg: note: "+sanitize.Line(warning))
	}
	return st, nil
}

// verifier makes a verifier that talks to the hosts of o, or the cloud's own.
func (a *app) verifier(o registration.Overrides) (*verify.Verifier, error) {
	client, err := a.transport(o)
	if err != nil {
		return nil, err
	}
	return &verify.Verifier{
		Entra: entra.NewClient(client, time.Now, uuid.NewString), Probe: probe.Prober{HTTP: client},
		Now: time.Now, ReadFile: readFile(context.Background()),
	}, nil
}

// verification carries out the front ends' live checks and tests.
type verification struct {
	*verify.Verifier
	signs   *obtained // remembers a sign-in, to keep it on saving; nil: nothing does
	browser opener
}

// Verify runs the live token test; where a person signs in, the browser is opened for them.
func (v verification) Verify(ctx context.Context, reg registration.Registration, events ui.Events) report.Report {
	in := verify.Input{Registration: reg, SignIn: verify.SignIn{Open: v.browser.Open, Show: events.SignIn}}
	if v.signs != nil {
		in.Obtained = v.signs.note(reg)
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

// checkStates says how a finding's status looks beside a field.
var checkStates = map[report.Status]steps.CheckState{
	report.OK: steps.CheckOK, report.Warn: steps.CheckWarn, report.Fail: steps.CheckFailed, report.Skip: steps.CheckIdle,
}

func checkResult(f report.Finding) steps.CheckResult {
	text := f.Title
	if f.Status == report.OK && f.Evidence != "" {
		text = f.Evidence
	}
	return steps.CheckResult{State: checkStates[f.Status], Text: text}
}

// saveProfile saves a registration with what its verification found.
func saveProfile(ctx context.Context, st *store.Store, in store.SaveInput, rep report.Report) (store.Profile, error) {
	in.Facts = store.Facts{Verdict: rep.Verdict, TenantID: rep.TenantID, CheckedAt: rep.CheckedAt}
	if cred := in.Registration.Credential; !cred.Certificate.IsZero() {
		cert, err := certificate.Open(cred.Certificate, cred.CertificatePassword)
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
}

// State asks the keyring whether it can be used.
func (s saver) State(ctx context.Context) ui.StoreState {
	state := s.store.KeyringState(ctx)
	return ui.StoreState{Usable: state.Usable(), Kind: s.store.KeyringName(), Reason: state.Message(), Fix: state.Fix()}
}

// Names gives the names of all entries, also of those that an interrupted save left. What cannot be read is told on saving.
func (s saver) Names() []string {
	profiles, _ := s.store.List()
	var names []string
	for _, p := range profiles {
		names = append(names, p.Name)
	}
	return names
}

// Save saves the profile and says what went where.
func (s saver) Save(ctx context.Context, r ui.SaveRequest) ([]string, error) {
	profile, err := saveProfile(ctx, s.store, store.SaveInput{
		Name: r.Profile, Registration: r.Registration, SavePassword: r.SavePassword, Replace: r.Replace,
	}, r.Report)
	if errors.As(err, new(*store.ExistsError)) { // made since the start, or the name came with a draft
		problem := steps.ProfileExists(r.Profile)
		return nil, &problem
	}
	if err != nil {
		return nil, err
	}
	if s.signs != nil {
		if err := s.signs.keep(ctx, s.store, profile); err != nil {
			return nil, err
		}
	}
	return []string{
		"profile " + profile.Name + " in " + s.store.IndexFile(),
		savedItem(profile),
	}, nil
}

// savedItem says what is in a profile's keyring item. Without the password it holds only the key of the cached tokens.
func savedItem(p store.Profile) string {
	const where = " in the OS keyring: service appreg, user name "
	if passwordUnsaved(p) {
		return "saved without the password; a key for cached tokens" + where + p.ID
	}
	return "credential" + where + p.ID
}

func passwordUnsaved(p store.Profile) bool { return p.Flow == catalog.Password && !p.PasswordSaved }

// drafts keeps unfinished answers.
type drafts struct{ store *store.Store }

// Load gives the last draft, if there is one that can be read.
func (d drafts) Load() (steps.Answers, bool) {
	text, found, err := d.store.LoadDraft()
	if err != nil || !found {
		return steps.Answers{}, false
	}
	return steps.FromDraft(keyed(text)), true
}

// Save keeps the text answers.
func (d drafts) Save(a steps.Answers) error {
	text := map[string]string{}
	for key, value := range a.Draft() {
		text[string(key)] = value
	}
	return d.store.SaveDraft(text)
}

// Clear forgets the draft.
func (d drafts) Clear() error { return d.store.ClearDraft() }

func keyed(text map[string]string) map[steps.Key]string {
	draft := map[steps.Key]string{}
	for key, value := range text {
		draft[steps.Key(key)] = value
	}
	return draft
}
