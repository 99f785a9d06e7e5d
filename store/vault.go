package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"filippo.io/age"

	"appreg/internal/secret"
)

// vault keeps each value in an age file of its own beside the sealed files, encrypted for the key of the person, which a
// passphrase opens, and for everybody else whom a profile names (docs/storage.md, "The vault"). The age program reads the
// files too: age -d -i vault.identity.age ID.age.
type vault struct {
	places places
	files  files
	keys   VaultKeys

	mu       sync.Mutex
	own      []*age.X25519Identity // the first writes; empty: locked
	wrapped  []byte                // what own was read from, if it is the vault's own file
	tried    secret.Secret         // the last passphrase that did not open it
	unopened error                 // what became of it
}

// VaultKeys is how the vault is opened.
type VaultKeys struct {
	// Passphrase returns the passphrase, from a person or a file; nil: there is nobody and no file.
	Passphrase func(ctx context.Context, ask PassphraseAsk) (Passphrase, error)
	FromFile   bool // Passphrase reads a file: nobody is asked
	// Identities is the path of a file with age identities to use instead of the vault's own; empty: none.
	Identities string
	// Work is the base-2 logarithm of scrypt's cost for a new vault; 0: vaultWork.
	Work int
}

// PassphraseAsk says which passphrase is wanted.
type PassphraseAsk struct {
	New   bool // the first of a vault that is not there yet
	Wrong bool // the last one did not open it
}

// Passphrase is an answer to PassphraseAsk.
type Passphrase struct {
	Value secret.Secret
	Retry bool // another one can be asked for if it is wrong
}

// What a vault's files may be.
const (
	vaultLargest = 64 << 10 // bytes; an item has at most 2,000, each recipient takes about 100
	vaultSuffix  = ".age"
	ageMagic     = "age-encryption.org/v1\n"
)

// unlocker is a back end that has to be opened before values are read or written. Unlock may ask a person.
type unlocker interface {
	Unlock(ctx context.Context, op string) error
}

// sharer is a back end that keeps values for several people.
type sharer interface {
	// Readers returns the public keys that a value is kept for when others are to read it too: theirs, and the person's own.
	// The back end is unlocked. Errors: ErrRecipient.
	Readers(others []string) ([]string, error)
	// SetFor is Set for the readers with these public keys.
	SetFor(ctx context.Context, id string, value secret.Secret, readers []string) error
}

// Get returns the value of id. Errors: ErrBackend, ErrVaultFile, ErrUnsafeFile, ErrFile and those of Unlock.
func (v *vault) Get(ctx context.Context, id string) (secret.Secret, error) {
	path := v.places.vault(id)
	data, err := v.read(path)
	if err != nil {
		return secret.Secret{}, err
	}
	if err := v.Unlock(ctx, opRead); err != nil {
		return secret.Secret{}, err
	}
	plain, err := decrypt(data, v.identities()...)
	if isNoMatch(err) && v.forgetKey() { // another process has begun a new vault since
		if err := v.Unlock(ctx, opRead); err != nil {
			return secret.Secret{}, err
		}
		plain, err = decrypt(data, v.identities()...)
	}
	switch {
	case isNoMatch(err):
		return secret.Secret{}, &Error{Kind: ErrBackend, State: StateNoKey, Op: opRead, Backend: BackendVault, Err: err}
	case err != nil:
		return secret.Secret{}, &Error{Kind: ErrVaultFile, Path: path, Why: vaultFault(data), Err: err}
	}
	value, ok := v.opened(id, plain)
	if !ok {
		return secret.Secret{}, &Error{Kind: ErrVaultFile, Path: path, Why: "wasn't written by appreg for this profile"}
	}
	return value, nil
}

// read returns a file of the vault. Errors: ErrBackend with StateNotFound, ErrVaultFile, ErrUnsafeFile, ErrFile.
func (v *vault) read(path string) ([]byte, error) {
	if err := checkDir(v.places.state, false); err != nil {
		return nil, err
	}
	text, ok, err := read(path, vaultLargest)
	switch {
	case errors.Is(err, errTooLarge):
		return nil, &Error{Kind: ErrVaultFile, Path: path, Why: "is larger than any that appreg writes"}
	case err == nil && !ok:
		err = &Error{Kind: ErrBackend, State: StateNotFound, Op: opRead, Backend: BackendVault}
	}
	return []byte(text), err
}

