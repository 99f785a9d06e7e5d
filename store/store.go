// Package store keeps profiles: an index file with what is not secret, one small item a profile in a back end (the keyring of
// the operating system, or the vault), and a sealed file for what does not fit into the item. It knows nothing of Entra.
//
// No credential is ever written anywhere else, and there is no fallback: without a usable back end nothing is saved.
// The layout and the order of writing follow docs/storage.md.
package store

import (
	"crypto/rand"
	"io"
	"os"
	"time"
)

// Options is what a Store is made of. The zero value is the person's own store.
type Options struct {
	Home      string               // directory for everything, from APPREG_HOME; empty = the places of the operating system
	Keyring   Backend              // in place of the system's; nil = the system's
	Vault     VaultKeys            // how the vault is opened
	Environ   []string             // of the programs that keep stores; nil = the process's own
	Deliver   []string             // folders in which the system may put credentials for this process, see Delivered
	Now       func() time.Time     // nil = time.Now
	Random    io.Reader            // source of ids and cache keys; nil = crypto/rand
	Write     WriteFunc            // nil = the file's own Write; tests put a full disk here
	Unlocking func(program string) // is told that a person is waited for who has to unlock the keyring in a window of that program; nil: nobody is there
	Waiting   func(holder int)     // is told once when another process, 0 if it is not known, makes a call wait; nil = nobody
}

// WriteFunc writes data to a new temporary file, before it is synced and renamed into place.
type WriteFunc func(f *os.File, data []byte) (int, error)

// Store keeps profiles. It is safe for use by several goroutines and several processes at once.
type Store struct {
	folders
	delivered []string
	backends  *backends
	now       func() time.Time
	random    io.Reader
}

// Open returns the store. It reads no file, creates none and calls no back end.
func Open(opts Options) (*Store, error) {
	where, err := placesOf(opts.Home)
	if err != nil {
		return nil, err
	}
	s := &Store{folders: folders{places: where}, delivered: opts.Deliver, now: opts.Now, random: opts.Random}
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
	s.backends = &backends{site: surroundings{opts: opts, places: where, files: s.files}}
	s.locks = locks{path: where.lock(), wait: lockWait, most: lockMost, waiting: opts.Waiting}
	return s, nil
}

// IndexFile is the path of the index.
func (home *folders) IndexFile() string { return home.places.index() }

// stamp is the present time as kept in the index.
func (s *Store) stamp() string { return s.now().UTC().Format(time.RFC3339) }
