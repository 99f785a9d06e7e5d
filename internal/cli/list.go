package cli

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"appreg/internal/sanitize"
	"appreg/store"
)

func newListCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the saved profiles",
		Args:  none,
		RunE: func(*cobra.Command, []string) error {
			s, err := a.openStore()
			if err != nil {
				return err
			}
			profiles, err := s.List()
			if err != nil {
				return fmt.Errorf("could not list the profiles: %w", err)
			}
			ready := a.readyOnly(profiles)
			a.sayMovedAside(s)
			if asJSON {
				list := make([]profileJSON, 0, len(ready))
				for _, p := range ready {
					list = append(list, toJSON(p))
				}
				printJSON(a.Out, list)
				return nil
			}
			a.printProfiles(ready)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as a JSON array")
	return cmd
}

// readyOnly leaves out what a crash left half saved, and says so on stderr.
func (a *app) readyOnly(profiles []store.Profile) []store.Profile {
	var ready []store.Profile
	for _, p := range profiles {
		if p.Ready() {
			ready = append(ready, p)
			continue
		}
		unfinished := &store.UnfinishedError{Name: p.Name, State: p.State}
		fmt.Fprintf(a.Err, "appreg: note: %s; %s\n", sanitize.Line(unfinished.Error()), sanitize.Line(unfinished.Fix()))
	}
	return ready
}

// sayMovedAside says on stderr that profiles may be missing, as long as the damaged index lies there: the error that
// told of the damage came once, and perhaps to a script.
func (a *app) sayMovedAside(st *store.Store) {
	var moved *store.MovedIndexError
	if errors.As(st.MovedAside(), &moved) {
		fmt.Fprintf(a.Err, "appreg: note: %s; %s\n", sanitize.Line(moved.Error()), sanitize.Line(moved.Fix()))
	}
}

// sayNoProfiles says why nothing is listed.
func (a *app) sayNoProfiles() {
	fmt.Fprintln(a.Err, "appreg: no profiles yet; make one with: appreg setup")
}

func (a *app) printProfiles(profiles []store.Profile) {
	if len(profiles) == 0 {
		a.sayNoProfiles()
		return
	}
	table := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PROFILE\tAPI\tTENANT\tFLOW\tSTORE\tVERDICT\tEXPIRES")
	for _, p := range profiles {
		shown := toJSON(p)
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", shown.Profile, shown.API, shown.Tenant, shown.Flow, shown.Store, shown.Verdict, shown.Expires)
	}
	_ = table.Flush() // Run tells of a write that failed
}
