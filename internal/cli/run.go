package cli

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"appreg/internal/localidentity"
	"appreg/internal/pattern"
	"appreg/internal/sanitize"
)

// runCommand is one run of `appreg run`.
type runCommand struct {
	tokenCommand
	allow   listFlag
	env     string // the variable that takes the token; empty: a managed identity is served
	profile string
}

func newRunCommand(a *app) *cobra.Command {
	r := &runCommand{tokenCommand: tokenCommand{registrationFlags: registrationFlags{app: a}}, allow: listFlag{takes: "URL"}}
	cmd := &cobra.Command{
		Use:   "run [PROFILE] [flags] -- COMMAND [ARGUMENT…]",
		Short: "Run a command that gets its tokens from a profile",
		Long: "Runs a command that finds a managed identity on this machine, as in Azure: Azure's SDKs (DefaultAzureCredential,\n" +
			"ManagedIdentityCredential) and command-line tools get the profile's tokens there, cached and renewed, and no credential is in\n" +
			"the command's environment. Only the command can ask, only for the profile's API, and only while it runs.\n" +
			"The command uses this terminal, receives its signals, and decides the exit code. It isn't started without a token.",
		Args:              runArguments,
		ValidArgsFunction: a.completeRun,
		RunE:              r.run,
	}
	r.cmd = cmd
	cmd.Flags().Var(&r.allow, "allow", "resource to serve too, such as https://graph.microsoft.com; repeatable")
	addText(cmd.Flags(), &r.env, "env", "", "name", "variable that takes one token instead; no managed identity then")
	return cmd
}

// runArguments takes a profile before the dashes and a command behind them.
func runArguments(cmd *cobra.Command, args []string) error {
	fix := "usage: " + cmd.CommandPath() + " [PROFILE] -- COMMAND"
	switch dash := cmd.ArgsLenAtDash(); {
	case dash < 0:
		return usageError(fix, "put the command after --")
	case dash > 1:
		return usageError(fix, "run takes one profile at a time")
	case dash == len(args):
		return usageError(fix, "no command after --")
	}
	return nil
}

// completeRun offers profiles, and behind the dashes what the shell has.
func (a *app) completeRun(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return a.completeProfiles(cmd, args, typed)
}

var variableName = pattern.Lazy(`^[A-Za-z_][A-Za-z0-9_]*$`)

// run gets the first token, while a person can still be asked, and then runs the command to its end.
func (r *runCommand) run(cmd *cobra.Command, args []string) error {
	dash := cmd.ArgsLenAtDash()
	command := args[dash:]
	program, err := r.usable(command)
	if err != nil {
		return err
	}
	if r.profile, err = r.profileName(args[:dash]); err != nil {
		return err
	}
	if err := r.othersServed(); err != nil {
		return err
	}
	first, s, err := r.first(cmd.Context())
	if err != nil {
		return err
	}
	child := exec.CommandContext(cmd.Context(), program, command[1:]...)
	child.Args[0] = command[0]
	if r.env != "" {
		return r.follow(child, r.environ(r.env+"="+first.Value.Reveal()))
	}
	tokens, err := r.tokens(s, first)
	if err != nil {
		return err
	}
	server, err := localidentity.Start(localidentity.Options{
		ClientID: s.input.Registration.ClientID, Resources: tokens.resources(), Token: tokens.get,
	})
	if err != nil {
		return fmt.Errorf("couldn't serve a managed identity: %w", err)
	}
	defer server.Close()
	return r.follow(child, r.environ(server.Environ()...))
}

// isResource reports whether a word can name an API: by a URL that isn't sent in the clear, or by its app's id.
func isResource(word string) bool {
	address, err := url.Parse(word)
	named := err == nil && address.Host != "" && address.Scheme != "http" && !strings.ContainsAny(word, " \t\r\n") && !strings.HasSuffix(word, scopeOfResource)
	return named && sanitize.Line(word) == word || uuid.Validate(word) == nil
}

// usable looks at what was asked for before anything is sent, and returns the program's path.
func (r *runCommand) usable(command []string) (string, error) {
	switch {
	case r.env == "" && r.cmd.Flags().Changed("env"):
		return "", usageError("give the variable's name, such as TOKEN", "--env names no variable")
	case r.env != "" && !variableName.Regexp().MatchString(r.env):
		return "", usageError("use letters, digits and _", "couldn't use %q as the name of a variable (--env)", sanitize.Line(r.env))
	case r.env != "" && governs(r.env):
		return "", usageError("use another name, such as TOKEN", "couldn't use %s for a token (--env): it governs how programs run", r.env)
	case r.env != "" && len(r.allow.list) > 0:
		return "", usageError("leave one of them out", "--allow doesn't go with --env: there's no managed identity then")
	}
	for _, resource := range r.allow.list {
		if !isResource(resource) {
			return "", usageError("give the resource without /.default, such as https://graph.microsoft.com", "couldn't use %q as a resource (--allow)", sanitize.Line(resource))
		}
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return "", notRun(command[0], err)
	}
	return program, nil
}

// first gets a token as `appreg token` does: a person may have to sign in, or type a password.
func (r *runCommand) first(ctx context.Context) (given issued, s subject, err error) {
	ctx, stop := r.heeding(ctx)
	defer stop()
	given, s, err = r.fetch(ctx, r.profile, "")
	if err == nil {
		r.warnOfExpiry(s)
		r.bind(ctx, s)
	}
	return given, s, err
}
