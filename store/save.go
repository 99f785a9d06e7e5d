package store

import (
	"cmp"
	"context"
	"errors"
	"os"

	"appreg/internal/registration"
	"appreg/internal/secret"
)

// SaveInput is what to save.
type SaveInput struct {
	Name         string
	Registration registration.Registration // with its credential
	Facts        Facts
	Store        BackendName // empty: the keyring
	Recipients   []string    // public keys of others who are to read it in the vault; none: those of the profile that is replaced
	SavePassword bool        // flow password: keep the password; otherwise the profile is saved without it
	Replace      bool        // take the place of the profile of that name, if there is one
	Replaces     string      // with Replace: id of the one whose place is taken, another one stays; empty: whichever is there
}

// Save writes a profile and its credential, reads the credential back and returns the profile as saved. Until all of
// that is done, a profile that it replaces stays as it was. Leftovers of interrupted calls are repaired on the way.
// Errors: ErrName, ErrExists, ErrReplaced, ErrBackend, ErrLocked, ErrCredential, ErrFile and those of the index.
func (s *Store) Save(ctx context.Context, in SaveInput) (Profile, error) {
	p, k, err := s.prepare(in)
	if err != nil {
		return Profile{}, err
	}
	// Asked before anything is written, so that an unusable keyring leaves no trace.
	if err := s.usable(ctx, p, opSave); err != nil {
		return Profile{}, err
	}
	idx, free, err := s.takeIndex(ctx, s.locks)
	if err != nil {
		return Profile{}, err
	}
	defer free()
	idx = s.repair(ctx, idx, in.Name)
	old := idx.ready(p.Name)
	if old >= 0 && !in.Replace {
		return Profile{}, &Error{Kind: ErrExists, Profile: idx.Profiles[old].Name}
	}
	if in.Replaces != "" && (old < 0 || idx.Profiles[old].ID != in.Replaces) {
		return Profile{}, &Error{Kind: ErrReplaced, Profile: in.Name}
	}
	if p.ID, err = newID(p.Name, s.random, s.taken(ctx, idx, p)); err != nil {
		return Profile{}, err
	}
	if old >= 0 {
		p.Replaces = idx.Profiles[old].ID
	}
	if p.Recipients, err = s.readers(p, in.Recipients, idx, old); err != nil {
		return Profile{}, err
	}
	put, err := s.secretsOf(p, k, nil)
	if err != nil {
		return Profile{}, err
	}
	return s.write(ctx, idx, p, put)
}

// taken tells which ids cannot be used for p: those of idx, those whose item is in its back end already, for a profile of
// another folder or of another program, and those whose sealed file is there.
func (s *Store) taken(ctx context.Context, idx index, p Profile) func(id string) (bool, error) {
	return func(id string) (bool, error) {
		if _, err := os.Lstat(s.places.sealed(id)); err == nil || idx.at(id) >= 0 {
			return true, nil
		}
		backend, err := s.backend(p)
		if err == nil {
			_, err = backend.Get(ctx, id)
		}
		switch {
		case err == nil:
			return true, nil
		case isState(err, StateNotFound):
			return false, nil
		}
		return false, whileSaving(err)
	}
}

// secrets is what Save puts away: the item, and the content of the sealed file if there is something for it.
type secrets struct {
	item   item
	sealed *envelope
}

// secretsOf makes the secrets of p, whose id is known: the item, bound to what p says, with k or, if that is too large,
// with its place in the sealed file. tokens, nil if there are none, go there too.
func (s *Store) secretsOf(p Profile, k kept, tokens *keptTokens) (secrets, error) {
	backend, err := s.backend(p)
	if err != nil {
		return secrets{}, err
	}
	it, outside, err := newItem(k, bindingOf(p), s.places.homeOf(), backend.Limit(), s.random)
	if err != nil {
		return secrets{}, err
	}
	put := secrets{item: it}
	if outside || tokens != nil {
		put.sealed = &envelope{Tokens: tokens}
	}
	if outside {
		put.sealed.Credential = &k
	}
	return put, nil
}

// prepare makes the profile, still without an id, and what is kept of its credential. It writes nothing.
func (s *Store) prepare(in SaveInput) (Profile, kept, error) {
	valid := NewName
	if in.Replace {
		valid = ValidName
	}
	if err := valid(in.Name); err != nil {
		return Profile{}, kept{}, err
	}
	p, err := NewProfile(in.Name, in.Registration, in.Facts)
	if err != nil {
		return Profile{}, kept{}, err
	}
	credential := in.Registration.Credential
	credential.Keep = p.Keep
	k, err := keptOf(p.Flow, credential, in.SavePassword)
	if err != nil {
		return Profile{}, kept{}, err
	}
	p.State, p.Store, p.SavedAt = PhasePending, cmp.Or(in.Store, BackendKeyring), s.stamp()
	p.PasswordSaved = p.Flow.Info().SavedIfTold && k.Kind == kindPassword
	return p, k, nil
}

