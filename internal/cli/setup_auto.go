package cli

import (
	"context"
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
	if err := requireAnswers(g, saving); err != nil {
		return err
	}
	st, err := s.openStore()
	if err != nil {
		return err
	}
	if saving && g.fault == nil {
		if err := s.requireStore(ctx, st, profile); err != nil {
			return err
		}
	}
	verifier, err := s.verifier(answers.Overrides)
	if err != nil {
		return err
	}
	in := g.input(profile, s.skipTest)
	signs := &obtained{}
	in.Obtained = signs.note(in.Registration)
	rep := verifier.Do(ctx, in, s.progress(s.asJSON))
	if ctx.Err() != nil {
		return fmt.Errorf("could not set up: %w", ctx.Err())
	}
	rep.Stored = string(store.BackendNone)
	if saving && g.fault == nil && s.worthSaving(rep.Verdict) {
		saved, err := saveProfile(ctx, st, store.SaveInput{
			Name: profile, Registration: in.Registration,
			SavePassword: answers.Get(steps.KeySavePassword) == steps.Yes, Replace: s.replace,
		}, rep)
		if err != nil {
			return fmt.Errorf("could not save profile %s: %w", profile, err)
		}
		if err := signs.keep(ctx, st, saved); err != nil {
			return err
		}
		rep.Stored = string(store.BackendKeyring)
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

// requireAnswers lists what is missing, each with the flag that gives it.
func requireAnswers(g given, saving bool) error {
	var lines []string
	for _, f := range g.missing() {
		if f.Key == steps.KeyProfile && !saving {
			continue // a name only labels the report then
		}
		lines = append(lines, fmt.Sprintf("  %s: %s", f.Label, f.Flag))
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
func (s *setup) requireStore(ctx context.Context, st *store.Store, profile string) error {
	if err := store.ValidName(profile); err != nil {
		return fmt.Errorf("could not set up: %w", err)
	}
	if _, err := st.Find(profile); err == nil && !s.replace {
		return fmt.Errorf("could not set up: %w", &store.ExistsError{Name: profile})
	}
	if state := st.KeyringState(ctx); !state.Usable() {
		return fmt.Errorf("could not set up: %w", &store.KeyringError{State: state, Op: "save"})
	}
	return nil
}
