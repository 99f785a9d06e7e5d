package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Tell the version",
		Args:  none,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.Out, "appreg %s %s/%s %s\n", buildVersion(), runtime.GOOS, runtime.GOARCH, runtime.Version())
			return nil
		},
	}
}

// buildVersion is the module's version as the Go tool recorded it, or the commit of a local build.
func buildVersion() string {
	info, found := debug.ReadBuildInfo()
	if !found {
		return "(unknown)"
	}
	return info.Main.Version
}
