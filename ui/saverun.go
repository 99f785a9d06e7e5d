package ui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/field"
)

// saveAction is the key of the save step's last question. It is the wizard's own, not an answer.
const saveAction steps.Key = "save-action"

// Its options.
const (
	actSave    = "save"
	actAgain   = "look-again"
	actWithout = "without"
)

// storeState is what is known of the credential store.
type storeState struct {
	seq   int
	known bool
	state StoreState
}

// saveState is how far saving is.
type saveState int

const (
	saveIdle saveState = iota
	saving
	savedDone
)

// saveRun is one attempt to save.
type saveRun struct {
	state saveState
	seq   int
	leave bool   // leave once it is saved: the administrator is waited for
	next  string // what makes the profile ready; empty if it is
	guide steps.Guide
	lines []string
}

type (
	storeMsg struct {
		seq   int
		state StoreState
	}
	savedMsg struct {
		seq   int
		lines []string
		err   error
	}
)

// askStore has the store looked at unless it is known to be good, or asked already.
func (w *wizard) askStore() tea.Cmd {
	if w.store.known && w.store.state.Usable || w.store.seq != 0 && !w.store.known {
		return nil
	}
	return w.probeStore()
}

// probeStore looks whether credentials can be saved.
func (w *wizard) probeStore() tea.Cmd {
	saver, ctx, seq := w.options.Services.Saver, w.ctx, w.next()
	if saver == nil {
		w.store = storeState{known: true, state: StoreState{Reason: "There is no store in this run."}}
		return nil
	}
	w.store = storeState{seq: seq}
	return tea.Batch(func() tea.Msg { return storeMsg{seq, saver.State(ctx)} }, w.turn())
}

// probed shows the store's state.
func (w *wizard) probed(msg storeMsg) {
	if msg.seq != w.store.seq {
		return
	}
	state := msg.state
	state.Kind, state.Reason, state.Fix = sanitize.Line(state.Kind), sanitize.Line(state.Reason), sanitize.Text(state.Fix)
	w.store.known, w.store.state = true, state
	w.version++
	if w.machine.At() == catalog.StepCredential && !state.Usable && w.guideHidden() {
		w.flash = flash{warning, w.cannotKeep()}
	}
	if _, ok := w.form.part(saveAction); ok {
		w.addSaveAction()
	}
}

// cannotKeep says on the credential step that what is entered there cannot be saved as things are; empty if it can.
func (w wizard) cannotKeep() string {
	if w.machine.At() != catalog.StepCredential || !w.store.known || w.store.state.Usable {
		return ""
	}
	text := "This cannot be saved as things are: " + strings.TrimSuffix(w.store.state.Reason, ".") + "."
	if w.machine.Answers().Flow() == catalog.ClientSecret {
		text += " Keep the secret elsewhere, too, until it is saved."
	}
	return text
}

// addSaveAction puts the question what to do last on the save step, with the options that hold now.
func (w *wizard) addSaveAction() {
	fld := steps.Field{Key: saveAction, Kind: steps.Choice, Label: "Now", Options: w.saveOptions()}
	if p, ok := w.form.part(saveAction); ok {
		p.field, p.input = fld, field.NewRadio(fld.Options).Set(p.input.Raw())
		w.form = w.form.set(p)
		return
	}
	w.form.parts = append(w.form.parts[:len(w.form.parts):len(w.form.parts)], part{field: fld, input: field.New(fld, "")})
}

// saveOptions says what can be done on the save step.
func (w wizard) saveOptions() []steps.Option {
	without := steps.Option{Value: actWithout, Label: "Go on without saving", Hint: "the credential is forgotten when appreg ends"}
	if w.machine.Answers().Get(steps.KeyStore) == steps.StoreNone {
		return []steps.Option{without}
	}
	save := steps.Option{Value: actSave, Label: "Save", Hint: "ready for use"}
	if w.report().Verdict != report.Ready {
		save.Label, save.Hint = "Save as not ready", "appreg check completes it"
	}
	save.Reason = w.cannotSave()
	options := []steps.Option{save}
	if w.store.known && !w.store.state.Usable {
		options = append(options, steps.Option{Value: actAgain, Label: "Look again", Hint: "after you have unlocked or installed a keyring"})
	}
	return append(options, without)
}

// cannotSave says why saving is not possible now; empty if it is.
func (w wizard) cannotSave() string {
	var labels []string
	for _, f := range w.machine.AllMissing() {
		if _, here := w.form.part(f.Key); !here {
			labels = append(labels, f.Label)
		}
	}
	switch {
	case len(labels) > 0:
		return "still missing: " + strings.Join(labels, ", ")
	case w.store.known && !w.store.state.Usable:
		return w.store.state.Reason
	default:
		return ""
	}
}

