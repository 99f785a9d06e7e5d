package store

// State says whether a back end can be used, and if not, why.
type State int

// The states (docs/sources.md, Keyrings).
const (
	StateUnknown         State = iota
	StateReady                 // can be read and written without asking anyone
	StateLocked                // the collection is locked
	StateSilent                // no answer in time
	StateNoBus                 // no D-Bus session
	StateNoService             // a bus, but no program that keeps secrets
	StateActivatable           // the bus could start such a program; it is not running
	StateNoCollection          // the program runs, but has no collection to write to
	StateOtherUser             // the bus belongs to another user
	StateBroken                // the keyring answered with an error
	StateNotFound              // the keyring works; the item is not in it
	StateFull                  // Windows: no room left in Credential Manager
	StateNoLogonSession        // Windows: a network logon has no Credential Manager
	StateKeychainLocked        // macOS: the login keychain is locked in this session
	StateVaultLocked           // nobody is there to enter the vault's passphrase, and no file has it
	StateWrongPassphrase       // the vault's passphrase is another one
	StateNoKey                 // a file of the vault is not for any key of the person
	StateNoHelper              // there is no program that keeps this store
	StateUnsupported           // go-keyring does not support this system
)

// Usable reports whether values can be read and written.
func (s State) Usable() bool { return s == StateReady }

// Message says in one lower-case line what the state is, for people.
func (s State) Message() string { return stateTable[s].message }

// Fix says what to do about the state when something is to be saved; empty if nothing is wrong.
func (s State) Fix() string { return s.fixOf(opSave, "") }

// fixOf says what to do about the state when op was to be done; process keeps the keyring, if that is known.
func (s State) fixOf(op, process string) string {
	text := stateTable[s]
	if s == StateLocked {
		text.fix = keeperOf(process).unlock
	}
	if around := detour(op); text.detour && around != "" {
		return text.fix + ", or " + around
	}
	return text.fix
}

// String is a short name of the state.
func (s State) String() string { return stateTable[s].name }
