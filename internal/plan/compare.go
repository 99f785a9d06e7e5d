package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/graph"
	"appreg/internal/report"
)

// Difference is one thing in which a registration is not as it should be, or that a person should know of.
type Difference struct {
	Finding report.Finding // its status is fail or warn; a warning can be without a cause
	Fixable bool           // Make plans a change that puts it right
}

// Compare tells how a registration differs from what it should be: what fails comes first, in the order in which it is put
// right. Nothing is sent. What could not be read isn't judged.
func Compare(d Desired, actual graph.Actual, now time.Time) []Difference {
	c := &comparison{Desired: d, actual: actual, now: now}
	c.existence()
	if app := actual.Application; app != nil {
		c.settings(*app)
		c.listed(*app)
	}
	if actual.ServicePrincipal != nil {
		c.granted()
	}
	if app := actual.Application; app != nil {
		c.saved(*app)
		c.trusts()
		c.others(*app)
	}
	slices.SortStableFunc(c.found, func(a, b Difference) int { return cmp.Compare(rank(a.Finding.Status), rank(b.Finding.Status)) })
	return c.found
}

func rank(s report.Status) int {
	if s == report.Fail {
		return 0
	}
	return 1
}

// Registration makes the finding "registration" of a comparison: the first difference leads it, the others stand in its
// evidence.
func Registration(differences []Difference, d Desired, actual graph.Actual) report.Finding {
	f := report.Finding{Status: report.OK, Title: "The app registration is as it should be"}
	var also []string
	for i, difference := range differences {
		if i == 0 {
			f = difference.Finding
			continue
		}
		also = append(also, difference.Finding.Title)
	}
	f.ID = report.Registration
	parts := slices.DeleteFunc([]string{f.Evidence, summary(d, actual)}, func(s string) bool { return s == "" })
	if len(also) > 0 {
		parts = append(parts, "also: "+strings.Join(also, "; "))
	}
	f.Evidence = strings.Join(parts, ". ")
	return f
}

// audienceWords says whose accounts an app is for.
func audienceWords(audience string) string {
	switch audience {
	case SingleTenant:
		return "single tenant"
	case Multitenant:
		return "multitenant"
	}
	return audience
}

// summary says in a line what is there, and what could not be read.
func summary(d Desired, actual graph.Actual) string {
	app := actual.Application
	if app == nil {
		return ""
	}
	parts := []string{fmt.Sprintf("%q, %s", app.DisplayName, audienceWords(app.Audience))}
	if names := slices.Concat(d.Delegated, d.Application); len(names) > 0 {
		parts = append(parts, "permissions "+strings.Join(names, ", "))
	}
	var owners []string
	for _, o := range actual.Owners {
		owners = append(owners, o.Name)
	}
	switch {
	case actual.Unread[graph.PartOwners] != nil:
	case len(owners) == 0:
		parts = append(parts, "no owner")
	default:
		parts = append(parts, "owned by "+strings.Join(owners, ", "))
	}
	var unread []string
	for part := range actual.Unread {
		if slices.Contains([]graph.Part{graph.PartGrants, graph.PartAssignments, graph.PartOwners}, part) {
			unread = append(unread, string(part))
		}
	}
	if slices.Sort(unread); len(unread) > 0 {
		parts = append(parts, "couldn't be read: "+strings.Join(unread, ", "))
	}
	return strings.Join(parts, "; ")
}

// comparison collects differences.
type comparison struct {
	Desired
	actual graph.Actual
	now    time.Time
	found  []Difference
}

// fails adds what keeps the registration from working.
func (c *comparison) fails(label cause.Label, fixable bool, title, evidence string) {
	f := diagnose.Because(report.Fail, label, evidence, c.Desired.context(c.actual))
	f.ID, f.Title, f.Confidence = report.Registration, cmp.Or(title, f.Title), report.Certain
	if fixable && c.Profile != "" {
		f.Fix.Command = "appreg check " + c.Profile + " --deep --fix --admin " + cmp.Or(c.Admin, "az")
	}
	c.found = append(c.found, Difference{Finding: f, Fixable: fixable})
}

// warns adds what a person should know of.
func (c *comparison) warns(title, evidence string, steps ...string) {
	fix := report.Fix{}
	if len(steps) > 0 {
		fix = report.Fix{Where: "App registrations > the app", Steps: steps}
	}
	c.found = append(c.found, Difference{Finding: report.Finding{ID: report.Registration, Status: report.Warn, Title: title, Evidence: evidence, Fix: fix}})
}
