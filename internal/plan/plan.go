// Package plan is what has to change between what a registration should be and what the tenant holds: it makes the list,
// carries it out with a journal, takes it back, and compares without changing anything. It asks nobody and shows nothing.
package plan

import (
	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/report"
	"appreg/internal/sanitize"
)

// Action is what happens to an object.
type Action string

// The actions. None is for what is as it should be.
const (
	Create Action = "create"
	Update Action = "update"
	Delete Action = "delete"
	None   Action = "none"
)

// Object is the kind of what a change is about.
type Object string

// The objects.
const (
	Application         Object = "application"
	ServicePrincipal    Object = "service_principal"
	APIServicePrincipal Object = "api_service_principal"
	Password            Object = "password"
	Certificate         Object = "certificate"
	FederatedCredential Object = "federated_credential"
	DelegatedGrant      Object = "delegated_grant"
	AppRoleAssignment   Object = "app_role_assignment"
	ManagementApp       Object = "management_application"
	RoleAssignment      Object = "role_assignment"
	AdminCenterApp      Object = "admin_center_app"
	PermissionSet       Object = "permission_set"
)

// State is how far a change is.
type State string

// The states.
const (
	Planned State = "planned"
	Done    State = "done"
	Skipped State = "skipped" // not tried: what it builds on failed
	Failed  State = "failed"
	Undone  State = "undone"
)

// Allowed says whether whoever signed in may make the change.
type Allowed string

// The answers.
const (
	Yes     Allowed = "yes"
	No      Allowed = "no"
	Unknown Allowed = "unknown"
)

// Change is one line of a plan. Its JSON keys are a contract.
type Change struct {
	ID         string      `json:"id"` // for example "application" or "app_role_assignment:API.ReadWrite.All"
	Action     Action      `json:"action"`
	Object     Object      `json:"object"`
	Title      string      `json:"title"`  // one line in plain words
	Detail     string      `json:"detail"` // what exactly
	Needs      []string    `json:"needs"`  // roles of which one is enough, the least first
	Allowed    Allowed     `json:"allowed"`
	Reversible bool        `json:"reversible"`
	State      State       `json:"state"`
	ObjectID   string      `json:"object_id"` // empty as long as it isn't there
	Cause      cause.Label `json:"cause"`     // why it can't be made, or failed
	Fix        report.Fix  `json:"fix"`

	Subject string         `json:"-"` // of several of one object: the permission's name
	Guided  bool           `json:"-"` // left out because a person has to do something first: Fix says what
	Blocked bool           `json:"-"` // a policy forbids it, whoever asks: Apply sends nothing before it is out of the plan
	Finding report.Finding `json:"-"` // all there is to know of a failure: evidence, ids, raw answer
}

// fit returns the change made fit for a terminal and for scripts: names in it come from the tenant.
func (c Change) fit() Change {
	for _, text := range []*string{&c.Title, &c.Detail, &c.Fix.Where, &c.Fix.Command, &c.Fix.URL} {
		*text = sanitize.Line(*text)
	}
	steps := make([]string, len(c.Fix.Steps)) // never null in JSON
	for i, step := range c.Fix.Steps {
		steps[i] = sanitize.Line(step)
	}
	c.Fix.Steps = steps
	return c
}

// Actor is who makes the changes.
type Actor struct {
	Source string   `json:"source"` // the admin source: az, token, sign-in or a profile's name
	User   string   `json:"user"`
	Roles  []string `json:"roles"` // directory roles, by name

	App       bool     `json:"-"` // an application's token: there is nobody with directory roles
	Rights    []string `json:"-"` // the token's own scp or roles; nil: not readable
	Templates []string `json:"-"` // role template ids, of the token's wids or as read
	RolesRead bool     `json:"-"`
}

// Plan is the ordered changes. Its JSON keys are a contract.
type Plan struct {
	Profile  string         `json:"profile"`   // the name under which the registration is saved, or will be; empty: not known
	ClientID string         `json:"client_id"` // empty as long as there is none, or it isn't known
	Tenant   string         `json:"tenant"`
	TenantID string         `json:"tenant_id"`
	Actor    Actor          `json:"actor"`
	Changes  []Change       `json:"changes"`
	Applied  bool           `json:"applied"`
	Run      string         `json:"run"`
	Report   *report.Report `json:"report"` // the caller's test after applying; nil before

	Strays []string `json:"-"` // thumbprints of certificates of an interrupted rotation that may be there, by ids that nobody knows

	Desired Desired      `json:"-"` // what it was made for
	Actual  graph.Actual `json:"-"`
}

// Pending returns the changes that are still to be made.
func (p Plan) Pending() []Change {
	return p.where(func(c Change) bool { return c.Action != None && c.State == Planned })
}

// Blocked returns the changes that a policy of the tenant forbids.
func (p Plan) Blocked() []Change { return p.where(func(c Change) bool { return c.Blocked }) }

// Failures returns the changes that were refused or could not be made.
func (p Plan) Failures() []Change { return p.where(func(c Change) bool { return c.State == Failed }) }

func (p Plan) where(is func(Change) bool) []Change {
	var list []Change
	for _, c := range p.Changes {
		if is(c) {
			list = append(list, c)
		}
	}
	return list
}
