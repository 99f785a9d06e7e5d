package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// addCobraCommands adds cobra's own commands, in our words. They refuse names that they do not know: left alone, they print
// help and exit 0, which a script would source or take for done.
func (a *app) addCobraCommands(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	root.SetHelpCommandGroupID(groupLearn)
	root.SetHelpCommand(a.newHelpCommand())
	root.InitDefaultHelpCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			cmd.GroupID = groupLearn
			strictCompletion(cmd)
		}
	}
}

func strictCompletion(cmd *cobra.Command) {
	var shells []string
	for _, shell := range cmd.Commands() {
		shell.Args = none
		shell.Short = "Print the completion script for " + shell.Name()
		shell.Long = shell.Short + "."
		shells = append(shells, shell.Name())
	}
	cmd.Short = "Print a completion script for your shell"
	cmd.Long = "Prints a script that has your shell complete appreg's commands, flags, values and profile names."
	hint := "name one of: " + strings.Join(shells, " ")
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError(hint, "completion needs the name of a shell")
		}
		return usageError(hint, "unknown shell %q", args[0])
	}
}
