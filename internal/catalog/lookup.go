package catalog

import (
	"slices"
	"strings"
)

// Services gives the four APIs, in the order in which they are offered. The caller owns the result.
func Services() []Service {
	return []Service{lcsService(), powerPlatformService(), powerAppsService(), businessCentralService()}
}

// Lookup gives what the documents say about api; false if there is no such API.
func Lookup(api API) (Service, bool) {
	switch api {
	case LCS:
		return lcsService(), true
	case PowerPlatform:
		return powerPlatformService(), true
	case PowerApps:
		return powerAppsService(), true
	case BusinessCentral:
		return businessCentralService(), true
	}
	return Service{}, false
}

// Rule says whether the API can be used with f. A flow that the catalogue does not know is not allowed.
func (s Service) Rule(f Flow) FlowRule {
	for _, rule := range s.Flows {
		if rule.Flow == f {
			return rule
		}
	}
	return FlowRule{Flow: f, Reason: "this is not a way to sign in that appreg knows"}
}

// Permissions gives the API's permissions of the kind that f uses: delegated where a user signs in, else application.
func (s Service) Permissions(f Flow) []Permission {
	if f.SignsInUser() {
		return s.Delegated
	}
	return s.Application
}

// Wanted gives the permissions that a token of f should hold: those that the document tells to add, or, where the
// person chooses, the one that serves the document's sample call. It is empty where the API uses none with f.
func (s Service) Wanted(f Flow) []Permission {
	return slices.DeleteFunc(slices.Clone(s.Permissions(f)), func(p Permission) bool {
		return !slices.Contains(s.Suggested, p.Name)
	})
}

// ToAdd gives the permissions to add to the registration for f, and whether they are delegated. That is what Wanted
// gives, except for applications at Power Apps: there the document adds the delegated permission as well, for the
// administrator who registers the management application.
func (s Service) ToAdd(f Flow) (permissions []Permission, delegated bool) {
	if s.API == PowerApps && !f.SignsInUser() {
		return s.Wanted(Password), true
	}
	return s.Wanted(f), f.SignsInUser()
}

// Permission gives the permission of that name that f uses. Case does not matter; the portal's spelling is returned.
func (s Service) Permission(f Flow, name string) (Permission, bool) {
	for _, p := range s.Permissions(f) {
		if strings.EqualFold(p.Name, name) {
			return p, true
		}
	}
	return Permission{}, false
}

// Namespaces gives the namespaces of the delegated permissions, each once, in order.
// Only Power Platform groups its permissions so (Power Platform API, Authentication, step 2).
func (s Service) Namespaces() []string {
	var names []string
	for _, p := range s.Delegated {
		if n := p.Namespace(); strings.Contains(p.Name, ".") && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// ByResource recognises an API by its application id or resource URI in any cloud, for example when somebody pastes
// it as a client id. Braces, blanks, case and trailing slashes do not matter.
func ByResource(appIDOrURI string) (Service, bool) {
	wanted := plainResource(appIDOrURI)
	if wanted == "" {
		return Service{}, false
	}
	for _, host := range hosts() {
		if slices.ContainsFunc(host.resources(), func(r string) bool { return plainResource(r) == wanted }) {
			return Lookup(host.api)
		}
	}
	return Service{}, false
}

// plainResource gives an id or URI in the form in which two of them are compared.
func plainResource(s string) string {
	s = strings.Trim(strings.TrimSpace(s), "{}")
	return strings.ToLower(strings.TrimRight(strings.TrimSuffix(s, "/.default"), "/"))
}
