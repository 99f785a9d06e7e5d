package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"appreg/internal/entra"
	"appreg/internal/sanitize"
	"appreg/internal/token"
	"appreg/store"
)

// tokening is one run of `appreg token`.
type tokening struct {
	registrationFlags
	format  string
	refresh bool
	heed    func() // from its first call on, ctrl+c ends the run's context; a cached token does not take the time for it
}

func newTokenCommand(a *app) *cobra.Command {
	t := &tokening{registrationFlags: registrationFlags{app: a}}
	cmd := &cobra.Command{
		Use:   "token [PROFILE]",
		Short: "Print an access token",
		Long: "Prints an access token of a saved profile, from its sealed cache while it lasts, or of a registration given by\n" +
			"flags and environment (for CI: no profile, keyring or cache is touched then). Standard output holds the token alone.\n" +
			"The exit code tells: 0 done, 3 refused or nobody there to give what was not saved, 4 unreachable,\n" +
			"5 the keyring cannot be used or lacks the profile's item, or the profile cannot be used.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError("usage: appreg token [PROFILE]", "could not get a token: one profile at a time")
			}
			return nil
		},
		ValidArgsFunction: a.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := context.WithCancel(cmd.Context())
			defer stop()
			t.heed = sync.OnceFunc(func() {
				told, _ := interruptible(ctx)
				context.AfterFunc(told, stop)
			})
			return t.run(ctx, args)
		},
	}
	t.register(cmd)
	describeUse(cmd.Flags())
	cmd.Flags().StringVar(&t.format, "output", "token", "`format`: "+strings.Join(tokenFormatNames(), ", "))
	cmd.Flags().BoolVar(&t.refresh, "refresh", false, "ask Entra even where the cache holds a token, and send a refused password again")
	return cmd
}

// run gives one token.
func (t *tokening) run(ctx context.Context, args []string) error {
	if !slices.Contains(tokenFormatNames(), t.format) {
		return usageError("give one of: "+strings.Join(tokenFormatNames(), " "), "could not print a token as %q", t.format)
	}
	s, err := t.subject(args)
	if err != nil {
		return err
	}
	in, err := t.input(ctx, &s)
	if err != nil {
		return err
	}
	given, err := t.source(s).Do(ctx, in)
	if err != nil {
		return t.explained(s, err)
	}
	t.warnOfExpiry(s)
	return t.print(given, s)
}

// input opens the cache of a saved profile: the command's one keyring reading. Values that were given but cannot be
// right are refused before anything is sent.
func (t *tokening) input(ctx context.Context, s *subject) (token.Input, error) {
	in := token.Input{Profile: s.input.Profile, Registration: s.input.Registration, Refresh: t.refresh}
	if fault := s.input.Fault; fault != nil {
		return in, &failure{
			code: exitRefused, label: string(fault.Cause), fix: "correct the value; nothing was sent",
			err: fmt.Errorf("could not get a token%s: %s [%s]", of(s.input.Profile), fault.Message, fault.Cause),
		}
	}
	if s.profile == nil {
		return in, nil
	}
	cache, err := t.openCache(ctx, s)
	if err != nil {
		return in, fmt.Errorf("could not get a token%s: %w", of(s.profile.Name), err)
	}
	in.TenantID, in.Cache = s.profile.TenantID, cache
	return in, nil
}

// openCache opens the cache of the subject's profile. A rotation may switch the profile to another item between the
// readings of the index and of the keyring: then the profile is read again.
func (t *tokening) openCache(ctx context.Context, s *subject) (*store.Cache, error) {
	cache, err := s.store.OpenCache(ctx, *s.profile)
	if missing := new(store.CredentialMissingError); errors.As(err, &missing) {
		if now, again := s.store.Find(s.profile.Name); again == nil && now.ID != s.profile.ID {
			s.profile, s.input.Registration = &now, now.Registration()
			cache, err = s.store.OpenCache(ctx, now)
		}
	}
	if err != nil {
		return nil, err
	}
	if damage := cache.Damage(); damage != nil {
		t.say("%v; a new one is made", damage)
	}
	return cache, nil
}

// source is wired for the subject's hosts.
func (t *tokening) source(s subject) *token.Source {
	source := &token.Source{
		Entra: func() (token.Entra, error) {
			t.heed()
			client, err := t.transport(s.input.Registration.Overrides)
			if err != nil {
				return nil, err
			}
			return entra.NewClient(client, time.Now, uuid.NewString), nil
		},
		Now:    time.Now,
		Notice: func(text string) { t.say("%s", text) },
	}
	if prompt, possible := t.prompt(s.input.Profile); possible {
		source.Interact = prompt
	}
	if t.signsInHere() {
		source.SignIn = &token.SignIn{Show: t.showSignIn, Open: t.opener().Open}
	}
	return source
}

// say writes a remark to stderr.
func (t *tokening) say(format string, args ...any) {
	fmt.Fprintln(t.Err, "appreg: note: "+sanitize.Line(fmt.Sprintf(format, args...)))
}

// of names a profile in an error, where there is one.
func of(profile string) string {
	if profile == "" {
		return ""
	}
	return " for " + profile
}

// explained gives a failure its exit code and what to do about it.
func (t *tokening) explained(s subject, err error) error {
	var failed *token.Failure
	var signIn *token.SignInError
	err = fmt.Errorf("could not get a token%s: %w", of(s.input.Profile), err)
	switch {
	case errors.As(err, &failed):
		code := exitRefused
		if failed.Unreachable() {
			code = exitUnreachable
		}
		cause := failed.Finding.Cause
		return &failure{code: code, label: string(cause), err: fmt.Errorf("%w [%s]", err, cause), fix: failureFix(failed, s)}
	case errors.As(err, &signIn):
		return &failure{code: exitRefused, label: "sign_in_needed", err: err, fix: signIn.Fix()}
	default:
		return err
	}
}

// failureFix says what to do about a failure: first what concerns this call, then the cause's own fix.
func failureFix(f *token.Failure, s subject) string {
	var lines []string
	add := func(format string, value string) {
		if value != "" {
			lines = append(lines, fmt.Sprintf(format, value))
		}
	}
	add("%s", f.Next)
	if f.Kept {
		add("this is the answer of %s; no request was made now", f.At.UTC().Format(time.RFC3339))
	}
	if f.Held() {
		add("the password was not sent again, because each wrong one brings a lock-out nearer; to send it: appreg token %s --refresh", s.input.Profile)
		add("after a change of the password: appreg setup --replace --save-password --profile %s", s.input.Profile)
	}
	if !f.NotBefore().IsZero() {
		add("the login host wants no request before %s", f.NotBefore().UTC().Format(time.RFC3339))
	}
	add("%s", f.Finding.Meaning)
	return strings.Join(append(lines, fixLines(f.Finding)...), "\n")
}
