package wizard

import (
	"context"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/look"
	"appreg/ui/terminal"
)

// wizard is the one top-level model: what the screens share, the screen that is up, and the keys that act on all of them.
// None of them does IO: whatever takes time is a command that captures values and answers with a message.
type wizard struct {
	*shell
	screen      screen
	banner      string // an override or the simulator, named on every screen; empty normally
	sidebar     scroller
	interrupted bool // by ctrl+c
}

func newWizard(ctx context.Context, options Options) *wizard {
	unicode := terminal.Unicode(options.Environ)
	w := &wizard{banner: options.Banner, shell: &shell{
		ctx: ctx, session: session.New(options.Options).HoldDraft(), after: after,
		unicode: unicode, dark: true, theme: look.New(true, unicode),
		typed: map[steps.Key]string{}, checks: map[steps.Key]check{},
	}}
	if w.answers().Flow() != "" {
		w.session = w.session.Resume()
	}
	w.screen = w.screenHere()
	return w
}

// after sends msg once d has passed.
func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// Init asks for the terminal's background, which answers or not, loads the draft and has given answers checked.
func (w *wizard) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, w.loadDraft(), func() tea.Msg { return checkGivenMsg{} })
}

// Update takes a message. Nothing here waits: what takes time is a command.
func (w *wizard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := w.handle(msg)
	w.measure()
	return w, cmd
}

func (w *wizard) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		w.width, w.height = msg.Width, msg.Height
		w.version++
	case tea.BackgroundColorMsg:
		w.dark, w.theme = msg.IsDark(), look.New(msg.IsDark(), w.unicode)
	case tea.KeyPressMsg:
		return w.press(msg)
	case tea.PasteMsg:
		if w.overlay == nil {
			return w.toScreen(msg)
		}
	case spinMsg:
		return w.spun()
	case eventMsg:
		return tea.Batch(w.handle(msg.event), msg.more)
	case openedMsg:
		w.opened(msg)
	case draftLoadedMsg:
		return w.draftLoaded(msg)
	case draftSavedMsg:
		return w.draftSaved(msg)
	case checkedMsg:
		w.checked(msg)
		return w.toScreen(msg)
	case storeMsg:
		w.probed(msg)
		return w.toScreen(msg)
	case checkGivenMsg:
		if up, ok := w.screen.(arriving); ok {
			return up.arrived()
		}
	default:
		return w.toScreen(msg)
	}
	return nil
}

// toScreen returns a message to the screen that is up.
func (w *wizard) toScreen(msg tea.Msg) tea.Cmd {
	next, cmd := w.screen.Update(msg)
	w.screen = next
	return cmd
}

// show brings up another screen.
func (w *wizard) show(next screen, cmd tea.Cmd) tea.Cmd {
	w.screen = next
	return cmd
}

// press takes a key: an open overlay first, then the keys of all screens, then the screen itself.
func (w *wizard) press(msg tea.KeyPressMsg) tea.Cmd {
	keys := w.keyMap()
	if key.Matches(msg, keys.Interrupt) {
		return w.interrupt()
	}
	if key.Matches(msg, keys.Suspend) {
		return tea.Batch(w.toScreen(tea.SuspendMsg{}), tea.Suspend) // fg comes back to the same screen
	}
	w.flash = flash{}
	if key.Matches(msg, keys.Quit) {
		return w.askToQuit()
	}
	if w.overlay != nil {
		return w.pressOverlay(msg, keys)
	}
	if cmd, ok := w.command(msg, keys); ok {
		return cmd
	}
	return w.toScreen(msg)
}

// command carries out a key that acts on every screen.
func (w *wizard) command(msg tea.KeyPressMsg, keys keyMap) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	switch {
	case is(keys.Jump):
		return w.jumpTo(int(msg.Code - '1')), true
	case is(keys.Help):
		w.overlay = w.helpOverlay(keys, w.fieldHelp())
	case is(keys.Open):
		return w.open(w.screen.Page()), true
	case is(keys.Copy):
		return w.copyKey(), true
	case is(keys.Admin):
		title := "Request for an admin"
		w.overlay = textOverlay(title, title, w.adminRequest())
		w.overlay.admin = true
	case is(keys.Post):
		w.overlay = textOverlay("The request, without secrets", "Request", steps.TokenRequest(w.answers()))
	case is(keys.Save):
		return w.jump(catalog.StepSave), true
	case is(keys.Wait):
		return w.awaitAdministrator(), true
	default:
		return nil, false
	}
	return nil, true
}

