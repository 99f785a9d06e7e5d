package store

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"appreg/internal/await"
	"appreg/internal/secret"
)

// service is the name under which every item is filed.
const service = "appreg"

// The limits of docs/storage.md. A call and the probe before it share callLimit, so that a command whose keyring
// dies half-way still ends within 6 s. The probe may take all of it: with a hundred scripts at once on a busy machine it
// needs more than probeLimit, which is for a person who waits for State.
const (
	probeLimit = 2 * time.Second
	callLimit  = 5 * time.Second
)

// SystemKeyring is the keyring of the operating system through go-keyring. Make it with NewSystemKeyring.
//
// go-keyring alone can wait without limit, leave processes behind and raise a prompt (docs/sources.md, Keyrings). So on
// Linux and BSD it is called only when an own probe says that the keyring is ready, and always under a deadline.
// A bad state is remembered: later calls give it at once. State asks anew.
type SystemKeyring struct {
	api   keyringAPI
	probe func(ctx context.Context) State // runs until ctx ends; nil where none is needed
	goos  string

	unlock  func(ctx context.Context, user string) State // has a person unlock it; nil where that is not the program's to ask
	keeper  func(ctx context.Context) string             // the program that keeps it; nil where there is one only
	waiting func(program string)                         // is told that a person is waited for; nil: nobody is there

	mu    sync.Mutex
	known State
	kept  string // the program that keeps it, once it was found locked
}

// unlockLimit is how long a person is waited for who is to unlock the keyring.
const unlockLimit = 60 * time.Second

// keyringAPI is the part of go-keyring that is used.
type keyringAPI struct {
	get    func(service, user string) (string, error)
	set    func(service, user, value string) error
	delete func(service, user string) error
	list   func(service string) (users []string, err error) // nil: this system has none
}

// NewSystemKeyring returns the system's keyring. It does not call it.
func NewSystemKeyring() *SystemKeyring {
	return &SystemKeyring{
		api: systemAPI(), probe: systemProbe, goos: runtime.GOOS, unlock: systemUnlock, keeper: systemKeeper,
	}
}

// askedBy has a person unlock the keyring where that is needed: waiting is told the program whose window asks them.
func (k *SystemKeyring) askedBy(waiting func(program string)) *SystemKeyring {
	k.waiting = waiting
	return k
}

// Reach is State that waits for a person to unlock the keyring, if there is one.
func (k *SystemKeyring) Reach(ctx context.Context) State {
	if state := k.State(ctx); state != StateLocked {
		return state
	}
	return k.unlocked(ctx, "")
}

// unlocked has a person unlock the keyring, or the items of a user name. A refusal is remembered, so that nobody is asked twice.
func (k *SystemKeyring) unlocked(ctx context.Context, user string) State {
	program := k.Keeper(ctx)
	if k.waiting == nil || k.unlock == nil {
		return StateLocked
	}
	k.waiting(keeperOf(program).name)
	limited, cancel := context.WithTimeout(ctx, unlockLimit)
	defer cancel()
	state, err := await.Result(limited, func() (State, error) { return k.unlock(limited, user), nil })
	if err != nil || state == StateSilent {
		state = StateLocked // the window is still there
	}
	if ctx.Err() == nil {
		k.remember(state)
	}
	return state
}

// Keeper is the name of the process that keeps the keyring; empty if it cannot be told.
func (k *SystemKeyring) Keeper(ctx context.Context) string {
	k.mu.Lock()
	kept := k.kept
	k.mu.Unlock()
	if kept != "" || k.keeper == nil {
		return kept
	}
	limited, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	kept, _ = await.Result(limited, func() (string, error) { return k.keeper(limited), nil })
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = kept
	return kept
}

// Get returns the value of id.
func (k *SystemKeyring) Get(ctx context.Context, id string) (secret.Secret, error) {
	value, err := call(ctx, k, opRead, id, func() (string, error) { return k.api.get(service, id) })
	return secret.New(value), err
}

// Set keeps value under id. The item limit is checked first, on every system.
func (k *SystemKeyring) Set(ctx context.Context, id string, value secret.Secret) error {
	if size := len(value.Reveal()); size > itemLimit {
		return &Error{Kind: ErrCredential, Why: "the keyring item is too large", Next: "save only the certificate's path (--keep path)"}
	}
	_, err := call(ctx, k, opSave, id, func() (struct{}, error) {
		return struct{}{}, k.api.set(service, id, value.Reveal())
	})
	return err
}

