package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/store"
)

func newShowCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "show PROFILE",
		Short:             "Show a saved profile, without its secret",
		Args:              exactly(1, "PROFILE"),
		ValidArgsFunction: a.completeProfiles,
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.openStore()
			if err != nil {
				return err
			}
			p, err := s.Find(args[0])
			if err != nil {
				return fmt.Errorf("could not show %q: %w", args[0], err)
			}
			if asJSON {
				printJSON(a.Out, toJSON(p))
				return nil
			}
			a.printProfile(p)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// printProfile writes what is known of a profile, one line a fact; empty facts are left out.
func (a *app) printProfile(p store.Profile) {
	facts := []struct{ label, value string }{
		{"profile", p.Name},
		{"keyring item", "service appreg, user name " + p.ID},
		{"api", string(p.API)},
		{"cloud", string(p.Cloud)},
		{"region", string(p.Region)},
		{"tenant", p.Tenant},
		{"tenant id", p.TenantID},
		{"client id", p.ClientID},
		{"flow", string(p.Flow)},
		{"user", p.Username},
		{"password", passwordKept(p)},
		{"permissions", strings.Join(p.Permissions, " ")},
		{"environments", strings.Join(p.Environments, " ")},
		{"deployment", string(p.Deployment)},
		{"project", p.Project},
		{"certificate", p.CertificateFile},
		{"thumbprint", p.CertificateThumbprint},
		{"login host", p.Authority},
		{"API host", p.APIURL},
		{"store", string(p.Store)},
		{"expires", p.SecretExpires},
		{"verdict", string(p.Verdict)},
		{"checked at", p.CheckedAt},
		{"saved at", p.SavedAt},
	}
	for _, f := range facts {
		if f.value != "" {
			fmt.Fprintf(a.Out, "%-13s %s\n", f.label, sanitize.Line(f.value))
		}
	}
}

// passwordKept says whether a password was saved with the profile; empty where none is needed.
func passwordKept(p store.Profile) string {
	switch {
	case p.Flow != catalog.Password:
		return ""
	case passwordUnsaved(p):
		return "not saved: asked for on a terminal"
	default:
		return "saved"
	}
}

// completeProfiles offers the names of saved profiles to the shell.
func (a *app) completeProfiles(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 { // one profile a command; what follows it in rename is a new name
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	s, err := a.openStore()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	profiles, err := s.List()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, p := range profiles {
		names = append(names, p.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
