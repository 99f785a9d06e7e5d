package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newRemoveCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:               "remove PROFILE",
		Short:             "Delete a profile with its credential from this machine",
		Long:              "Deletes the profile, its keyring item and its sealed file. The app registration in Entra stays as it is.",
		Args:              exactly(1, "PROFILE"),
		ValidArgsFunction: a.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.openStore()
			if err != nil {
				return err
			}
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			if err := s.Remove(ctx, args[0]); err != nil {
				return fmt.Errorf("could not remove %q: %w", args[0], err)
			}
			fmt.Fprintf(a.Err, "appreg: removed %s; its secret is still valid in Entra until you delete it there\n", args[0])
			return nil
		},
	}
}
