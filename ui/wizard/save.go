package wizard

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/field"
)

// saveAction is the key of the save step's last question. It is the wizard's own, not an answer.
const saveAction steps.Key = "save-action"

// Its options.
const (
	actSave    = "save"
	actAgain   = session.DoAgain
	actWithout = session.DoWithout
)

// saveScreen is the save step: its fields, the state of the store, and what to do.
type saveScreen struct {
	pane
	guide  scroller
	saving int // the number of the attempt under way; 0: none
}

// savedMsg is the outcome of saving.
type savedMsg struct {
	seq   int
	lines []string
	err   error
}

func newSaveScreen(sh *shell) *saveScreen {
	sc := &saveScreen{pane: newPane(sh)}
	sc.ask = sc.withAction
	sc.form = sc.ask(sc.form)
	return sc
}

func (sc *saveScreen) arrived() tea.Cmd { return tea.Batch(sc.checkGiven(), sc.askStore()) }

func (sc *saveScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	var up screen = sc
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		up, cmd = sc.press(msg)
	case savedMsg:
		up, cmd = sc.saved(msg)
	case storeMsg:
		sc.storeKnown()
	default:
		_, cmd = sc.pane.Update(msg)
	}
	sc.form = sc.ask(sc.form) // its options follow from the answers and the store
	return up, cmd
}

// storeKnown follows what was found out of the keyring: it is a question now where to save, or none any more. What was
// said about the last question stays.
func (sc *saveScreen) storeKnown() {
	action, _ := sc.form.part(saveAction)
	here := sc.form.key() == saveAction
	sc.follow()
	sc.form = sc.form.set(action)
	if here {
		sc.form.focus = len(sc.form.parts) - 1
	}
}

// withAction puts the question what to do last on the step, with the options that hold now.
func (sc *saveScreen) withAction(f form) form {
	fld := steps.Field{Key: saveAction, Kind: steps.Choice, Label: "Now", Options: sc.options()}
	radio := field.NewRadio(fld.Options)
	if !sc.looksAgain() { // where it can't be saved yet, the next Enter says why, and loses nothing
		radio = radio.Set(actSave).(field.Radio)
	}
	p, ok := f.part(saveAction)
	if !ok {
		f.parts = append(f.parts[:len(f.parts):len(f.parts)], part{field: fld, input: radio})
		return f
	}
	chosen := p.input.Raw()
	if p.field, p.input = fld, radio; f.key() == saveAction {
		p.input = radio.Set(chosen)
	}
	return f.set(p)
}

// looksAgain reports whether the store took nothing when it was looked at last.
func (sc *saveScreen) looksAgain() bool { return sc.takesNothing() || sc.store.again }

// options says what can be done.
func (sc *saveScreen) options() []steps.Option {
	offers := map[string]steps.Option{}
	for _, o := range session.WithoutKeyring(sc.store.state) {
		offers[o.Value] = o
	}
	without := offers[actWithout]
	if !sc.session.Saves() {
		return []steps.Option{without}
	}
	save := steps.Option{Value: actSave, Label: "Save", Hint: "ready for use"}
	if sc.session.Verdict() != report.Ready {
		save.Label, save.Hint = "Save as not ready", "appreg check completes it"
	}
	save.Reason = sc.cannotSave()
	options := []steps.Option{save}
	if sc.looksAgain() {
		options = append(options, offers[actAgain])
	}
	return append(options, without)
}

// cannotSave says why saving is not possible now; empty if it is.
func (sc *saveScreen) cannotSave() string {
	var labels []string
	for _, f := range sc.session.MissingBeforeSaving() {
		labels = append(labels, f.Label)
	}
	switch {
	case len(labels) > 0:
		return "still missing: " + strings.Join(labels, ", ")
	case sc.takesNothing():
		return sc.store.state.Reason
	}
	for _, f := range sc.session.Machine().Missing(catalog.StepSave) {
		labels = append(labels, f.Label)
	}
	if len(labels) > 0 {
		return "still missing: " + strings.Join(labels, ", ")
	}
	return ""
}

