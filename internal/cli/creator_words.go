package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"appreg/internal/plan"
	"appreg/internal/sanitize"
	"appreg/internal/session"
)

// actorWords name with whose rights a plan was made.
func actorWords(a plan.Actor) string {
	who := cmp.Or(sanitize.Line(a.User), "an app") + " (" + sanitize.Line(a.Source) + ")"
	if len(a.Roles) > 0 {
		who += ": " + sanitize.Line(strings.Join(a.Roles, ", "))
	}
	return who
}

// changeState says how a plan's state looks in a front end.
func changeState(s plan.State) session.ChangeState {
	switch s {
	case plan.Done:
		return session.ChangeDone
	case plan.Skipped:
		return session.ChangeSkipped
	case plan.Failed:
		return session.ChangeFailed
	case plan.Undone:
		return session.ChangeUndone
	case plan.Planned:
	}
	return session.ChangePlanned
}

// changesOf are a plan's changes for the front ends.
func changesOf(p plan.Plan) []session.Change {
	list := make([]session.Change, 0, len(p.Changes))
	for _, c := range p.Changes {
		list = append(list, changeOf(p, c))
	}
	return list
}

func changeOf(p plan.Plan, c plan.Change) session.Change {
	shown := session.Change{
		State: changeState(c.State), Title: sanitize.Line(c.Title), Detail: sanitize.Line(c.Detail), Needs: leastOf(c.Needs),
		Lacks: c.Allowed == plan.No, Final: c.Action == plan.Delete && !c.Reversible, Fix: c.Fix, Request: p.Request(c),
	}
	switch {
	case c.Action == plan.None:
		shown.State, shown.Needs, shown.Lacks = session.ChangeKept, "", false
	case c.Blocked:
		shown.State = session.ChangeBlocked
	case c.State == plan.Failed: // why matters more than what it was to be
		shown.Detail = cmp.Or(sanitize.Line(c.Finding.Title), shown.Detail)
	}
	return shown
}

// leastOf names the role with the least rights of those that suffice.
func leastOf(roles []string) string {
	switch len(roles) {
	case 0:
		return ""
	case 1:
		return roles[0]
	default:
		return roles[0] + ", or a higher role"
	}
}

// tellFrontEnd says what becomes of a change.
func tellFrontEnd(e plan.Event, of plan.Plan, events session.CreateEvents) {
	shown := changeOf(of, e.Change)
	switch e.Phase {
	case plan.Begun:
		shown.State = session.ChangeMaking
	case plan.Waiting:
		shown.State = session.ChangeMaking
		call(events.Waiting, fmt.Sprintf("%s: trying again in %s, for at most %s.", shown.Title, e.Wait.Round(time.Second), e.Left.Round(time.Second)))
	case plan.Ended:
	}
	if events.Change != nil {
		events.Change(e.Index, shown)
	}
}

func call(tell func(string), text string) {
	if tell != nil {
		tell(text)
	}
}