// Delete deletes the value of id.
func (k *SystemKeyring) Delete(ctx context.Context, id string) error {
	_, err := call(ctx, k, opDelete, id, func() (struct{}, error) { return struct{}{}, k.api.delete(service, id) })
	return err
}

// State probes the keyring anew, starting its program if the bus can do that. It takes at most 2 s.
func (k *SystemKeyring) State(ctx context.Context) State { return k.ask(ctx, probeLimit) }

// ask probes the keyring within limit and remembers what it found.
func (k *SystemKeyring) ask(ctx context.Context, limit time.Duration) State {
	state := StateReady
	if k.probe != nil {
		limited, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		var err error
		state, err = await.Result(limited, func() (State, error) { return k.probe(limited), nil })
		if err != nil {
			state = StateSilent
		}
	}
	if ctx.Err() == nil {
		k.remember(state)
	}
	return state
}

// Limit is what every system takes.
func (k *SystemKeyring) Limit() int { return itemLimit }

// Name is what people call the keyring of this system.
func (k *SystemKeyring) Name() string {
	switch k.goos {
	case "windows":
		return "Windows Credential Manager"
	case "darwin", "ios":
		return "macOS Keychain"
	}
	return "desktop keyring (Secret Service)"
}

func (k *SystemKeyring) remember(state State) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.known = state
}

// usable returns the state in which a call would find the keyring.
func (k *SystemKeyring) usable(ctx context.Context) State {
	k.mu.Lock()
	known := k.known
	k.mu.Unlock()
	if known != StateUnknown && known != StateReady {
		return known
	}
	state := k.ask(ctx, callLimit) // even if it was ready: it may have been locked since, and then the call would raise a prompt
	if state == StateLocked {
		return k.unlocked(ctx, "")
	}
	return state
}

// call runs fn if the keyring is usable, and returns errors of this package alone.
func call[T any](ctx context.Context, k *SystemKeyring, op, id string, fn func() (T, error)) (T, error) {
	var none T
	begun := time.Now()
	if state := k.usable(ctx); !state.Usable() {
		if ctx.Err() != nil {
			return none, ctx.Err()
		}
		return none, k.fault(ctx, state, op)
	}
	limit := callLimit - time.Since(begun)
	if limit <= 0 { // a person took the time
		limit = callLimit
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	value, err := await.Result(limited, fn)
	if isState(err, StateLocked) { // not the keyring, but the item: KeePassXC asks about each
		if k.unlocked(ctx, id) != StateReady {
			return none, k.fault(ctx, StateLocked, op)
		}
		again, stop := context.WithTimeout(ctx, callLimit)
		defer stop()
		value, err = await.Result(again, fn)
	}
	switch {
	case err == nil:
		return value, nil
	case ctx.Err() != nil:
		return none, ctx.Err()
	case errors.Is(err, keyring.ErrNotFound):
		return none, &Error{Kind: ErrBackend, State: StateNotFound, Op: op, Err: err}
	case asError(err) != nil:
		return none, err // the keyring works: several items of a name, or items left
	case errors.Is(err, context.DeadlineExceeded):
		k.remember(StateSilent)
		return none, &Error{Kind: ErrBackend, State: StateSilent, Op: op, Err: err}
	}
	return none, &Error{Kind: ErrBackend, State: k.blame(limited, err), Op: op, Err: err}
}

// fault is the error of a state, with the program that keeps the keyring where what to do depends on it.
func (k *SystemKeyring) fault(ctx context.Context, state State, op string) error {
	fault := &Error{Kind: ErrBackend, State: state, Op: op}
	if state == StateLocked {
		fault.Keeper = k.Keeper(ctx)
	}
	return fault
}

// blame returns the state that explains why a call failed: by the system's number, or by probing again.
// go-keyring's wording is the same for several causes (docs/sources.md, Keyrings).
func (k *SystemKeyring) blame(ctx context.Context, err error) State {
	if state := classify(k.goos, err); state != StateBroken || k.probe == nil {
		return state
	}
	if state := k.State(ctx); state != StateReady {
		return state
	}
	return StateBroken
}
