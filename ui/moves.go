package ui

import (
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/steps"
	"appreg/ui/field"
)

// move goes on after an answer was taken or left.
func (w *wizard) move(where move) tea.Cmd {
	switch where {
	case onward:
		if w.form.focus+1 < len(w.form.parts) {
			w.focus(w.form.focus + 1)
			return nil
		}
		return w.forward()
	case previous:
		w.focus(w.form.focus - 1)
	}
	return nil
}

// focus goes to the field at place i, if there is one.
func (w *wizard) focus(i int) {
	if i < 0 || i >= len(w.form.parts) {
		return
	}
	if p, ok := w.form.here(); ok {
		p.input = p.input.Leave()
		w.form = w.form.set(p)
	}
	w.form.focus = i
}

// tab leaves the focused field for its neighbour. What was typed is taken if the field accepts it and stays if not.
func (w *wizard) tab(step int) tea.Cmd {
	p, ok := w.form.here()
	if !ok {
		return nil
	}
	target := w.form.focus + step
	if target < 0 || target >= len(w.form.parts) {
		return nil
	}
	if w.changed(p) && !w.form.readsFile() && p.field.Kind != steps.Choice {
		cmd := w.answer(nowhere)
		w.focus(target)
		return cmd
	}
	w.focus(target)
	return nil
}

// changed reports whether the part holds text that is not the answer.
func (w *wizard) changed(p part) bool {
	raw := p.input.Raw()
	return raw != "" && (p.field.Kind == steps.Masked || raw != w.machine.Answers().Get(p.field.Key))
}

// untaken reports whether a field holds something that was not taken as its answer.
func (w *wizard) untaken(p part) bool {
	switch {
	case p.field.Key == saveAction:
		return false
	case p.field.Kind == steps.Choice: // its default shows without having been chosen
		return p.input.Raw() != field.New(p.field, w.machine.Answers().Get(p.field.Key)).Raw()
	default:
		return w.changed(p)
	}
}

// showUntaken goes to the first field with something that was not taken, if there is one. Nobody goes on with an older
// answer than the one on the screen.
func (w *wizard) showUntaken() bool {
	for i, p := range w.form.parts {
		if !w.untaken(p) {
			continue
		}
		w.focus(i)
		if p.note == "" {
			text := "Not taken yet: Enter takes it."
			if p.field.Kind != steps.Choice {
				text += " Or empty the field."
			}
			w.form = w.form.set(w.form.parts[i].remark(warning, text))
		}
		return true
	}
	return false
}

// forward goes to the next step, or to what is missing or not taken yet on this one.
func (w *wizard) forward() tea.Cmd {
	if !w.onResult() && w.showUntaken() {
		return nil
	}
	if missing := w.machine.Missing(w.machine.At()); len(missing) > 0 {
		for i, p := range w.form.parts {
			if p.field.Key == missing[0].Key {
				w.focus(i)
				w.form = w.form.set(w.form.parts[i].remark(bad, p.field.Label+" is needed here."))
			}
		}
		return nil
	}
	if w.onDetour() {
		return w.goOnDetour()
	}
	if w.machine.At() == catalog.StepToken && !w.onResult() && !w.options.SkipTest {
		return w.startTest()
	}
	if machine, ok := w.machine.Next(); ok {
		w.machine = machine
		return w.enter()
	}
	return nil
}

// back goes from the findings to the request they came from, else to the step before.
func (w *wizard) back() tea.Cmd {
	if w.waits() {
		w.cancelSignIn()
		return nil
	}
	if w.onResult() {
		w.stopTest()
		w.test.hidden = true
		return nil
	}
	w.leave()
	if machine, ok := w.machine.Back(); ok {
		w.machine = machine
		return w.enter()
	}
	return nil
}

// jump goes to a step, keeping what was typed.
func (w *wizard) jump(id catalog.StepID) tea.Cmd {
	w.leave()
	if machine, ok := w.machine.Jump(id); ok {
		w.machine = machine
		return w.enter()
	}
	return nil
}

// leave keeps what was typed on the step: as an answer where the field takes it, else as text to come back to.
// Text of a masked field is never kept as text.
func (w *wizard) leave() {
	for _, p := range w.form.parts {
		if !w.changed(p) || p.field.Key == saveAction {
			continue
		}
		if p.field.Kind == steps.Text || p.field.Kind == steps.File {
			w.typed[p.field.Key] = p.input.Raw()
		}
		if w.form.readsFile() || p.field.Kind == steps.Choice {
			continue
		}
		if machine, _, problem := w.machine.Accept(p.field.Key, p.input.Raw()); problem == nil {
			w.take(p.field.Key, machine)
		}
	}
}

// enter opens the machine's step.
func (w *wizard) enter() tea.Cmd {
	w.stopChecks()
	w.stopTest()
	w.test.hidden = false
	w.accept = pending{}
	w.save.leave = false
	w.guide = 0
	w.version++
	w.form = newForm(w.machine, w.typed)
	return tea.Batch(w.saveDraft(), w.arrived())
}

// arrived looks at what was there when the step came on the screen: its answers, and the store where it matters. A secret
// that the portal shows once is not asked for before it is known whether it can be kept.
func (w *wizard) arrived() tea.Cmd {
	commands := []tea.Cmd{w.checkGiven()}
	switch at := w.machine.At(); {
	case at == catalog.StepSave:
		commands = append(commands, w.askStore())
		w.addSaveAction()
	case at == catalog.StepCredential && w.machine.Answers().Get(steps.KeyStore) != steps.StoreNone:
		commands = append(commands, w.askStore())
	}
	return tea.Batch(commands...)
}