// press takes a key that is no command of the wizard's own.
func (sc *saveScreen) press(msg tea.KeyPressMsg) (screen, tea.Cmd) {
	keys := sc.Keys()
	is := func(b key.Binding) bool { return key.Matches(msg, b) }
	switch {
	case sc.saving != 0 || sc.judging():
	case is(keys.Next) && sc.form.key() == saveAction:
		return sc.act()
	case is(keys.Next):
		return sc.answerAndSave()
	case sc.guideKey(&sc.guide, is, keys):
	case is(keys.Field):
		return sc, sc.tab(1)
	case is(keys.Prev):
		return sc, sc.tab(-1)
	case is(keys.Back):
		return sc.jump(sc, session.Session.Back)
	case is(keys.Reveal):
		sc.reveal()
	default:
		return sc, sc.edit(msg)
	}
	return sc, nil
}

// answerAndSave takes the focused answer, and saves where nothing else is asked.
func (sc *saveScreen) answerAndSave() (screen, tea.Cmd) {
	_, cmd := sc.answer(onward)
	if p, _ := sc.form.here(); p.field.Key != saveAction || p.input.Raw() != actSave || sc.cannotSave() != "" {
		return sc, cmd
	}
	return sc, tea.Batch(cmd, sc.save())
}

// act carries out the option that was chosen.
func (sc *saveScreen) act() (screen, tea.Cmd) {
	p, _ := sc.form.here()
	switch p.input.Raw() {
	case "":
		return sc, nil
	case actAgain:
		if sc.store.asked() {
			return sc, nil
		}
		return sc, sc.lookAgain()
	case actWithout:
		sc.session = sc.session.WithoutSaving()
		return sc, tea.Quit
	default:
		return sc, sc.save()
	}
}

// save saves the profile. It is shown as saved only when the saver says so.
func (sc *saveScreen) save() tea.Cmd {
	if sc.showUntaken() {
		return nil
	}
	p, _ := sc.form.part(saveAction)
	if reason := sc.cannotSave(); reason != "" {
		sc.form = sc.form.set(p.remark(bad, "This can't be saved: "+reason+"."))
		return nil
	}
	sc.form = sc.form.set(p.remark(quiet, ""))
	after, request := sc.session.SaveRequest()
	sc.session = after
	seq, services, ctx := sc.next(), sc.services(), sc.ctx
	sc.saving = seq
	return tea.Batch(func() tea.Msg { return save(ctx, services, request, seq) }, sc.turn())
}

func save(ctx context.Context, services session.Services, request session.SaveRequest, seq int) tea.Msg {
	lines, err := services.Save(ctx, request)
	return savedMsg{seq, lines, err}
}

// saved takes the outcome of saving.
func (sc *saveScreen) saved(msg savedMsg) (screen, tea.Cmd) {
	if msg.seq != sc.saving {
		return sc, nil
	}
	sc.saving = 0
	if msg.err != nil {
		problem := session.SaveProblem(msg.err)
		if problem.Key == "" {
			problem.Key = saveAction
		}
		sc.focusOn(problem.Key, bad, problemText(problem))
		return sc, sc.probeStore() // it was good when it was looked at
	}
	sc.session = sc.session.SavedAs(msg.lines)
	sc.version++
	if sc.session.AwaitsAdministrator() {
		return sc, tea.Quit
	}
	return newSavedScreen(sc.shell, msg.lines), nil
}

// Keys are the save step's.
func (sc *saveScreen) Keys() keyMap {
	k := sc.stepKeys(sc.guide)
	k.Back.SetEnabled(true)
	if sc.form.key() == saveAction {
		k.Next.SetHelp("enter", "do it")
	}
	if sc.saving != 0 || sc.judging() {
		return k.onlyQuit()
	}
	return sc.named(k)
}

// busy reports whether something is under way.
func (sc *saveScreen) busy() bool { return sc.saving != 0 || sc.judging() }
