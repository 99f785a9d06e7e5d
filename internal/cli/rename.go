package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/sanitize"
)

func newRenameCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:               "rename OLD NEW",
		Short:             "Rename a profile",
		Long:              "Renames a profile. Its credential stays where it is.",
		Args:              exactly(2, "OLD NEW", "the old and the new name"),
		ValidArgsFunction: a.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if what, found := sanitize.LooksSecret(args[1]); found {
				return usageError("choose a name that others may see", "couldn't rename %q: the new name looks like a secret (%s)", args[0], what)
			}
			s, err := a.openStore()
			if err != nil {
				return err
			}
			if err := s.Rename(cmd.Context(), args[0], args[1]); err != nil {
				return a.about(err, args, "couldn't rename %q", args[0])
			}
			fmt.Fprintf(a.Err, "appreg: %s is now %s\n", args[0], args[1])
			return nil
		},
	}
}
