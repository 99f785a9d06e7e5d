package cli

import (
	"context"
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
var profileFlags = []steps.Key{steps.KeyEnvironments, steps.KeyProject, steps.KeyAssertionFile, steps.KeyAssertionCommand}

// subject is what check and token work on: a saved profile, or a registration given by flags and environment.
type subject struct {
	profile  *store.Profile // nil: given by flags
	store    *store.Store   // the profile's
	input    verify.Input   // without credential where there is a profile
	replaced bool           // flags took the place of saved values: what is found is not about the profile as it is saved
	given    registration.Overrides
	bound    bool                    // the profile's item says what its credential may be used for; else see store.Bind
	cache    *store.Cache            // of a profile whose flow needs a person: its kept sign-in; else nil
	outside  *registration.Assertion // where flags say that the outside token comes from; nil: from where the profile says
	ends     string                  // last day of the client secret, YYYY-MM-DD, as the registration has it; empty: not read

	again func(store.Profile) (subject, error) // makes the subject of the profile as a rotation has left it
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
			if !slices.Contains(profileFlags, steps.Key(name)) {
				return subject{}, usageError("leave --"+name+" out, or leave the profile name out", "--%s doesn't go with a profile name", name)
			}
		}
		return r.loadProfile(args, overrides)
	case len(flags) == 1 && flags[0] == string(steps.KeyProfile):
		return subject{}, usageError("name it without the flag: "+r.cmd.CommandPath()+" NAME",
			"--profile only labels an app registration given by flags")
	case len(flags) > 0 && !onlyProfileFlags(flags):
		return r.givenSubject(overrides)
	default:
		return r.loadProfile(nil, overrides)
	}
}

// givenFlags lists the registration flags that were given.
func (r *registrationFlags) givenFlags() []string {
	var names []string
	r.cmd.Flags().Visit(func(f *pflag.Flag) {
		for _, answer := range answerFlags() {
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
		if !slices.Contains(profileFlags, steps.Key(name)) {
			return false
		}
	}
	return true
}

// loadProfile returns the saved profile that args name, or that is meant where they name none. It says on stderr which saved hosts
// are in force.
func (r *registrationFlags) loadProfile(args []string, given registration.Overrides) (subject, error) {
	st, profile, err := r.findProfile(args, "use profile")
	if err != nil {
		return subject{}, err
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
	s := subject{profile: &profile, store: st, given: given, bound: true, input: verify.Input{Profile: profile.Name, Saved: true, Registration: reg}}
	s.again = func(now store.Profile) (subject, error) { return r.savedSubject(st, now, given) }
	for _, answer := range answerFlags() {
		raw := answer.given(r.cmd)
		if raw == "" || !slices.Contains(profileFlags, answer.key) || isTokenSource(answer.key) {
			continue
		}
		machine, _, problem := steps.New(r.env(), steps.FromRegistration(s.input.Registration)).Accept(answer.key, raw)
		if problem != nil {
			return subject{}, notTaken(answer.key, problem)
		}
		// Only these two: answers made from a registration lack its credential's end.
		taken := machine.Answers().Registration()
		s.input.Registration.Environments, s.input.Registration.Project = taken.Environments, taken.Project
	}
	now := s.input.Registration
	s.outside, err = r.otherTokenSource(reg)
	s.replaced = s.outside != nil || now.Project != reg.Project || !slices.Equal(now.Environments, reg.Environments)
	return s, err
}

func isTokenSource(key steps.Key) bool {
	return key == steps.KeyAssertionFile || key == steps.KeyAssertionCommand
}

// otherTokenSource is where flags say that the outside token of a saved profile comes from; nil where none does.
func (r *registrationFlags) otherTokenSource(reg registration.Registration) (*registration.Assertion, error) {
	saved := reg.Credential.Assertion
	saved.From, saved.File, saved.Command = "", "", "" // the one of the flags takes its place
	reg.Credential.Assertion = saved
	machine, given := steps.New(r.env(), steps.FromRegistration(reg)), false
	for _, answer := range answerFlags() {
		raw := answer.given(r.cmd)
		if raw == "" || !isTokenSource(answer.key) {
			continue
		}
		next, _, problem := machine.Accept(answer.key, raw)
		if problem != nil {
			return nil, notTaken(answer.key, problem)
		}
		machine, given = next, true
	}
	if !given {
		return nil, nil
	}
	taken := machine.Answers().Registration().Credential.Assertion
	return &taken, nil
}

// givenSubject is a registration given whole by flags and environment: for CI, without profile and keyring.
func (r *registrationFlags) givenSubject(overrides registration.Overrides) (subject, error) {
	overrides, err := r.takeStandardHost(overrides)
	if err != nil {
		return subject{}, err
	}
	given, err := r.take(steps.New(r.env(), steps.Answers{}.WithOverrides(overrides)))
	if err != nil {
		return subject{}, err
	}
	if err := r.requireAnswers(given, false); err != nil {
		return subject{}, err
	}
	return subject{input: given.input(given.machine.Answers().Get(steps.KeyProfile), false)}, nil
}

// load adds the credential of a saved profile, or its kept sign-in. It makes the command's one keyring read.
func (r *registrationFlags) load(ctx context.Context, s *subject) error {
	if s.profile == nil {
		return nil
	}
	if took, err := r.delivered(ctx, s); took || err != nil {
		return err
	}
	var loaded store.Loaded
	var cache *store.Cache
	err := s.reading(func(p store.Profile) (err error) {
		if !p.Flow.SignsInAtPage() {
			loaded, err = s.store.LoadCredential(ctx, p)
			return err
		}
		if cache, err = s.store.OpenCache(ctx, p); err == nil {
			loaded = store.Loaded{Credential: cache.Credential(), Bound: cache.Bound()}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("couldn't read the credential of %s: %w", s.profile.Name, err)
	}
	s.input.Registration.Credential, s.cache = s.fromOutside(loaded.Credential), cache
	r.loaded(s, loaded.Bound)
	if cache != nil {
		r.sayDamage(cache)
	}
	return nil
}

// fromOutside is the saved credential with the source of the outside token that flags name.
func (s *subject) fromOutside(saved registration.Credential) registration.Credential {
	if from := s.outside; from != nil {
		saved.Assertion.From, saved.Assertion.File, saved.Assertion.Command = from.From, from.File, from.Command
	}
	return saved
}

// reading calls read with the subject's profile. A rotation may switch the profile to another item between the readings
// of the index and of the keyring: then the whole subject is made anew, because its hosts may have changed with it.
func (s *subject) reading(read func(store.Profile) error) error {
	err := read(*s.profile)
	now, switched := s.store.Rotated(*s.profile, err)
	if !switched {
		return err
	}
	renewed, err := s.again(now)
	if err != nil {
		return err
	}
	*s = renewed
	return read(now)
}
