package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
)

// pending is an answer that is being judged in a command.
type pending struct {
	seq int // 0: none
}

// acceptedMsg is the judgement of an answer.
type acceptedMsg struct {
	seq      int
	key      steps.Key
	raw      string
	machine  steps.Machine
	accepted steps.Accepted
	problem  *steps.Problem
	move     move
}

// move says where to go once an answer is taken.
type move int

const (
	onward   move = iota // to the next field, or the next step
	previous             // to the field before
	nowhere
)

// answer gives the focused field's text to the machine. Nothing typed where an answer is held keeps it.
func (w *wizard) answer(where move) tea.Cmd {
	p, ok := w.form.here()
	if !ok {
		return w.forward()
	}
	raw := p.input.Raw()
	if raw == "" && p.field.Kind == steps.Masked && p.given || raw != "" && raw == p.warned {
		return w.move(where)
	}
	if p.field.Key == saveAction {
		return w.chooseSave(raw)
	}
	machine, key, seq := w.machine, p.field.Key, w.next()
	judge := func() tea.Msg {
		next, accepted, problem := machine.Accept(key, raw)
		return acceptedMsg{seq, key, raw, next, accepted, problem, where}
	}
	w.accept = pending{seq}
	if w.form.readsFile() {
		return tea.Batch(judge, w.turn())
	}
	return w.judged(judge().(acceptedMsg))
}

// judged takes the machine's judgement of an answer.
func (w *wizard) judged(msg acceptedMsg) tea.Cmd {
	if msg.seq != w.accept.seq {
		return nil
	}
	w.accept = pending{}
	p, ok := w.form.part(msg.key)
	if !ok {
		return nil
	}
	if msg.problem != nil {
		w.form = w.form.set(p.remark(bad, problemText(msg.problem)))
		if p.input.Raw() == "" && msg.move != onward {
			w.form = w.form.set(p.remark(quiet, ""))
		}
		if msg.move == onward {
			return nil
		}
		return w.move(msg.move)
	}
	w.take(msg.key, msg.machine)
	w.form = w.form.set(w.shown(p, msg))
	w.follow()
	w.learn(msg.key)
	commands := []tea.Cmd{w.saveDraft(), w.checkNow(msg.key, msg.raw)}
	if msg.accepted.Warn && msg.move == onward {
		return tea.Batch(commands...)
	}
	return tea.Batch(append(commands, w.move(msg.move))...)
}

// take makes a machine with a new answer the wizard's. A test of other answers does not count any more.
func (w *wizard) take(key steps.Key, machine steps.Machine) {
	before, after := w.machine.Answers(), machine.Answers()
	if before.Get(key) != after.Get(key) || !before.Secret(key).Equal(after.Secret(key)) {
		switch key {
		case steps.KeyProfile, steps.KeyStore, steps.KeySavePassword:
		default:
			w.stopTest()
			w.test = testRun{}
		}
		if otherFlow(before, machine.Answers()) {
			w.detour = nil
		}
	}
	w.machine = machine
	w.version++
	delete(w.typed, key)
}

// follow rebuilds the form for the machine's answers.
func (w *wizard) follow() {
	w.form = w.form.follow(w.machine, w.typed)
	w.version++
	if w.machine.At() == catalog.StepSave {
		w.addSaveAction()
	}
}

// shown gives the part after its answer was taken: the mended text, no secret, and what there is to say.
func (w *wizard) shown(p part, msg acceptedMsg) part {
	p = p.remark(quiet, "")
	p.warned = ""
	switch {
	case p.field.Kind == steps.Masked:
		p.input = p.input.Set("").Leave()
	case p.field.Kind != steps.Choice:
		p.input = p.input.Set(w.machine.Answers().Get(msg.key))
	}
	if note := sanitize.Text(msg.accepted.Note); note != "" {
		level := good
		if msg.accepted.Warn {
			level, p.warned = warning, p.input.Raw()
			note = strings.TrimSuffix(note, ".") + ". Press Enter to go on."
		} else if msg.move == onward {
			w.flash = flash{quiet, p.field.Label + ": " + note}
		}
		p = p.remark(level, note)
	}
	return p
}

func problemText(problem *steps.Problem) string {
	text := problem.Message
	if problem.Fix != "" {
		text += "\n" + problem.Fix
	}
	return sanitize.Text(text)
}
