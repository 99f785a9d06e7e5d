package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/internal/spelling"
	"appreg/store"
)

// portalPage is a page that `appreg open` opens.
type portalPage struct {
	name  string
	about string
	of    func(t catalog.Target, p store.Profile) string // its address; empty if there is none
}

// portalPages are the pages, the first where none is named.
func portalPages() []portalPage {
	return []portalPage{
		{"overview", "the app registration", azure(catalog.PageOverview)},
		{"permissions", "API permissions and admin consent", azure(catalog.PagePermissions)},
		{"secrets", "client secrets and certificates", azure(catalog.PageCredentials)},
		{"authentication", "redirect URIs and public client flows", azure(catalog.PageAuthentication)},
		{"product", "the product's own portal", func(t catalog.Target, _ store.Profile) string { return t.ProductPortal }},
	}
}

// azure returns what makes the address of a page of the Azure portal, in the profile's tenant.
func azure(page catalog.Page) func(catalog.Target, store.Profile) string {
	return func(t catalog.Target, p store.Profile) string {
		return t.Page(page, cmp.Or(p.TenantID, p.Tenant), p.ClientID)
	}
}

func newOpenCommand(a *app) *cobra.Command {
	var printOnly bool
	cmd := &cobra.Command{
		Use:   "open [PROFILE] [PAGE]",
		Short: "Open an app registration's page in the portal",
		Long:  "Opens a page of a saved profile's app registration in your browser:\n\n" + pageList() + "\nWithout a browser, prints its address.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 3 {
				return nil
			}
			return usageError("usage: "+cmd.CommandPath()+" [PROFILE] [PAGE]", "open takes a profile and a page, not %d arguments", len(args))
		},
		ValidArgsFunction: a.completeOpen,
		RunE:              func(_ *cobra.Command, args []string) error { return a.open(args, printOnly) },
	}
	cmd.Flags().BoolVar(&printOnly, "print", false, "address on standard output, no browser")
	return cmd
}

func pageList() string {
	var list strings.Builder
	for _, page := range portalPages() {
		fmt.Fprintf(&list, "  %-14s  %s\n", page.name, page.about)
	}
	return list.String()
}

// open opens a page, or prints its address where no browser opens.
func (a *app) open(args []string, printOnly bool) error {
	st, err := a.openStore()
	if err != nil {
		return err
	}
	page := portalPages()[0]
	switch len(args) {
	case 1: // a profile, or a page of the default one
		if named, err := findPage(args[0]); err == nil {
			if _, err := st.Find(args[0]); errors.Is(err, store.ErrUnknownProfile) {
				page, args = named, nil
			}
		}
	case 2:
		if page, err = findPage(args[1]); err != nil {
			return err
		}
		args = args[:1]
	}
	_, p, err := a.findProfile(args, "open")
	if err != nil {
		return err
	}
	if _, err := savedRegistration(st, p, registration.Overrides{}); err != nil {
		return err
	}
	target, err := catalog.Resolve(p.API, p.Cloud, p.Region)
	if err != nil {
		return err
	}
	address := page.of(target, p)
	if address == "" {
		return usageError("open another page: "+pageNames(", "), "no public source names %s of %s in cloud %s", page.about, p.API, p.Cloud)
	}
	if !printOnly {
		if err := a.opener().Open(address); err == nil {
			fmt.Fprintf(a.Err, "appreg: opened %s\n", sanitize.Line(address))
			return nil
		}
		a.note("no browser opened; open this address yourself")
	}
	fmt.Fprintln(a.Out, sanitize.Line(address))
	return nil
}

// findPage finds a page by its name.
func findPage(name string) (portalPage, error) {
	for _, page := range portalPages() {
		if page.name == name {
			return page, nil
		}
	}
	fix := "valid: " + pageNames(", ")
	if near := spelling.Nearest(name, strings.Fields(pageNames(" "))); near != "" {
		fix += " (did you mean " + near + "?)"
	}
	return portalPage{}, usageError(fix, "unknown page %q", name)
}

func pageNames(between string) string {
	names := make([]string, len(portalPages()))
	for i, page := range portalPages() {
		names[i] = page.name
	}
	return strings.Join(names, between)
}

// completeOpen offers profiles, then pages.
func (a *app) completeOpen(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var offers []cobra.Completion
	if len(args) != 1 {
		profiles, directive := a.completeProfiles(cmd, args, typed)
		if _, err := a.profileName(nil); err != nil || len(args) > 1 {
			return profiles, directive
		}
		offers = profiles // or a page of the default profile
	}
	for _, page := range portalPages() {
		offers = append(offers, cobra.CompletionWithDesc(page.name, page.about))
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}
