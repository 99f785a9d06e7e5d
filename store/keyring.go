package store

import (
	"context"

	"appreg/internal/secret"
)

// Keyring keeps one small secret value for each profile id. Every call ends within 5 s and none raises a prompt.
// A value that is not there is a *KeyringError with StateNotFound.
type Keyring interface {
	Get(ctx context.Context, id string) (secret.Secret, error)
	Set(ctx context.Context, id string, value secret.Secret) error
	Delete(ctx context.Context, id string) error
	// State asks anew, within 2 s, whether the keyring can be used.
	State(ctx context.Context) State
}

// State says whether a keyring can be used, and if not, why.
type State int

// The states (facts/keyring.md 2.3, 2.6 and 6.5).
const (
	StateUnknown        State = iota
	StateReady                // can be read and written without asking anyone
	StateLocked               // the collection is locked
	StateSilent               // no answer in time
	StateNoBus                // no D-Bus session
	StateNoService            // a bus, but no program that keeps secrets
	StateActivatable          // the bus could start such a program; it is not running
	StateNoCollection         // the program runs, but has no collection to write to
	StateOtherUser            // the bus belongs to another user
	StateBroken               // the keyring answered with an error
	StateNotFound             // the keyring works; the item is not in it
	StateFull                 // Windows: no room left in Credential Manager
	StateNoLogonSession       // Windows: a network logon has no Credential Manager
	StateKeychainLocked       // macOS: the login keychain is locked in this session
	StateUnsupported          // go-keyring does not support this system
)

// Usable reports whether values can be read and written.
func (s State) Usable() bool { return s == StateReady }

// Message says in one lower-case line what the state is, for people.
func (s State) Message() string { return stateTable[s].message }

// Fix says what to do about the state when something is to be saved; empty if nothing is wrong.
func (s State) Fix() string { return s.fixOf(opSave) }

// fixOf says what to do about the state when op was to be done.
func (s State) fixOf(op string) string {
	text := stateTable[s]
	if around := detours[op]; text.detour && around != "" {
		return text.fix + ", or " + around
	}
	return text.fix
}

// String is a short name of the state.
func (s State) String() string { return stateTable[s].name }
