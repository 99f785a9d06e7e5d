package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// checkPermissions compares scp or roles with what the API's document asks for.
func checkPermissions(_ context.Context, r *run) report.Finding {
	judge := permissionRule(r.reg.API, r.reg.Flow.SignsInUser())
	if judge == nil {
		return skipped("No permissions are known for this combination")
	}
	if r.found.claims.Issuer == "" { // could not be decoded
		return skipped("The token cannot be read here")
	}
	return judge(r)
}

// permissionRules say what the token must hold, per API and kind of sign-in (the documents' step "API permissions").
var permissionRules = []struct {
	api         catalog.API
	signsInUser bool
	judge       func(*run) report.Finding
}{
	{catalog.LCS, true, wantsDocumentedScopes},
	{catalog.PowerApps, true, wantsDocumentedScopes},
	{catalog.BusinessCentral, true, wantsDocumentedScopes},
	{catalog.PowerPlatform, true, wantsChosenScopes},
	{catalog.PowerPlatform, false, wantsNoRoles},
	{catalog.PowerApps, false, wantsNoRoles},
	{catalog.BusinessCentral, false, wantsBusinessCentralRoles},
}

// permissionRule finds the rule for an API and a kind of sign-in; nil if there is none.
func permissionRule(api catalog.API, signsInUser bool) func(*run) report.Finding {
	for _, rule := range permissionRules {
		if rule.api == api && rule.signsInUser == signsInUser {
			return rule.judge
		}
	}
	return nil
}

// wantsDocumentedScopes asks for the permissions that the API's document tells to add.
func wantsDocumentedScopes(r *run) report.Finding {
	service, _ := catalog.Lookup(r.reg.API)
	var names []string
	for _, p := range service.Wanted(r.reg.Flow) {
		names = append(names, p.Name)
	}
	return wantsScopes(r, names)
}

// wantsChosenScopes asks for the permissions that the person said were added.
func wantsChosenScopes(r *run) report.Finding { return wantsScopes(r, r.reg.Permissions) }

func wantsScopes(r *run, wanted []string) report.Finding {
	have := r.found.claims.Scopes
	missing := lacking(wanted, have)
	if len(missing) > 0 || len(have) == 0 {
		return r.because(report.Fail, "api_role_missing", fmt.Sprintf("the token's scp holds %s; missing: %s",
			listOrNone(have), listOrNone(missing)))
	}
	return ok("The token holds the permissions", "scp: "+strings.Join(have, " "))
}

// wantsNoRoles is for the APIs whose application tokens hold no roles: rights come from the product itself.
func wantsNoRoles(r *run) report.Finding {
	return ok("No roles expected: this API gives an application its rights through the registration in the product",
		"roles: "+listOrNone(r.found.claims.Roles))
}

// wantsBusinessCentralRoles: without a role nothing works; with one of the two, the other's half does not.
func wantsBusinessCentralRoles(r *run) report.Finding {
	have := r.found.claims.Roles
	service, _ := catalog.Lookup(catalog.BusinessCentral)
	wanted := service.Wanted(r.reg.Flow)
	var without []string
	for _, p := range wanted {
		if !slices.Contains(have, p.Name) {
			without = append(without, fmt.Sprintf("%s is missing: %s", p.Name, p.Without))
		}
	}
	switch {
	case len(without) == 0:
		return ok("The token holds both roles", "roles: "+strings.Join(have, " "))
	case len(without) == len(wanted):
		return r.because(report.Fail, "api_role_missing", "roles: "+listOrNone(have))
	default:
		f := r.because(report.Warn, "api_role_missing", "roles: "+strings.Join(have, " "))
		f.Title = strings.Join(without, "; ")
		return f
	}
}

func lacking(wanted, have []string) []string {
	var missing []string
	for _, w := range wanted {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, w) }) {
			missing = append(missing, w)
		}
	}
	return missing
}

func listOrNone(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, " ")
}
