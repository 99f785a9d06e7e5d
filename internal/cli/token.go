package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/diagnose"
	"appreg/internal/federation/source"
	"appreg/internal/token"
	"appreg/store"
)

// tokenCommand is one run of `appreg token`.
type tokenCommand struct {
	registrationFlags
	format      string
	refresh     bool
	minValidity time.Duration
	operation   string // what git asks for
	heed        func() // from its first call on, ctrl+c ends the run's context; a cached token does not take the time for it
}

func newTokenCommand(a *app) *cobra.Command {
	t := &tokenCommand{registrationFlags: registrationFlags{app: a}}
	cmd := &cobra.Command{
		Use:   tokenUse,
		Short: "Print an access token",
		Long: "Prints an access token for a saved profile, from its encrypted cache while it's valid, or for an app registration given by\n" +
			"flags and environment (for CI: no profile, keyring or cache is used). Standard output has the token and nothing else.\n" +
			"Without a name, uses the profile in APPREG_PROFILE, or the only one there is.\n" +
			"\nForms of the output (--output):\n\n" + tokenFormatList() + "\n" +
			"Exit codes: 0 done, 3 refused or nobody is there to sign in, 4 unreachable, 5 the keyring or the profile can't be used.",
		Args:              t.arguments,
		ValidArgsFunction: a.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := t.heeding(cmd.Context())
			defer stop()
			return t.run(ctx, args)
		},
	}
	t.register(cmd)
	describeUse(cmd.Flags())
	t.format = tokenFormatNames()[0]
	addText(cmd.Flags(), &t.format, "output", "o", "string", "form of the output: "+strings.Join(tokenFormatNames(), ", "))
	cmd.Flags().DurationVar(&t.minValidity, "min-validity", 0, "time that the token is valid for at least, such as 30m (default 5m from the cache)")
	cmd.Flags().BoolVar(&t.refresh, "refresh", false, "new token even if a cached one is valid; also sends a refused password again")
	return cmd
}

// heeding returns a context that ends when the program is told to end, from the first call of heed on.
func (t *tokenCommand) heeding(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(ctx)
	t.heed = sync.OnceFunc(func() {
		told, _ := interruptible(ctx)
		context.AfterFunc(told, stop)
	})
	return ctx, stop
}

// tokenUse is how the command is used. Git adds what it wants to the command that it was given.
const tokenUse = "token [PROFILE]"

// arguments takes a profile and, where git asks, its operation behind it.
func (t *tokenCommand) arguments(cmd *cobra.Command, args []string) error {
	if format, _ := findTokenFormat(t.format); format.operations && len(args) > 0 {
		args = args[:len(args)-1]
	}
	return oneProfile("[PROFILE]")(cmd, args)
}

// isProfile reports whether a word is the name of a saved profile rather than one of git's operations.
func (t *tokenCommand) isProfile(word string) bool {
	if slices.Contains([]string{"get", "store", "erase"}, word) {
		return false
	}
	st, err := t.openStore()
	if err != nil {
		return false
	}
	_, err = st.Find(word)
	return err == nil
}

