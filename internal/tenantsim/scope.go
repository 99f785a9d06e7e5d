package tenantsim

import (
	"slices"
	"strings"
)

// oidcScopes are about the sign-in, not about an API. Microsoft's libraries add them to every request, application
// flows included, and Entra bears it (facts/client.md 1.1).
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

// parseScope splits at the last slash, so that a double slash stays with the resource.
func parseScope(raw string) (wantedScope, *refusal) {
	scope := wantedScope{raw: raw}
	for _, word := range strings.Fields(raw) {
		if slices.Contains(oidcScopes, word) {
			scope.oidc = append(scope.oidc, word)
			continue
		}
		resource := resourceOfScope(word)
		if resource == "" {
			return scope, refuse(ScopeInvalid, "{scope}", raw,
				"{why}", "The scope format is invalid. Scope must be in a valid URI form <https://example/scope> or a valid Guid <guid/scope>.")
		}
		if len(scope.names) > 0 && !strings.EqualFold(scope.asked, resource) {
			return scope, refuse(ScopeMixed, "{scope}", raw)
		}
		scope.asked = resource
		scope.names = append(scope.names, word[len(resource)+1:])
	}
	switch {
	case len(scope.names) == 0:
		return scope, refuse(ScopeInvalid, "{scope}", raw, "{why}", "It names no resource.")
	case scope.isDefault() && len(scope.names) > 1:
		return scope, refuse(ScopeInvalid, "{scope}", raw, "{why}", ".default scope can't be combined with resource-specific scopes.")
	}
	return scope, nil
}

// echo is the scope of a token answer: what was granted and .default, in the form in which the resource was asked for.
// The scopes of the sign-in itself are not echoed.
func (w wantedScope) echo(granted []string) string {
	words := make([]string, 0, len(granted)+1)
	for _, name := range granted {
		words = append(words, w.asked+"/"+name)
	}
	if w.isDefault() {
		words = append(words, w.asked+"/.default")
	}
	return strings.Join(words, " ")
}

// resourceFor finds the resource asked for in the tenant, present and enabled.
func (s *Sim) resourceFor(t *tenant, scope wantedScope) (resource, *refusal) {
	r, ok := s.resourceNamed(scope.asked)
	switch {
	case !ok || slices.Contains(t.MissingAPIs, r.api):
		return r, refuse(ResourceMissing, "{resourceasked}", scope.asked, "{tenantname}", t.Name)
	case slices.Contains(t.DisabledAPIs, r.api):
		return r, refuse(ResourceDisabled, "{resource}", r.appID)
	}
	return r, nil
}

// delegatedGrant gives the permissions that a user's token will hold: those consented to, if any was asked for.
func delegatedGrant(a *App, upn string, r resource, scope wantedScope) ([]string, *refusal) {
	for _, name := range scope.names {
		if name != ".default" && !containsFold(r.delegated, name) {
			return nil, refuse(ScopeNotOnResource, "{app}", a.Name, "{scope}", name, "{resource}", r.appID)
		}
	}
	consented := a.consented(upn, r.api)
	if len(consented) > 0 && (scope.isDefault() || containsAll(consented, scope.names)) {
		return consented, nil
	}
	switch {
	case !slices.Contains(a.Requires, r.api):
		return nil, refuse(ResourceNotListed, "{client}", a.ClientID, "{app}", a.Name, "{resourceasked}", scope.asked,
			"{resource}", r.appID, "{listed}", a.listed())
	case a.AdminConsentOnly:
		return nil, refuse(AdminConsentMissing, "{app}", a.Name)
	default:
		return nil, refuse(ConsentMissing, "{client}", a.ClientID, "{app}", a.Name)
	}
}

// listed is the app's list of APIs as the error text prints it.
func (a *App) listed() string {
	words := make([]string, len(a.Requires))
	for i, api := range a.Requires {
		words[i] = string(api)
	}
	return strings.Join(words, ", ")
}

func containsAll(list, wanted []string) bool {
	for _, name := range wanted {
		if !containsFold(list, name) {
			return false
		}
	}
	return true
}
