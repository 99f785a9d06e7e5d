package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"appreg/internal/registration"
	"appreg/internal/verify"
	"appreg/steps"
	"appreg/store"
)

// profileFlags are the answer flags that go together with a saved profile in check and token.
var profileFlags = map[string]bool{string(steps.KeyEnvironments): true, string(steps.KeyProject): true}

// subject is what check and token work on: a saved profile, or a registration given by flags and environment.
type subject struct {
	profile  *store.Profile // nil: given by flags
	store    *store.Store   // the profile's
	input    verify.Input   // without credential where there is a profile
	replaced bool           // flags took the place of saved values: what is found is not about the profile as it is saved
}

// subject finds what the command line means: a named profile, flags, or the only profile there is.
func (r *registrationFlags) subject(args []string) (subject, error) {
	flags := r.givenFlags()
	overrides, err := r.overrides()
	if err != nil {
		return subject{}, err
	}
	switch {
	case len(args) == 1:
		for _, name := range flags {
			if !profileFlags[name] {
				return subject{}, usageError("leave --"+name+" out, or leave the profile out",
					"could not use a profile: --%s describes another registration", name)
			}
		}
		return r.found(args[0], overrides)
	case len(flags) == 1 && flags[0] == string(steps.KeyProfile):
		return subject{}, usageError("name it without the flag: "+r.cmd.CommandPath()+" NAME",
			"could not use --profile: with this command it only labels a registration given by flags")
	case len(flags) > 0 && !onlyProfileFlags(flags):
		return r.givenSubject(overrides)
	default:
		name, err := r.onlyProfile()
		if err != nil {
			return subject{}, err
		}
		return r.found(name, overrides)
	}
}

// givenFlags lists the registration flags that were given.
func (r *registrationFlags) givenFlags() []string {
	var names []string
	r.cmd.Flags().Visit(func(f *pflag.Flag) {
		for _, answer := range answerFlags {
			if f.Name == string(answer.key) {
				names = append(names, f.Name)
			}
		}
		if strings.HasPrefix(f.Name, "secret-") || f.Name == "certificate-password-file" {
			names = append(names, f.Name)
		}
	})
	return names
}

func onlyProfileFlags(names []string) bool {
	for _, name := range names {
		if !profileFlags[name] {
			return false
		}
	}
	return true
}

// onlyProfile gives the name of the only profile; otherwise the person has to choose.
func (a *app) onlyProfile() (string, error) {
	st, err := a.openStore()
	if err != nil {
		return "", err
	}
	profiles, err := st.List()
	if err != nil {
		return "", fmt.Errorf("could not list the profiles: %w", err)
	}
	var names []string
	for _, p := range profiles {
		if p.Ready() {
			names = append(names, p.Name)
		}
	}
	switch len(names) {
	case 1:
		return names[0], nil
	case 0:
		a.sayMovedAside(st)
		return "", usageError("make one with: appreg setup", "could not choose a profile: there is none yet")
	default:
		return "", usageError("name one of: "+strings.Join(names, " "), "could not choose a profile: there are %d", len(names))
	}
}

// found is the saved profile of that name. It says on stderr which saved hosts are in force.
func (r *registrationFlags) found(name string, given registration.Overrides) (subject, error) {
	st, err := r.openStore()
	if err != nil {
		return subject{}, err
	}
	profile, err := st.Find(name)
	if err != nil {
		return subject{}, fmt.Errorf("could not use profile %q: %w", name, err)
	}
	s, err := r.savedSubject(st, profile, given)
	if err == nil {
		r.announceSaved(profile, "profile "+profile.Name)
	}
	return s, err
}

// savedSubject is a saved profile, with --environment and --project in place of the saved ones.
// Hosts that differ from those it was saved with are refused before anything is sent.
func (r *registrationFlags) savedSubject(st *store.Store, profile store.Profile, given registration.Overrides) (subject, error) {
	reg, err := savedRegistration(st, profile, given)
	if err != nil {
		return subject{}, err
	}
	s := subject{profile: &profile, store: st, input: verify.Input{Profile: profile.Name, Registration: reg}}
	for _, answer := range answerFlags {
		raw := answer.given(r.cmd)
		if raw == "" || !profileFlags[string(answer.key)] {
			continue
		}
		machine, _, problem := steps.New(r.env(), steps.FromRegistration(s.input.Registration)).Accept(answer.key, raw)
		if problem != nil {
			return subject{}, usageError(problem.Fix, "could not take --%s: %w", answer.key, errors.New(problem.Message))
		}
		// Only these two: answers made from a registration lack its credential's end.
		taken := machine.Answers().Registration()
		s.input.Registration.Environments, s.input.Registration.Project = taken.Environments, taken.Project
	}
	now := s.input.Registration
	s.replaced = now.Project != reg.Project || !slices.Equal(now.Environments, reg.Environments)
	return s, nil
}

// givenSubject is a registration given whole by flags and environment: for CI, without profile and keyring.
func (r *registrationFlags) givenSubject(overrides registration.Overrides) (subject, error) {
	dropSecretsFromEnviron()
	given, err := r.take(steps.New(r.env(), steps.Answers{}.WithOverrides(overrides)))
	if err != nil {
		return subject{}, err
	}
	if err := r.requireAnswers(given, false); err != nil {
		return subject{}, err
	}
	return subject{input: given.input(given.machine.Answers().Get(steps.KeyProfile), false)}, nil
}

// load adds the credential of a saved profile. It makes the command's one keyring read.
func (s *subject) load(ctx context.Context) error {
	if s.profile == nil {
		return nil
	}
	profile, credential, err := s.store.LoadCredential(ctx, *s.profile)
	if err != nil {
		return fmt.Errorf("could not read the credential of %s: %w", s.profile.Name, err)
	}
	s.profile = &profile // a rotation may have given it another id meanwhile
	s.input.Registration.Credential = credential
	return nil
}
