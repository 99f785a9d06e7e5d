package tenantsim

import (
	"cmp"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// resource is one API as Entra sees it: an application with identifiers, scopes and roles.
type resource struct {
	appID       string
	api         catalog.API
	identifiers []string // without trailing slash
	delegated   []catalog.Permission
	roles       []catalog.Permission // application permissions
}

// allResources are the APIs, each with its identifiers in every cloud and region, Azure itself and Microsoft Graph. An API whose
// application id in a cloud is not public keeps the public cloud's here.
func allResources() []resource {
	list := []resource{azureResource(), graphResource()}
	for _, service := range catalog.Services() {
		for _, target := range targetsOf(service.API) {
			id := cmp.Or(target.ResourceAppID, service.ResourceAppID)
			at := slices.IndexFunc(list, func(r resource) bool { return r.appID == id })
			if at < 0 {
				at = len(list)
				list = append(list, resource{appID: id, api: service.API, identifiers: []string{id},
					delegated: identified(id, "scope", service.Delegated), roles: identified(id, "role", service.Application)})
			}
			for _, name := range append(target.Audiences, resourceOfScope(target.Scope)) {
				if name = strings.TrimSuffix(name, "/"); !containsFold(list[at].identifiers, name) {
					list[at].identifiers = append(list[at].identifiers, name)
				}
			}
		}
	}
	return list
}

// targetsOf returns an API's target in every cloud and region that it has.
func targetsOf(api catalog.API) []catalog.Target {
	var targets []catalog.Target
	add := func(cloud catalog.Cloud, region catalog.Region) {
		if target, err := catalog.Resolve(api, cloud, region); err == nil {
			targets = append(targets, target)
		}
	}
	for _, cloud := range catalog.Clouds() {
		add(cloud.Cloud, "")
	}
	for _, region := range catalog.Regions() {
		add(region.Cloud, region.Region)
	}
	return targets
}

// resourceNamed finds a resource by an identifier as asked for: one trailing slash is forgiven, as Entra forgives it.
func (s *Sim) resourceNamed(asked string) (resource, bool) {
	i := slices.IndexFunc(s.resources, func(r resource) bool { return containsFold(r.identifiers, strings.TrimSuffix(asked, "/")) })
	if i < 0 {
		return resource{}, false
	}
	return s.resources[i], true
}

// resourceOfScope is a scope without its last segment: "https://host//.default" asks for "https://host/".
func resourceOfScope(scope string) string { return scope[:max(0, strings.LastIndexByte(scope, '/'))] }

// oidcScopes are about the sign-in, not about an API. Microsoft's libraries add them to every request, application
// flows included, and Entra bears it.
var oidcScopes = []string{"openid", "profile", "email", "offline_access"}

// wantedScope is a request's scope taken apart.
type wantedScope struct {
	raw   string
	asked string   // the resource as it was asked for: "https://host/" of "https://host//.default"
	names []string // what was asked of it: ".default" or permissions
	oidc  []string
}

// isDefault reports whether the static permissions are asked for.
func (w wantedScope) isDefault() bool { return slices.Contains(w.names, ".default") }

func (w wantedScope) wants(oidc string) bool { return slices.Contains(w.oidc, oidc) }

// parseScope splits at the last slash, so that a double slash stays with the resource. why is said of an invalid scope.
func parseScope(raw string) (scope wantedScope, why string, no *Situation) {
	scope.raw = raw
	for _, word := range strings.Fields(raw) {
		if slices.Contains(oidcScopes, word) {
			scope.oidc = append(scope.oidc, word)
			continue
		}
		resource := resourceOfScope(word)
		if resource == "" {
			return scope, "The scope format is invalid. Scope must be in a valid URI form <https://example/scope> or a valid Guid <guid/scope>.", ScopeInvalid
		}
		if len(scope.names) > 0 && !strings.EqualFold(scope.asked, resource) {
			return scope, "", ScopeMixed
		}
		scope.asked = resource
		scope.names = append(scope.names, word[len(resource)+1:])
	}
	switch {
	case len(scope.names) == 0:
		return scope, "It names no resource.", ScopeInvalid
	case scope.isDefault() && len(scope.names) > 1:
		return scope, ".default scope can't be combined with resource-specific scopes.", ScopeInvalid
	}
	return scope, "", nil
}

// echo is the scope of a token answer: what was granted and .default, in the form in which the resource was asked for.
// The scopes of the sign-in itself are not echoed.
func (w wantedScope) echo(granted []string) string {
	names := slices.Clone(granted)
	if w.isDefault() {
		names = append(names, ".default")
	}
	for i, name := range names {
		names[i] = w.asked + "/" + name
	}
	return strings.Join(names, " ")
}
