package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"appreg/store"
)

// app is what the commands share: the streams and the global flags.
type app struct {
	Streams
	global globalFlags
	opened *store.Store // by openStore
}

// newRoot builds the command tree. appreg alone is the same as appreg setup.
func newRoot(streams Streams) *cobra.Command {
	a := &app{Streams: streams}
	root := newSetupCommand(a)
	root.Use = "appreg"
	root.Short = "Set up, test and safely keep a credential for a Microsoft business API"
	root.Long = "Walks the documented steps of a Microsoft Entra app registration for Dynamics Lifecycle Services,\n" +
		"Power Platform, Power Apps or Business Central, tests it live and keeps the credential in the OS keyring.\n" +
		"Without a command: the wizard (same as: appreg setup)."
	root.Args = rejectUnknownCommand
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SuggestionsMinimumDistance = 2
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError("see: "+cmd.CommandPath()+" --help", "could not read the command line: %s", flagFault(err))
	})
	a.global.register(root.PersistentFlags())
	root.AddCommand(
		newSetupCommand(a), newCheckCommand(a), newListCommand(a), newShowCommand(a), newRemoveCommand(a), newRenameCommand(a),
		newTokenCommand(a), newExplainCommand(a), newDemoCommand(a), newVersionCommand(a),
	)
	strictHelpers(root)
	return root
}

// flagFault says what is wrong with a flag without the value that was given: it may be a secret.
func flagFault(err error) string {
	var value *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	var unknown *pflag.NotExistError
	switch {
	case errors.As(err, &value):
		return fmt.Sprintf("--%s does not take the value that was given", value.GetFlag().Name)
	case errors.As(err, &syntax):
		return "bad flag syntax"
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return "there are no short flags but -h"
	}
	return err.Error()
}

// rejectUnknownCommand refuses arguments of the bare program: they are misspelt commands.
func rejectUnknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "see: appreg --help"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean: appreg " + near[0]
	}
	return usageError(hint, "could not run %q: there is no such command", args[0])
}

// exactly takes n arguments and names them when they are not there.
func exactly(n int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return usageError(fmt.Sprintf("usage: %s %s", cmd.CommandPath(), names),
			"could not run %s: it takes %s", cmd.Name(), names)
	}
}

// none takes no argument.
func none(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usageError("see: "+cmd.CommandPath()+" --help", "could not run %s: it takes no argument", cmd.Name())
}
