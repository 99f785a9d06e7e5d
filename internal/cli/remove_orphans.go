package cli

import (
	"context"
	"fmt"
	"os"

	"appreg/store"
)

// removeOrphans deletes the credentials with these ids that no profile uses, or all of them, once the person has agreed.
func (a *app) removeOrphans(ctx context.Context, ids []string, yes bool) error {
	st, err := a.openStore()
	if err != nil {
		return err
	}
	orphans, err := wantedOrphans(ctx, st, ids)
	if err != nil {
		return err
	}
	if len(orphans) == 0 {
		a.sayNoOrphans()
		return nil
	}
	printOrphans(a.Err, orphans)
	a.warnOfOtherFolders(orphans)
	if err := a.agreeOn(ctx, orphans, yes); err != nil {
		return err
	}
	for _, o := range orphans {
		removed, err := st.RemoveOrphan(ctx, o.ID)
		switch {
		case err != nil:
			return fmt.Errorf("couldn't remove %s: %w", o.ID, err)
		case removed:
			fmt.Fprintf(a.Err, "appreg: removed %s; its credential is still valid in Entra until you delete it there\n", o.ID)
		default:
			fmt.Fprintf(a.Err, "appreg: %s was left: it's gone already, or a profile uses it now\n", o.ID)
		}
	}
	return nil
}

// agreeOn has the person agree to deleting orphans: one who is not asked said so with --yes.
func (a *app) agreeOn(ctx context.Context, orphans []store.Orphan, yes bool) error {
	what := counted(len(orphans), "credential")
	switch {
	case yes:
		return nil
	case !a.canAsk():
		return usageError("check the list, then run it again with --yes, or name the IDs and add --yes",
			"couldn't remove %s: there is no terminal to confirm", what)
	}
	return a.agree(ctx, fmt.Sprintf("Delete %s from this machine's keyring? This can't be undone.", what))
}

// wantedOrphans finds the orphans with these ids, or all of them.
func wantedOrphans(ctx context.Context, st *store.Store, ids []string) ([]store.Orphan, error) {
	if len(ids) == 0 {
		orphans, err := st.Orphans(ctx)
		if err != nil {
			err = fmt.Errorf("couldn't list the credentials without a profile: %w", err)
		}
		return orphans, err
	}
	var orphans []store.Orphan
	for _, id := range ids {
		orphan, err := st.Orphan(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("couldn't look for %q: %w", id, err)
		}
		if orphan == nil {
			return nil, usageError("to see which there are: appreg list --orphans",
				"couldn't remove %q: appreg has no credential of that ID without a profile", id)
		}
		orphans = append(orphans, *orphan)
	}
	return orphans, nil
}

// warnOfOtherFolders says what can't be seen from here: in another folder there may be a profile that needs a credential.
func (to Streams) warnOfOtherFolders(orphans []store.Orphan) {
	untold, away := 0, 0
	for _, o := range orphans {
		if o.Folder == "" {
			untold++
		} else if _, err := os.Stat(o.Folder); err != nil {
			away++
		}
	}
	if untold > 0 {
		to.note("%d of them may belong to profiles in another folder: they don't say which. "+
			"If you use more than one APPREG_HOME, run appreg list --orphans with each first", untold)
	}
	if away > 0 {
		to.note("%d of them were saved for a folder that can't be read now. If it was moved, or isn't mounted, its profiles still need them", away)
	}
}