// adminRequest is the text for an admin: what the problem on the screen asks for, and what is left to do.
func (w *wizard) adminRequest() string {
	if up, ok := w.screen.(withRequest); ok {
		return up.request()
	}
	return steps.AdministratorRequest(w.answers())
}

// pressOverlay hands a key to the open overlay and carries out what its answer asks for.
func (w *wizard) pressOverlay(msg tea.KeyPressMsg, keys keyMap) tea.Cmd {
	if w.overlay.admin && key.Matches(msg, keys.Wait) {
		w.overlay = nil
		return w.awaitAdministrator()
	}
	closed, asks := w.overlay.press(msg, keys, w.height)
	if closed {
		w.overlay = nil
	}
	switch asks := asks.(type) {
	case resumeDraftMsg:
		w.session = w.session.ResumeDraft(asks.draft)
		return w.show(w.enter())
	case startOverMsg:
		w.session = w.session.StartOver()
	case leaveMsg:
		return w.quit()
	case saveStepMsg:
		return w.jump(catalog.StepSave)
	case copyMsg:
		return w.copyText(asks.text)
	}
	return nil
}

// copyKey copies the text that the screen is about, or asks which of the texts beside it.
func (w *wizard) copyKey() tea.Cmd {
	copies := w.screen.Copies()
	if _, waits := w.screen.(*signInScreen); waits {
		return w.copyText(copies[0])
	}
	w.overlay = copyOverlay(copies)
	return nil
}

// jump goes to a step, keeping what was typed.
func (w *wizard) jump(id catalog.StepID) tea.Cmd {
	return w.show(w.shell.jump(w.screen, func(s session.Session) (session.Session, bool) { return s.Jump(id) }))
}

// jumpTo goes to the step at a place.
func (w *wizard) jumpTo(place int) tea.Cmd {
	list := w.session.Machine().Steps()
	if place < 0 || place >= len(list) {
		return nil
	}
	return w.jump(list[place].ID)
}

// awaitAdministrator saves as not ready and leaves, for the administrator has to act first. Without a secret there is
// nothing to save but the draft, which is kept anyway.
func (w *wizard) awaitAdministrator() tea.Cmd {
	w.screen.Leave()
	after, save := w.session.AwaitAdministrator()
	w.session = after
	if !save {
		return w.quit()
	}
	cmd := w.show(w.enter())
	w.flash = flash{quiet, "Save as not ready; run appreg check once the admin has acted."}
	return cmd
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
	if readable && w.losesSecret() {
		return w.askToQuit()
	}
	w.interrupted = true
	return w.quit() // tea.Interrupt would close the input under the goroutine that reads it
}

// askToQuit leaves, or first says that a secret would be lost.
func (w *wizard) askToQuit() tea.Cmd {
	if w.losesSecret() {
		w.overlay = quitQuestion(w.session.At() != catalog.StepSave && w.answers().API() != "", w.session.DraftIsKept())
		return nil
	}
	return w.quit()
}

// losesSecret reports whether leaving loses a client secret that was entered, accepted or not, and that nobody was asked
// about yet.
func (w *wizard) losesSecret() bool {
	if w.overlay != nil && w.overlay.leaving || w.session.Outcome() != session.Quit {
		return false
	}
	step, ok := w.screen.(*stepScreen)
	if !ok {
		return w.session.HoldsUnsavedSecret()
	}
	entered := func(key steps.Key) bool {
		p, ok := step.form.part(key)
		return ok && p.input.Raw() != ""
	}
	return w.session.HoldsUnsavedSecret() || slices.ContainsFunc(session.ShownOnce(), entered)
}

// quit ends the program. Everything under way is canceled.
func (w *wizard) quit() tea.Cmd {
	w.stopChecks()
	if up, ok := w.screen.(withWork); ok {
		up.Leave()
	}
	return tea.Quit
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
func (w *wizard) busy() bool {
	for _, c := range w.checks {
		if c.result.State == steps.Checking {
			return true
		}
	}
	up, ok := w.screen.(withSpinner)
	return w.store.asked() || ok && up.busy()
}
