package wizard

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/field"
)

// pane is the fields of a step: typing, judging and taking answers. The screens of the steps are built around one.
type pane struct {
	*shell
	form    form
	pending int             // the number of the answer that is being judged, where that reads a file; 0: none
	ask     func(form) form // adds what the screen itself asks; nil: nothing

	judgement int // the number of the latest wait for typing in a masked field to rest
}

func newPane(sh *shell) pane {
	return pane{shell: sh, form: newForm(sh.session.Machine(), sh.typed, false)}
}

// direction says where to go once an answer is taken.
type direction int

const (
	onward   direction = iota // to the next field, or beyond the last
	previous                  // to the field before
	nowhere
)

// acceptedMsg is the judgement of an answer.
type acceptedMsg struct {
	seq      int
	key      steps.Key
	raw      string
	machine  steps.Machine
	accepted steps.Accepted
	problem  *steps.Problem
	then     direction
}

// filledMsg is the demo's values for a step's fields.
type filledMsg struct {
	step   catalog.StepID
	values map[steps.Key]string
}

// Update takes a message. done says that the person goes on from the last field.
func (pn *pane) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return false, pn.edit(msg)
	case tea.PasteMsg:
		return false, pn.paste(msg)
	case acceptedMsg:
		return pn.judged(msg)
	case checkDueMsg:
		return false, pn.checkDue(msg)
	case judgeDueMsg:
		pn.judgeDue(msg)
	case checkGivenMsg:
		return false, pn.checkGiven()
	case checkedMsg:
		pn.learn(msg.key)
	case filledMsg:
		return false, pn.filled(msg)
	case tea.SuspendMsg, tea.ResumeMsg: // somebody else may sit here when the screen comes back
		pn.conceal()
	}
	return false, nil
}

// judging reports whether an answer is being judged.
func (pn *pane) judging() bool { return pn.pending != 0 }

// typingText reports whether letters are text now.
func (pn *pane) typingText() bool {
	p, ok := pn.form.here()
	return ok && p.input.TakesText()
}

// answer returns the focused field's text to the session. Nothing typed where an answer is held keeps it.
func (pn *pane) answer(then direction) (done bool, cmd tea.Cmd) {
	p, ok := pn.form.here()
	if !ok {
		return true, nil
	}
	raw := p.input.Raw()
	if raw == "" && p.field.Kind == steps.Masked && p.given || raw != "" && raw == p.warned {
		return pn.move(then)
	}
	machine, key, seq := pn.session.Machine(), p.field.Key, pn.next()
	judge := func() tea.Msg {
		next, accepted, problem := machine.Accept(key, raw)
		return acceptedMsg{seq, key, raw, next, accepted, problem, then}
	}
	pn.pending = seq
	if pn.form.readsFile() {
		return false, tea.Batch(judge, pn.turn())
	}
	return pn.judged(judge().(acceptedMsg))
}

// judged takes the judgement of an answer.
func (pn *pane) judged(msg acceptedMsg) (done bool, cmd tea.Cmd) {
	if msg.seq != pn.pending {
		return false, nil
	}
	pn.pending = 0
	p, ok := pn.form.part(msg.key)
	if !ok {
		return false, nil
	}
	if msg.problem != nil {
		return pn.refused(p, msg)
	}
	pn.take(msg.key, msg.machine)
	pn.form = pn.form.set(pn.shown(p, msg))
	pn.follow()
	pn.learn(msg.key)
	commands := tea.Batch(pn.saveDraft(), pn.checkNow(msg.key, msg.raw))
	if msg.accepted.Warn && msg.then == onward {
		return false, commands
	}
	done, more := pn.move(msg.then)
	return done, tea.Batch(commands, more)
}

// refused says why an answer was not taken. An empty field that is merely left is not scolded.
func (pn *pane) refused(p part, msg acceptedMsg) (done bool, cmd tea.Cmd) {
	text := problemText(*msg.problem)
	if label, why := p.field.Impossible(msg.raw); why != "" {
		text = sanitize.Text(label) + " can't be chosen. Choose another with the arrow keys." // why stands at the option
	}
	pn.form = pn.form.set(p.remark(bad, text))
	if p.input.Raw() == "" && msg.then != onward {
		pn.form = pn.form.set(p.remark(quiet, ""))
	}
	if msg.then == onward {
		return false, nil
	}
	return pn.move(msg.then)
}

// take makes a machine with a new answer the session's.
func (pn *pane) take(key steps.Key, machine steps.Machine) {
	pn.session = pn.session.WithMachine(machine)
	pn.version++
	delete(pn.typed, key)
}

// follow rebuilds the form for the session's answers.
func (pn *pane) follow() {
	pn.form = pn.form.follow(pn.session.Machine(), pn.typed)
	if pn.ask != nil {
		pn.form = pn.ask(pn.form)
	}
	pn.version++
}

