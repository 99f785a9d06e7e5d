package probe

import (
	"net/url"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// caller is who signs in.
type caller int

const (
	user caller = iota + 1
	application
)

func callerOf(f catalog.Flow) caller {
	if f.SignsInUser() {
		return user
	}
	return application
}

// subject is what a call is about, beyond tenant and token.
type subject int

const (
	everything  subject = iota // the tenant or the user
	project                    // the Lifecycle Services project
	environment                // one Business Central environment
)

// header is one request header.
type header struct{ name, value string }

// call is one harmless call: a row of the table.
type call struct {
	api     catalog.API
	who     caller
	about   subject
	path    string // with {project}, {tenant} and {environment}; appended to the API's address byte for byte
	headers []header
	success shape
	thing   string   // what the answer lists, plural
	rights  []string // any one of them in scp or roles will do; empty: rights come from the product, not from the token

	documented bool   // the call's document names it for this kind of caller
	give       string // what to give so that a documented call can be made, if this one is not
	proves     string // what success says about the duty; empty: nothing
	untested   string // what is then said instead
	duty       catalog.DutyID
	source     string

	environment string // filled in for a call about one
}

// callsFor gives the calls for a request, in the order in which they are made.
func callsFor(r Request) []call {
	var list []call
	for _, c := range calls() {
		if c.api != r.Target.API || c.who != callerOf(r.Flow) {
			continue
		}
		switch c.about {
		case project:
			if r.Project != "" {
				return []call{c} // it says more than the call without a project
			}
		case environment:
			for _, name := range r.Environments {
				c.environment = name
				list = append(list, c)
			}
		default:
			list = append(list, c)
		}
	}
	return list
}

// address fills the path's places, each as one escaped segment.
func (c call) address(r Request) string {
	return strings.TrimRight(r.Target.APIURL, "/") + strings.NewReplacer(
		"{project}", segment(r.Project),
		"{tenant}", segment(r.TenantID),
		"{environment}", segment(c.environment),
	).Replace(c.path)
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
	path, _, _ := strings.Cut(c.path, "?")
	text := "GET " + path
	if c.environment != "" {
		text = strings.ReplaceAll(text, "{environment}", c.environment)
	}
	return text
}

// held tells whether the token holds the right that the call needs.
func (c call) held(r Request) bool {
	if len(c.rights) == 0 {
		return true
	}
	have := r.Roles
	if c.who == user {
		have = r.Scopes
	}
	return slices.ContainsFunc(c.rights, func(right string) bool {
		return slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, right) })
	})
}

// decides tells whether a refusal of the call speaks against the registration: only if the call is documented for
// this caller and the token holds the right that it needs (DESIGN.md 3).
func (c call) decides(r Request) bool {
	return c.documented && c.held(r) && (!r.Opaque || len(c.rights) == 0)
}
