package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/report"
	"appreg/steps"
	"appreg/store"
)

// auto sets up without asking: what is missing is listed, then test, save, report.
func (s *setup) auto(ctx context.Context, g given) error {
	answers := g.machine.Answers()
	profile, where := answers.Get(steps.KeyProfile), store.BackendName(answers.Get(steps.KeyStore))
	saving := where != store.BackendNone
	if err := s.requireAnswers(g, saving); err != nil {
		return err
	}
	saving = saving && g.fault == nil
	var st *store.Store
	if saving {
		var err error
		if st, err = s.requireStore(ctx, profile, where, answers.List(steps.KeyRecipients)); err != nil {
			return err
		}
	}
	var replaced store.Profile
	if saving {
		replaced = s.replaced(st, profile)
	}
	verifier, err := s.verifier(answers.Overrides)
	if err != nil {
		return err
	}
	in := g.input(profile, s.skipTest)
	s.sayUnseen(ctx, g.machine)
	rep := verifier.Do(ctx, in, s.progress(s.asJSON, in.Registration.API))
	if ctx.Err() != nil {
		return fmt.Errorf("couldn't set up: %w", ctx.Err())
	}
	rep.Stored = string(store.BackendNone)
	if saving && s.worthSaving(rep.Verdict) {
		saved, err := saveProfile(ctx, st, store.SaveInput{
			Name: profile, Registration: in.Registration, Store: where,
			SavePassword: answers.Get(steps.KeySavePassword) == steps.Yes, Replace: s.replace, Replaces: replaced.ID, Recipients: answers.List(steps.KeyRecipients),
		}, rep)
		if err != nil {
			return fmt.Errorf("couldn't save profile %s: %w", profile, err)
		}
		rep.Stored = string(saved.Store)
		if passwordUnsaved(saved) {
			s.note("saved without the password: appreg token %s asks for it on a terminal; --save-password saves it too", saved.Name)
		}
	}
	s.sayStored(rep, saving)
	s.printReport(rep, s.asJSON)
	return verdictResult(rep)
}

// sayStored says what the exit code does not tell of saving.
func (s *setup) sayStored(rep report.Report, saving bool) {
	missing, stored := rep.Telling(), rep.Stored != string(store.BackendNone)
	switch {
	case saving && !stored:
		s.note("not saved: the result is %s; use --save-unready to save anyway", rep.Verdict)
	case stored && missing.Untested:
		s.note("saved, but a check is missing: %s", missing.Title)
	}
}

// verdictResult is nil for reports of exit code 0.
func verdictResult(rep report.Report) error {
	if code := rep.ExitCode(); code != 0 {
		return &verdictError{code: code}
	}
	return nil
}

// worthSaving: a registration that failed its test is saved only when that was asked for.
func (s *setup) worthSaving(v report.Verdict) bool {
	return v == report.Ready || v == report.Incomplete || s.saveUnready
}

// listedAs names a field in a list: two are called otherwise than in the wizard, which asks.
func listedAs(f steps.Field) string {
	switch f.Key {
	case steps.KeyAPI:
		return "API"
	case steps.KeyFlow:
		return "Sign-in method"
	default:
		return f.Label
	}
}

// requireAnswers lists what is missing, each with the ways to give it.
func (r *registrationFlags) requireAnswers(g given, saving bool) error {
	return r.requireBut(g, nil, saving)
}

// requireBut is requireAnswers without the answers that are made.
func (r *registrationFlags) requireBut(g given, made []steps.Key, saving bool) error {
	var lines []string
	for _, f := range g.missing() {
		if slices.Contains(made, f.Key) {
			continue
		}
		if f.Key == steps.KeyProfile && !saving {
			continue // a name only labels the report then
		}
		lines = append(lines, fmt.Sprintf("  %s: %s", listedAs(f), cmp.Or(waysToGive(f.Key), f.Flag)))
		if f.Key == steps.KeyFlow && len(made) == 0 && !r.credentialGiven() {
			lines = append(lines, "  Credential, unless a person signs in at a page: "+waysOfAnyFlow())
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return &failure{
		code: exitUsage, label: "missing_input", err: fmt.Errorf("missing %s", counted(len(lines), "required value")),
		fix: strings.Join(lines, "\n"),
	}
}

// counted is a number with what is counted: 1 value, 2 values.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// requireStore refuses early, before anything is sent, what could not be saved afterwards.
func (s *setup) requireStore(ctx context.Context, profile string, in store.BackendName, recipients []string) (*store.Store, error) {
	valid := store.NewName
	if s.replace {
		valid = store.ValidName
	}
	if err := valid(profile); err != nil {
		return nil, fmt.Errorf("couldn't set up: %w", err)
	}
	for _, recipient := range recipients {
		if err := store.CheckRecipient(recipient); err != nil {
			return nil, usageError("use a key that age-keygen prints as public key", "couldn't set up: %w", err)
		}
	}
	st, err := s.openStore()
	if err != nil {
		return nil, err
	}
	_, err = st.Find(profile)
	switch {
	case err == nil && !s.replace:
		return nil, &store.Error{Kind: store.ErrExists, Profile: profile}
	case err != nil && !errors.Is(err, store.ErrUnknownProfile) && !errors.Is(err, store.ErrUnfinished): // saving finishes what is unfinished
		return nil, fmt.Errorf("couldn't set up: %w", err)
	}
	if err := st.Writable(); err != nil {
		return nil, fmt.Errorf("couldn't set up: %w", err)
	}
	if err := st.CanSave(ctx, profile, in); err != nil {
		return nil, fmt.Errorf("couldn't set up: %w", err)
	}
	return st, nil
}
