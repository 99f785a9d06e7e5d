package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"appreg/internal/spelling"
)

// flagFault says what is wrong with a flag of cmd without the value that was given: it may be a secret.
func flagFault(cmd *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	var unknown *pflag.NotExistError
	var alone *pflag.ValueRequiredError
	help := "list its flags: " + cmd.CommandPath() + " --help"
	switch {
	case errors.As(err, &value):
		name, form := value.GetFlag().Name, "true or false"
		if value.GetFlag().Value.Type() == "duration" {
			form = "a duration such as 30m"
		}
		return usageError(help, "--%s must be %s", name, form)
	case errors.As(err, &alone):
		return usageError(help, "--%s needs a value", alone.GetFlag().Name)
	case errors.As(err, &syntax):
		return usageError(help, "bad flag syntax")
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return usageError(help, "unknown flag -%s", unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if near := spelling.Nearest(name, flagNames(cmd)); near != "" {
			help = "did you mean --" + near + "?"
		}
		return usageError(help, "unknown flag --%s", name)
	}
	return usageError(help, "couldn't read the command line: %w", err)
}

// flagNames lists the flags that cmd's help shows.
func flagNames(cmd *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	}
	cmd.LocalFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	return names
}