// run returns one token, in the form that was asked for.
func (t *tokenCommand) run(ctx context.Context, args []string) error {
	format, known := findTokenFormat(t.format)
	switch {
	case !known:
		return usageError("valid: "+strings.Join(tokenFormatNames(), ", "), "unknown output format %q (--output)", t.format)
	case t.minValidity < 0 || t.minValidity > longestToken:
		return usageError("tokens are valid for an hour or so: for example --min-validity 30m", "couldn't use --min-validity %v", t.minValidity)
	case format.operations && (len(args) == 0 || len(args) == 1 && t.isProfile(args[0])):
		return usageError(gitFix, "--output %s needs what git adds behind the profile: get, store or erase", format.name)
	case format.operations:
		args, t.operation = args[:len(args)-1], args[len(args)-1]
	}
	s, err := t.subject(args)
	if err != nil {
		return err
	}
	answer, err := format.open(ctx, t, s)
	if err != nil || answer == nil {
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
	if err := t.print(answer, given, s); err != nil {
		return err
	}
	t.bind(ctx, s)
	return nil
}

// input opens the cache of a saved profile: the command's one keyring reading. Values that were given but cannot be
// right are refused before anything is sent.
func (t *tokenCommand) input(ctx context.Context, s *subject) (token.Input, error) {
	in := token.Input{Profile: s.input.Profile, Registration: s.input.Registration, Refresh: t.refresh, MinValidity: t.minValidity}
	if fault := s.input.Fault; fault != nil {
		return in, &failure{
			code: exitRefused, label: string(fault.Cause), fix: faultFix(fault),
			err: fmt.Errorf("couldn't get a token%s: %s [%s]", of(s.input.Profile), fault.Message, fault.Cause),
		}
	}
	if s.profile == nil {
		return in, nil
	}
	if took, err := t.delivered(ctx, s); took || err != nil {
		in.Registration, in.TenantID = s.input.Registration, s.profile.TenantID
		return in, err
	}
	cache, err := t.openCache(ctx, s)
	if err != nil {
		return in, fmt.Errorf("couldn't get a token%s: %w", of(s.profile.Name), err)
	}
	in.Registration, in.TenantID, in.Cache = s.input.Registration, s.profile.TenantID, cache
	if s.outside != nil { // what another source's token brings isn't kept with the profile
		in.Registration.Credential, in.Cache = s.fromOutside(cache.Credential()), nil
	}
	return in, nil
}

// faultFix says what to do about a value that was refused before anything was sent.
func faultFix(fault *diagnose.Fault) string {
	fix := cmp.Or(fault.Fix, "correct the value") + "; nothing was sent"
	if fault.Command != "" {
		fix += "\n" + fault.Command
	}
	return fix
}

// openCache opens the cache of the subject's profile.
func (t *tokenCommand) openCache(ctx context.Context, s *subject) (cache *store.Cache, err error) {
	err = s.reading(func(p store.Profile) error {
		cache, err = s.store.OpenCache(ctx, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	t.loaded(s, cache.Bound())
	t.sayDamage(cache)
	return cache, nil
}

// source is wired for the subject's hosts.
func (t *tokenCommand) source(s subject) *token.Source {
	source := &token.Source{
		Entra: func() (token.Entra, error) {
			t.heed()
			client, err := t.transport(s.input.Registration.Overrides)
			if err != nil {
				return nil, err
			}
			return t.entra(client), nil
		},
		Outside: func() (source.Provider, error) {
			client, err := t.transport(s.input.Registration.Overrides)
			if err != nil {
				return nil, err
			}
			return t.outside(client), nil
		},
		Now:    time.Now,
		Notice: func(text string) { t.note("%s", text) },
	}
	if prompt, possible := t.prompt(s.input.Profile); possible {
		source.Interact = prompt
	}
	if t.canAsk() {
		source.SignIn = &token.PageSignIn{Show: t.showSignIn, Open: t.opener().Open}
	}
	return source
}

// of names a profile in an error, where there is one.
func of(profile string) string {
	if profile == "" {
		return ""
	}
	return " for " + profile
}

// explained returns an error as a failure with its exit code and what to do about it.
func (t *tokenCommand) explained(s subject, err error) error {
	var failed *token.Failure
	var signIn *token.SignInError
	var short *token.ShortError
	err = fmt.Errorf("couldn't get a token%s: %w", of(s.input.Profile), err)
	switch {
	case errors.As(err, &failed):
		code := exitRefused
		if failed.Unreachable() {
			code = exitUnreachable
		}
		cause := failed.Finding.Cause
		return &failure{code: code, label: string(cause), err: fmt.Errorf("%w [%s]", err, cause), fix: failureFix(failed, s)}
	case errors.As(err, &short):
		return &failure{code: exitRefused, label: "token_short", err: err, fix: short.Fix()}
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
		add("this is the answer of %s; no new request was sent", f.At.UTC().Format(time.RFC3339))
	}
	if f.Held() {
		add("not resent: repeated wrong passwords lock the account; to send it: appreg token %s --refresh", s.input.Profile)
		add("after a password change: appreg setup --replace --save-password --profile %s", s.input.Profile)
	}
	if !f.NotBefore().IsZero() {
		add("the login host accepts no request before %s", f.NotBefore().UTC().Format(time.RFC3339))
	}
	add("%s", f.Finding.Meaning)
	return strings.Join(append(lines, fixLines(f.Finding)...), "\n")
}
