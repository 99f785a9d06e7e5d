package cli

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"appreg/internal/localidentity"
)

// CommandTree is the program's own, for tests of what texts say about it.
type CommandTree struct{ root *cobra.Command }

// NewCommandTree returns the tree of a program that nobody uses.
func NewCommandTree() CommandTree {
	root := newRoot(Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard})
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpFlag()
	return CommandTree{root}
}

// Has reports whether there is a command of that name.
func (c CommandTree) Has(name string) bool { return c.command(name) != nil }

func (c CommandTree) command(name string) *cobra.Command {
	for _, cmd := range c.root.Commands() {
		if cmd.Name() == name {
			return cmd
		}
	}
	return nil
}

// TakesValue reports whether a command's flag is followed by a value.
func (c CommandTree) TakesValue(command, flag string) bool {
	cmd := c.command(command)
	if cmd == nil {
		return false
	}
	found := cmd.Flag(flag)
	return found != nil && found.NoOptDefVal == ""
}

// HasFlag reports whether any command has the flag.
func (c CommandTree) HasFlag(flag string) bool {
	return slices.ContainsFunc(commands(c.root), func(cmd *cobra.Command) bool {
		cmd.InitDefaultHelpFlag()
		return cmd.Flag(flag) != nil
	})
}

// Parse reads a command line as the program does, without running it.
func (c CommandTree) Parse(words []string) error {
	cmd, rest, err := c.root.Find(words)
	if err != nil {
		return err
	}
	if cmd == c.root {
		return errors.New("no command")
	}
	if err := cmd.ParseFlags(rest); err != nil && !errors.Is(err, pflag.ErrHelp) {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

// Identity serves a profile's managed identity as `appreg run` does, when the token that it began with has ended.
func Identity(streams Streams, profile string) (*localidentity.Server, error) {
	r := &runCommand{profile: profile, tokenCommand: tokenCommand{heed: func() {}, registrationFlags: registrationFlags{
		app: &app{Streams: streams}, cmd: &cobra.Command{},
	}}}
	overrides, err := r.overrides()
	if err != nil {
		return nil, err
	}
	s, err := r.loadProfile([]string{profile}, overrides)
	if err != nil {
		return nil, err
	}
	tokens, err := r.tokens(s, issued{})
	if err != nil {
		return nil, err
	}
	return localidentity.Start(localidentity.Options{Resources: tokens.resources(), Token: tokens.get})
}

// RunEnviron is the environment that `appreg run` gives its command, and what it says on standard error.
func RunEnviron(environ []string, variable string, tokens ...string) (entries []string, said string) {
	var errs strings.Builder
	r := &runCommand{env: variable, tokenCommand: tokenCommand{registrationFlags: registrationFlags{app: &app{Streams: Streams{Environ: environ, Err: &errs}}}}}
	return r.environ(tokens...), errs.String()
}
