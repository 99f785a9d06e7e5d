package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// strictHelpers makes cobra's own commands refuse names that they do not know. Left alone, they print help and exit 0,
// which a script would source or take for done.
func strictHelpers(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "completion":
			strictCompletion(cmd)
		case "help":
			cmd.Args = knownCommand
		}
	}
}

func strictCompletion(cmd *cobra.Command) {
	var shells []string
	for _, shell := range cmd.Commands() {
		shell.Args = none
		shells = append(shells, shell.Name())
	}
	hint := "name one of: " + strings.Join(shells, " ")
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError(hint, "could not print a completion script: no shell was named")
		}
		return usageError(hint, "could not print a completion script for %q: there is no such shell here", args[0])
	}
}

// knownCommand takes the words of a command, as help does.
func knownCommand(cmd *cobra.Command, args []string) error {
	if _, rest, err := cmd.Root().Find(args); err == nil && len(rest) == 0 {
		return nil
	}
	return usageError("see: appreg --help", "could not help with %q: there is no such command", strings.Join(args, " "))
}