// write saves p in the order of docs/storage.md: index entry pending, sealed file, item, read-back, entry ready.
// In a rotation the last step also marks the old entry for deletion: one rename of the index is the switch.
func (s *Store) write(ctx context.Context, idx index, p Profile, put secrets) (Profile, error) {
	idx = idx.with(p)
	if err := s.writeIndex(idx); err != nil {
		return Profile{}, err
	}
	if err := s.writeSecrets(ctx, p, put); err != nil {
		s.rollback(ctx, idx, p)
		return Profile{}, err
	}
	replaced := p.Replaces
	p.State, p.Replaces = PhaseReady, ""
	next := idx.with(p)
	if replaced != "" {
		next = idx.without(p.ID).inPlaceOf(replaced, p)
	}
	if err := s.writeIndex(next); err != nil {
		s.rollback(ctx, idx, p)
		return Profile{}, err
	}
	if replaced != "" {
		_, _ = s.finishDeleting(ctx, next, next.Profiles[next.at(replaced)]) // else a later call does it
	}
	return p, nil
}

// inPlaceOf returns a copy in which p stands where the entry with id stood, which is appended for deletion.
func (x index) inPlaceOf(id string, p Profile) index {
	old := x.Profiles[x.at(id)]
	old.State = PhaseDeleting
	x = x.with(old)
	x.Profiles[x.at(id)] = p
	x.Profiles = append(x.Profiles, old)
	return x
}

// writeSecrets writes the sealed file and the item of p and reads both back.
func (s *Store) writeSecrets(ctx context.Context, p Profile, put secrets) error {
	if put.sealed != nil {
		if err := s.writeSealed(p, put.item.Key, *put.sealed); err != nil {
			return err
		}
	}
	value, err := put.item.encode()
	if err != nil {
		return err
	}
	backend, err := s.backend(p)
	if err != nil {
		return err
	}
	// A write is not given up half-way: it could still end after rollback, and leave an item that nobody knows of.
	if err := set(context.WithoutCancel(ctx), backend, p, value); err != nil {
		return err
	}
	back, err := backend.Get(ctx, p.ID)
	if err != nil {
		return whileSaving(err)
	}
	if !back.Equal(value) {
		return &Error{Kind: ErrBackend, State: StateBroken, Op: opSave, Err: errors.New("the item was read back differently")}
	}
	if put.sealed != nil {
		err = s.checkKept(ctx, p)
	}
	return whileSaving(err)
}

// whileSaving says of a reading that it belonged to saving.
func whileSaving(err error) error { return withOp(err, map[string]string{opRead: opSave}) }

// rollback takes back what a failed save wrote. What cannot be taken back stays pending in the index for the next Save.
func (s *Store) rollback(ctx context.Context, idx index, p Profile) {
	ctx = context.WithoutCancel(ctx) // a person who pressed ctrl+c still wants no leftovers
	if s.deleteCredential(ctx, p) == nil {
		_ = s.writeIndex(idx.without(p.ID))
	}
}

// set puts the item of p away, for everybody who is to read it.
func set(ctx context.Context, backend Backend, p Profile, value secret.Secret) error {
	if shared, ok := backend.(sharer); ok && len(p.Recipients) > 0 {
		return shared.SetFor(ctx, p.ID, value, p.Recipients)
	}
	return backend.Set(ctx, p.ID, value)
}

// readers are the public keys that the item of p is for: with none given those of the entry at old, which p replaces, if it
// is kept in the same place. None: the person's alone.
func (s *Store) readers(p Profile, given []string, idx index, old int) ([]string, error) {
	if len(given) == 0 && old >= 0 && idx.Profiles[old].Store == p.Store {
		given = idx.Profiles[old].Recipients
	}
	if len(given) == 0 {
		return nil, nil
	}
	backend, err := s.backend(p)
	if err != nil {
		return nil, err
	}
	shared, ok := backend.(sharer)
	if !ok {
		return nil, &Error{Kind: ErrCredential, Why: "only the vault keeps a credential for others, too", Next: "save it to the vault, or leave --recipient out"}
	}
	return shared.Readers(given)
}
