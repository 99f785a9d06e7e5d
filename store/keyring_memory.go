package store

import (
	"context"
	"maps"
	"slices"
	"sync"

	"appreg/internal/secret"
)

// MemoryKeyring keeps values in memory until the process ends: for the demo and for tests. Make it with
// NewMemoryKeyring.
type MemoryKeyring struct {
	mu     sync.Mutex
	values map[string]secret.Secret
}

// NewMemoryKeyring returns an empty keyring that is always ready.
func NewMemoryKeyring() *MemoryKeyring { return &MemoryKeyring{values: map[string]secret.Secret{}} }

// Get returns the value of id.
func (k *MemoryKeyring) Get(_ context.Context, id string) (secret.Secret, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	value, ok := k.values[id]
	if !ok {
		return secret.Secret{}, &Error{Kind: ErrBackend, State: StateNotFound, Op: opRead}
	}
	return value, nil
}

// Set keeps value under id.
func (k *MemoryKeyring) Set(_ context.Context, id string, value secret.Secret) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.values[id] = value
	return nil
}

// Delete forgets the value of id.
func (k *MemoryKeyring) Delete(_ context.Context, id string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.values[id]; !ok {
		return &Error{Kind: ErrBackend, State: StateNotFound, Op: opDelete}
	}
	delete(k.values, id)
	return nil
}

// IDs returns the id of each item.
func (k *MemoryKeyring) IDs(context.Context) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return sortedIDs(slices.Collect(maps.Keys(k.values))), nil
}

// State is always StateReady.
func (k *MemoryKeyring) State(context.Context) State { return StateReady }

// Limit is that of the system's keyring, whose stand-in this is.
func (k *MemoryKeyring) Limit() int { return itemLimit }

// Name says that nothing outlives the process.
func (k *MemoryKeyring) Name() string { return "memory of this process" }
