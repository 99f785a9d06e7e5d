package wizard

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/field"
)

// noted adds the note of an answer that was taken. A warning waits for another enter.
func (pn *pane) noted(p part, msg acceptedMsg) part {
	note := sanitize.Text(msg.accepted.Note)
	if note == "" {
		return p
	}
	level := good
	if msg.accepted.Warn {
		level, p.warned = warning, p.input.Raw()
		note = strings.TrimSuffix(note, ".") + ". Press Enter to go on."
	} else if msg.then == onward {
		pn.flash = flash{quiet, p.field.Label + ": " + note}
	}
	return p.remark(level, note)
}

// move goes on after an answer was taken or left: past fields that are answered, and taking what is typed in those that
// follow. done says that nothing more is asked here.
func (pn *pane) move(then direction) (done bool, cmd tea.Cmd) {
	switch then {
	case onward:
		for i := pn.form.focus + 1; i < len(pn.form.parts); i++ {
			p := pn.form.parts[i]
			if pn.untaken(p) && p.field.Kind != steps.Choice {
				pn.focus(i)
				return pn.answer(onward)
			}
			if !p.given {
				pn.focus(i)
				return false, nil
			}
		}
		return true, nil
	case previous:
		pn.focus(pn.form.focus - 1)
	}
	return false, nil
}

// focus goes to the field at place i, if there is one.
func (pn *pane) focus(i int) {
	if i < 0 || i >= len(pn.form.parts) {
		return
	}
	if p, ok := pn.form.here(); ok {
		p.input = p.input.Leave()
		pn.form = pn.form.set(p)
	}
	pn.form.focus = i
}

// focusOn goes to the field of key, if there is one, and says something about it.
func (pn *pane) focusOn(key steps.Key, level level, text string) {
	asked := func(f steps.Field) bool { return f.Key == key }
	if _, shown := pn.form.part(key); !shown && slices.ContainsFunc(pn.form.step.Fields, asked) {
		pn.showOptions()
	}
	for i, p := range pn.form.parts {
		if p.field.Key == key {
			pn.focus(i)
			if text != "" {
				pn.form = pn.form.set(pn.form.parts[i].remark(level, text))
			}
		}
	}
}

// showOptions asks for what has a good default, too.
func (pn *pane) showOptions() {
	focused := pn.form.key()
	pn.Leave()
	pn.form = newForm(pn.session.Machine(), pn.typed, true)
	if pn.ask != nil {
		pn.form = pn.ask(pn.form)
	}
	pn.focusOn(focused, quiet, "")
	pn.version++
}

// guideKey carries out a key of the guidance beside the fields, and reports whether it was one.
func (pn *pane) guideKey(guide *scroller, is func(key.Binding) bool, keys keyMap) bool {
	switch {
	case is(keys.Options):
		pn.showOptions()
	case is(keys.Scroll) && guide.last == hiddenGuide:
		lines := guide.lines
		pn.overlay = guideOverlay(pn.form.step.Title, func(int) []string { return lines })
	case is(keys.Scroll):
		guide.page(1, pn.height)
	case is(keys.ScrollUp):
		guide.page(-1, pn.height)
	default:
		return false
	}
	return true
}

// tab leaves the focused field for its neighbor. What was typed is taken if the field accepts it and stays if not.
func (pn *pane) tab(step int) tea.Cmd {
	p, ok := pn.form.here()
	target := pn.form.focus + step
	if !ok || target < 0 || target >= len(pn.form.parts) {
		return nil
	}
	var cmd tea.Cmd
	if pn.changed(p) && !pn.form.readsFile() && p.field.Kind != steps.Choice {
		_, cmd = pn.answer(nowhere)
	}
	pn.focus(target)
	return cmd
}

// changed reports whether the part holds text that is not the answer.
func (pn *pane) changed(p part) bool {
	raw := p.input.Raw()
	return raw != "" && (p.field.Kind == steps.Masked || raw != pn.answers().Get(p.field.Key))
}

// untaken reports whether a field holds something that was not taken as its answer.
func (pn *pane) untaken(p part) bool {
	switch {
	case p.field.Key == saveAction:
		return false
	case p.field.Kind == steps.Choice: // its default shows without having been chosen
		return p.input.Raw() != field.New(p.field, pn.answers().Get(p.field.Key)).Raw()
	default:
		return pn.changed(p)
	}
}

// showUntaken goes to the first field with something that was not taken, if there is one. Nobody goes on with an older
// answer than the one on the screen.
func (pn *pane) showUntaken() bool {
	for i, p := range pn.form.parts {
		if !pn.untaken(p) {
			continue
		}
		pn.focus(i)
		if p.note == "" {
			text := "Not taken yet: Enter takes it."
			if p.field.Kind != steps.Choice {
				text += " Or empty the field."
			}
			pn.form = pn.form.set(pn.form.parts[i].remark(warning, text))
		}
		return true
	}
	return false
}

// showMissing goes to the last of the fields that lack a required answer, if there is one.
func (pn *pane) showMissing() bool {
	missing := pn.session.Machine().Missing(pn.session.At())
	if len(missing) == 0 {
		return false
	}
	for _, p := range pn.form.parts {
		if p.field.Key == missing[0].Key {
			pn.focusOn(p.field.Key, bad, p.field.Label+" is needed here.")
		}
	}
	return true
}

// Leave keeps what was typed: as an answer where the field takes it, else as text to come back to. Text of a masked field
// is never kept as text.
func (pn *pane) Leave() {
	for _, p := range pn.form.parts {
		if !pn.changed(p) || p.field.Key == saveAction {
			continue
		}
		if p.field.Kind == steps.Text || p.field.Kind == steps.File {
			pn.typed[p.field.Key] = p.input.Raw()
		}
		if pn.form.readsFile() || p.field.Kind == steps.Choice {
			continue
		}
		if machine, _, problem := pn.session.Machine().Accept(p.field.Key, p.input.Raw()); problem == nil {
			pn.take(p.field.Key, machine)
		}
	}
}
