package store

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"appreg/internal/secret"
)

// service is the name under which every item is filed.
const service = "appreg"

// The limits of facts/keyring.md 6.3. A call and the probe before it share callLimit, so that a command whose keyring
// dies half-way still ends within 6 s. The probe may take all of it: with a hundred scripts at once on a busy machine it
// needs more than probeLimit, which is for a person who waits for State.
const (
	probeLimit = 2 * time.Second
	callLimit  = 5 * time.Second
)

// SystemKeyring is the keyring of the operating system through go-keyring. Make it with NewSystemKeyring.
//
// go-keyring alone can wait without limit, leave processes behind and raise a prompt (facts/keyring.md 2.3). So on
// Linux and BSD it is called only when an own probe says that the keyring is ready, and always under a deadline.
// A bad state is remembered: later calls give it at once. State asks anew.
type SystemKeyring struct {
	api   keyringAPI
	probe func(ctx context.Context) State // runs until ctx ends; nil where none is needed
	goos  string

	mu    sync.Mutex
	known State
}

// keyringAPI is the part of go-keyring that is used.
type keyringAPI struct {
	get    func(service, user string) (string, error)
	set    func(service, user, value string) error
	delete func(service, user string) error
}

// NewSystemKeyring gives the system's keyring. It does not call it.
func NewSystemKeyring() *SystemKeyring {
	return &SystemKeyring{
		api:   keyringAPI{get: keyring.Get, set: keyring.Set, delete: keyring.Delete},
		probe: systemProbe, goos: runtime.GOOS,
	}
}

// Get gives the value of id.
func (k *SystemKeyring) Get(ctx context.Context, id string) (secret.Secret, error) {
	value, err := call(ctx, k, opRead, func() (string, error) { return k.api.get(service, id) })
	return secret.New(value), err
}

// Set keeps value under id. The item limit is checked first, on every system.
func (k *SystemKeyring) Set(ctx context.Context, id string, value secret.Secret) error {
	if size := len(value.Reveal()); size > itemLimit {
		return &CredentialError{Why: "the keyring item is too large", Next: "keep a certificate by its path (--keep path)"}
	}
	_, err := call(ctx, k, opSave, func() (struct{}, error) {
		return struct{}{}, k.api.set(service, id, value.Reveal())
	})
	return err
}

// Delete deletes the value of id.
func (k *SystemKeyring) Delete(ctx context.Context, id string) error {
	_, err := call(ctx, k, opDelete, func() (struct{}, error) { return struct{}{}, k.api.delete(service, id) })
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
		state, err = await(limited, func() (State, error) { return k.probe(limited), nil })
		if err != nil {
			state = StateSilent
		}
	}
	if ctx.Err() == nil {
		k.remember(state)
	}
	return state
}

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

// usable gives the state in which a call would find the keyring.
func (k *SystemKeyring) usable(ctx context.Context) State {
	k.mu.Lock()
	known := k.known
	k.mu.Unlock()
	if known != StateUnknown && known != StateReady {
		return known
	}
	return k.ask(ctx, callLimit) // even if it was ready: it may have been locked since, and then the call would raise a prompt
}

// call runs fn if the keyring is usable, and gives errors of this package alone.
func call[T any](ctx context.Context, k *SystemKeyring, op string, fn func() (T, error)) (T, error) {
	var none T
	limited, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	if state := k.usable(ctx); !state.Usable() {
		if ctx.Err() != nil {
			return none, ctx.Err()
		}
		return none, &KeyringError{State: state, Op: op}
	}
	value, err := await(limited, fn)
	switch {
	case err == nil:
		return value, nil
	case ctx.Err() != nil:
		return none, ctx.Err()
	case errors.Is(err, keyring.ErrNotFound):
		return none, &KeyringError{State: StateNotFound, Op: op, Err: err}
	case errors.Is(err, context.DeadlineExceeded):
		k.remember(StateSilent)
		return none, &KeyringError{State: StateSilent, Op: op, Err: err}
	}
	return none, &KeyringError{State: k.blame(limited, err), Op: op, Err: err}
}

// blame gives the state that explains why a call failed: by the system's number, or by probing again.
// go-keyring's wording is the same for several causes (facts/keyring.md 2.3).
func (k *SystemKeyring) blame(ctx context.Context, err error) State {
	if state := classify(k.goos, err); state != StateBroken || k.probe == nil {
		return state
	}
	if state := k.State(ctx); state != StateReady {
		return state
	}
	return StateBroken
}

// await runs fn in a goroutine and gives up on it when ctx ends: neither go-keyring nor the D-Bus handshake can be
// interrupted. The goroutine ends with the process.
func await[T any](ctx context.Context, fn func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := fn()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
