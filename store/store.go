// Package store keeps profiles: an index file with what is not secret, one small item a profile in the keyring of the
// operating system, and a sealed file for what does not fit into the item. It knows nothing of Entra.
//
// No credential is ever written anywhere else, and there is no fallback: without a usable keyring nothing is saved.
// The layout and the order of writing follow facts/keyring.md section 6.
package store

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"time"
)

// Options is what a Store is made of. The zero value is the person's own store.
type Options struct {
	Home    string           // directory for everything, from APPREG_HOME; empty = the places of the operating system
	Keyring Keyring          // nil = the system's
	Now     func() time.Time // nil = time.Now
	Random  io.Reader        // source of ids and cache keys; nil = crypto/rand
	Write   WriteFunc        // nil = the file's own Write; tests put a full disk here
}

// WriteFunc writes data to a new temporary file, before it is synced and renamed into place.
type WriteFunc func(f *os.File, data []byte) (int, error)

// Store keeps profiles. It is safe for use by several goroutines and several processes at once.
type Store struct {
	places  places
	keyring Keyring
	now     func() time.Time
	random  io.Reader
	files   files
	locks   locks
}

// Open gives the store. It reads no file, creates none and calls no keyring.
func Open(opts Options) (*Store, error) {
	where, err := placesOf(opts.Home)
	if err != nil {
		return nil, err
	}
	s := &Store{places: where, keyring: opts.Keyring, now: opts.Now, random: opts.Random}
	if s.keyring == nil {
		s.keyring = NewSystemKeyring()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	s.files = files{write: opts.Write, now: s.now}
	if s.files.write == nil {
		s.files.write = (*os.File).Write
	}
	s.locks = locks{path: where.lock(), wait: lockWait}
	return s, nil
}

// KeyringState asks the keyring for its state. It takes at most the time of a probe, 2 s.
func (s *Store) KeyringState(ctx context.Context) State { return s.keyring.State(ctx) }

// KeyringName is what people call the keyring, empty if it has no name.
func (s *Store) KeyringName() string {
	if named, ok := s.keyring.(interface{ Name() string }); ok {
		return named.Name()
	}
	return ""
}

// IndexFile is the path of the index.
func (s *Store) IndexFile() string { return s.places.index() }

// SealedFile is the path of the sealed file of the profile with id, whether or not it exists.
func (s *Store) SealedFile(id string) string { return s.places.sealed(id) }

// stamp is the present time as kept in the index.
func (s *Store) stamp() string { return s.now().UTC().Format(time.RFC3339) }
