package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/store"
)

// orphanJSON is a credential without a profile, as `list --orphans --json` prints it.
type orphanJSON struct {
	ID       string       `json:"id"`
	Folder   string       `json:"folder"` // empty if the item does not say for which it was saved
	API      catalog.API  `json:"api"`
	Tenant   string       `json:"tenant"`
	ClientID string       `json:"client_id"`
	Flow     catalog.Flow `json:"flow"`
	Username string       `json:"username"`
}

// toOrphanJSON returns what is shown of an orphan, fit for a terminal.
func toOrphanJSON(o store.Orphan) orphanJSON {
	return orphanJSON{
		ID: o.ID, Folder: sanitize.Line(o.Folder), API: catalog.API(sanitize.Line(string(o.API))), Tenant: sanitize.Line(o.Tenant),
		ClientID: sanitize.Line(o.ClientID), Flow: catalog.Flow(sanitize.Line(string(o.Flow))), Username: sanitize.Line(o.Username),
	}
}

// listOrphans lists the credentials in the keyring that no profile uses.
func (a *app) listOrphans(ctx context.Context, asJSON bool) error {
	st, err := a.openStore()
	if err != nil {
		return err
	}
	orphans, err := st.Orphans(ctx)
	if err != nil {
		return fmt.Errorf("couldn't list the credentials without a profile: %w", err)
	}
	if asJSON {
		list := make([]orphanJSON, 0, len(orphans))
		for _, o := range orphans {
			list = append(list, toOrphanJSON(o))
		}
		printJSON(a.Out, list)
		return nil
	}
	if len(orphans) == 0 {
		a.sayNoOrphans()
		return nil
	}
	printOrphans(a.Out, orphans)
	a.warnOfOtherFolders(orphans)
	fmt.Fprintln(a.Err, "appreg: to delete them from this machine's keyring: appreg remove --orphans")
	return nil
}

func (to Streams) sayNoOrphans() {
	fmt.Fprintln(to.Err, "appreg: every credential in the keyring belongs to a profile")
}

// printOrphans writes a table; what an item of an earlier appreg does not say is empty.
func printOrphans(w io.Writer, orphans []store.Orphan) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tAPI\tTENANT\tCLIENT ID\tFLOW\tFOLDER")
	for _, o := range orphans {
		shown := toOrphanJSON(o)
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", shown.ID, shown.API, shown.Tenant, shown.ClientID, shown.Flow, cmp.Or(shown.Folder, "unknown"))
	}
	_ = table.Flush() // Run tells of a write that failed
}
