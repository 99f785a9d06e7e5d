package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"appreg/store"
)

func newListCommand(a *app) *cobra.Command {
	var asJSON, orphans bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the saved profiles",
		Long: "Lists the saved profiles. With --orphans, lists the credentials in the keyring that no profile uses,\n" +
			"for example because the list of profiles was lost.",
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if orphans {
				ctx, stop := interruptible(cmd.Context())
				defer stop()
				return a.listOrphans(ctx, asJSON)
			}
			return a.list(asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "JSON array instead of text")
	cmd.Flags().BoolVar(&orphans, "orphans", false, "credentials in the keyring that no profile uses")
	return cmd
}

// list lists the saved profiles. Each is put into what is printed as soon as it is read.
func (a *app) list(asJSON bool) error {
	s, err := a.openStore()
	if err != nil {
		return err
	}
	lists := make([]listing, store.Parts())
	unfinished := make([]int, len(lists))
	parts := make([]store.Part, len(lists))
	for n := range parts {
		lists[n] = newListing(asJSON)
		parts[n] = store.Part{Begin: func(size int) {
			lists[n].begin(size)
			unfinished[n] = 0
		}, Visit: func(p *store.Profile) {
			if p.Ready() {
				lists[n].add(p)
			} else {
				unfinished[n]++
			}
		}}
	}
	if err := s.Each(parts...); err != nil {
		return fmt.Errorf("couldn't list the profiles: %w", err)
	}
	if slices.Max(unfinished) > 0 {
		profiles, err := s.List()
		if err != nil {
			return fmt.Errorf("couldn't list the profiles: %w", err)
		}
		a.sayUnfinished(profiles)
	}
	a.sayMovedAside(s)
	texts := lists[0].end(lists[1:])
	for _, text := range texts {
		_, _ = a.Out.Write(text) // Run tells of a write that failed
	}
	if len(texts) == 0 {
		a.sayNoProfiles()
	}
	return nil
}

// listing is a list of profiles that grows. What is added is valid only until add returns.
type listing interface {
	begin(size int) // forgets what was added; the index has size bytes
	add(p *store.Profile)
	end(rest []listing) [][]byte // with what was added to others of its kind behind it; empty: nothing to print
}

func newListing(asJSON bool) listing {
	if asJSON {
		return &jsonList{}
	}
	return &columns{}
}

// readyOnly leaves out what a crash left half saved, and says so on stderr.
func (to Streams) readyOnly(profiles []store.Profile) []store.Profile {
	to.sayUnfinished(profiles)
	return slices.DeleteFunc(profiles, func(p store.Profile) bool { return !p.Ready() })
}

// sayUnfinished says on stderr what a crash left half saved.
func (to Streams) sayUnfinished(profiles []store.Profile) {
	for _, unfinished := range store.Unfinished(profiles) {
		to.note("%s; %s", unfinished, unfinished.Fix())
	}
}

// sayMovedAside says on stderr that profiles may be missing, as long as the damaged index lies there: the error that
// told of the damage came once, and perhaps to a script.
func (to Streams) sayMovedAside(st *store.Store) {
	if moved, ok := errors.AsType[*store.Error](st.MovedAside()); ok {
		to.note("%s; %s", moved, moved.Fix())
	}
}

// sayNoProfiles says why nothing is listed.
func (to Streams) sayNoProfiles() {
	fmt.Fprintln(to.Err, "appreg: no profiles yet; create one with: appreg setup")
}
