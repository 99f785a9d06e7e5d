package store

import (
	"context"
	"errors"
	"time"

	"appreg/internal/registration"
)

// Cache is one profile's credential and tokens, opened with a single reading of the keyring; nothing here writes to
// the keyring. It is used by one goroutine.
type Cache struct {
	store      *Store
	profile    Profile
	item       item
	content    envelope
	credential registration.Credential
	damage     error
}

// Bound reports whether the item says what the credential may be used for; see Bind.
func (c *Cache) Bound() bool { return c.item.bound() }

// OpenCache opens what is kept of p. What was not saved gives an empty credential: see Profile.PasswordSaved.
// A sealed file that cannot be opened is moved aside; if it held nothing but tokens that is told by Damage.
// Errors: ErrBackend, ErrCredentialMissing, ErrBinding, ErrCertificateFile, ErrCorruptFile, ErrNewerSchema.
func (s *Store) OpenCache(ctx context.Context, p Profile) (*Cache, error) {
	it, err := s.item(ctx, p)
	if err != nil {
		return nil, err
	}
	c := &Cache{store: s, profile: p, item: it}
	if err := c.Reload(ctx); err != nil {
		return nil, err
	}
	k := it.kept
	if it.sealed() {
		if k, err = c.content.credential(p, it); err != nil {
			return nil, err
		}
	}
	if c.credential, err = k.complete(ctx, p); err != nil {
		return nil, err
	}
	return c, nil
}

// Reload reads the sealed file again, without the keyring. Errors: ErrCorruptFile, ErrNewerSchema, ErrFile.
func (c *Cache) Reload(ctx context.Context) error {
	content, err := c.store.peekSealed(c.profile, c.item.Key)
	if errors.Is(err, errSealed) {
		content, err = c.moveAside(ctx)
	}
	if err != nil {
		return err
	}
	if content.Generation < c.profile.Generation && content.Tokens != nil {
		content.Tokens = nil
		c.damage = &Error{Kind: ErrRolledBack, Profile: c.profile.Name, Path: c.store.places.sealed(c.profile.ID)}
	}
	c.content = content
	return nil
}

// moveAside moves a sealed file that cannot be opened aside, unless another process has put a good one in its place
// meanwhile: every writer holds the lock. Without a credential in it the damage is only told.
func (c *Cache) moveAside(ctx context.Context) (envelope, error) {
	free, err := c.store.locks.briefly().take(ctx)
	if lockless(err) {
		free, err = func() {}, nil // nothing can be moved there either, and nobody puts another one in its place
	}
	if err != nil {
		return envelope{}, err
	}
	defer free()
	content, err := c.store.readSealed(c.profile, c.item.Key)
	if errors.Is(err, ErrCorruptFile) && !c.item.sealed() {
		c.damage, err = err, nil
	}
	return content, err
}

// Damage says that the tokens could not be read and were moved aside, or that the file is an older one than the last
// that was written, and its tokens are not used; nil if nothing was wrong.
func (c *Cache) Damage() error { return c.damage }

// Credential is the saved credential, empty where none was saved.
func (c *Cache) Credential() registration.Credential { return c.credential }

// Tokens is what was last read or kept.
func (c *Cache) Tokens() Tokens { return c.content.Tokens.tokens() }

// Save writes t, in one step, mode 0600. The caller holds the lock of Lock and has called Reload since it got it.
// Where the profile was removed or replaced meanwhile, nothing is written: nobody could read it.
// Errors: ErrCredential (too large), ErrLocked, ErrFile and those of the index.
func (c *Cache) Save(ctx context.Context, t Tokens) error {
	s := c.store
	idx, free, err := s.takeIndex(ctx, s.locks.briefly())
	if err != nil {
		return err
	}
	defer free()
	at := idx.at(c.profile.ID)
	if at < 0 || !idx.Profiles[at].Ready() {
		return nil
	}
	next := c.content
	next.Tokens = t.kept()
	next.Generation = max(next.Generation, idx.Profiles[at].Generation) + 1
	if err := s.writeSealed(c.profile, c.item.Key, next); err != nil {
		return err
	}
	c.content = next
	// The file first: if this is not written, the file is newer than the index says, and that is no fault.
	idx.Profiles[at].Generation = next.Generation
	_ = s.writeIndex(idx)
	return nil
}

// Lock waits until no other process asks for this profile's token, at most wait, and returns the function that frees
// the lock. The kernel frees it when its holder dies. In a folder that is only there to be read there can be no lock, and
// nothing is kept that it would protect: then free does nothing. Errors: ErrRenewal, ErrFile, the context's.
func (c *Cache) Lock(ctx context.Context, wait time.Duration) (free func(), err error) {
	free, err = locks{path: c.store.places.renewal(c.profile.ID), wait: wait}.take(ctx)
	switch {
	case lockless(err):
		return func() {}, nil
	case errors.Is(err, ErrLocked):
		err = &Error{Kind: ErrRenewal, Profile: c.profile.Name, Holder: asError(err).Holder, Waited: wait}
	}
	return free, err
}
