package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"filippo.io/age"

	"appreg/internal/givenfile"
	"appreg/internal/secret"
)

// How a vault's passphrase is stretched. The key is unlocked once in a process, in about 0.3 s and 128 MB of memory; whoever
// guesses pays the same for each guess (docs/sources.md, Keyrings).
const (
	vaultWork      = 17 // OWASP's least for scrypt with r=8, p=1
	vaultWorkMost  = 20 // of a file that is read: about 4 s and 1 GB
	passphraseMost = 3  // how often a person is asked
)

// PassphraseLeast is the fewest characters that a new vault's passphrase has.
const PassphraseLeast = 8

// Unlock opens the person's key, once in a process, or makes one for a new vault. The caller does not hold the lock of the
// store when there is none yet. Errors: ErrBackend, ErrVaultFile, ErrCredential, and those of VaultKeys.
func (v *vault) Unlock(ctx context.Context, op string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.own) > 0 {
		return nil
	}
	path := v.places.vaultIdentity()
	if v.keys.Identities != "" {
		path = v.keys.Identities
		data, err := givenfile.Read(ctx, path)
		if err != nil {
			return &Error{Kind: ErrFile, Op: opRead, Err: err}
		}
		return v.openKey(ctx, op, path, data)
	}
	data, err := v.read(path)
	switch {
	case err == nil:
		v.wrapped = data
		return v.openKey(ctx, op, path, data)
	case isState(err, StateNotFound) && op == opSave && v.isEmpty():
		return v.begin(ctx)
	case isState(err, StateNotFound):
		return &Error{Kind: ErrVaultFile, Path: path, Why: "is missing: it holds the key of the vault", Next: ownKeyLost}
	case errors.Is(err, ErrVaultFile):
		asError(err).Next = ownKeyLost
	}
	return err
}

// ownKeyLost is what to do about a vault's own key that can't be read. Another one would open nothing of what is there.
const ownKeyLost = "restore it from a backup; without it, " + vaultLost

// isEmpty reports whether the vault keeps nothing: only then a new key may take the place of one that isn't there.
func (v *vault) isEmpty() bool {
	ids, err := v.list()
	return err == nil && len(ids) == 0
}

// openKey reads the identities in data, which a passphrase opens if they are encrypted.
func (v *vault) openKey(ctx context.Context, op, path string, data []byte) error {
	if !bytes.HasPrefix(data, []byte(ageMagic)) {
		if v.own = parseIdentities(data); len(v.own) == 0 {
			return v.badKey(path, "holds no age identity (AGE-SECRET-KEY-1…)", nil)
		}
		return nil
	}
	if v.keys.Passphrase == nil {
		return &Error{Kind: ErrBackend, State: StateVaultLocked, Op: op, Backend: BackendVault}
	}
	ask := PassphraseAsk{}
	for range passphraseMost {
		given, err := v.keys.Passphrase(ctx, ask)
		if err != nil {
			return err
		}
		err = v.tryKey(op, path, data, given.Value)
		if err == nil || !given.Retry || !isState(err, StateWrongPassphrase) {
			return err
		}
		ask.Wrong = true
	}
	return v.unopened
}

// tryKey tries one passphrase. One that was wrong before is not tried again: that would take its time for each profile.
func (v *vault) tryKey(op, path string, data []byte, passphrase secret.Secret) error {
	if v.unopened != nil && v.tried.Equal(passphrase) {
		return v.unopened
	}
	v.tried, v.unopened = passphrase, nil
	plain, err := unwrap(data, passphrase)
	switch {
	case isNoMatch(err):
		err = &Error{Kind: ErrBackend, State: StateWrongPassphrase, Op: op, Backend: BackendVault}
	case err != nil:
		err = v.badKey(path, vaultFault(data), err)
	default:
		if v.own = parseIdentities(plain); len(v.own) == 0 {
			err = v.badKey(path, "holds no age identity (AGE-SECRET-KEY-1…)", nil)
		}
	}
	v.unopened = err
	return err
}

// badKey is the error of a file with keys that can't be read as it is: the vault's own, or the person's.
func (v *vault) badKey(path, why string, err error) error {
	bad := &Error{Kind: ErrVaultFile, Path: path, Why: why, Err: err}
	if v.keys.Identities == "" {
		bad.Next = ownKeyLost
	}
	return bad
}

// isNoMatch reports whether err says that a file is for another key or passphrase.
func isNoMatch(err error) bool { return errors.As(err, new(*age.NoIdentityMatchError)) }

// forgetKey forgets the vault's own key if its file is another one by now.
func (v *vault) forgetKey() (forgot bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.keys.Identities != "" {
		return false
	}
	data, err := v.read(v.places.vaultIdentity())
	if err != nil || bytes.Equal(data, v.wrapped) {
		return false
	}
	v.own = nil
	return true
}

