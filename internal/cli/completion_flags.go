package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/export"
	"appreg/internal/registration"
	"appreg/steps"
)

// flagValues returns the values that the shell offers for a flag, by the flag's name; nil is one whose value only the
// person knows. Flags that are not here take files, which shells offer by themselves. No keyring, no network.
func flagValues() map[string]func() []string {
	return map[string]func() []string{
		string(steps.KeyAPI):        func() []string { return described(catalog.Services()) },
		string(steps.KeyCloud):      func() []string { return described(catalog.Clouds()) },
		string(steps.KeyRegion):     func() []string { return described(catalog.Regions()) },
		string(steps.KeyFlow):       func() []string { return described(catalog.Flows()) },
		string(steps.KeyDeployment): fixed(string(registration.Online), string(registration.OnPremises)),
		string(steps.KeyKeep):       fixed(string(registration.KeepPath), string(registration.KeepKey)),
		string(steps.KeyStore):      fixed(steps.StoreKeyring, steps.StoreVault, steps.StoreExec, steps.StoreNone),
		"output":                    offeredTokenFormats,
		"format":                    func() []string { return described(export.Formats()) },
		"to":                        fixed(steps.StoreKeyring, steps.StoreVault, steps.StoreExec),
		"admin":                     admin.Names,
		"role":                      platformRoles,
		"scope":                     fixed("tenant", "group:", "environment:"),

		string(steps.KeyTenant): nil, string(steps.KeyClientID): nil, string(steps.KeyUsername): nil, string(steps.KeyPermissions): nil,
		string(steps.KeySecretExpires): nil, string(steps.KeyEnvironments): nil, string(steps.KeyProject): nil, string(steps.KeyRecipients): nil,
		string(steps.KeyProfile): nil, "authority": nil, "api-url": nil, "graph-url": nil, "min-validity": nil, "allow": nil, "env": nil, "admin-client-id": nil, "display-name": nil, "secret-lifetime": nil, "expiring": nil, "keep-old": nil, string(steps.KeyAssertionCommand): nil,

		"branch": nil, "tag": nil, "host": nil, "enterprise": nil, "organization-id": nil, "connection-id": nil, "tenant-id": nil, "issuer": nil, "namespace": nil, "service-account": nil,
	}
}

func fixed(values ...string) func() []string { return func() []string { return values } }

// described returns each row's name with its title, as cobra wants them for the shells that show both.
func described[R catalog.Row](rows []R) []string {
	var list []string
	for _, row := range rows {
		list = append(list, cobra.CompletionWithDesc(row.Named()))
	}
	return list
}

// offerProfiles offers values, and behind them the saved profiles.
func (a *app) offerProfiles(values []string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		profiles, _ := a.completeProfiles(cmd, nil, typed) // a list that can't be read has none
		return append(slices.Clone(values), profiles...), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFlags has cmd and the commands below it offer the values of their flags.
func (a *app) completeFlags(cmd *cobra.Command) {
	for name, values := range flagValues() {
		if cmd.Flags().Lookup(name) == nil && cmd.PersistentFlags().Lookup(name) == nil {
			continue
		}
		var offer cobra.CompletionFunc = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			if values == nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return values(), cobra.ShellCompDirectiveNoFileComp
		}
		if name == string(steps.KeyProfile) && cmd.Flags().Lookup("replace") != nil { // setup: elsewhere it is a new name
			offer = a.offerProfiles(nil)
		}
		if name == "admin" {
			offer = a.offerProfiles(values())
		}
		_ = cmd.RegisterFlagCompletionFunc(name, offer) // it fails only for a flag that is not there, or twice
	}
	for _, child := range cmd.Commands() {
		a.completeFlags(child)
	}
}
