package wizard

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
)

// debounce is how long typing must rest before a live check begins.
const debounce = 250 * time.Millisecond

// check is the live check of one field.
type check struct {
	seq    int
	raw    string // the text that is or was checked
	about  string // what was made of it, as session.CheckedAbout has it
	result steps.CheckResult
	cancel context.CancelFunc
}

// checkDueMsg says that typing has rested; checkGivenMsg that the first step is there; checkedMsg what a check found;
// judgeDueMsg that typing has rested in a masked field.
type (
	judgeDueMsg struct {
		key steps.Key
		seq int
	}
	checkDueMsg struct {
		key steps.Key
		seq int
	}
	checkGivenMsg struct{} // the first step is on the screen
	checkedMsg    struct {
		key    steps.Key
		seq    int
		result steps.CheckResult
	}
)

// stop cancels the check.
func (c check) stop() {
	if c.cancel != nil {
		c.cancel()
	}
}

// checked keeps what a check found, unless it is an old one's.
func (sh *shell) checked(msg checkedMsg) {
	c := sh.checks[msg.key]
	if c.seq != msg.seq {
		return
	}
	c.stop()
	c.cancel = nil
	c.result = msg.result
	c.result.Text = sanitize.Line(msg.result.Text)
	sh.checks[msg.key] = c
}

// stopChecks cancels every check: the step is left.
func (sh *shell) stopChecks() {
	for key, c := range sh.checks {
		c.stop()
		if c.result.State == steps.Checking || c.result.State == steps.CheckIdle {
			delete(sh.checks, key)
			continue
		}
		c.cancel = nil
		sh.checks[key] = c
	}
}

// typing is called at every change of a field: an older check is void, a new one is due when typing rests.
func (pn *pane) typing(p part) tea.Cmd {
	if p.field.Kind == steps.Masked {
		pn.judgement = pn.next()
		return pn.after(debounce, judgeDueMsg{p.field.Key, pn.judgement})
	}
	if p.field.Check == steps.NoCheck || pn.services().Checker == nil {
		return nil
	}
	key, seq := p.field.Key, pn.next()
	pn.checks[key].stop()
	pn.checks[key] = check{seq: seq}
	return pn.after(debounce, checkDueMsg{key, seq})
}

// judgeDue says what is wrong with a secret as soon as typing rests: it cannot be seen, so that nobody would find out
// before it was refused. It is taken by enter only.
func (pn *pane) judgeDue(msg judgeDueMsg) {
	p, ok := pn.form.part(msg.key)
	if !ok || msg.seq != pn.judgement || p.input.Raw() == "" {
		return
	}
	if _, _, problem := pn.session.Machine().Accept(msg.key, p.input.Raw()); problem != nil {
		pn.form = pn.form.set(p.remark(bad, problemText(*problem)))
	}
}

// checkDue begins the check if nothing was typed since.
func (pn *pane) checkDue(msg checkDueMsg) tea.Cmd {
	p, ok := pn.form.part(msg.key)
	if !ok || pn.checks[msg.key].seq != msg.seq {
		return nil
	}
	return pn.checkNow(msg.key, p.input.Raw())
}

// checkGiven checks the step's answers that were there when it came up: those of flags and of a draft.
func (pn *pane) checkGiven() tea.Cmd {
	var commands []tea.Cmd
	for _, p := range pn.form.parts {
		if p.given && p.input.Raw() == pn.answers().Get(p.field.Key) {
			commands = append(commands, pn.checkNow(p.field.Key, p.input.Raw()))
		}
	}
	return tea.Batch(commands...)
}

// checkNow checks raw, unless the same answer is or was checked already or the field would not take it.
func (pn *pane) checkNow(key steps.Key, raw string) tea.Cmd {
	p, ok := pn.form.part(key)
	checker := pn.services().Checker
	if !ok || p.field.Check == steps.NoCheck || checker == nil || raw == "" || pn.form.readsFile() {
		return nil
	}
	machine, _, problem := pn.session.Machine().Accept(key, raw)
	if problem != nil {
		return nil
	}
	answers, kind := machine.Answers(), p.field.Check
	about := session.CheckedAbout(key, answers)
	if old := pn.checks[key]; old.about == about && old.result.State != steps.CheckIdle {
		return nil
	}
	pn.checks[key].stop()
	ctx, cancel := context.WithCancel(pn.ctx)
	seq := pn.next()
	pn.checks[key] = check{seq: seq, raw: raw, about: about, cancel: cancel, result: steps.CheckResult{State: steps.Checking}}
	run := func() tea.Msg { return checkedMsg{key, seq, checker.Check(ctx, kind, answers)} }
	return tea.Batch(run, pn.turn())
}

// learn takes over what a check supplied, once its field's answer is the one that was checked.
func (pn *pane) learn(key steps.Key) {
	c := pn.checks[key]
	a := pn.answers()
	if len(c.result.Learned) == 0 || c.about != session.CheckedAbout(key, a) || !a.Has(key) {
		return
	}
	pn.session = pn.session.Learn(c.result)
	pn.follow()
}

// checkOf returns the live check of what a field shows; that of another text counts no more.
func (pn *pane) checkOf(p part) steps.CheckResult {
	c := pn.checks[p.field.Key]
	if c.raw != p.input.Raw() && c.raw != pn.answers().Get(p.field.Key) {
		return steps.CheckResult{}
	}
	return c.result
}