// chooseSave carries out the option that was chosen.
func (w *wizard) chooseSave(option string) tea.Cmd {
	switch option {
	case actAgain:
		return w.probeStore()
	case actWithout:
		w.outcome, w.lines = NotSaved, []string{"Nothing was saved."}
		return w.quit()
	default:
		return w.startSave()
	}
}

// startSave saves the profile. It is shown as saved only when the saver says so.
func (w *wizard) startSave() tea.Cmd {
	if w.showUntaken() {
		return nil
	}
	p, _ := w.form.part(saveAction)
	if reason := w.cannotSave(); reason != "" {
		w.form = w.form.set(p.remark(bad, "This cannot be saved: "+reason+"."))
		return nil
	}
	w.form = w.form.set(p.remark(quiet, ""))
	if machine, ok := w.machine.Next(); ok {
		w.machine = machine
	}
	answers, seq := w.withDefaults(), w.next()
	saver, drafts, ctx := w.options.Services.Saver, w.options.Services.Drafts, w.ctx
	request := SaveRequest{
		Profile: answers.Get(steps.KeyProfile), Registration: answers.Registration(), Report: w.report(),
		SavePassword: answers.Get(steps.KeySavePassword) == steps.Yes, Replace: w.options.Replace,
	}
	request.Report.Profile = request.Profile
	w.save = saveRun{state: saving, seq: seq, leave: w.save.leave}
	return tea.Batch(func() tea.Msg { return save(ctx, saver, drafts, request, seq) }, w.turn())
}

// save is the command: name, store, then the draft, which is not needed any more.
func save(ctx context.Context, saver Saver, drafts Drafts, request SaveRequest, seq int) tea.Msg {
	lines, err := saver.Save(ctx, request)
	if err == nil && drafts != nil {
		_ = drafts.Clear() // a draft that stays is offered again; nothing is lost
	}
	return savedMsg{seq, lines, err}
}

// saved takes the outcome of saving.
func (w *wizard) saved(msg savedMsg) tea.Cmd {
	if msg.seq != w.save.seq || w.save.state != saving {
		return nil
	}
	if msg.err != nil {
		w.save.state = saveIdle
		w.saveFailed(msg.err)
		return w.probeStore() // it was good when it was looked at
	}
	w.save.state, w.outcome = savedDone, Saved
	for _, line := range msg.lines {
		w.save.lines = append(w.save.lines, strings.ReplaceAll(sanitize.Line(line), "**", ""))
	}
	w.draft.cleared = true
	w.guide = 0
	w.version++
	a := w.machine.Answers()
	w.save.guide = steps.AfterSave(a, a.Get(steps.KeyProfile))
	w.save.next = notReady(w.report().Verdict, a.Get(steps.KeyProfile), w.save.leave)
	w.lines = w.save.lines
	if w.save.next != "" {
		w.lines = append(slices.Clip(w.save.lines), w.save.next)
	}
	if w.save.leave {
		return w.quit()
	}
	return nil
}

// notReady says what makes a profile ready that was saved with this verdict; empty if it is.
func notReady(verdict report.Verdict, profile string, administrator bool) string {
	check := "appreg check " + profile
	switch {
	case verdict == report.Ready:
		return ""
	case administrator:
		return "Not ready yet. Once the administrator has acted, run: " + check
	case verdict == report.Incomplete:
		return "Not tested yet. The test that completes it: " + check
	default:
		return "Not ready yet. Once what the test found is put right, run: " + check
	}
}

// saveFailed says what went wrong at the field that it is about.
func (w *wizard) saveFailed(err error) {
	var problem *steps.Problem
	if !errors.As(err, &problem) {
		problem = &steps.Problem{Key: saveAction, Message: err.Error()}
		var known interface{ Fix() string }
		if errors.As(err, &known) {
			problem.Fix = known.Fix()
		}
	}
	for i, p := range w.form.parts {
		if p.field.Key == problem.Key {
			w.focus(i)
			w.form = w.form.set(w.form.parts[i].remark(bad, problemText(problem)))
		}
	}
}

// withDefaults gives the answers with the save step's unanswered defaults taken.
func (w *wizard) withDefaults() steps.Answers {
	for _, f := range w.machine.Current().Fields {
		if f.Default != "" && !w.machine.Answers().Has(f.Key) {
			if machine, _, problem := w.machine.Accept(f.Key, f.Default); problem == nil {
				w.machine = machine
			}
		}
	}
	return w.machine.Answers()
}
