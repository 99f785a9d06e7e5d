package plan

import (
	"cmp"
	"context"
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/graph"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
)

// Make reads the tenant and returns what has to change; it sends nothing that changes anything. earlier is the unfinished
// run that is being resumed, nil otherwise: what it lost is cleared away, what it made counts as ours. The error is an
// *graph.Error, or one of transport.Client.Do.
func (e Engine) Make(ctx context.Context, d Desired, a Actor, earlier *store.Run) (Plan, error) {
	if earlier != nil {
		d = d.resumed(*earlier)
	}
	actual, err := e.readMade(ctx, d, earlier)
	if err != nil {
		return Plan{}, err
	}
	done, err := e.readProduct(ctx, d, actual)
	if err != nil {
		return Plan{}, err
	}
	return newPlan(d, actual, done, a, earlier, e.now()), nil
}

// readMade is Read that waits for what the earlier run made and Graph doesn't know everywhere yet: a plan that does without it
// would leave the credentials that the run lost. One that is deleted, or gone for good, isn't waited for long.
func (e Engine) readMade(ctx context.Context, d Desired, earlier *store.Run) (graph.Actual, error) {
	patience := NewPatience(min(e.budget(), resumeBudget), e.Sleep)
	for {
		actual, err := e.Read(ctx, d)
		if err != nil || earlier == nil || actual.Deleted != nil || !misses(actual, *earlier) || !patience.Wait(ctx, 0, nil) {
			return actual, err
		}
	}
}

// resumeBudget is how long an interrupted run's registration is waited for.
const resumeBudget = 30 * time.Second

// misses reports whether the registration or its enterprise application, which a run made, isn't to be seen.
func misses(actual graph.Actual, run store.Run) bool {
	for _, e := range run.Entries {
		if e.State != store.EntryDone || e.Action != string(Create) {
			continue
		}
		if Object(e.Object) == Application && actual.Application == nil || Object(e.Object) == ServicePrincipal && actual.ServicePrincipal == nil {
			return true
		}
	}
	return false
}

// Read reads what Make and Compare go by: one request, and a second where the client id isn't known and there is a
// registration.
func (e Engine) Read(ctx context.Context, d Desired) (graph.Actual, error) {
	q := graph.Query{ClientID: d.ClientID, UniqueName: d.UniqueName, ResourceAppID: d.Target.ResourceAppID, Resource: resourceOf(d.Target), Actor: true}
	if d.ClientID == "" {
		q.DisplayName = d.DisplayName
	}
	return e.Graph.Registration(ctx, q)
}

// ReadAll reads several registrations of one tenant, whose client ids are known, for Compare: what they share is read once,
// and who signed in isn't. The answers, and the error of each, are in the order of list.
func (e Engine) ReadAll(ctx context.Context, list []Desired) ([]graph.Actual, []error) {
	var queries []graph.Query
	for _, d := range list {
		queries = append(queries, graph.Query{ClientID: d.ClientID, ResourceAppID: d.Target.ResourceAppID, Resource: resourceOf(d.Target)})
	}
	return e.Graph.Registrations(ctx, queries)
}

// resumed is d with the names of a run that is gone on with.
func (d Desired) resumed(r store.Run) Desired {
	if r.Unique != "" && d.ClientID == "" {
		d.UniqueName, d.DisplayName = r.Unique, r.Name
	}
	return d
}

// newPlan makes the plan of what was read. It sends nothing.
func newPlan(d Desired, actual graph.Actual, done product, a Actor, earlier *store.Run, now time.Time) Plan {
	d.Federated = named(d.Federated, actual.Federated)
	p := &planner{Desired: d, actual: actual, product: done, actor: a.known(actual), earlier: earlier, now: now}
	p.apiServicePrincipal()
	p.application()
	p.servicePrincipal()
	if d.Consent {
		p.consent()
	}
	p.duties()
	p.federated()
	p.lost()
	p.credential()
	return p.plan()
}

func runID(r *store.Run) string {
	if r == nil {
		return ""
	}
	return r.ID
}

// planner makes the changes of a plan, in the order in which they are carried out.
type planner struct {
	Desired
	actual  graph.Actual
	unread  bool // actual is only what the journals know: the app may not read its own registration
	product product
	actor   Actor
	earlier *store.Run
	now     time.Time
	changes []Change
	strays  []string // see Plan
}

// plan is what was planned so far.
func (p *planner) plan() Plan {
	return Plan{
		Profile: sanitize.Line(p.Profile), ClientID: sanitize.Line(cmp.Or(p.actual.ClientID(), p.ClientID)), Tenant: p.Tenant, TenantID: p.TenantID,
		Actor: p.actor, Changes: p.changes, Run: runID(p.earlier), Desired: p.Desired, Actual: p.actual, Strays: p.strays,
	}
}

// add completes a change: who may make it, and what it means if the actor may not.
func (p *planner) add(c Change) {
	if c.ID == "" {
		c.ID = changeID(c.Object, c.Subject)
	}
	c.State, c.Needs = Planned, []string{}
	if c.Action == None {
		c.State, c.Allowed = Done, Yes
		p.changes = append(p.changes, c.fit())
		return
	}
	right := rightFor(c.Object, c.Action)
	for _, role := range right.roles {
		c.Needs = append(c.Needs, role.Name)
	}
	c.Reversible = c.Action != Delete
	if c.Allowed == "" {
		c.Allowed = p.actor.may(right, p.actual)
	}
	switch {
	case c.Blocked:
		c.Allowed = No
	case c.Allowed == No && c.Cause == "":
		c.Cause = deniedBy(c)
		switch {
		case IsDuty(c.Object):
			c.Fix = p.adminRoleMissing(c.Needs)
		case c.Cause == cause.AdminConsentRequired && p.context().ClientID == "": // nobody can be asked for a consent to it yet
			c.Fix = report.Fix{Where: "Microsoft Entra ID > Roles & admins", Steps: []string{
				"Ask for the role " + strings.Join(c.Needs, " or ") + ", or have somebody who has it run the same command.",
				"To make the rest now and have an admin consent later, add --no-consent.",
			}}
		}
	}
	if c.Cause != "" && c.Fix.IsZero() {
		c.Fix = diagnose.ForCause(c.Cause, p.context()).Fix
	}
	p.changes = append(p.changes, c.fit())
}

func changeID(o Object, subject string) string {
	if subject == "" {
		return string(o)
	}
	return string(o) + ":" + subject
}

// deniedBy is the cause of a change that the actor may not make.
func deniedBy(c Change) cause.Label {
	switch {
	case c.Object == Application && c.Action == Create:
		return cause.AppCreationForbidden
	case c.Object == ServicePrincipal || c.Object == APIServicePrincipal:
		return cause.SPCreationDenied
	case c.Object == DelegatedGrant || c.Object == AppRoleAssignment:
		return cause.AdminConsentRequired
	case IsDuty(c.Object):
		return cause.APIRoleMissing
	}
	return cause.GraphRightMissing
}

// context is what is known for the words of a cause.
func (p *planner) context() diagnose.Context { return p.Desired.context(p.actual) }

func (d Desired) context(actual graph.Actual) diagnose.Context {
	c := diagnose.Context{
		Profile: d.Profile, API: d.Target.API, Flow: d.Flow, Cloud: d.Target.Cloud, Region: d.Target.Region, Target: d.Target,
		Tenant: d.Tenant, TenantID: d.TenantID, ClientID: d.ClientID, Thumbprint: d.Thumbprint,
	}
	if actual.Application != nil {
		c.ClientID = actual.Application.AppID
	}
	return c
}
