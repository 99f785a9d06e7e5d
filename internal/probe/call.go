package probe

import (
	"net/url"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// call is a call of the catalogue's, and what it is made for.
type call struct {
	catalog.Call

	// Filled in for a call about one environment.
	environment string
	known       []string // the names that the API's own answer lists
	chosen      bool     // environment is one of them: the person named none
}

// plan is the calls for a request: one about everything, or the project, and after it one for each environment.
type plan struct {
	general call
	each    *call // nil: there is no call about an environment
}

// planFor returns the plan; false if no call is known.
func planFor(r Request) (plan, bool) {
	var p plan
	var each []call
	found := false
	for _, c := range catalog.TrialOf(r.Target.API).CallsBy(r.Flow.Info().Who) {
		switch {
		case c.About == catalog.AboutEnvironment:
			each = append(each, call{Call: c})
		case c.About == catalog.AboutProject && r.Project == "": // there is nothing to ask about
		case !found:
			p.general, found = call{Call: c}, true
		}
	}
	if len(each) > 0 {
		i := max(0, slices.IndexFunc(each, func(c call) bool { return c.held(r) }))
		p.each = &each[i]
	}
	return p, found
}

// about returns the calls about environments: those that the person named, else one of those that the API's own answer lists.
func (p plan) about(r Request, known environments) []call {
	if p.each == nil {
		return nil
	}
	names, chosen := r.Environments, false
	if len(names) == 0 {
		if name, found := known.preferred(); found {
			names, chosen = []string{name}, true
		}
	}
	var list []call
	for _, name := range names {
		c := *p.each
		c.environment, c.known, c.chosen = name, known.names(), chosen
		list = append(list, c)
	}
	return list
}

// address fills the path's places, each as one escaped segment.
func (c call) address(r Request) string {
	return strings.TrimRight(r.Target.APIURL, "/") + strings.NewReplacer(
		"{project}", segment(r.Project),
		"{tenant}", segment(r.TenantID),
		"{environment}", segment(c.environment),
	).Replace(c.Path)
}

// segment escapes a path segment; one of dots alone would be read as a way up.
func segment(s string) string {
	if strings.Trim(s, ".") == "" {
		return strings.ReplaceAll(s, ".", "%2E")
	}
	return url.PathEscape(s)
}

// name is the call for people: its method and path without values from the request.
func (c call) name() string {
	path, _, _ := strings.Cut(c.Path, "?")
	text := "GET " + path
	if c.environment != "" {
		text = strings.ReplaceAll(text, "{environment}", c.environment)
	}
	return text
}

// held tells whether the token holds the right that the call needs.
func (c call) held(r Request) bool {
	if len(c.Rights) == 0 {
		return true
	}
	have := r.Roles
	if c.Who == catalog.User {
		have = r.Scopes
	}
	return slices.ContainsFunc(c.Rights, func(right string) bool {
		return slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, right) })
	})
}

// notMeant tells whether the person chose the registration's permissions and none of the call's is among them: that the
// call is refused is then as it should be.
func (c call) notMeant(r Request) bool {
	return !r.Opaque && !c.held(r) && len(r.Permissions) > 0 &&
		!slices.ContainsFunc(c.Rights, func(right string) bool { return slices.Contains(r.Permissions, right) })
}

// decides tells whether a refusal of the call speaks against the registration: only if the call is documented for
// this caller and the token holds the right that it needs.
func (c call) decides(r Request) bool {
	return c.Documented && c.held(r) && (!r.Opaque || len(c.Rights) == 0)
}
