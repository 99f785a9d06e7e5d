package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/ui/field"
)

// typingText reports whether letters are text now.
func (w wizard) typingText() bool {
	if w.overlay.kind != noOverlay || w.save.state == savedDone || w.onResult() {
		return false
	}
	p, ok := w.form.here()
	return ok && p.input.TakesText()
}

// onResult reports whether the token test's findings are on the screen.
func (w wizard) onResult() bool {
	return w.machine.At() == catalog.StepToken && w.test.state != testIdle && !w.test.hidden
}

// keys gives the key map with what does not apply here disabled.
func (w wizard) keys() keyMap {
	k := newKeyMap(w.typingText())
	answers := w.machine.Answers()
	done, at := w.save.state == savedDone, w.machine.At()
	f, selected := w.test.selected()
	p, _ := w.form.here()
	masked := false
	if text, ok := p.input.(field.Text); ok {
		masked = text.Masked()
	}
	onTest := at == catalog.StepToken
	set := func(b *key.Binding, on bool) { b.SetEnabled(on) }
	set(&k.Field, len(w.form.parts) > 1 && !done && !w.onResult())
	set(&k.Prev, k.Field.Enabled())
	set(&k.Back, at != catalog.StepStart && !done)
	set(&k.Open, w.page() != "" && w.options.Services.Opener != nil)
	set(&k.Copy, len(w.copies()) > 0)
	set(&k.Reveal, masked && !w.onResult())
	set(&k.Admin, answers.API() != "" && answers.Flow() != "" && !done && at != catalog.StepStart)
	set(&k.Test, onTest && w.test.state != testRunning && !w.options.SkipTest)
	set(&k.Post, onTest)
	set(&k.Raw, w.onResult() && selected && f.Raw != "")
	set(&k.Fault, w.onResult() && selected && f.Status != report.OK)
	set(&k.Next, w.test.state != testRunning || w.overlay.kind != noOverlay)
	set(&k.Save, !done && at != catalog.StepSave && answers.Flow() != "")
	set(&k.Wait, w.overlay.admin || at == catalog.StepPermissions)
	set(&k.Fill, w.options.Services.Demo != nil && len(w.form.parts) > 0 && !done && !w.onResult() && at != catalog.StepStart && at != catalog.StepSave)
	refused := onTest && w.test.state == testDone && w.test.report.Verdict != report.Ready
	set(&k.Mend, w.options.Services.Demo != nil && refused && w.test.mended == "")
	k.again = w.onResult() && w.test.mended != ""
	set(&k.Jump, !done && answers.Flow() != "")
	set(&k.Scroll, w.lastScroll() > 0)
	set(&k.ScrollUp, w.lastScroll() > 0)
	set(&k.CopyLink, false)
	set(&k.Redirect, false)
	alternatives := w.alternatives()
	set(&k.Browser, slices.Contains(alternatives, catalog.Browser))
	set(&k.Device, slices.Contains(alternatives, catalog.DeviceCode))
	if w.waits() {
		w.waitingKeys(&k)
	}
	w.nameKeys(&k)
	return k
}

// waitingKeys leaves what is of use while a person is waited for; what would leave the step by accident is off.
func (w wizard) waitingKeys(k *keyMap) {
	_, redirect := w.redirectPlace()
	for _, b := range []*key.Binding{&k.Save, &k.Jump} {
		b.SetEnabled(false)
	}
	k.Fill.SetEnabled(w.options.Services.Demo != nil)
	k.Fault.SetEnabled(false)
	k.Redirect.SetEnabled(redirect)
	k.CopyLink.SetEnabled(len(w.signInCopies()) > 1)
}

// nameKeys says what the keys do here, shorter where there is little room.
func (w wizard) nameKeys(k *keyMap) {
	name := func(b *key.Binding, does string) { b.SetHelp(b.Help().Key, does) }
	name(&k.Next, w.enterDoes())
	if w.width <= narrow {
		name(&k.Mend, "mend")
	}
	if w.test.state == testDone {
		name(&k.Test, "test again")
	}
	if w.waits() {
		name(&k.Back, "cancel")
		name(&k.Fill, "sign in")
		if w.width > narrow {
			k.Back.SetHelp("esc", "cancel")
			name(&k.Fill, "let the demo sign in")
		}
		name(&k.Copy, "copy "+strings.ToLower(w.signInCopies()[0].Label))
	}
}

