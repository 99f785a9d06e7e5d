package wizard

import (
	tea "charm.land/bubbletea/v2"

	"appreg/internal/session"
	"appreg/steps"
)

// draftWriter keeps one save of the draft in flight at a time, so that an older one cannot overwrite a newer.
type draftWriter struct {
	busy  bool
	dirty bool // the answers changed since the last save began
}

type (
	draftLoadedMsg struct {
		answers steps.Answers
		ok      bool
	}
	draftSavedMsg struct{ err error }
)

// loadDraft looks for a draft of an earlier run.
func (sh *shell) loadDraft() tea.Cmd {
	drafts := sh.services().Drafts
	if drafts == nil {
		return nil
	}
	return func() tea.Msg {
		answers, ok := drafts.Load()
		return draftLoadedMsg{answers, ok}
	}
}

// draftLoaded asks whether to go on with it. Answers that were given meanwhile are saved if there was none.
func (sh *shell) draftLoaded(msg draftLoadedMsg) tea.Cmd {
	after, offer := sh.session.FoundDraft(msg.answers, msg.ok)
	sh.session = after
	switch offer {
	case session.OfferDraft:
		sh.overlay = resumeOverlay(sh.session.Env(), msg.answers)
		return nil
	case session.OfAnotherApp:
		sh.flash = flash{quiet, session.OtherDraft}
	}
	if sh.writer.dirty || offer == session.NoDraft { // what flags gave counts, too
		return sh.saveDraft()
	}
	return nil
}

// saveDraft saves the accepted answers. An earlier draft that was not decided on is left alone.
func (sh *shell) saveDraft() tea.Cmd {
	drafts := sh.services().Drafts
	answers, keep := sh.session.Draft()
	if drafts == nil {
		return nil
	}
	sh.writer.dirty = keep || sh.session.DraftUndecided()
	if !keep || sh.writer.busy {
		return nil
	}
	sh.writer = draftWriter{busy: true}
	return func() tea.Msg { return draftSavedMsg{drafts.Save(answers)} }
}

// draftSaved saves again if the answers changed meanwhile, and says once that drafts cannot be kept.
func (sh *shell) draftSaved(msg draftSavedMsg) tea.Cmd {
	sh.writer.busy = false
	after, tell := sh.session.DraftKept(msg.err)
	sh.session = after
	if tell {
		sh.flash = flash{warning, "Couldn't save the answers for the next start: " + clean(msg.err)}
	}
	if msg.err == nil && sh.writer.dirty {
		return sh.saveDraft()
	}
	return nil
}

// flushDraft writes what was not written when the screen was left. It runs after the program has ended.
func (sh *shell) flushDraft() {
	drafts := sh.services().Drafts
	switch answers, keep := sh.session.Draft(); {
	case drafts == nil:
	case sh.session.DraftCleared():
		_ = drafts.Clear() // a save in flight may have written it again
	case keep && (sh.writer.busy || sh.writer.dirty):
		_ = drafts.Save(answers) // the person has left; there is nobody to tell
	}
}
