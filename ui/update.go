package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

type (
	spinMsg   struct{}
	openedMsg struct {
		url string
		err error
	}
	filledMsg struct {
		key   steps.Key
		value string
		ok    bool // the demo has a value for the field
	}
	mendedMsg struct {
		seq  int
		done string
		ok   bool
	}
)

// Update takes a message. Nothing here waits: what takes time is a command.
func (w wizard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := w.handle(msg)
	w.addSaveOptions()
	w.measure()
	return w, cmd
}

// addSaveOptions keeps the save step's last question in step with the answers.
func (w *wizard) addSaveOptions() {
	if _, ok := w.form.part(saveAction); ok || w.form.step.ID == catalog.StepSave {
		w.addSaveAction()
	}
}

func (w *wizard) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		w.width, w.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		w.dark, w.theme = msg.IsDark(), look.New(msg.IsDark(), w.unicode)
	case tea.KeyPressMsg:
		return w.press(msg)
	case tea.PasteMsg:
		return w.paste(msg)
	case spinMsg:
		return w.spun()
	case acceptedMsg:
		return w.judged(msg)
	case checkDueMsg:
		return w.checkDue(msg)
	case checkGivenMsg:
		return w.arrived()
	case checkedMsg:
		return w.checked(msg)
	case eventMsg:
		return tea.Batch(w.handle(msg.event), msg.more)
	case findingMsg:
		return w.found(msg)
	case signInMsg:
		return w.askedToSignIn(msg)
	case tickMsg:
		return w.ticked(msg)
	case demoSignedInMsg:
		w.demoSignedIn(msg)
	case testedMsg:
		w.tested(msg)
	case storeMsg:
		w.probed(msg)
	case savedMsg:
		return w.saved(msg)
	case draftLoadedMsg:
		return w.draftLoaded(msg)
	case draftSavedMsg:
		return w.draftSaved(msg)
	case openedMsg:
		w.opened(msg)
	case filledMsg:
		return w.filled(msg)
	case mendedMsg:
		w.mended(msg)
	}
	return nil
}

// spinEvery is the pace of the spinner.
const spinEvery = 100 * time.Millisecond

// turn sets the spinner going unless it is.
func (w *wizard) turn() tea.Cmd {
	if w.spin.turning {
		return nil
	}
	w.spin.turning = true
	return w.after(spinEvery, spinMsg{})
}

// spun moves the spinner on while something is under way.
func (w *wizard) spun() tea.Cmd {
	w.spin.turning = false
	if !w.busy() {
		return nil
	}
	w.spin.frame++
	return w.turn()
}

// busy reports whether anything is under way that the screen shows turning. While a person is waited for nothing is.
func (w wizard) busy() bool {
	for _, c := range w.checks {
		if c.result.State == steps.Checking {
			return true
		}
	}
	return w.test.state == testRunning && !w.waits() || w.save.state == saving || w.accept.seq != 0 || w.store.seq != 0 && !w.store.known
}

func (w *wizard) opened(msg openedMsg) {
	if msg.err != nil {
		w.flash = flash{warning, "No browser could be opened (" + clean(msg.err) + "). The link: " + sanitize.Line(msg.url)}
		return
	}
	w.flash = flash{good, "Opened in the browser."}
}

// filled types the demo's value into its field, if that still has the focus.
func (w *wizard) filled(msg filledMsg) tea.Cmd {
	p, ok := w.form.here()
	if !ok || p.field.Key != msg.key {
		return nil
	}
	if !msg.ok {
		w.flash = flash{quiet, "The demo has nothing to fill in here."}
		return nil
	}
	p.input = p.input.Set(msg.value)
	w.form = w.form.set(p.remark(quiet, ""))
	return w.typing(p)
}

// mended tells what the demo changed in its portal.
func (w *wizard) mended(msg mendedMsg) {
	if msg.seq != w.seq {
		return
	}
	if !msg.ok {
		w.flash = flash{quiet, "There is nothing to mend in the simulated portal."}
		return
	}
	w.test.mended = sanitize.Text(msg.done)
	w.guide = 0 // it stands at the top
	w.version++
}

func clean(err error) string { return sanitize.Line(err.Error()) }
