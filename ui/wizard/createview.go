package wizard

import (
	"strconv"

	"charm.land/lipgloss/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/ui/look"
)

// View draws what came of it so far, then the changes with their states.
func (sc *createScreen) View(s size) block { return sc.below(sc.head(s), s) }

// Measure sets the plan in lines: with the details of each change where there is room for them.
func (sc *createScreen) Measure(s size) {
	height := max(s.body-len(sc.head(s)), 1)
	key := struct {
		textKey
		height  int
		spinner string
	}{sc.textKey(s), height, sc.spinnerNow()}
	sc.text.set(key, func() []string {
		lines := sc.bodyLines(s.content, true)
		if len(lines) > height {
			lines = sc.bodyLines(s.content, false)
		}
		return lines
	})
	sc.text.fit(height)
}

func (sc *createScreen) spinnerNow() string {
	if !sc.running() {
		return ""
	}
	return sc.turning()
}

// head says in a line what this is, or what came of it.
func (sc *createScreen) head(s size) []string {
	icon, text, style := sc.headline()
	return sc.headLines(s, icon, text, style)
}

func (sc *createScreen) headline() (icon, text string, style lipgloss.Style) {
	failed := func(text string) (string, string, lipgloss.Style) { return sc.theme.Icons.Fail, text, sc.theme.Fail }
	_, blocked := sc.plan.Blocked()
	switch pending := sc.plan.Pending(); {
	case len(sc.undone) > 0:
		return sc.theme.Icons.OK, "Taken back", sc.theme.OK
	case sc.fault.Message != "" && sc.undoing:
		return failed("Not taken back")
	case sc.fault.Message != "" && sc.made == nil:
		return failed("The plan couldn't be made")
	case sc.canceled:
		return sc.theme.Icons.Warn, "Canceled: not finished", sc.theme.Warn
	case sc.made != nil && sc.made.Report != nil:
		return sc.theme.Icons.Warn, "Made, not ready", sc.theme.Warn
	case sc.made != nil:
		return failed("Not finished")
	case blocked:
		return failed("The tenant doesn't allow this")
	case pending == 0:
		return sc.theme.Icons.OK, "Nothing to change", sc.theme.OK
	case pending == 1:
		return "", "Make this change?", sc.theme.Title
	default:
		return "", "Make these " + strconv.Itoa(pending) + " changes?", sc.theme.Title
	}
}

// bodyLines are the problem, if there is one, and the changes.
func (sc *createScreen) bodyLines(width int, whole bool) []string {
	if sc.signIn != nil {
		return sc.signInLines(width)
	}
	var who []string
	if sc.plan.As != "" {
		who = look.Lines("As "+sanitize.Line(sc.plan.As), width, sc.theme.Dim)
	}
	if sc.plan.Resumed {
		who = append(who, look.Lines("This goes on with a run that was interrupted.", width, sc.theme.Dim)...)
	}
	if len(sc.undone) > 0 {
		return sc.plainLines(sc.undone, width)
	}
	return apart(sc.problemLines(width), who, sc.changeLines(width, whole), sc.promiseLines(width))
}

func (sc *createScreen) plainLines(texts []string, width int) []string {
	var lines []string
	for _, text := range texts {
		lines = append(lines, look.Lines(sanitize.Line(text), width, sc.theme.Plain)...)
	}
	return lines
}

// problemLines say what stands in the way, and what to do about it.
func (sc *createScreen) problemLines(width int) []string {
	if sc.running() {
		return nil
	}
	if sc.fixed != "" {
		head := sc.theme.OK.Render(sc.theme.Icons.OK) + " "
		return look.Indent(look.Lines(sc.fixed+" Try again.", max(width-2, 1), sc.theme.Plain), head)
	}
	if sc.fault.Message != "" {
		return sc.faultLines(width)
	}
	if sc.made != nil && sc.made.Report != nil {
		for _, f := range sc.made.Report.Findings {
			if f.Status == report.Fail || f.Untested {
				f = cleanFinding(f)
				return apart(look.Lines(f.Title, width, sc.theme.Bold), look.Rich(f.Meaning, width, sc.theme.Plain, sc.theme.Bold), sc.fixLines(f.Fix, width))
			}
		}
	}
	c, ok := sc.trouble()
	if !ok || c.State == session.ChangePlanned {
		return nil
	}
	said := c.Title
	if c.Detail != "" {
		said += ": " + c.Detail
	}
	return apart(look.Lines(said, width, sc.theme.Bold), sc.fixLines(c.Fix, width))
}

// changeLines is a line a change, and below it what is needed for it.
func (sc *createScreen) changeLines(width int, whole bool) []string {
	var lines []string
	for _, c := range sc.changes() {
		icon, style := sc.changeIcon(c)
		lines = append(lines, look.Indent(look.Lines(c.Title, max(width-2, 1), sc.theme.Plain), style.Render(icon)+" ")...)
		below := func(text string, style lipgloss.Style) {
			lines = append(lines, look.Indent(look.Lines(text, max(width-2, 1), style), "  ")...)
		}
		if whole && c.Detail != "" && c.State == session.ChangePlanned {
			below(c.Detail, sc.theme.Dim)
		}
		switch {
		case c.State != session.ChangePlanned:
		case c.Lacks:
			below("You lack a role: "+c.Needs, sc.theme.Warn)
		case whole && c.Needs != "":
			below("Needs "+c.Needs, sc.theme.Dim)
		}
		if c.Final && c.State == session.ChangePlanned {
			below("Can't be undone", sc.theme.Warn)
		}
	}
	if sc.waiting != "" {
		lines = append(lines, look.Indent(look.Lines(sc.waiting, max(width-2, 1), sc.theme.Dim), "  ")...)
	}
	return lines
}

func (sc *createScreen) changeIcon(c session.Change) (string, lipgloss.Style) {
	icons := sc.theme.Icons
	switch c.State {
	case session.ChangeKept, session.ChangeDone, session.ChangeUndone:
		return icons.OK, sc.theme.OK
	case session.ChangeMaking:
		return sc.turning(), sc.theme.Accent
	case session.ChangeFailed, session.ChangeBlocked:
		return icons.Fail, sc.theme.Fail
	case session.ChangeSkipped:
		return icons.Skip, sc.theme.Dim
	default:
		return icons.Todo, sc.theme.Dim
	}
}

// promiseLines say what can be taken back, before anything is changed.
func (sc *createScreen) promiseLines(width int) []string {
	_, blocked := sc.plan.Blocked()
	switch {
	case sc.running():
		return nil
	case sc.made == nil && sc.plan.Pending() > 0 && !blocked:
		return look.Lines("Then appreg tests it and saves it. All of it can be taken back.", width, sc.theme.Dim)
	case sc.made != nil && sc.made.Open:
		return look.Lines("What was made is written down. Enter goes on from there.", width, sc.theme.Dim)
	}
	return nil
}
