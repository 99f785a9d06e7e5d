package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/report"
	"appreg/store"
)

// app is what the commands share: the streams and the global flags.
type app struct {
	Streams
	global globalFlags
	opened *store.Store // by openStore

	fullScreen bool             // the wizard has drawn on standard error
	typed      *typedPassphrase // of the vault; nil: none

	signsIn func(report.SignIn) // shows whom a sign-in waits for; nil: on standard error
}

// The groups of commands in the help.
const (
	groupUse      = "use"
	groupProfiles = "profiles"
	groupLearn    = "learn"
)

// newRoot builds the command tree. appreg alone is the same as appreg setup.
func newRoot(streams Streams) *cobra.Command {
	a := &app{Streams: streams, typed: &typedPassphrase{}}
	root := newSetupCommand(a)
	root.Use = "appreg"
	root.Short = "Set up a Microsoft app registration, and know that it works"
	root.Long = "Registers an app in Microsoft Entra for Dynamics Lifecycle Services, Power Platform, Power Apps or Business Central with you,\n" +
		"tests it with a real token and saves the credential in your operating system's keyring or in an encrypted vault. Without a command, starts the wizard."
	root.Args = rejectUnknownCommand
	addVersionFlag(a, root)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SuggestionsMinimumDistance = 2
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(flagFault)
	root.SetUsageFunc(a.usage)
	root.SetHelpFunc(a.showHelp)
	a.global.register(root.PersistentFlags())
	for _, group := range []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{groupUse, "Set up and use", []*cobra.Command{newSetupCommand(a), newCheckCommand(a), newTokenCommand(a), newRunCommand(a), newExportCommand(a), newFederateCommand(a), newOpenCommand(a), newRotateCommand(a), newDutyCommand(a), newUndoCommand(a)}},
		{groupProfiles, "Saved profiles", []*cobra.Command{newListCommand(a), newShowCommand(a), newRenameCommand(a), newMoveCommand(a), newRemoveCommand(a)}},
		{groupLearn, "Learn", []*cobra.Command{newExplainCommand(a), newDemoCommand(a), newVersionCommand(a)}},
	} {
		root.AddGroup(&cobra.Group{ID: group.id, Title: group.title})
		for _, cmd := range group.commands {
			cmd.GroupID = group.id
		}
		root.AddCommand(group.commands...)
	}
	a.addCobraCommands(root)
	addExamples(root)
	return root
}

// addVersionFlag has the bare program take --version.
func addVersionFlag(a *app, root *cobra.Command) {
	var wanted bool
	root.Flags().BoolVar(&wanted, "version", false, "version, commit and date of this build")
	setUp := root.RunE
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if !wanted {
			return setUp(cmd, args)
		}
		asJSON, err := cmd.Flags().GetBool("json")
		a.printVersion(asJSON)
		return err
	}
}

// rejectUnknownCommand refuses arguments of the bare program: they are misspelt commands.
func rejectUnknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "for the commands: appreg --help"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean appreg " + near[0] + "?"
	} else if _, known := findTopic(args[0]); known {
		hint = "did you mean appreg help " + args[0] + "?"
	}
	return usageError(hint, "unknown command %q", args[0])
}

// exactly takes n arguments and names them when they are not there.
func exactly(n int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return usageError(fmt.Sprintf("usage: %s %s", cmd.CommandPath(), names), "%s takes %s", cmd.Name(), names)
	}
}

// oneProfile takes no argument or a profile, as usage says.
func oneProfile(usage string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < 2 {
			return nil
		}
		return usageError("usage: "+cmd.CommandPath()+" "+usage, "%s takes one profile at a time", cmd.Name())
	}
}

// none takes no argument.
func none(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usageError("for its flags: "+cmd.CommandPath()+" --help", "%s takes no argument", cmd.Name())
}
