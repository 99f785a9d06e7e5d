package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/store"
)

func newRemoveCommand(a *app) *cobra.Command {
	var orphans, yes bool
	cmd := &cobra.Command{
		Use:   "remove PROFILE | --orphans [ID...]",
		Short: "Delete a profile and its credential from this machine",
		Long: "Deletes the profile, its credential and its tokens. The app registration in Microsoft Entra stays as it is.\n" +
			"On a terminal, asks first. With --orphans, deletes the credentials in the keyring that no profile uses, or those with the given IDs.",
		Args: func(cmd *cobra.Command, args []string) error {
			if orphans {
				return nil
			}
			return exactly(1, "PROFILE", "one profile name")(cmd, args)
		},
		ValidArgsFunction: a.completeProfiles,
		RunE: withSignals(func(ctx context.Context, args []string) error {
			if orphans {
				return a.removeOrphans(ctx, args, yes)
			}
			return a.remove(ctx, args[0], yes)
		}),
	}
	cmd.Flags().BoolVar(&orphans, "orphans", false, "credentials in the keyring that no profile uses")
	yesFlag(cmd.Flags(), &yes, "delete without asking")
	return cmd
}

// remove deletes a profile. Where somebody can be asked, they are; a script that names a profile means it.
func (a *app) remove(ctx context.Context, name string, yes bool) error {
	st, err := a.openStore()
	if err != nil {
		return err
	}
	if !yes && a.canAsk() {
		if err := a.agreeToRemove(ctx, st, name); err != nil {
			return err
		}
	}
	p, _ := st.Find(name) // nothing where it is unfinished
	if err := st.Remove(ctx, name); err != nil {
		return a.about(err, []string{name}, "couldn't remove %q", name)
	}
	fmt.Fprintf(a.Err, "appreg: removed %s; %s\n", name, staysInEntra(p.Flow))
	return nil
}

// staysInEntra says what of a profile outlives its removal from this machine.
func staysInEntra(flow catalog.Flow) string {
	if rotatable(flow) {
		return "its " + flow.Info().Credential + " is still valid in Entra until you delete it there"
	}
	return "its app registration stays in Entra until you delete it there"
}

// agreeToRemove has the person see which profile it is before it is gone.
func (a *app) agreeToRemove(ctx context.Context, st *store.Store, name string) error {
	p, err := st.Find(name)
	which := fmt.Sprintf("profile %s (%s, tenant %s)", p.Name, p.API, p.Tenant)
	if errors.Is(err, store.ErrUnfinished) {
		which = "what is left of profile " + name
	} else if err != nil {
		return a.about(err, []string{name}, "couldn't remove %q", name)
	}
	if err := a.agree(ctx, "Delete "+which+" with its credential from this machine?"); err != nil {
		return err
	}
	if now, err := st.Find(name); err == nil && now.ID != p.ID { // they agreed to another one
		return fmt.Errorf("couldn't remove %q: %w", name, &store.Error{Kind: store.ErrReplaced, Profile: name})
	}
	return nil
}
