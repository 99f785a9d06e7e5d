package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
)

// checking is one run of `appreg check`.
type checking struct {
	registrationFlags
	all    bool
	asJSON bool
}

func newCheckCommand(a *app) *cobra.Command {
	c := &checking{registrationFlags: registrationFlags{app: a}}
	cmd := &cobra.Command{
		Use:   "check [PROFILE|--all]",
		Short: "Check whether a registration still works, always with fresh requests",
		Long: "Checks a saved profile, every profile with --all, or a registration given by flags and environment (for CI).\n" +
			"The exit code tells: 0 ready, 3 refused or nobody there to give what was not saved, 4 unreachable,\n" +
			"5 the keyring cannot be used or lacks the profile's item, or the profile cannot be used.",
		Args: func(cmd *cobra.Command, args []string) error {
			if c.all && len(args) > 0 {
				return usageError("leave one of them out", "could not check: --all and a profile were both given")
			}
			if len(args) > 1 {
				return usageError("usage: appreg check [PROFILE|--all]", "could not check: one profile at a time, or --all")
			}
			return nil
		},
		ValidArgsFunction: a.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			if c.all {
				return c.checkAll(ctx)
			}
			return c.checkOne(ctx, args)
		},
	}
	c.register(cmd)
	describeUse(cmd.Flags())
	cmd.Flags().BoolVar(&c.all, "all", false, "check every profile")
	cmd.Flags().BoolVar(&c.asJSON, "json", false, "give the report as JSON; an array with --all")
	return cmd
}

// checkOne checks one registration, shows each finding as it is known and ends with the verdict's exit code.
func (c *checking) checkOne(ctx context.Context, args []string) error {
	s, err := c.subject(args)
	if err != nil {
		return err
	}
	if err := s.load(ctx); err != nil {
		return err
	}
	verifier, err := c.verifier(s.input.Registration.Overrides)
	if err != nil {
		return err
	}
	if err := c.askPassword(ctx, &s); err != nil {
		return err
	}
	if err := c.prepareSignIn(ctx, &s, c.signsInHere()); err != nil {
		return err
	}
	rep := verifier.Do(ctx, s.input, c.progress(c.asJSON))
	if ctx.Err() != nil {
		return fmt.Errorf("could not check: %w", ctx.Err())
	}
	rep.Stored = string(store.BackendNone)
	if s.profile != nil {
		rep.Stored = string(s.profile.Store)
		c.note(s, rep)
	}
	c.printReport(rep, c.asJSON)
	return verdictResult(rep.Verdict)
}

// askPassword asks for a password that was not saved, where somebody is there to type it. It is not kept.
func (c *checking) askPassword(ctx context.Context, s *subject) error {
	reg := &s.input.Registration
	if s.profile == nil || reg.Flow != catalog.Password || !reg.Credential.IsZero() {
		return nil
	}
	prompt, possible := c.prompt(s.profile.Name)
	if !possible {
		return nil // the report says what to do
	}
	password, err := prompt.Password(ctx, reg.Username)
	reg.Credential.Secret = password
	return err
}

// prepareSignIn is for the flows at which a person signs in: an earlier sign-in is renewed, else, if ask says that
// somebody is there, the person is asked. What comes back is kept with the profile.
func (c *checking) prepareSignIn(ctx context.Context, s *subject, ask bool) error {
	if !s.input.Registration.Flow.SignsInAtPage() {
		return nil
	}
	if ask {
		s.input.SignIn = c.signInPrompt()
	}
	if s.profile == nil {
		return nil
	}
	cache, err := s.store.OpenCache(ctx, *s.profile)
	if err != nil {
		return fmt.Errorf("could not read the sign-in of %s: %w", s.profile.Name, err)
	}
	s.input.SignIn.Refresh = cache.Tokens().Refresh
	profile := *s.profile
	s.input.Obtained = func(answer entra.Answer) {
		if err := rememberSignIn(context.WithoutCancel(ctx), cache, profile, answer); err != nil {
			fmt.Fprintf(c.Err, "appreg: note: %s\n", sanitize.Line(err.Error()))
		}
	}
	return nil
}

// note keeps the verdict with the profile, if it is about what is saved. That it could not be kept does not spoil the
// check: it is said.
func (a *app) note(s subject, rep report.Report) {
	if s.replaced {
		fmt.Fprintf(a.Err, "appreg: note: the verdict is not kept with %s, because it is about other values than those saved\n", s.profile.Name)
		return
	}
	a.notKept(s.store.Note(s.profile.ID, rep.Verdict, rep.CheckedAt))
}

// notKept says why a verdict was not kept; nil is no reason.
func (a *app) notKept(err error) {
	if err != nil {
		fmt.Fprintf(a.Err, "appreg: note: could not keep the verdict: %s\n", sanitize.Line(err.Error()))
	}
}
