package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// textFlag is the value of a flag that takes text. pflag's own names what it takes by repeating a word of its description.
type textFlag struct {
	text  *string
	takes string // what the help shows for the value: its type, or all values
}

func (t *textFlag) String() string { return *t.text }

func (t *textFlag) Set(value string) error {
	*t.text = value
	return nil
}

// Type is what the help shows for the value.
func (t *textFlag) Type() string { return t.takes }

// addText adds a flag that takes text. Its value so far is its default.
func addText(flags *pflag.FlagSet, text *string, name, short, takes, usage string) {
	flags.VarP(&textFlag{text: text, takes: takes}, name, short, usage)
}

// textOf returns the value of a flag, empty if it was not given or if cmd has none of that name.
func textOf(cmd *cobra.Command, name string) string {
	if flag := cmd.Flags().Lookup(name); flag != nil {
		return flag.Value.String()
	}
	return ""
}

// listFlag is the value of a flag that may be repeated. pflag's own lists make a CSV writer and its buffer for each flag,
// which every start would pay for.
type listFlag struct {
	list  []string
	takes string
}

func (l *listFlag) String() string { return strings.Join(l.list, ",") }

func (l *listFlag) Set(value string) error {
	l.list = append(l.list, value)
	return nil
}

// Type is what the help shows for the value.
func (l *listFlag) Type() string { return l.takes }
