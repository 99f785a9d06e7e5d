package plan

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
)

// Environments returns those in which d's duties are done. Where the person named none and a duty takes one, it is the first
// for production, else the first that the API lists to the admin, as the test of the token prefers it. Where the list is
// refused there are none: the plan tells why.
func (e Engine) Environments(ctx context.Context, d Desired) []string {
	if len(d.Environments) > 0 || !slices.Contains(d.Duties, catalog.DutyAppCard) || e.AdminToken == nil {
		return d.Environments
	}
	calls := catalog.TrialOf(d.Target.API).Calls
	lists := slices.IndexFunc(calls, func(c catalog.Call) bool { return c.Lists && c.Who == catalog.User })
	var list struct{ Value []struct{ Name, Type string } }
	if lists < 0 || e.admin(ctx, http.MethodGet, strings.TrimRight(d.Target.APIURL, "/")+calls[lists].Path, nil, &list) != nil {
		return nil
	}
	name := ""
	for _, one := range list.Value {
		if strings.EqualFold(one.Type, "Production") {
			name = one.Name
			break
		}
		name = cmp.Or(name, one.Name)
	}
	if name = sanitize.Line(name); name == "" {
		return nil
	}
	return []string{name}
}
