package plan

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/graph"
	"appreg/internal/sanitize"
)

// known completes what the token told of the actor with what the tenant says.
func (a Actor) known(actual graph.Actual) Actor {
	if actual.User != nil && a.User == "" {
		a.User = actual.User.Name
	}
	a.User, a.Roles = sanitize.Line(a.User), append([]string{}, a.Roles...) // never null in JSON
	if a.App {
		return a
	}
	if _, unread := actual.Unread[graph.PartRoles]; !unread {
		a.RolesRead = true
	}
	for _, role := range actual.Roles {
		if !slices.Contains(a.Roles, role.Name) {
			a.Roles = append(a.Roles, sanitize.Line(role.Name))
		}
		a.Templates = append(a.Templates, strings.ToLower(role.TemplateID))
	}
	return a
}

// owns reports whether the actor is among the registration's owners.
func (a Actor) owns(actual graph.Actual) bool {
	return actual.User != nil && slices.ContainsFunc(actual.Owners, func(o graph.Owner) bool { return o.ID == actual.User.ID })
}

// has reports whether the token holds one of these rights; unknown where what it holds isn't known.
func (a Actor) has(rights []string) Allowed {
	if a.Rights == nil {
		return Unknown
	}
	if slices.ContainsFunc(rights, func(want string) bool {
		return slices.ContainsFunc(a.Rights, func(have string) bool { return strings.EqualFold(want, have) })
	}) {
		return Yes
	}
	return No
}

// may judges a change by the right that it takes. Roles that come from groups or that the tenant defined itself aren't read,
// so that no is what can be seen, not what Graph will say.
func (a Actor) may(r right, actual graph.Actual) Allowed {
	if a.App {
		if r.own != "" && a.has([]string{r.own}) == Yes && actual.Application != nil {
			return Unknown // only of registrations that the app owns
		}
		if r.own != "" {
			return a.has(append([]string{r.own}, r.appRoles...))
		}
		return a.has(r.appRoles)
	}
	if len(r.scopes) > 0 && a.has(r.scopes) == No { // what is done in the product takes no right of Graph's
		return No
	}
	switch {
	case a.hasRole(r):
		return Yes
	case r.owner && a.owns(actual):
		return Yes
	case r.members != No && actual.Policies.MayCreate == nil:
		return Unknown
	case r.members != No && *actual.Policies.MayCreate:
		return r.members
	case !a.RolesRead && len(a.Templates) == 0:
		return Unknown
	}
	return No
}

func (a Actor) hasRole(r right) bool {
	return slices.ContainsFunc(r.roles, func(role catalog.Role) bool {
		return slices.ContainsFunc(a.Templates, func(have string) bool { return strings.EqualFold(have, role.ID) })
	})
}
