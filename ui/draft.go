package ui

import (
	tea "charm.land/bubbletea/v2"

	"appreg/steps"
)

// draftState keeps one save of the draft in flight at a time, so that an older one cannot overwrite a newer.
type draftState struct {
	busy    bool
	dirty   bool // the answers changed since the last save began
	held    bool // an earlier draft is being looked for, or waits for the person's word: it must not be overwritten
	cleared bool // saved as a profile: no draft any more
	failed  bool // the last save
}

type (
	draftLoadedMsg struct {
		answers steps.Answers
		ok      bool
	}
	draftSavedMsg struct{ err error }
)

// loadDraft looks for a draft of an earlier run.
func (w wizard) loadDraft() tea.Cmd {
	drafts := w.options.Services.Drafts
	if drafts == nil {
		return nil
	}
	return func() tea.Msg {
		answers, ok := drafts.Load()
		return draftLoadedMsg{answers, ok}
	}
}

// otherDraft tells that a draft is not offered.
const otherDraft = "The answers kept from an earlier run are another registration's and are not offered. Your next answer replaces them."

// contradicts reports whether a draft is another registration's than the answers that were given beforehand.
func contradicts(draft, given steps.Answers) bool {
	for key, value := range given.Draft() {
		if draft.Has(key) && draft.Get(key) != value {
			return true
		}
	}
	return false
}

// draftLoaded asks whether to go on with it. Answers that were given meanwhile are saved if there was none.
func (w *wizard) draftLoaded(msg draftLoadedMsg) tea.Cmd {
	found := msg.ok && len(msg.answers.Draft()) > 0
	w.draft.held = found && !contradicts(msg.answers, w.options.Start)
	if w.draft.held {
		w.overlay = resumeOverlay(w.options.Env, msg.answers)
		return nil
	}
	if found {
		w.flash = flash{quiet, otherDraft}
	}
	if w.draft.dirty {
		return w.saveDraft()
	}
	return nil
}

// saveDraft saves the accepted answers. An earlier draft that was not decided on is left alone.
func (w *wizard) saveDraft() tea.Cmd {
	drafts := w.options.Services.Drafts
	answers := w.machine.Draft()
	if drafts == nil || w.draft.cleared || len(w.machine.Answers().Draft()) == 0 {
		return nil
	}
	w.draft.dirty = true
	if w.draft.busy || w.draft.held {
		return nil
	}
	w.draft.busy, w.draft.dirty = true, false
	return func() tea.Msg { return draftSavedMsg{drafts.Save(answers)} }
}

// keepsDraft reports whether the answers are kept for the next start, as far as is known.
func (w wizard) keepsDraft() bool { return w.options.Services.Drafts != nil && !w.draft.failed }

// draftSaved saves again if the answers changed meanwhile, and says once that drafts cannot be kept.
func (w *wizard) draftSaved(msg draftSavedMsg) tea.Cmd {
	w.draft.busy = false
	if msg.err != nil {
		if !w.draft.failed {
			w.draft.failed = true
			w.flash = flash{warning, "The answers cannot be kept for the next start: " + clean(msg.err)}
		}
		return nil
	}
	w.draft.failed = false
	if w.draft.dirty {
		return w.saveDraft()
	}
	return nil
}

// flushDraft writes what was not written when the screen was left. It runs after the program has ended.
func (w wizard) flushDraft() {
	drafts := w.options.Services.Drafts
	switch {
	case drafts == nil || w.draft.held:
	case w.draft.cleared:
		_ = drafts.Clear() // a save in flight may have written it again
	case w.draft.busy || w.draft.dirty:
		_ = drafts.Save(w.machine.Draft()) // the person has left; there is nobody to tell
	}
}

// takeUp goes on with a draft: its answers, below those that flags gave.
func (w *wizard) takeUp(draft steps.Answers) tea.Cmd {
	w.draft.held = false
	w.machine = w.machine.WithAnswers(merged(draft, w.options.Start)).Resume()
	return w.enter()
}
