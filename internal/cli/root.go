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

	command *cobra.Command // that was asked for; nil: none is running yet

	fullScreen bool             // the wizard has drawn on standard error
	typed      *typedPassphrase // of the vault; nil: none

	signsIn func(report.SignIn) // shows whom a sign-in waits for; nil: on standard error
}

func newApp(streams Streams) *app { return &app{Streams: streams, typed: &typedPassphrase{}} }

// The groups of commands in the help.
const (
	groupUse      = "use"
	groupProfiles = "profiles"
	groupLearn    = "learn"
)

// commandRow is a command: its name, its group in the help, and how it is built.
type commandRow struct {
	name, group string
	build       func(*app) *cobra.Command
}

// commandRows are the commands in the order of the help; cobra adds help and completion.
var commandRows = []commandRow{
	{"setup", groupUse, newSetupCommand}, {"check", groupUse, newCheckCommand}, {"token", groupUse, newTokenCommand},
	{"run", groupUse, newRunCommand}, {"export", groupUse, newExportCommand}, {"federate", groupUse, newFederateCommand},
	{"open", groupUse, newOpenCommand}, {"rotate", groupUse, newRotateCommand}, {"duty", groupUse, newDutyCommand},
	{"undo", groupUse, newUndoCommand},
	{"list", groupProfiles, newListCommand}, {"show", groupProfiles, newShowCommand}, {"rename", groupProfiles, newRenameCommand},
	{"move", groupProfiles, newMoveCommand}, {"remove", groupProfiles, newRemoveCommand},
	{"explain", groupLearn, newExplainCommand}, {"demo", groupLearn, newDemoCommand}, {"version", groupLearn, newVersionCommand},
}

// newRoot builds the command tree. appreg alone is the same as appreg setup.
func newRoot(streams Streams) *cobra.Command {
	a := newApp(streams)
	root := newSetupCommand(a)
	root.Args = rejectUnknownCommand
	root.Short = "Set up a Microsoft app registration, and know that it works"
	root.Long = "Helps you register an app in Microsoft Entra for " + titles() + ",\n" +
		"tests it with a real token and saves the credential in your operating system's keyring or in an encrypted vault. Without a command, starts the wizard."
	addVersionFlag(a, root)
	dress(root, a)
	for _, group := range []cobra.Group{{ID: groupUse, Title: "Set up and use"}, {ID: groupProfiles, Title: "Saved profiles"}, {ID: groupLearn, Title: "Learn"}} {
		root.AddGroup(&group)
	}
	for _, row := range commandRows {
		cmd := row.build(a)
		cmd.GroupID = row.group
		root.AddCommand(cmd)
	}
	a.addCobraCommands(root)
	addExamples(root)
	return root
}

// newRootFor builds of the command tree only what a command line needs that begins with a command: building all of it takes
// longer than the short commands themselves.
func newRootFor(streams Streams, args []string) *cobra.Command {
	if len(args) > 0 {
		for _, row := range commandRows {
			if row.name == args[0] {
				a := newApp(streams)
				root := &cobra.Command{}
				root.CompletionOptions.DisableDefaultCmd = true
				dress(root, a)
				root.AddCommand(row.build(a))
				addExamples(root)
				return root
			}
		}
	}
	return newRoot(streams)
}

// dress gives the root its name, its ways of helping and failing, and the flags of all commands.
func dress(root *cobra.Command, a *app) {
	root.Use = "appreg"
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SuggestionsMinimumDistance = 2
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(flagFault)
	root.SetUsageFunc(a.usage)
	root.SetHelpFunc(a.showHelp)
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) { a.command = cmd }
	a.global.register(root.PersistentFlags())
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
	hint := "list the commands: appreg --help"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean appreg " + near[0] + "?"
	} else if _, known := findTopic(args[0]); known {
		hint = "did you mean appreg help " + args[0] + "?"
	}
	return usageError(hint, "unknown command %q", args[0])
}

// exactly takes n arguments, and says which are needed when they are not there.
func exactly(n int, names, needed string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return usageError(fmt.Sprintf("usage: %s %s", cmd.CommandPath(), names), "%s needs %s", cmd.Name(), needed)
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
	return usageError("list its flags: "+cmd.CommandPath()+" --help", "%s takes no argument", cmd.Name())
}
