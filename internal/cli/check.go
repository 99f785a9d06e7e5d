package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/store"
)

// checkCommand is one run of `appreg check`.
type checkCommand struct {
	registrationFlags
	all    bool
	deeply deepFlags
	asJSON bool
}

func newCheckCommand(a *app) *cobra.Command {
	c := &checkCommand{registrationFlags: registrationFlags{app: a}}
	cmd := &cobra.Command{
		Use:   "check [PROFILE|--all]",
		Short: "Check whether an app registration still works",
		Long: "Checks a saved profile, every profile with --all, or an app registration given by flags and environment (for CI).\n" +
			"Always sends fresh requests. Without a name, checks the profile in APPREG_PROFILE, or the only one there is.\n" +
			"Exit codes: 0 ready, 3 refused, incomplete or changed, 4 unreachable, 5 the keyring or the profile can't be used.",
		Args: func(cmd *cobra.Command, args []string) error {
			if c.all && len(args) > 0 {
				return usageError("leave one of them out", "--all doesn't go with a profile name")
			}
			return oneProfile("[PROFILE|--all]")(cmd, args)
		},
		ValidArgsFunction: a.completeProfiles,
		RunE: withSignals(func(ctx context.Context, args []string) error {
			if err := c.checkDeep(); err != nil {
				return err
			}
			if c.all {
				return c.checkAll(ctx)
			}
			return c.checkOne(ctx, args)
		}),
	}
	c.register(cmd)
	describeUse(cmd.Flags())
	cmd.Flags().BoolVar(&c.all, "all", false, "every saved profile")
	c.deeply.register(cmd.Flags())
	cmd.Flags().BoolVar(&c.asJSON, "json", false, "report as JSON; an array with --all")
	return cmd
}

// checkOne checks one registration, shows each finding as it is known and ends with the verdict's exit code.
func (c *checkCommand) checkOne(ctx context.Context, args []string) error {
	s, err := c.subject(args)
	if err != nil {
		return err
	}
	if err := c.load(ctx, &s); err != nil {
		return err
	}
	verifier, err := c.verifier(s.input.Registration.Overrides)
	if err != nil {
		return err
	}
	if err := c.askPassword(ctx, &s); err != nil {
		return err
	}
	c.prepareSignIn(ctx, &s, c.canAsk())
	if err := c.deepen(ctx, &s); err != nil {
		return err
	}
	rep := verifier.Do(ctx, s.input, c.progress(c.asJSON, s.input.Registration.API))
	if ctx.Err() != nil {
		return fmt.Errorf("couldn't check: %w", ctx.Err())
	}
	rep.Stored = string(store.BackendNone)
	if s.profile != nil {
		rep.Stored = string(s.profile.Store)
		c.keepResult(s, rep)
		if worked(rep) {
			c.bind(ctx, s)
		}
	}
	c.printReport(rep, c.asJSON)
	return verdictResult(rep)
}

// askPassword asks for a password that was not saved, where somebody is there to type it. It is not kept.
func (c *checkCommand) askPassword(ctx context.Context, s *subject) error {
	reg := &s.input.Registration
	if s.profile == nil || !reg.Flow.Info().SavedIfTold || !reg.Credential.IsZero() {
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
func (c *checkCommand) prepareSignIn(ctx context.Context, s *subject, ask bool) {
	if !s.input.Registration.Flow.SignsInAtPage() {
		return
	}
	if ask {
		s.input.SignIn = c.signInPrompt()
	}
	if s.cache == nil {
		return
	}
	kept := s.cache.Tokens()
	s.input.SignIn.Refresh = kept.Refresh
	if kept.Refresh.IsZero() && kept.Refusal != nil { // it was there, and an earlier call learned that it is over
		s.input.SignIn.Ended = cause.Label(kept.Refusal.Cause)
	}
	cache, profile := s.cache, *s.profile
	s.input.Obtained = func(_ registration.Registration, answer entra.Answer) {
		if err := rememberSignIn(context.WithoutCancel(ctx), cache, profile, answer); err != nil {
			c.note("%s", err)
		}
	}
}

// keepResult keeps the verdict with the profile, if it is about what is saved. That it could not be kept does not spoil the
// check: it is said.
func (to Streams) keepResult(s subject, rep report.Report) {
	if s.replaced {
		to.note("result not saved with %s: this check didn't use the saved values", s.profile.Name)
		return
	}
	if rep.Tested() {
		to.notKept(s.store.Note(s.noted(rep)))
	}
}

// noted is what a check found about a saved profile.
func (s subject) noted(rep report.Report) store.Noted {
	return store.Noted{ID: s.profile.ID, Profile: s.profile.Name, Verdict: rep.Verdict, CheckedAt: rep.CheckedAt, SecretExpires: s.ends}
}

// notKept says why a verdict was not kept; nil is no reason.
func (to Streams) notKept(err error) {
	if err != nil {
		to.note("couldn't save the result: %s", err)
	}
}
