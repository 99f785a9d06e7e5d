package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/steps"
	"appreg/ui/field"
)

// press takes a key. An open overlay gets it first, then the commands, then the focused field.
func (w *wizard) press(msg tea.KeyPressMsg) tea.Cmd {
	keys := w.keys()
	if key.Matches(msg, keys.Interrupt) {
		return w.interrupt()
	}
	w.flash = flash{}
	if w.overlay.kind != noOverlay {
		return w.pressOverlay(msg, keys)
	}
	if w.save.state == saving || w.accept.seq != 0 {
		if key.Matches(msg, keys.Quit) {
			return w.askToQuit()
		}
		return nil
	}
	if cmd, ok := w.command(msg, keys); ok {
		return cmd
	}
	if w.waits() {
		w.scrollBy(msg)
		return nil
	}
	if w.onResult() {
		w.test = w.test.pressed(msg)
		return nil
	}
	return w.edit(msg)
}

// The smallest screen on which a question can be read.
const (
	readableWidth  = 20
	readableHeight = 6
)

// interrupt leaves at once, but asks once where a secret would be lost. On a screen too small to show a question none
// is asked: nobody would know what ctrl+c waits for.
func (w *wizard) interrupt() tea.Cmd {
	readable := w.width >= readableWidth && w.height >= readableHeight
	if readable && w.unsavedSecret() && w.overlay.kind != quitOverlay {
		return w.askToQuit()
	}
	w.interrupted = true
	return w.quit() // tea.Interrupt would close the input under the goroutine that reads it
}

// command carries out a key that is a command here.
func (w *wizard) command(msg tea.KeyPressMsg, keys keyMap) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	switch {
	case is(keys.Next):
		return w.enterKey(), true
	case is(keys.Field):
		return w.tab(1), true
	case is(keys.Prev):
		return w.tab(-1), true
	case is(keys.Back):
		return w.back(), true
	case is(keys.Scroll) && w.guideHidden():
		w.overlay = overlay{kind: guideOverlay, title: w.form.step.Title}
		return nil, true
	case is(keys.Scroll):
		w.guide += max(w.height/3, 1)
		w.guide = min(w.guide, w.lastScroll())
		return nil, true
	case is(keys.ScrollUp):
		w.guide = max(w.guide-max(w.height/3, 1), 0)
		return nil, true
	case is(keys.Jump):
		return w.jumpTo(int(msg.Code - '1')), true
	case is(keys.Help):
		w.overlay = overlay{kind: helpOverlay, title: "Help"}
		return nil, true
	case is(keys.Quit):
		return w.askToQuit(), true
	default:
		return w.screenCommand(is, keys)
	}
}

// screenCommand carries out the keys that belong to what a screen shows.
func (w *wizard) screenCommand(is func(key.Binding) bool, keys keyMap) (tea.Cmd, bool) {
	switch {
	case is(keys.Open):
		return w.openPage(), true
	case is(keys.Copy):
		return w.copyKey(), true
	case is(keys.Reveal):
		w.reveal()
	case is(keys.Admin):
		text := administratorRequest(w.machine.Answers())
		w.overlay = overlay{kind: textOverlay, title: "Request for the administrator", text: text, admin: true,
			copies: []steps.Copy{{Label: "Request for the administrator", Text: text}}}
	case is(keys.Post):
		text := steps.TokenRequest(w.machine.Answers())
		w.overlay = overlay{kind: textOverlay, title: "The document's request", text: text, copies: []steps.Copy{{Label: "Request", Text: text}}}
	case is(keys.Raw):
		f, _ := w.test.selected()
		w.overlay = overlay{kind: textOverlay, title: "The raw answer, secrets taken out", text: f.Raw, copies: []steps.Copy{{Label: "Raw answer", Text: f.Raw}}}
	case is(keys.Test):
		return w.testKey(), true
	case is(keys.CopyLink):
		return w.copyText(w.signInCopies()[1]), true
	case is(keys.Browser):
		return w.switchFlow(catalog.Browser), true
	case is(keys.Device):
		return w.switchFlow(catalog.DeviceCode), true
	case is(keys.Redirect):
		return w.fixRedirect(), true
	case is(keys.Fault):
		return w.goToFault(), true
	case is(keys.Save):
		return w.jump(catalog.StepSave), true
	case is(keys.Wait):
		return w.wait(), true
	case is(keys.Fill) && w.waits():
		return w.demoSignIn(), true
	case is(keys.Fill):
		return w.fill(), true
	case is(keys.Mend):
		return w.mend(), true
	default:
		return nil, false
	}
	return nil, true
}

// enterKey goes on from where the screen stands.
func (w *wizard) enterKey() tea.Cmd {
	switch {
	case w.save.state == savedDone:
		return w.quit()
	case w.onResult():
		return w.forward()
	default:
		return w.answer(onward)
	}
}

// edit gives a key to the focused field, or moves between fields where the field has no use for it.
func (w *wizard) edit(msg tea.KeyPressMsg) tea.Cmd {
	p, ok := w.form.here()
	if !ok {
		w.scrollBy(msg)
		return nil
	}
	switch p.input.(type) {
	case field.Text:
		switch msg.String() {
		case "up":
			return w.tab(-1)
		case "down":
			return w.tab(1)
		}
	}
	return w.input(p, msg)
}

// paste gives a paste to the focused field. Where letters are commands it is nothing.
func (w *wizard) paste(msg tea.PasteMsg) tea.Cmd {
	p, ok := w.form.here()
	if !ok || w.overlay.kind != noOverlay || !w.typingText() || w.accept.seq != 0 {
		return nil
	}
	return w.input(p, msg)
}

// input gives a message to a field and looks at what changed.
func (w *wizard) input(p part, msg tea.Msg) tea.Cmd {
	before := p.input.Raw()
	p.input = p.input.Update(msg)
	remark := p.input.Remark()
	if p.input.Raw() == before && remark == "" {
		w.form = w.form.set(p)
		return nil
	}
	p = p.remark(quiet, "")
	if remark != "" {
		p = p.remark(warning, remark)
	}
	p.warned = ""
	w.form = w.form.set(p)
	delete(w.typed, p.field.Key)
	if p.input.Raw() == before {
		return nil
	}
	return w.typing(p)
}

// scrollBy moves a step that asks nothing.
func (w *wizard) scrollBy(msg tea.KeyPressMsg) {
	switch strings.ToLower(msg.String()) {
	case "up":
		w.guide = max(w.guide-1, 0)
	case "down":
		w.guide = min(w.guide+1, w.lastScroll())
	}
}
