package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/registration"
	"appreg/steps"
)

// setup is one run of `appreg setup`.
type setup struct {
	registrationFlags
	replace     bool
	saveUnready bool
	skipTest    bool
	asJSON      bool
	lines       bool // --plain
}

func newSetupCommand(a *app) *cobra.Command {
	s := &setup{registrationFlags: registrationFlags{app: a}}
	cmd := &cobra.Command{
		Use:   "setup",
		Short: "Walk the steps, test the registration and save its credential",
		Long: "Walks the documented steps on a full screen, or line by line with --plain, TERM=dumb or APPREG_ACCESSIBLE=1.\n" +
			"With --no-input every answer comes from a flag, and the secret from --secret-stdin, --secret-file or the environment.",
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context()) },
	}
	s.register(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&s.replace, "replace", false, "replace the credential of the profile that exists")
	flags.BoolVar(&s.saveUnready, "save-unready", false, "save with any verdict")
	flags.BoolVar(&s.skipTest, "skip-test", false, "ask for no token")
	flags.BoolVar(&s.asJSON, "json", false, "give the report as JSON on standard output")
	flags.BoolVar(&s.lines, "plain", false, "line by line, for screen readers and pipes")
	return cmd
}

// run takes the answers given as flags and hands them to the front end that fits.
func (s *setup) run(ctx context.Context) error {
	ctx, stop := interruptible(ctx)
	defer stop()
	if s.lines && s.secrets.stdin {
		return usageError("use --secret-file, or leave --plain out",
			"could not set up: --plain and --secret-stdin both read standard input")
	}
	if !s.global.noInput && !s.lines && !s.interactive() {
		return usageError("give every answer as a flag with --no-input, or use --plain to answer line by line",
			"could not set up: there is no terminal to ask in")
	}
	overrides, err := s.overrides()
	if err != nil {
		return err
	}
	dropSecretsFromEnviron()
	machine, err := s.startingPoint(overrides)
	if err != nil {
		return err
	}
	given, err := s.take(machine)
	if err != nil {
		return err
	}
	if s.global.noInput {
		return s.auto(ctx, given)
	}
	if given.fault != nil {
		return &failure{code: exitRefused, label: "input", err: fmt.Errorf("could not set up: %w", given.fault), fix: given.fault.Fix}
	}
	return s.interact(ctx, given.machine)
}

// startingPoint is an empty machine, or with --replace the saved answers of the profile with its hosts.
func (s *setup) startingPoint(overrides registration.Overrides) (steps.Machine, error) {
	if !s.replace {
		return steps.New(s.env(), steps.Answers{}.WithOverrides(overrides)), nil
	}
	name, _ := s.cmd.Flags().GetString(string(steps.KeyProfile))
	if name == "" {
		return steps.Machine{}, usageError("add --profile NAME", "could not set up: --replace needs the profile whose credential to replace")
	}
	st, err := s.openStore()
	if err != nil {
		return steps.Machine{}, err
	}
	profile, err := st.Find(name)
	if err != nil {
		return steps.Machine{}, fmt.Errorf("could not set up: %w", err)
	}
	reg, err := savedRegistration(st, profile, overrides)
	if err != nil {
		return steps.Machine{}, err
	}
	s.announceSaved(profile, "profile "+profile.Name)
	return steps.New(s.env(), steps.FromRegistration(reg)), nil
}
