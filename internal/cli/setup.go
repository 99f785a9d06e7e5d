package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/federation/source"
	"appreg/internal/registration"
	"appreg/steps"
	"appreg/store"
)

// setup is one run of `appreg setup`.
type setup struct {
	registrationFlags
	replace     bool
	saveUnready bool
	skipTest    bool
	asJSON      bool
	lines       bool // --plain
	making      createFlags
	platform    source.Provider // gets the outside tokens of a registration that is made; nil: the usual
}

func newSetupCommand(a *app) *cobra.Command {
	s := &setup{registrationFlags: registrationFlags{app: a}}
	cmd := &cobra.Command{
		Use:   "setup",
		Short: "Set up an app registration, test it and save its credential",
		Long: "Takes you through the steps on the full screen, or line by line with --plain, TERM=dumb or APPREG_ACCESSIBLE=1.\n" +
			"With --no-input, every answer comes from a flag, and the secret from --secret-stdin, --secret-file or the environment.",
		Args: none,
		RunE: withSignals(s.run),
	}
	s.register(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&s.replace, "replace", false, "new credential for the saved profile that --profile names")
	flags.BoolVar(&s.saveUnready, "save-unready", false, "save even if the test fails")
	flags.BoolVar(&s.skipTest, "skip-test", false, "no test: no token is requested")
	flags.BoolVar(&s.asJSON, "json", false, "report as JSON on standard output")
	s.making.register(flags)
	flags.BoolVar(&s.lines, "plain", false, "questions line by line, for screen readers and pipes")
	return cmd
}

// run takes the answers given as flags and hands them to the front end that fits.
func (s *setup) run(ctx context.Context, _ []string) error {
	if s.lines && s.secrets.stdin {
		return usageError("use --secret-file, or leave --plain out",
			"--plain and --secret-stdin both read standard input")
	}
	if !s.global.noInput && !s.lines && !s.making.create && !s.interactive() {
		return usageError("use flags for every value with --no-input, or --plain to answer line by line",
			"there is no terminal")
	}
	if err := s.checkCreate(); err != nil {
		return err
	}
	overrides, err := s.overrides()
	if err != nil {
		return err
	}
	if !s.replace {
		if overrides, err = s.takeStandardHost(overrides); err != nil {
			return err
		}
	}
	machine, err := s.startingPoint(ctx, overrides)
	if err != nil {
		return err
	}
	given, err := s.take(machine)
	if err != nil {
		return err
	}
	if s.making.create && !s.asksToCreate(given) {
		return s.makeIt(ctx, given)
	}
	if s.global.noInput {
		return s.auto(ctx, given)
	}
	if given.fault != nil {
		return &failure{code: exitRefused, label: "input", err: fmt.Errorf("couldn't set up: %w", given.fault), fix: given.fault.Fix}
	}
	return s.interact(ctx, given.machine)
}

// startingPoint is an empty machine, or with --replace the saved answers of the profile with its hosts.
func (s *setup) startingPoint(ctx context.Context, overrides registration.Overrides) (steps.Machine, error) {
	if !s.replace {
		return steps.New(s.env(), steps.Answers{}.WithOverrides(overrides)), nil
	}
	name := textOf(s.cmd, string(steps.KeyProfile))
	if name == "" {
		return steps.Machine{}, usageError("add --profile NAME", "--replace needs a profile")
	}
	st, err := s.openStore()
	if err != nil {
		return steps.Machine{}, err
	}
	profile, err := st.Find(name)
	if err != nil {
		return steps.Machine{}, s.about(err, []string{name}, "couldn't set up")
	}
	reg, err := savedRegistration(st, profile, overrides)
	if err != nil {
		return steps.Machine{}, err
	}
	if err := s.compare(ctx, st, profile, reg, overrides); err != nil {
		return steps.Machine{}, err
	}
	s.announceSaved(profile, "profile "+profile.Name)
	answers := steps.FromRegistration(reg)
	if textOf(s.cmd, string(steps.KeyStore)) == "" && profile.Store != store.BackendKeyring { // the new credential goes where the old one is
		answers = answers.With(steps.KeyStore, string(profile.Store))
	}
	return steps.New(s.env(), answers), nil
}
