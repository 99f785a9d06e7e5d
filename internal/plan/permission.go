package plan

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/graph"
)

// resourceOf is the API's identifier, for a cloud in which no public source has its application id.
func resourceOf(t catalog.Target) string { return strings.TrimSuffix(t.Scope, "/.default") }

// permissionID returns the id of a permission by its name: as the tenant's own API offers it, else as the catalogue has it.
// It is empty where neither knows it.
func (d Desired) permissionID(resource *graph.ServicePrincipal, name string, delegated bool) string {
	if resource != nil {
		offers := resource.Roles
		if delegated {
			offers = resource.Scopes
		}
		for _, o := range offers {
			if strings.EqualFold(o.Value, name) {
				return o.ID
			}
		}
	}
	known := d.Target.Service().Application
	if delegated {
		known = d.Target.Service().Delegated
	}
	if i := slices.IndexFunc(known, func(p catalog.Permission) bool { return strings.EqualFold(p.Name, name) }); i >= 0 {
		return known[i].ID
	}
	return ""
}

// missingOffers returns a permission that the API doesn't offer in the tenant; empty if it offers all, or isn't there yet.
func (p *planner) missingOffers() string {
	r := p.actual.Resource
	if r == nil {
		return ""
	}
	offered := func(offers []graph.Offer, names []string) string {
		for _, name := range names {
			if len(offers) > 0 && !slices.ContainsFunc(offers, func(o graph.Offer) bool { return strings.EqualFold(o.Value, name) }) {
				return name
			}
		}
		return ""
	}
	if name := offered(r.Scopes, p.Delegated); name != "" {
		return name
	}
	return offered(r.Roles, p.Application)
}

// required returns the permission list of a registration with what d wants added; names are those that it lacked. One whose
// id nobody knows, because the tenant lacks the API, is named and can't be added.
func (d Desired) required(have []graph.RequiredAccess, resource *graph.ServicePrincipal) (list []graph.RequiredAccess, names []string) {
	appID := d.Target.ResourceAppID
	if resource != nil {
		appID = resource.AppID
	}
	list = slices.Clone(have)
	at := slices.IndexFunc(list, func(r graph.RequiredAccess) bool { return strings.EqualFold(r.ResourceAppID, appID) })
	if at < 0 {
		list = append(list, graph.RequiredAccess{ResourceAppID: appID})
		at = len(list) - 1
	}
	access := graph.RequiredAccess{ResourceAppID: list[at].ResourceAppID, Scopes: slices.Clone(list[at].Scopes), Roles: slices.Clone(list[at].Roles)}
	add := func(to []string, wanted []string, delegated bool) []string {
		for _, name := range wanted {
			id := d.permissionID(resource, name, delegated)
			if slices.ContainsFunc(to, func(have string) bool { return strings.EqualFold(have, id) }) {
				continue
			}
			if names = append(names, name); id != "" {
				to = append(to, id)
			}
		}
		return to
	}
	access.Scopes, access.Roles = add(access.Scopes, d.Delegated, true), add(access.Roles, d.Application, false)
	if len(names) == 0 {
		return have, nil
	}
	if list[at] = access; len(access.Scopes)+len(access.Roles) == 0 {
		list = slices.Delete(list, at, at+1)
	}
	return list, names
}

// lacking returns what a registration lacks, as a change and in phrases. Nothing is taken from it: an audience is only
// widened, and lists are only added to.
func (d Desired) lacking(app graph.Application, resource *graph.ServicePrincipal) (change graph.ApplicationChange, phrases []string) {
	if d.Audience == Multitenant && app.Audience == SingleTenant {
		change.Audience = &d.Audience
		phrases = append(phrases, "accounts of other tenants")
	}
	if d.PublicClient && !app.PublicClient {
		change.PublicClient = &d.PublicClient
		phrases = append(phrases, "public client flows allowed")
	}
	if missing := without(d.RedirectURIs, app.RedirectURIs); len(missing) > 0 {
		change.RedirectURIs = slices.Concat(app.RedirectURIs, missing)
		phrases = append(phrases, "redirect URI "+strings.Join(missing, ", "))
	}
	if list, names := d.required(app.Required, resource); len(names) > 0 {
		change.Required = list
		phrases = append(phrases, "permissions "+strings.Join(names, ", "))
	}
	return change, phrases
}

// assigned returns the grant of an application permission to the app; nil if there is none.
func (d Desired) assigned(actual graph.Actual, name string) *graph.AppRoleAssignment {
	if actual.Resource == nil {
		return nil
	}
	id := d.permissionID(actual.Resource, name, false)
	return assignmentOn(actual.Assignments, actual.Resource.ID, id)
}

func assignmentOn(list []graph.AppRoleAssignment, resource, role string) *graph.AppRoleAssignment {
	return first(list, func(a graph.AppRoleAssignment) bool {
		return a.ResourceID == resource && strings.EqualFold(a.RoleID, role)
	})
}

// tenantWideGrant returns the grant for the whole tenant on the API; nil if there is none.
func tenantWideGrant(actual graph.Actual) *graph.Grant {
	if actual.Resource == nil {
		return nil
	}
	return grantOn(actual.Grants, actual.Resource.ID)
}

func grantOn(grants []graph.Grant, resource string) *graph.Grant {
	return first(grants, func(g graph.Grant) bool { return g.Everyone && g.ResourceID == resource })
}

// first returns the first of a list that is it, where it stands; nil if none is.
func first[T any](list []T, is func(T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return &list[i]
	}
	return nil
}

// without returns what of wanted isn't in have, whatever the case.
func without(wanted, have []string) []string {
	var missing []string
	for _, w := range wanted {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, w) }) {
			missing = append(missing, w)
		}
	}
	return missing
}
