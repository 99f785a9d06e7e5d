package wizard

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
)

// storeState is what is known of the credential store.
type storeState struct {
	seq   int
	known bool
	asks  bool // a person is waited for
	again bool // it took nothing, and is looked at again
	state session.StoreState
}

// storeMsg brings the store's state.
type storeMsg struct {
	seq   int
	state session.StoreState
}

// unusable reports whether the keyring is known to take nothing.
func (s storeState) unusable() bool { return s.known && !s.state.Usable }

// takesNothing reports whether the place where the answers have the credential saved is known to take nothing.
func (sh *shell) takesNothing() bool { return sh.store.unusable() && sh.session.NeedsKeyring() }

// asked reports whether the store is being looked at.
func (s storeState) asked() bool { return s.seq != 0 && !s.known }

// askStore has the store looked at unless it is known to be good, or asked already.
func (sh *shell) askStore() tea.Cmd {
	if sh.store.known && sh.store.state.Usable || sh.store.asked() {
		return nil
	}
	return sh.probeStore()
}

// probeStore looks whether credentials can be saved.
func (sh *shell) probeStore() tea.Cmd { return sh.look(session.StoreState{}) }

// lookAgain is probeStore that has a locked keyring unlocked first.
func (sh *shell) lookAgain() tea.Cmd { return sh.look(sh.store.state) }

// look looks at the store, which was found in a state before.
func (sh *shell) look(before session.StoreState) tea.Cmd {
	services, ctx, seq := sh.services(), sh.ctx, sh.next()
	if services.Saver == nil {
		sh.store = storeState{known: true, state: session.StoreState{Reason: "There is no store in this run."}}
		return nil
	}
	sh.store = storeState{seq: seq, asks: before.Locked, again: sh.store.unusable()}
	ask := services.LookAgain(before)
	return tea.Batch(func() tea.Msg { return storeMsg{seq, ask(ctx)} }, sh.turn())
}

// probed takes the store's state.
func (sh *shell) probed(msg storeMsg) {
	if msg.seq != sh.store.seq {
		return
	}
	state := msg.state
	state.Kind, state.Reason, state.Fix = sanitize.Line(state.Kind), sanitize.Line(state.Reason), sanitize.Text(state.Fix)
	sh.store.known, sh.store.again, sh.store.state = true, false, state
	sh.session = sh.session.WithStore(state)
	sh.version++
}

// cannotKeep says on the credential step that what is entered there cannot be saved as things are; empty if it can.
func (sh *shell) cannotKeep() string {
	if sh.session.At() != catalog.StepCredential || !sh.takesNothing() {
		return ""
	}
	text := "This can't be saved yet: " + strings.TrimSuffix(sh.store.state.Reason, ".") + "."
	if sh.answers().Flow().Info().ShownOnce {
		text += " Keep the secret elsewhere, too, until it's saved."
	}
	return text
}

// storeWarning is what the credential step's guide says first of a store that takes nothing. What to do about it stands with what is
// good to know where the screen is low: what has to be done must be in sight.
func (sh *shell) storeWarning() []steps.Block {
	text := sh.cannotKeep()
	if text == "" {
		return nil
	}
	said := []steps.Block{{Kind: steps.Warning, Text: text + " The step Save offers an encrypted vault."}}
	if sh.height >= roomForFix {
		said = append(said, sh.storeFix()...)
	}
	return said
}

// roomForFix is the height from which on there is room for what to do about the store.
const roomForFix = 36

// storeFix says what to do about a store that takes nothing.
func (sh *shell) storeFix() []steps.Block {
	if sh.cannotKeep() == "" || sh.store.state.Fix == "" {
		return nil
	}
	return []steps.Block{{Kind: steps.Note, Text: "What to do: " + strings.TrimSuffix(sh.store.state.Fix, ".") + "."}}
}
