package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/sanitize"
	"appreg/internal/spelling"
	"appreg/steps"
	"appreg/store"
)

func newMoveCommand(a *app) *cobra.Command {
	var to string
	recipients := &listFlag{takes: "key"}
	cmd := &cobra.Command{
		Use:   "move PROFILE --to STORE",
		Short: "Move a profile's credential to another store",
		Long: "Writes the credential and the cached tokens to the other store, reads them back, switches the profile over and then deletes them\n" +
			"from where they were. If it's interrupted, the profile works as before or as after.",
		Args:              exactly(1, "PROFILE --to STORE", "one profile name"),
		ValidArgsFunction: a.completeProfiles,
		RunE: withSignals(func(ctx context.Context, args []string) error {
			return a.move(ctx, args[0], to, recipients.list)
		}),
	}
	addText(cmd.Flags(), &to, "to", "", "keyring|vault|exec:NAME", "store to move it to")
	cmd.Flags().Var(recipients, string(steps.KeyRecipients), "public key of somebody who can read the credential in the vault, too; repeatable")
	return cmd
}

// movesTo is the store that --to names. A credential is kept somewhere: unlike a set-up, it can't be moved to "none".
func movesTo(to string) (string, error) {
	if to == "" {
		return "", usageError("add --to keyring, --to vault or --to exec:NAME", "move needs the store to move to")
	}
	accepted, problem := steps.AcceptStore(to)
	valid := "valid: keyring, vault, exec:NAME"
	switch {
	case accepted == steps.StoreNone:
		return "", usageError(valid, "none isn't a store to move to")
	case problem == nil:
		return accepted, nil
	case strings.HasPrefix(strings.TrimSpace(to), steps.StoreExec):
		return "", notTaken("to", problem)
	}
	if near := spelling.Nearest(strings.TrimSpace(to), []string{steps.StoreKeyring, steps.StoreVault}); near != "" {
		valid += fmt.Sprintf(" (did you mean %s?)", near)
	}
	return "", usageError(valid, "%s (--to)", problem.Message)
}

// move moves a profile to the store that was named.
func (a *app) move(ctx context.Context, name, to string, recipients []string) error {
	accepted, err := movesTo(to)
	if err != nil {
		return err
	}
	for _, recipient := range recipients {
		if err := store.CheckRecipient(recipient); err != nil {
			return usageError("use a key that age-keygen prints as public key", "couldn't move %q: %w", name, err)
		}
	}
	st, before, err := a.findProfile([]string{name}, "move")
	if err != nil {
		return err
	}
	moved, err := st.Move(ctx, name, store.BackendName(accepted), recipients)
	if err != nil {
		return a.about(err, []string{name}, "couldn't move %q", name)
	}
	place := st.Place(moved.Profile)
	when := "now"
	if moved.Profile.ID == before.ID {
		when = "already"
	}
	fmt.Fprintf(a.Err, "appreg: %s is in the %s %s: %s\n", before.Name, place.Store, when, sanitize.Line(place.Where))
	if moved.Cleared {
		fmt.Fprintln(a.Err, "appreg: an unused credential that an interrupted run had left is deleted")
	}
	if moved.Left != (store.Place{}) {
		a.note("the old credential couldn't be deleted from the %s (%s); to delete it, run the same command again", moved.Left.Store, moved.Left.Where)
	}
	return nil
}
