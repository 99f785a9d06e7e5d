package graph

import (
	"cmp"
	"context"

	"appreg/internal/transport"
)

// Query says what to read.
type Query struct {
	ClientID    string // the registration; empty: UniqueName names it
	UniqueName  string
	DisplayName string // others of this name are told too; empty: they aren't looked for

	ResourceAppID string // the API; empty: Resource names it
	Resource      string // the API's identifier, for example https://api.powerplatform.com

	Actor bool // read who signed in, their roles and what the tenant forbids
}

// Part is a part of what was asked for that can be unreadable while the rest is not.
type Part string

// The parts.
const (
	PartOwners      Part = "owners"
	PartFederated   Part = "federated credentials"
	PartGrants      Part = "delegated permissions granted"
	PartAssignments Part = "application permissions granted"
	PartPolicies    Part = "app management policy"
	PartOwnPolicies Part = "app management policy of the registration"
	PartCreation    Part = "who may register apps"
	PartUser        Part = "who signed in"
	PartRoles       Part = "directory roles"
	PartDeleted     Part = "deleted registrations"
	PartSameName    Part = "registrations of the same name"
	PartDisabled    Part = "whether the registration is disabled"

	partApplication Part = "registration"
	partPrincipal   Part = "enterprise application"
	partResource    Part = "the API's enterprise application"
)

// Actual is what the tenant holds. A nil pointer is something that isn't there; what is in Unread isn't known.
type Actual struct {
	Application      *Application
	ServicePrincipal *ServicePrincipal // the app's enterprise application
	Resource         *ServicePrincipal // the API's
	Owners           []Owner
	Federated        []FederatedCredential
	Grants           []Grant
	Assignments      []AppRoleAssignment

	SameName []Application // others with the display name asked for
	Deleted  *Application  // a deleted one of the same unique name or client id, the latest
	deleted  []Application // of the display name asked for
	disabled bool          // isDisabled of the registration

	Policies Policies
	User     *User // nil: an application's token, or not readable
	Roles    []DirectoryRole

	Unread map[Part]error // *Error mostly
}

// ClientID returns the registration's client id; empty if there is no registration.
func (a Actual) ClientID() string {
	if a.Application == nil {
		return ""
	}
	return a.Application.AppID
}

// Registration reads everything with as few requests as can be: one batch, and a second where the client id was not known
// and there is a registration. It returns an *Error if Graph refuses what nothing can be done without, and the errors of
// transport.Client.Do.
func (c *Client) Registration(ctx context.Context, q Query) (Actual, error) {
	a := Actual{Unread: map[Part]error{}}
	parts := general(q)
	if q.ClientID != "" {
		parts = append(parts, ofRegistration(q.ClientID)...)
	} else if q.UniqueName != "" {
		parts = append(parts, part{name: partApplication, path: byKey("applications", "uniqueName", q.UniqueName) + selecting(applicationFields), take: takeApplication, needed: true})
	}
	if err := c.readParts(ctx, parts, &a); err != nil {
		return Actual{}, err
	}
	if q.ClientID == "" && a.Application != nil {
		more := ofRegistration(a.Application.AppID)
		if err := c.readParts(ctx, more, &a); err != nil {
			return Actual{}, err
		}
	}
	a.finish(q)
	return a, nil
}

// Registrations reads several registrations of one tenant, whose client ids are known, in as few batches as can be; what
// they share is read once. The answers are in the order of the queries; an error is that of the query at its place. Who
// signed in and the tenant's policies aren't read.
func (c *Client) Registrations(ctx context.Context, queries []Query) ([]Actual, []error) {
	found, errs := make([]Actual, len(queries)), make([]error, len(queries))
	var paths []string
	at := map[string]int{} // of a path among paths
	for i, q := range queries {
		found[i].Unread = map[Part]error{}
		for _, p := range q.partsOfOne() {
			if _, known := at[p.path]; !known {
				at[p.path] = len(paths)
				paths = append(paths, p.path)
			}
		}
	}
	answers, err := c.batch(ctx, paths)
	for i, q := range queries {
		if errs[i] = err; err != nil {
			continue
		}
		for _, p := range q.partsOfOne() {
			if errs[i] = p.keep(answers[at[p.path]], &found[i]); errs[i] != nil {
				break
			}
		}
		found[i].enabled()
	}
	return found, errs
}

// partsOfOne are the parts of one registration among several.
func (q Query) partsOfOne() []part {
	return append(general(Query{ResourceAppID: q.ResourceAppID, Resource: q.Resource}), ofRegistration(q.ClientID)...)
}

// part is one read of a batch, and where its answer goes.
type part struct {
	name   Part
	path   string
	take   func(*Actual, *transport.Response) error
	needed bool // nothing can be done without it
}

// readParts reads in one batch. What isn't there is left out; what is refused is told in Unread, unless it is needed.
func (c *Client) readParts(ctx context.Context, parts []part, to *Actual) error {
	var paths []string
	for _, p := range parts {
		paths = append(paths, p.path)
	}
	answers, err := c.batch(ctx, paths)
	if err != nil {
		return err
	}
	for i, p := range parts {
		if err := p.keep(answers[i], to); err != nil {
			return err
		}
	}
	return nil
}

// keep puts an answer where it belongs. It returns an error only of what nothing can be done without.
func (p part) keep(answer *transport.Response, to *Actual) error {
	err := judge(ReadRegistration, answer)
	if missing(err) {
		return nil
	}
	if err == nil {
		err = p.take(to, answer)
	}
	if err != nil && !p.needed {
		to.Unread[p.name] = err
		return nil
	}
	return err
}

// enabled puts together what was read apart: older clouds don't know isDisabled, and refuse to read anything with it.
func (a *Actual) enabled() {
	if a.Application != nil {
		a.Application.Disabled = a.Application.Disabled || a.disabled
	}
}

// finish leaves out of lists what isn't meant: they were asked for before the client id was known.
func (a *Actual) finish(q Query) {
	clientID := cmp.Or(q.ClientID, a.ClientID())
	var others []Application
	for _, same := range a.SameName {
		if same.AppID != clientID {
			others = append(others, same)
		}
	}
	a.SameName = others
	a.enabled()
	for i, gone := range a.deleted {
		same := clientID != "" && gone.AppID == clientID || q.UniqueName != "" && gone.UniqueName == q.UniqueName
		if same && (a.Deleted == nil || gone.Deleted.After(a.Deleted.Deleted)) {
			a.Deleted = &a.deleted[i]
		}
	}
}
