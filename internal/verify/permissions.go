package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/report"
)

// checkPermissions compares scp or roles with what the API's document asks for.
func checkPermissions(_ context.Context, r *run) report.Finding {
	service := r.target.Service()
	flow := r.reg.Flow.Info()
	switch {
	case !service.Rule(flow.Flow).Allowed || flow.Who == catalog.AnyCaller:
		return skipped("No permissions are known for this combination")
	case r.found.opaque:
		return skipped("The token can't be read here")
	case flow.Who == catalog.User && service.PersonPicks:
		return wantsScopes(r, r.reg.Permissions)
	case flow.Who == catalog.User:
		return wantsScopes(r, names(service.Wanted(flow.Flow)))
	case len(service.Application) == 0:
		return wantsNoRoles(r)
	default:
		return wantsRoles(r, service.Wanted(flow.Flow))
	}
}

func names(permissions []catalog.Permission) []string {
	list := make([]string, len(permissions))
	for i, p := range permissions {
		list[i] = p.Name
	}
	return list
}

func wantsScopes(r *run, wanted []string) report.Finding {
	have := r.found.claims.Scopes
	missing := lacking(wanted, covered(r, have))
	if len(missing) > 0 || len(have) == 0 {
		return r.lacks(report.Fail, missing, fmt.Sprintf("the token's scp has %s; missing: %s", listOrNone(have), listOrNone(missing)))
	}
	return ok("Token has the permissions", "scp: "+strings.Join(have, " "))
}

// covered adds to the permissions of a token those in whose place the API takes them.
func covered(r *run, have []string) []string {
	service, all := r.target.Service(), slices.Clone(have)
	for _, name := range have {
		if p, known := service.Permission(r.reg.Flow, name); known && p.Covers != "" {
			all = append(all, p.Covers)
		}
	}
	return all
}

// wantsNoRoles is for the APIs whose application tokens hold no roles: rights come from the product itself.
func wantsNoRoles(r *run) report.Finding {
	return ok("No roles needed: the setup in the product decides",
		"roles: "+listOrNone(r.found.claims.Roles))
}

// wantsRoles: without a role nothing works; with one of several, what the others are for does not.
func wantsRoles(r *run, wanted []catalog.Permission) report.Finding {
	have := r.found.claims.Roles
	var missing, without []string
	for _, p := range wanted {
		if !slices.Contains(have, p.Name) {
			missing = append(missing, p.Name)
			without = append(without, fmt.Sprintf("%s is missing: %s", p.Name, p.Without))
		}
	}
	switch {
	case len(without) == 0 && len(wanted) == 2:
		return ok("Token has both roles", "roles: "+strings.Join(have, " "))
	case len(without) == 0:
		return ok("Token has the roles", "roles: "+listOrNone(have))
	case len(without) == len(wanted):
		return r.lacks(report.Fail, missing, "roles: "+listOrNone(have))
	default:
		f := r.lacks(report.Warn, missing, "roles: "+strings.Join(have, " "))
		f.Title = strings.Join(without, "; ")
		return f
	}
}

// lacks is the finding of permissions that the token does not hold.
func (r *run) lacks(status report.Status, missing []string, evidence string) report.Finding {
	c := r.context
	c.Missing = missing
	return diagnose.Because(status, cause.APIRoleMissing, evidence, c)
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
		return "none"
	}
	return strings.Join(list, " ")
}