// begin makes the key of a new vault. It is written with the first value, see keepIdentity.
func (v *vault) begin(ctx context.Context) error {
	if v.keys.Passphrase == nil {
		return &Error{Kind: ErrBackend, State: StateVaultLocked, Op: opSave, Backend: BackendVault}
	}
	given, err := v.keys.Passphrase(ctx, PassphraseAsk{New: true})
	if err != nil {
		return err
	}
	if len([]rune(given.Value.Reveal())) < PassphraseLeast {
		return &Error{Kind: ErrCredential, Why: "the vault's passphrase is too short: it needs at least 8 characters", Next: "use a longer one, for example four words"}
	}
	key, err := age.GenerateX25519Identity()
	if err == nil {
		v.wrapped, err = wrap(key, given.Value, v.keys.Work)
	}
	if err == nil { // what nobody could open again would lose every credential
		_, err = unwrap(v.wrapped, given.Value)
	}
	if err != nil {
		return &Error{Kind: ErrBackend, State: StateBroken, Op: opSave, Backend: BackendVault, Err: err}
	}
	v.own, v.tried = []*age.X25519Identity{key}, given.Value
	return nil
}

// keepIdentity writes the vault's own key if its file is not there. Where another process has begun the vault meanwhile, its key
// is taken if the same passphrase opens it; else nothing may be written for a key that is not the one in the file: nobody could
// read that. The caller holds the lock; nobody is asked.
func (v *vault) keepIdentity() error {
	if v.keys.Identities != "" {
		return nil
	}
	path := v.places.vaultIdentity()
	data, err := v.read(path)
	switch {
	case isState(err, StateNotFound):
		return v.files.replace(path, v.wrapped)
	case err == nil && !bytes.Equal(data, v.wrapped):
		return v.takeKey(path, data)
	}
	return err
}

// takeKey takes the key of a vault that another process has begun.
func (v *vault) takeKey(path string, data []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.tried.IsZero() || v.tryKey(opSave, path, data, v.tried) != nil {
		return &Error{Kind: ErrVaultFile, Path: path, Why: "was written by another process meanwhile, with another passphrase", Next: "run the same command again, with that passphrase"}
	}
	v.wrapped = data
	return nil
}

// wrap encrypts an identity with a passphrase; work 0 is vaultWork.
func wrap(key *age.X25519Identity, passphrase secret.Secret, work int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return nil, err
	}
	recipient.SetWorkFactor(cmp.Or(work, vaultWork))
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, key.String()+"\n"); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// unwrap is the reverse of wrap.
func unwrap(data []byte, passphrase secret.Secret) ([]byte, error) {
	identity, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return nil, err
	}
	identity.SetMaxWorkFactor(vaultWorkMost)
	return decrypt(data, identity)
}

// decrypt returns what an age file of at most vaultLargest bytes holds.
func decrypt(data []byte, identities ...age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(data), identities...)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// parseIdentities returns the native identities of a file; those of other kinds, of plugins too, are left out.
func parseIdentities(data []byte) []*age.X25519Identity {
	var list []*age.X25519Identity
	for line := range strings.Lines(string(data)) {
		if key, err := age.ParseX25519Identity(strings.TrimSpace(line)); err == nil {
			list = append(list, key)
		}
	}
	return list
}

// VaultNeed says what the vault needs of a person before it can be used.
type VaultNeed int

// What it can be.
const (
	VaultOpens  VaultNeed = iota // nothing: it is open, or opens with a file
	VaultLocked                  // its passphrase
	VaultNone                    // a new passphrase: there is no vault yet
)

// VaultNeed says what is needed now. It reads no key and asks nobody.
func (s *Store) VaultNeed() VaultNeed {
	backend, _ := s.backends.open(BackendVault)
	v, ok := backend.(*vault)
	if !ok {
		return VaultOpens
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.own) > 0 || v.keys.Identities != "" || v.keys.FromFile {
		return VaultOpens
	}
	if _, err := os.Lstat(v.places.vaultIdentity()); err != nil {
		return VaultNone
	}
	return VaultLocked
}

// first is the identity that writes. The vault is unlocked.
func (v *vault) first() *age.X25519Identity {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.own[0]
}

// identities are those that read.
func (v *vault) identities() []age.Identity {
	v.mu.Lock()
	defer v.mu.Unlock()
	list := make([]age.Identity, len(v.own))
	for n, key := range v.own {
		list[n] = key
	}
	return list
}

// Readers returns the public keys of others and, first, the person's own, each once.
func (v *vault) Readers(others []string) ([]string, error) {
	list := []string{v.first().Recipient().String()}
	for _, other := range others {
		if err := CheckRecipient(other); err != nil {
			return nil, err
		}
		if !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	return list, nil
}

// CheckRecipient returns an ErrRecipient unless text is the public key of somebody who can read a vault file.
func CheckRecipient(text string) error {
	if _, err := age.ParseX25519Recipient(text); err != nil {
		return badRecipient(text)
	}
	return nil
}

// badRecipient never repeats a private key that was given by mistake.
func badRecipient(text string) error {
	if strings.HasPrefix(strings.ToUpper(text), "AGE-SECRET-KEY-") {
		text = "a private key"
	}
	return &Error{Kind: ErrRecipient, Why: text}
}
