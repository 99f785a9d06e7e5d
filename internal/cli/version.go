package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/version"
)

func newVersionCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Show the version",
		Long:  "Shows the version, the commit and its date, and what the program was built for. appreg --version shows the same.",
		Args:  none,
		RunE: func(*cobra.Command, []string) error {
			a.printVersion(asJSON)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "JSON instead of text")
	return cmd
}

func (to Streams) printVersion(asJSON bool) {
	if build := version.ThisBuild(); asJSON {
		printJSON(to.Out, build)
	} else {
		fmt.Fprintln(to.Out, build)
	}
}
