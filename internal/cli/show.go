package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/sanitize"
	"appreg/store"
)

func newShowCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "show [PROFILE]",
		Short:             "Show a saved profile, without its secret",
		Long:              "Shows what is saved of a profile: the one that you name, the one in APPREG_PROFILE, or the only one there is.",
		Args:              oneProfile("[PROFILE]"),
		ValidArgsFunction: a.completeProfiles,
		RunE: func(_ *cobra.Command, args []string) error {
			st, p, err := a.findProfile(args, "show")
			if err != nil {
				return err
			}
			if asJSON {
				printJSON(a.Out, toShown(p))
				return nil
			}
			a.printProfile(p, st.Place(p))
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "JSON instead of text")
	return cmd
}

// printProfile writes what is known of a profile, one line a fact; empty facts are left out.
func (to Streams) printProfile(p store.Profile, item store.Place) {
	facts := []struct{ label, value string }{
		{"profile", p.Name},
		{item.Label, item.Where},
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
		{"partner", partnerWords(p)},
		{"project", p.Project},
		{"certificate", p.CertificateFile},
		{"thumbprint", p.CertificateThumbprint},
		{"token from", string(p.AssertionFrom)},
		{"token file", p.AssertionFile},
		{"command", p.AssertionCommand},
		{"issuer", p.AssertionIssuer},
		{"subject", p.AssertionSubject},
		{"login host", p.Authority},
		{"API host", p.APIURL},
		{"Graph host", p.GraphURL},
		{"CA file", p.CAFile},
		{"store", string(p.Store)},
		{"recipients", strings.Join(p.Recipients, " ")},
		{"expires", p.SecretExpires},
		{"verdict", string(p.Verdict)},
		{"checked at", p.CheckedAt},
		{"saved at", p.SavedAt},
	}
	for _, f := range facts {
		if f.value != "" {
			fmt.Fprintf(to.Out, "%-13s %s\n", f.label, sanitize.Line(f.value))
		}
	}
}

// partnerWords says that the tenant is a customer's.
func partnerWords(p store.Profile) string {
	if p.Partner {
		return "the tenant is a customer's"
	}
	return ""
}

// passwordKept says whether a password was saved with the profile; empty where none is needed.
func passwordKept(p store.Profile) string {
	switch {
	case !p.Flow.Info().SavedIfTold:
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
