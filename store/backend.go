package store

import (
	"cmp"
	"context"
	"strings"
	"sync"

	"appreg/internal/secret"
)

// Backend keeps one small secret value for each profile id. Every call ends within 5 s and none raises a prompt, but for one
// that has to be unlocked first: see unlocker.
// A value that is not there is an ErrBackend with StateNotFound.
type Backend interface {
	Get(ctx context.Context, id string) (secret.Secret, error)
	Set(ctx context.Context, id string, value secret.Secret) error
	Delete(ctx context.Context, id string) error
	// IDs returns the id of each value that this program has put there, sorted, each once. Errors: ErrBackend, and
	// ErrUnlisted where the back end does not tell.
	IDs(ctx context.Context) ([]string, error)
	// State asks anew, within 2 s, whether values can be read and written.
	State(ctx context.Context) State
	Name() string // what people call it
	Limit() int   // the most bytes of a value; what is larger goes to the sealed file
}

// BackendName says where a profile's credential is kept: a row of backendTable, with what it needs to know behind a
// colon where it needs something.
type BackendName string

// The back ends that a profile can name, and none. A profile is read from the one that it was saved to and from no other.
const (
	BackendKeyring BackendName = "keyring"
	BackendVault   BackendName = "vault"
	BackendExec    BackendName = "exec" // with the name of a helper behind a colon
	BackendNone    BackendName = "none"
)

// backendRow is one back end.
type backendRow struct {
	name  BackendName
	place string                                         // for people; completes "its credential isn't in"
	open  func(in surroundings, argument string) Backend // calls nothing yet; argument is what stands behind the colon
	takes func(argument string) bool                     // nil: nothing may stand behind a colon
	item  func(p places, id, argument string) Place      // where the item of id is
}

// Place is where the item of a profile is, for people.
type Place struct {
	Store string // what the back end is called in a sentence, for example "OS keyring"
	Label string // what it is, for example "vault file"
	Where string // its address there
}

// surroundings are what a back end is made from.
type surroundings struct {
	opts   Options
	places places
	files  files
}

// Place is where the item of p is. One in a back end that this program does not have is looked for in the keyring.
func (s *Store) Place(p Profile) Place {
	row, argument, ok := p.Store.row()
	if !ok {
		row = backendTable[0]
	}
	return row.item(s.places, p.ID, argument)
}

// row finds the row of a name, and what stands behind its colon.
func (n BackendName) row() (row backendRow, argument string, ok bool) {
	name, argument, colon := strings.Cut(string(n), ":")
	for _, row := range backendTable {
		if row.name == BackendName(name) && (row.takes == nil && !colon || row.takes != nil && row.takes(argument)) {
			return row, argument, true
		}
	}
	return backendRow{}, "", false
}

// place is where the back end is, for people. The keyring is meant where none is named.
func (n BackendName) place() string {
	if row, _, ok := n.row(); ok {
		return row.place
	}
	return backendTable[0].place
}

// backends opens each back end once: what one learns about its state counts for later calls.
type backends struct {
	site surroundings

	mu     sync.Mutex
	opened map[BackendName]Backend
}

// open returns the back end of that name; ok is false if there is none.
func (b *backends) open(name BackendName) (backend Backend, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if backend, ok = b.opened[name]; ok {
		return backend, true
	}
	row, argument, ok := name.row()
	if !ok {
		return nil, false
	}
	if b.opened == nil {
		b.opened = map[BackendName]Backend{}
	}
	backend = row.open(b.site, argument)
	b.opened[name] = backend
	return backend, true
}

// backend returns where the credential of p is kept. Errors: ErrUnknownBackend.
func (s *Store) backend(p Profile) (Backend, error) {
	backend, ok := s.backends.open(p.Store)
	if !ok {
		return nil, &Error{Kind: ErrUnknownBackend, Profile: p.Name, Path: s.places.index(), Backend: p.Store}
	}
	return backend, nil
}

// backendOrKeyring is backend for whoever hands out nothing of the credential: an entry that names an unknown back end was
// edited, or is a newer appreg's, and its item may be in the keyring all the same.
func (s *Store) backendOrKeyring(ctx context.Context, p Profile) (Backend, error) {
	backend, err := s.backend(p)
	if err != nil {
		if _, missing := s.keyring().Get(ctx, p.ID); missing == nil {
			return s.keyring(), nil
		}
	}
	return backend, err
}

// usable is nil if op can be done now with the back end of p; asking takes at most 2 s, but for a person who is asked to
// unlock it. The caller does not hold the lock, unless op is opDelete. Errors: ErrUnknownBackend, ErrBackend, those of Unlock.
func (s *Store) usable(ctx context.Context, p Profile, op string) error {
	backend, err := s.backendOrKeyring(ctx, p)
	if err != nil {
		return err
	}
	locked, unlocks := backend.(unlocker)
	if unlocks && op == opDelete {
		return nil // whoever has lost the passphrase can still delete
	}
	state, keeper := reached(ctx, backend)
	if !state.Usable() {
		return &Error{Kind: ErrBackend, State: state, Op: op, Backend: p.Store, Keeper: keeper}
	}
	if unlocks {
		return locked.Unlock(ctx, op)
	}
	return nil
}

// CanSave tries whether a profile of that name can be saved in a back end now, within 2 s; an empty name is the keyring.
// Errors: ErrUnknownBackend, ErrBackend.
func (s *Store) CanSave(ctx context.Context, profile string, in BackendName) error {
	return s.usable(ctx, Profile{Name: profile, Store: cmp.Or(in, BackendKeyring)}, opSave)
}

// Standing is a back end as it stands now.
type Standing struct {
	State  State
	Name   string // what people call it
	Keeper string // name of the process that keeps it, where it is locked and that is known
}

// Fix says what to do about the state; empty if nothing is wrong. What can be done without the keyring the front ends offer.
func (s Standing) Fix() string { return s.State.fixOf("", s.Keeper) }

// reachable is a back end that a person can unlock in a window of its program.
type reachable interface {
	Reach(ctx context.Context) State
	Keeper(ctx context.Context) string
}

// reached is the state of a back end once a person who has to unlock it was waited for, and who keeps it if it is locked.
func reached(ctx context.Context, backend Backend) (state State, keeper string) {
	window, ok := backend.(reachable)
	if !ok {
		return backend.State(ctx), ""
	}
	if state = window.Reach(ctx); state == StateLocked {
		keeper = window.Keeper(ctx)
	}
	return state, keeper
}

// Unlock is Standing of the keyring that has a person unlock it first, if it is locked and somebody is there; waiting for them
// takes at most 60 s.
func (s *Store) Unlock(ctx context.Context) Standing {
	backend := s.keyring()
	state, keeper := reached(ctx, backend)
	return Standing{State: state, Name: backend.Name(), Keeper: keeper}
}

// Standing asks a back end for its state, which takes at most 2 s. Of one that there is not it is StateUnsupported.
func (s *Store) Standing(ctx context.Context, in BackendName) Standing {
	backend, ok := s.backends.open(in)
	if !ok {
		return Standing{State: StateUnsupported}
	}
	now := Standing{State: backend.State(ctx), Name: backend.Name()}
	if window, ok := backend.(reachable); ok && now.State == StateLocked {
		now.Keeper = window.Keeper(ctx)
	}
	return now
}
