package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/sanitize"
	"appreg/steps"
)

// debounce is how long typing must rest before a live check begins.
const debounce = 250 * time.Millisecond

// check is the live check of one field.
type check struct {
	seq    int
	raw    string // the text that is or was checked
	about  string // what was made of it, as checkedAbout has it
	result steps.CheckResult
	cancel context.CancelFunc
}

// checkDueMsg says that typing has rested; checkGivenMsg that the first step is there; checkedMsg what a check found.
type (
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

// typing is called at every change of a field: an older check is void, a new one is due when typing rests.
func (w *wizard) typing(p part) tea.Cmd {
	if p.field.Check == steps.NoCheck || w.options.Services.Checker == nil {
		return nil
	}
	key, seq := p.field.Key, w.next()
	w.checks[key].stop()
	w.checks[key] = check{seq: seq}
	return w.after(debounce, checkDueMsg{key, seq})
}

// checkDue begins the check if nothing was typed since.
func (w *wizard) checkDue(msg checkDueMsg) tea.Cmd {
	p, ok := w.form.part(msg.key)
	if !ok || w.checks[msg.key].seq != msg.seq {
		return nil
	}
	return w.checkNow(msg.key, p.input.Raw())
}

// checkedAbout gives what the answer of a check depends on: the field's own answer and where it is looked up.
func checkedAbout(key steps.Key, a steps.Answers) string {
	return strings.Join([]string{a.Get(key), a.Get(steps.KeyTenant), a.Get(steps.KeyCloud), a.Get(steps.KeyRegion)}, "\n")
}

// checkGiven checks the step's answers that were there when it was entered: those of flags and of a draft.
func (w *wizard) checkGiven() tea.Cmd {
	var commands []tea.Cmd
	for _, p := range w.form.parts {
		if p.given && p.input.Raw() == w.machine.Answers().Get(p.field.Key) {
			commands = append(commands, w.checkNow(p.field.Key, p.input.Raw()))
		}
	}
	return tea.Batch(commands...)
}

// checkNow checks raw, unless the same answer is or was checked already or the field would not take it.
func (w *wizard) checkNow(key steps.Key, raw string) tea.Cmd {
	p, ok := w.form.part(key)
	checker := w.options.Services.Checker
	if !ok || p.field.Check == steps.NoCheck || checker == nil || raw == "" || w.form.readsFile() {
		return nil
	}
	machine, _, problem := w.machine.Accept(key, raw)
	if problem != nil {
		return nil
	}
	answers, kind := machine.Answers(), p.field.Check
	about := checkedAbout(key, answers)
	if old := w.checks[key]; old.about == about && old.result.State != steps.CheckIdle {
		return nil
	}
	w.checks[key].stop()
	ctx, cancel := context.WithCancel(w.ctx)
	seq := w.next()
	w.checks[key] = check{seq: seq, raw: raw, about: about, cancel: cancel, result: steps.CheckResult{State: steps.Checking}}
	run := func() tea.Msg { return checkedMsg{key, seq, checker.Check(ctx, kind, answers)} }
	return tea.Batch(run, w.turn())
}

// checked shows what a check found, unless it is an old one's.
func (w *wizard) checked(msg checkedMsg) tea.Cmd {
	c := w.checks[msg.key]
	if c.seq != msg.seq {
		return nil
	}
	c.stop()
	c.cancel = nil
	c.result = msg.result
	c.result.Text = sanitize.Line(msg.result.Text)
	w.checks[msg.key] = c
	w.learn(msg.key)
	return nil
}

// learn takes over what a check supplied, once its field's answer is the one that was checked.
func (w *wizard) learn(key steps.Key) {
	c := w.checks[key]
	a := w.machine.Answers()
	if len(c.result.Learned) == 0 || c.about != checkedAbout(key, a) || !a.Has(key) {
		return
	}
	w.machine = w.machine.WithAnswers(withLearned(a, c.result))
	w.follow()
}

// withLearned adds what a check supplied to the answers. It comes from outside.
func withLearned(a steps.Answers, result steps.CheckResult) steps.Answers {
	for key, value := range result.Learned {
		a = a.With(key, sanitize.Line(value))
	}
	return a
}

// stopChecks cancels every check: the step is left.
func (w *wizard) stopChecks() {
	for key, c := range w.checks {
		c.stop()
		if c.result.State == steps.Checking || c.result.State == steps.CheckIdle {
			delete(w.checks, key)
			continue
		}
		c.cancel = nil
		w.checks[key] = c
	}
}
