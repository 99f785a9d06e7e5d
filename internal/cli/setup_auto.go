package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"appreg/internal/report"
	"appreg/steps"
	"appreg/store"
)

// auto sets up without asking: what is missing is listed, then test, save, report.
func (s *setup) auto(ctx context.Context, g given) error {
	answers := g.machine.Answers()
	profile, saving := answers.Get(steps.KeyProfile), answers.Get(steps.KeyStore) != string(store.BackendNone)
	if err := s.requireAnswers(g, saving); err != nil {
		return err
	}
	saving = saving && g.fault == nil
	var st *store.Store
	if saving {
		var err error
		if st, err = s.requireStore(ctx, profile); err != nil {
			return err
		}
	}
	verifier, err := s.verifier(answers.Overrides)
	if err != nil {
		return err
	}
	in := g.input(profile, s.skipTest)
	rep := verifier.Do(ctx, in, s.progress(s.asJSON))
	if ctx.Err() != nil {
		return fmt.Errorf("could not set up: %w", ctx.Err())
	}
	rep.Stored = string(store.BackendNone)
	if saving && s.worthSaving(rep.Verdict) {
		saved, err := saveProfile(ctx, st, store.SaveInput{
			Name: profile, Registration: in.Registration,
			SavePassword: answers.Get(steps.KeySavePassword) == steps.Yes, Replace: s.replace,
		}, rep)
		if err != nil {
			return fmt.Errorf("could not save profile %s: %w", profile, err)
		}
		rep.Stored = string(store.BackendKeyring)
		if passwordUnsaved(saved) {
			fmt.Fprintf(s.Err, "appreg: note: saved without the password: appreg token %s asks for it on a terminal; --save-password saves it too\n", saved.Name)
		}
	}
	if saving && rep.Stored == string(store.BackendNone) {
		fmt.Fprintf(s.Err, "appreg: note: not saved, because the verdict is %s; --save-unready saves with any verdict\n", rep.Verdict)
	}
	s.printReport(rep, s.asJSON)
	return verdictResult(rep.Verdict)
}

// verdictResult is nil for verdicts of exit code 0.
func verdictResult(v report.Verdict) error {
	if code := v.ExitCode(); code != 0 {
		return &verdictError{code: code}
	}
	return nil
}

// worthSaving: a registration that failed its test is saved only when that was asked for.
func (s *setup) worthSaving(v report.Verdict) bool {
	return v == report.Ready || v == report.Incomplete || s.saveUnready
}

// requireAnswers lists what is missing, each with the ways to give it.
func (r *registrationFlags) requireAnswers(g given, saving bool) error {
	var lines []string
	for _, f := range g.missing() {
		if f.Key == steps.KeyProfile && !saving {
			continue // a name only labels the report then
		}
		lines = append(lines, fmt.Sprintf("  %s: %s", f.Label, cmp.Or(waysToGive(f.Key), f.Flag)))
		if f.Key == steps.KeyFlow && !r.credentialGiven() {
			lines = append(lines, "  Credential, unless a person signs in at a page: "+waysOfAnyFlow())
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return &failure{
		code: exitUsage, label: "missing_input", err: fmt.Errorf("could not go on: answers are missing (%d)", len(lines)),
		fix: strings.Join(lines, "\n"),
	}
}

// requireStore refuses early, before anything is sent, what could not be saved afterwards.
func (s *setup) requireStore(ctx context.Context, profile string) (*store.Store, error) {
	if err := store.ValidName(profile); err != nil {
		return nil, fmt.Errorf("could not set up: %w", err)
	}
	st, err := s.openStore()
	if err != nil {
		return nil, err
	}
	_, err = st.Find(profile)
	var unknown *store.UnknownProfileError
	var unfinished *store.UnfinishedError // saving mends it
	switch {
	case err == nil && !s.replace:
		return nil, fmt.Errorf("could not set up: %w", &store.ExistsError{Name: profile})
	case err != nil && !errors.As(err, &unknown) && !errors.As(err, &unfinished):
		return nil, fmt.Errorf("could not set up: %w", err)
	}
	if state := st.KeyringState(ctx); !state.Usable() {
		return nil, fmt.Errorf("could not set up: %w", &store.KeyringError{State: state, Op: "save"})
	}
	return st, nil
}
