package catalog

import (
	"slices"
	"strings"
)

// Rule says whether the API can be used with f. A flow that the catalogue does not know is not allowed.
func (s Service) Rule(f Flow) FlowRule {
	for _, rule := range s.Flows {
		if rule.Flow == f {
			return rule
		}
	}
	return FlowRule{Flow: f, Reason: "appreg doesn't know this sign-in method"}
}

// Permissions returns the API's permissions of the kind that f uses: delegated where a user signs in, application where
// the application does, none for a flow that does not exist.
func (s Service) Permissions(f Flow) []Permission {
	switch f.Info().Who {
	case User:
		return s.Delegated
	case Application:
		return s.Application
	case AnyCaller:
	}
	return nil
}

// Wanted returns the permissions that a token of f should hold: those that the document tells to add, or, where the
// person chooses, the one that serves the document's sample call. It is empty where the API uses none with f.
func (s Service) Wanted(f Flow) []Permission {
	return suggested(s.Permissions(f), s.Suggested)
}

func suggested(all []Permission, names []string) []Permission {
	return slices.DeleteFunc(slices.Clone(all), func(p Permission) bool { return !slices.Contains(names, p.Name) })
}

// ToAdd returns the permissions to add to the registration for f, and whether they are delegated. That is what Wanted
// returns, except where an administrator signs in with an application's registration, which needs the delegated ones.
func (s Service) ToAdd(f Flow) (permissions []Permission, delegated bool) {
	if s.AdminSignsIn && f.Info().Who == Application {
		return suggested(s.Delegated, s.Suggested), true
	}
	return s.Wanted(f), f.SignsInUser()
}

// Permission returns the permission of that name that f uses. Case does not matter; the portal's spelling is returned.
func (s Service) Permission(f Flow, name string) (Permission, bool) {
	for _, p := range s.Permissions(f) {
		if strings.EqualFold(p.Name, name) {
			return p, true
		}
	}
	return Permission{}, false
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

// plainResource returns an id or URI in the form in which two of them are compared.
func plainResource(s string) string {
	s = strings.Trim(strings.TrimSpace(s), "{}")
	return strings.ToLower(strings.TrimRight(strings.TrimSuffix(s, "/.default"), "/"))
}
