package cli

import (
	"context"
	"fmt"

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
			fmt.Fprintf(a.Err, "appreg: %s was left: a profile uses it now\n", o.ID)
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

// warnOfOtherFolders says what an item does not tell: in another folder there may be a profile that needs it.
func (to Streams) warnOfOtherFolders(orphans []store.Orphan) {
	unknown := 0
	for _, o := range orphans {
		if o.Folder == "" {
			unknown++
		}
	}
	if unknown > 0 {
		to.note("%d of them may belong to profiles in another folder: an earlier appreg didn't write down which. "+
			"If you use more than one APPREG_HOME, run appreg list --orphans with each first", unknown)
	}
}