// shown returns the part after its answer was taken: the corrected text, no secret, and what there is to say.
func (pn *pane) shown(p part, msg acceptedMsg) part {
	p = p.remark(quiet, "")
	p.warned = ""
	switch {
	case p.field.Kind == steps.Masked:
		p.input = p.input.Set("").Leave()
	case p.field.Kind != steps.Choice:
		p.input = p.input.Set(pn.answers().Get(msg.key))
	}
	return pn.noted(p, msg)
}

// problemText is a problem and what to do about it.
func problemText(problem steps.Problem) string {
	text := problem.Message
	for _, more := range []string{problem.Fix, problem.Command} {
		if more != "" {
			text += "\n" + more
		}
	}
	return sanitize.Text(text)
}

// edit returns a key to the focused field, or moves between fields where the field has no use for it.
func (pn *pane) edit(msg tea.KeyPressMsg) tea.Cmd {
	p, ok := pn.form.here()
	if !ok {
		return nil
	}
	if _, isText := p.input.(field.Text); isText {
		switch msg.String() {
		case "up":
			return pn.tab(-1)
		case "down":
			return pn.tab(1)
		}
	}
	return pn.input(p, msg)
}

// paste returns a paste to the focused field. Where letters are commands it is nothing.
func (pn *pane) paste(msg tea.PasteMsg) tea.Cmd {
	p, ok := pn.form.here()
	if !ok || !pn.typingText() || pn.judging() {
		return nil
	}
	cmd := pn.input(p, msg)
	if p, _ := pn.form.here(); p.field.Block != nil && strings.Contains(strings.TrimSpace(msg.Content), "\n") && holdsBlock(p.field, msg.Content) {
		_, taken := pn.answer(nowhere) // the other fields show at once what it answers
		return tea.Batch(cmd, taken)
	}
	return cmd
}

// holdsBlock reports whether a paste of several lines is one that the field takes as a whole.
func holdsBlock(f steps.Field, text string) bool {
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		if f.Block(line) {
			return true
		}
	}
	return false
}

// input returns a message to a field and looks at what changed.
func (pn *pane) input(p part, msg tea.Msg) tea.Cmd {
	before := p.input.Raw()
	p.input = p.input.Update(msg)
	remark := p.input.Remark()
	if p.input.Raw() == before && remark == "" {
		pn.form = pn.form.set(p)
		return nil
	}
	p = p.remark(quiet, "")
	if remark != "" {
		p = p.remark(warning, remark)
	}
	p.warned = ""
	pn.form = pn.form.set(p)
	delete(pn.typed, p.field.Key)
	if p.input.Raw() == before {
		return nil
	}
	return pn.typing(p)
}

// reveal shows or hides the secret being typed.
func (pn *pane) reveal() {
	p, _ := pn.form.here()
	if text, isText := p.input.(field.Text); isText {
		p.input = text.Reveal()
		pn.form = pn.form.set(p)
	}
}

// conceal hides the secret being typed.
func (pn *pane) conceal() {
	p, _ := pn.form.here()
	if text, isText := p.input.(field.Text); isText {
		p.input = text.Leave()
		pn.form = pn.form.set(p)
	}
}

// fill asks the demo for the values of the step's fields that have none.
func (pn *pane) fill() tea.Cmd {
	demo, answers := pn.services().Demo, pn.answers()
	var keys []steps.Key
	for i, p := range pn.form.parts {
		if i == pn.form.focus || !p.given && p.input.Raw() == "" {
			keys = append(keys, p.field.Key)
		}
	}
	step := pn.session.At()
	return func() tea.Msg {
		values := map[steps.Key]string{}
		for _, key := range keys {
			if value, ok := demo.Fill(answers, key); ok {
				values[key] = value
			}
		}
		return filledMsg{step, values}
	}
}

// filled types the demo's values into their fields, if the step is still on the screen.
func (pn *pane) filled(msg filledMsg) tea.Cmd {
	if msg.step != pn.session.At() {
		return nil
	}
	if len(msg.values) == 0 {
		pn.flash = flash{quiet, "The demo has nothing to fill in here."}
		return nil
	}
	var commands []tea.Cmd
	for _, p := range pn.form.parts {
		value, ok := msg.values[p.field.Key]
		if !ok {
			continue
		}
		p.input = p.input.Set(value)
		pn.form = pn.form.set(p.remark(quiet, ""))
		commands = append(commands, pn.typing(p))
	}
	return tea.Batch(commands...)
}

// busy reports whether an answer is being judged.
func (pn *pane) busy() bool { return pn.judging() }

// masked reports whether the focused field hides what is typed.
func (pn *pane) masked() bool {
	p, _ := pn.form.here()
	text, ok := p.input.(field.Text)
	return ok && text.Masked()
}
