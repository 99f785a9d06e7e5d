package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// showHelp writes what a command is for and how it is used.
func (a *app) showHelp(cmd *cobra.Command, _ []string) {
	fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n", reflow(cmp.Or(cmd.Long, cmd.Short), a.helpWidth()))
	_ = a.usage(cmd) // Run tells of a write that failed
}

// usage writes how a command is used, as wide as the terminal allows.
func (a *app) usage(cmd *cobra.Command) error {
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "Usage:\n  %s\n", cmd.UseLine())
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "  %s COMMAND\n", cmd.CommandPath())
	}
	section(w, "Examples", cmd.Example)
	for _, group := range cmd.Groups() {
		section(w, group.Title, commandList(cmd, group.ID))
	}
	section(w, "Commands", commandList(cmd, ""))
	width := a.helpWidth()
	section(w, "Flags", ownFlags(cmd).FlagUsagesWrapped(width))
	if !cmd.HasParent() {
		section(w, "Flags of every command", cmd.PersistentFlags().FlagUsagesWrapped(width))
		section(w, "Topics (appreg help TOPIC)", topicList())
		fmt.Fprintln(w, "\nWithout a command, appreg accepts the flags of appreg setup. For more on a command: appreg COMMAND --help")
	} else if cmd.HasAvailableInheritedFlags() {
		section(w, "Flags of every command", cmd.InheritedFlags().FlagUsagesWrapped(width))
	}
	return nil
}

// helpWidth is how wide help may be: as the terminal, within what reads well.
func (to Streams) helpWidth() int {
	if to.Width == 0 {
		return 80
	}
	return min(max(to.Width, 60), 110)
}

// section writes text under a title; nothing if there is no text.
func section(w io.Writer, title, text string) {
	if text = strings.TrimRight(text, "\n "); text != "" {
		fmt.Fprintf(w, "\n%s:\n%s\n", title, text)
	}
}

// commandList lists the commands of a group below cmd.
func commandList(cmd *cobra.Command, group string) string {
	var list strings.Builder
	for _, child := range cmd.Commands() {
		if child.GroupID == group && child.IsAvailableCommand() {
			fmt.Fprintf(&list, "  %-*s  %s\n", child.NamePadding(), child.Name(), child.Short)
		}
	}
	return list.String()
}

// ownFlags are the flags of cmd that its help lists: the bare program's are those of setup, and are listed there.
func ownFlags(cmd *cobra.Command) *pflag.FlagSet {
	if cmd.HasParent() {
		return cmd.LocalFlags()
	}
	own := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	for _, name := range []string{"version", "help"} {
		if flag := cmd.Flags().Lookup(name); flag != nil {
			own.AddFlag(flag)
		}
	}
	return own
}
