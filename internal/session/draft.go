package session

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
)

// draft is what is known of the draft of this run and of an earlier one's.
type draft struct {
	undecided bool // an earlier run's draft waits for the person's word: it must not be overwritten
	cleared   bool // saved as a profile: there is no draft any more
	failed    bool // the last attempt to keep it
	others    bool // what is kept is another registration's, until the next answer
}

// Offer says what to do about an earlier run's draft.
type Offer int

// The offers.
const (
	NoDraft      Offer = iota
	OfferDraft         // ask whether to go on with it
	OfAnotherApp       // it is another registration's than the answers given: say so, do not offer it
)

// OtherDraft says that an earlier run's draft is not offered.
const OtherDraft = "The answers kept from an earlier run are another registration's, so appreg doesn't offer them. Your next answer replaces them."

// HoldDraft leaves an earlier draft alone until FoundDraft says what it is.
func (s Session) HoldDraft() Session {
	s.draft.undecided = s.options.Drafts != nil
	return s
}

// FoundDraft judges the draft that was found of an earlier run, if one was.
func (s Session) FoundDraft(answers steps.Answers, found bool) (Session, Offer) {
	s.draft.undecided = false
	switch {
	case !found || len(answers.Draft()) == 0:
		return s, NoDraft
	case contradicts(answers, s.options.Start):
		s.draft.others = true
		return s, OfAnotherApp
	}
	s.draft.undecided = true
	return s, OfferDraft
}

// contradicts reports whether a draft is another registration's than the answers that were given beforehand.
func contradicts(draft, given steps.Answers) bool {
	for key, value := range given.Draft() {
		if draft.Has(key) && draft.Get(key) != value {
			return true
		}
	}
	return false
}

// DraftWords says what a draft is about, a line each.
func DraftWords(env steps.Env, draft steps.Answers) []string {
	words := []string{strings.Join(steps.Known(draft, catalog.StepStart), ", ")}
	for _, f := range steps.FieldsFor(env, draft) {
		if value := draft.Get(f.Key); value != "" && (f.Key == steps.KeyTenant || f.Key == steps.KeyClientID) {
			words = append(words, f.Label+": "+value)
		}
	}
	if steps.Creates(draft) {
		words = append(words, "appreg makes the app registration")
	}
	for i, line := range words {
		words[i] = sanitize.Line(line)
	}
	return words
}

// ResumeDraft goes on with a draft: its answers, below those that flags gave.
func (s Session) ResumeDraft(draft steps.Answers) Session {
	s.draft.undecided = false
	s.machine = s.machine.WithAnswers(merged(draft, s.options.Start)).Resume()
	if steps.Creates(s.Answers()) && !s.Answers().Has(steps.KeyAdmin) { // a draft doesn't say with whose rights
		s, _ = s.Jump(catalog.StepApplication)
	}
	return s
}

// StartOver leaves an earlier draft to be replaced by the next answer.
func (s Session) StartOver() Session {
	s.draft.undecided = false
	return s
}

// merged returns a draft's answers, with those given beforehand in their place. A draft names no host.
func merged(draft, start steps.Answers) steps.Answers {
	for key, value := range start.Draft() {
		draft = draft.With(key, value)
	}
	for _, key := range start.SecretKeys() {
		draft = draft.WithSecret(key, start.Secret(key))
	}
	draft.Overrides = start.Overrides
	return draft
}

// Draft is what to keep for another start; false where there is nothing to keep or an earlier draft is undecided.
func (s Session) Draft() (steps.Answers, bool) {
	keep := s.options.Drafts != nil && !s.draft.cleared && !s.draft.undecided && len(s.Answers().Draft()) > 0
	return s.machine.Draft(), keep
}

// DraftKept takes the outcome of keeping the draft. tell says that a failure is to be told now: once.
func (s Session) DraftKept(err error) (after Session, tell bool) {
	tell = err != nil && !s.draft.failed
	s.draft.failed = err != nil
	s.draft.others = s.draft.others && err != nil
	return s, tell
}

// DraftIsKept reports whether the answers are kept for the next start, as far as is known.
func (s Session) DraftIsKept() bool {
	return s.options.Drafts != nil && !s.draft.failed && !s.draft.others
}

// DraftCleared reports whether the draft was given up because a profile holds its answers.
func (s Session) DraftCleared() bool { return s.draft.cleared }

// DraftUndecided reports whether an earlier draft waits for the person's word.
func (s Session) DraftUndecided() bool { return s.draft.undecided }
