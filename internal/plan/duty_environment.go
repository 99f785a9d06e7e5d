package plan

import (
	"context"
	"net/http"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
)

// Environment returns the environment that a duty is done in where the person named none: the first for production, else the
// first that the API lists to the admin, as the test of the token prefers it. It is empty where there is none, or no API that lists them.
// Errors are those of the API's admin endpoint.
func (e Engine) Environment(ctx context.Context, target catalog.Target) (string, error) {
	for _, call := range catalog.TrialOf(target.API).Calls {
		if !call.Lists || call.Who != catalog.User || e.AdminToken == nil {
			continue
		}
		var list struct{ Value []struct{ Name, Type string } }
		if err := e.admin(ctx, http.MethodGet, strings.TrimRight(target.APIURL, "/")+call.Path, nil, &list); err != nil {
			return "", err
		}
		name := ""
		for _, one := range list.Value {
			if strings.EqualFold(one.Type, "Production") {
				return sanitize.Line(one.Name), nil
			}
			if name == "" {
				name = sanitize.Line(one.Name)
			}
		}
		return name, nil
	}
	return "", nil
}