// enterDoes names what enter does here.
func (w wizard) enterDoes() string {
	switch {
	case w.save.state == savedDone:
		return "finish"
	case w.onResult() && w.width <= narrow:
		return "save"
	case w.onResult():
		return "go on to save"
	case w.onDetour():
		return "test"
	case w.machine.At() == catalog.StepToken && w.form.focus+1 >= len(w.form.parts):
		return "test"
	case w.form.key() == saveAction:
		return "do it"
	default:
		return "next"
	}
}

// openPage opens the screen's page in the browser.
func (w *wizard) openPage() tea.Cmd {
	opener, url := w.options.Services.Opener, w.page()
	return func() tea.Msg { return openedMsg{url, opener.Open(url)} }
}

// reveal shows or hides the secret being typed.
func (w *wizard) reveal() {
	p, ok := w.form.here()
	if text, isText := p.input.(field.Text); ok && isText {
		p.input = text.Reveal()
		w.form = w.form.set(p)
	}
}

// testKey tests, or tests again, with what is typed taken first.
func (w *wizard) testKey() tea.Cmd {
	if w.onResult() {
		return w.startTest()
	}
	p, ok := w.form.here()
	if ok && w.changed(p) {
		if w.form.focus+1 < len(w.form.parts) {
			cmd := w.answer(nowhere)
			return tea.Batch(cmd, w.forward())
		}
		return w.answer(onward)
	}
	return w.forward()
}

// goToFault jumps to the step and field that the selected finding blames.
func (w *wizard) goToFault() tea.Cmd {
	f, ok := w.test.selected()
	if !ok {
		return nil
	}
	at := blame(f)
	cmd := w.jump(at.step)
	w.test.hidden = true
	for i, p := range w.form.parts {
		if p.field.Key == at.key {
			w.focus(i)
		}
	}
	return cmd
}

// jumpTo goes to the step at a place.
func (w *wizard) jumpTo(place int) tea.Cmd {
	list := w.machine.Steps()
	if place < 0 || place >= len(list) {
		return nil
	}
	return w.jump(list[place].ID)
}

// wait saves as not ready and leaves, for the administrator has to act first. Without a secret there is nothing
// to save but the draft, which is kept anyway.
func (w *wizard) wait() tea.Cmd {
	w.overlay = overlay{}
	if w.unsavedSecret() {
		cmd := w.jump(catalog.StepSave)
		w.save.leave = true
		w.flash = flash{quiet, "Save as not ready; appreg check completes it once the administrator has acted."}
		return cmd
	}
	w.outcome = NotSaved
	w.lines = []string{"Waiting for the administrator."}
	if w.keepsDraft() {
		w.lines[0] += " Start appreg again to go on."
	}
	return w.quit()
}

// fill asks the demo for the focused field's value.
func (w *wizard) fill() tea.Cmd {
	p, ok := w.form.here()
	if !ok {
		return nil
	}
	demo, answers, name := w.options.Services.Demo, w.machine.Answers(), p.field.Key
	return func() tea.Msg {
		value, ok := demo.Fill(answers, name)
		return filledMsg{name, value, ok}
	}
}

// mend asks the demo for the change in its portal.
func (w *wizard) mend() tea.Cmd {
	demo, answers, seq := w.options.Services.Demo, w.machine.Answers(), w.next()
	return func() tea.Msg {
		done, ok := demo.Mend(answers)
		return mendedMsg{seq, done, ok}
	}
}

// pressOverlay takes a key while an overlay is open.
func (w *wizard) pressOverlay(msg tea.KeyPressMsg, keys keyMap) tea.Cmd {
	over := &w.overlay
	switch {
	case key.Matches(msg, keys.Quit):
		return w.askToQuit()
	case over.choice != nil && key.Matches(msg, keys.Next):
		return w.chosen()
	case over.kind == draftOverlay && msg.String() == "esc":
		return nil // it must be decided
	case over.admin && key.Matches(msg, keys.Wait):
		return w.wait()
	case over.kind == textOverlay && key.Matches(msg, keys.Copy):
		return w.copyKey()
	case key.Matches(msg, keys.Dismiss) || over.kind == helpOverlay && key.Matches(msg, keys.Help):
		w.overlay = overlay{}
	case over.choice != nil:
		over.choice = over.choice.Update(msg)
	default:
		over.offset = scrolled(over.offset, msg, w.height)
	}
	return nil
}

// scrolled moves an offset by a key; measure bounds it.
func scrolled(offset int, msg tea.KeyPressMsg, height int) int {
	switch msg.String() {
	case "up":
		offset--
	case "down":
		offset++
	case "pgup":
		offset -= height / 2
	case "pgdown", "space":
		offset += height / 2
	}
	return max(offset, 0)
}
