package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// newHelpCommand prints the help of a command, or a topic.
func (a *app) newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|TOPIC]",
		Short: "Show the help of a command or a topic",
		Long:  "Shows the help of a command, or a topic:\n\n" + topicList(),
		Args:  knownCommand,
		RunE: func(cmd *cobra.Command, args []string) error {
			if topic, found := findTopic(strings.Join(args, " ")); found {
				fmt.Fprint(a.Out, topic.text(a.helpWidth()))
				return nil
			}
			about, _, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			about.InitDefaultHelpFlag() // the help lists it
			return about.Help()
		},
		ValidArgsFunction: completeHelp,
	}
}

// knownCommand takes the words of a command, or a topic.
func knownCommand(cmd *cobra.Command, args []string) error {
	if _, found := findTopic(strings.Join(args, " ")); found {
		return nil
	}
	if _, rest, err := cmd.Root().Find(args); err == nil && len(rest) == 0 {
		return nil
	}
	return usageError("list the commands and topics: appreg --help", "unknown command or topic %q", strings.Join(args, " "))
}

// completeHelp offers the commands and topics to the shell.
func completeHelp(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var offers []cobra.Completion
	about, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, child := range about.Commands() {
		if child.IsAvailableCommand() {
			offers = append(offers, cobra.CompletionWithDesc(child.Name(), child.Short))
		}
	}
	if !about.HasParent() {
		for _, topic := range topics {
			offers = append(offers, cobra.CompletionWithDesc(topic.name, topic.short))
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}