// vaultFault says what is wrong with a file that cannot be decrypted.
func vaultFault(data []byte) string {
	if !bytes.HasPrefix(data, []byte(ageMagic)) {
		return "isn't an age file"
	}
	return "is damaged: it was cut short or changed"
}

// Set keeps value under id, for the person alone.
func (v *vault) Set(ctx context.Context, id string, value secret.Secret) error {
	return v.SetFor(ctx, id, value, nil)
}

// SetFor keeps value under id for the readers, who are the person alone where there are none. The caller holds the lock.
func (v *vault) SetFor(ctx context.Context, id string, value secret.Secret, readers []string) error {
	if len(value.Reveal()) > itemLimit {
		return &Error{Kind: ErrCredential, Why: "the credential is too large for the vault", Next: "save only the certificate's path (--keep path)"}
	}
	if err := v.Unlock(ctx, opSave); err != nil {
		return err
	}
	if err := ownDir(v.places.state, false); err != nil {
		return err
	}
	own := v.first()
	if err := v.keepIdentity(); err != nil {
		return err
	}
	if i := slices.Index(readers, own.Recipient().String()); i >= 0 { // another one by now, where another process has begun the vault
		readers = slices.Clone(readers)
		readers[i] = v.first().Recipient().String()
	}
	recipients, err := v.recipients(readers)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipients...)
	if err == nil {
		_, err = io.WriteString(w, v.sealedValue(id, value))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return &Error{Kind: ErrBackend, State: StateBroken, Op: opSave, Backend: BackendVault, Err: err}
	}
	return v.files.replace(v.places.vault(id), out.Bytes())
}

// recipients are those of readers, or the person's own.
func (v *vault) recipients(readers []string) ([]age.Recipient, error) {
	if len(readers) == 0 {
		return []age.Recipient{v.first().Recipient()}, nil
	}
	var list []age.Recipient
	for _, reader := range readers {
		recipient, err := age.ParseX25519Recipient(reader)
		if err != nil {
			return nil, badRecipient(reader)
		}
		list = append(list, recipient)
	}
	return list, nil
}

// Delete deletes the value of id, and the key with the last one: then a new vault begins. The caller holds the lock.
func (v *vault) Delete(_ context.Context, id string) error {
	if err := checkDir(v.places.state, false); err != nil {
		return err
	}
	if _, err := os.Lstat(v.places.vault(id)); err != nil {
		return &Error{Kind: ErrBackend, State: StateNotFound, Op: opDelete, Backend: BackendVault}
	}
	if err := remove(v.places.vault(id)); err != nil {
		return err
	}
	if ids, err := v.list(); err == nil && len(ids) == 0 {
		return remove(v.places.vaultIdentity())
	}
	return nil
}

// IDs returns the id of each value.
func (v *vault) IDs(context.Context) ([]string, error) { return v.list() }

func (v *vault) list() ([]string, error) {
	entries, err := os.ReadDir(v.places.state)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, &Error{Kind: ErrFile, Op: opRead, Err: err}
	}
	var ids []string
	for _, entry := range entries {
		if id, is := strings.CutSuffix(entry.Name(), vaultSuffix); is && safeID(id) {
			ids = append(ids, id)
		}
	}
	return sortedIDs(ids), nil
}

// State reports whether there is a key, or a way to ask for the passphrase of one. Nobody is asked.
func (v *vault) State(context.Context) State {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.own) == 0 && v.keys.Passphrase == nil && v.keys.Identities == "" {
		return StateVaultLocked
	}
	return StateReady
}

// Name is what people call it.
func (*vault) Name() string { return "encrypted vault" }

// Limit is the keyring's, so that a profile can move between the two.
func (*vault) Limit() int { return itemLimit }
