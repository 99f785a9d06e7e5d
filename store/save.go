package store

import (
	"context"
	"errors"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// SaveInput is what to save.
type SaveInput struct {
	Name         string
	Registration registration.Registration // with its credential
	Facts        Facts
	SavePassword bool // flow password: keep the password; otherwise the profile is saved without it
	Replace      bool // take the place of the profile of that name, if there is one
}

// Save writes a profile and its credential, reads the credential back and gives the profile as saved. Until all of
// that is done, a profile that it replaces stays as it was. Leftovers of interrupted calls are mended on the way.
// Errors: *NameError, *ExistsError, *KeyringError, *LockedError, *CredentialError, *FileError and those of the index.
func (s *Store) Save(ctx context.Context, in SaveInput) (Profile, error) {
	p, secrets, err := s.draw(in)
	if err != nil {
		return Profile{}, err
	}
	// Asked before anything is written, so that an unusable keyring leaves no trace.
	if state := s.keyring.State(ctx); !state.Usable() {
		return Profile{}, &KeyringError{State: state, Op: opSave}
	}
	idx, free, err := s.takeIndex(ctx)
	if err != nil {
		return Profile{}, err
	}
	defer free()
	idx = s.repair(ctx, idx, in.Name)
	old := idx.ready(p.Name)
	if old >= 0 && !in.Replace {
		return Profile{}, &ExistsError{Name: idx.Profiles[old].Name}
	}
	if p.ID, err = newID(p.Name, s.random, func(id string) bool { return idx.at(id) >= 0 }); err != nil {
		return Profile{}, err
	}
	if old >= 0 {
		p.Replaces = idx.Profiles[old].ID
	}
	return s.write(ctx, idx, p, secrets)
}

// secrets is what Save puts away: the item, and the content of the sealed file if the credential is too large for it.
type secrets struct {
	item   item
	sealed *envelope
}

// draw makes the profile, still without an id, and its secrets. It writes nothing.
func (s *Store) draw(in SaveInput) (Profile, secrets, error) {
	if err := ValidName(in.Name); err != nil {
		return Profile{}, secrets{}, err
	}
	p, err := NewProfile(in.Name, in.Registration, in.Facts)
	if err != nil {
		return Profile{}, secrets{}, err
	}
	credential := in.Registration.Credential
	credential.Keep = p.Keep
	k, err := keep(p.Flow, credential, in.SavePassword)
	if err != nil {
		return Profile{}, secrets{}, err
	}
	it, outside, err := newItem(k, s.random)
	if err != nil {
		return Profile{}, secrets{}, err
	}
	put := secrets{item: it}
	if outside {
		put.sealed = &envelope{Credential: &k}
	}
	p.State, p.Store, p.SavedAt = PhasePending, BackendKeyring, s.stamp()
	p.PasswordSaved = p.Flow == catalog.Password && k.Kind == kindPassword
	return p, put, nil
}

// write saves p in the order of facts/keyring.md 6.2: index entry pending, sealed file, item, read-back, entry ready.
// In a rotation the last step also marks the old entry for deletion: one rename of the index is the switch.
func (s *Store) write(ctx context.Context, idx index, p Profile, put secrets) (Profile, error) {
	idx = idx.with(p)
	if err := s.writeIndex(idx); err != nil {
		return Profile{}, err
	}
	if err := s.putAway(ctx, p, put); err != nil {
		s.withdraw(ctx, idx, p)
		return Profile{}, err
	}
	replaced := p.Replaces
	p.State, p.Replaces = PhaseReady, ""
	next := idx.with(p)
	if replaced != "" {
		next = idx.without(p.ID).inPlaceOf(replaced, p)
	}
	if err := s.writeIndex(next); err != nil {
		s.withdraw(ctx, idx, p)
		return Profile{}, err
	}
	if replaced != "" {
		s.finishDeleting(ctx, next, replaced)
	}
	return p, nil
}

// inPlaceOf gives a copy in which p stands where the entry with id stood, which is appended for deletion.
func (x index) inPlaceOf(id string, p Profile) index {
	old := x.Profiles[x.at(id)]
	old.State = PhaseDeleting
	x = x.with(old)
	x.Profiles[x.at(id)] = p
	x.Profiles = append(x.Profiles, old)
	return x
}

// putAway writes the sealed file and the item of p and reads both back.
func (s *Store) putAway(ctx context.Context, p Profile, put secrets) error {
	if put.sealed != nil {
		if err := s.writeSealed(p, put.item.Key, *put.sealed); err != nil {
			return err
		}
	}
	value, err := put.item.encode()
	if err != nil {
		return err
	}
	// A write is not given up half-way: it could still end after withdraw, and leave an item that nobody knows of.
	if err := s.keyring.Set(context.WithoutCancel(ctx), p.ID, value); err != nil {
		return err
	}
	back, err := s.keyring.Get(ctx, p.ID)
	if err != nil {
		return whileSaving(err)
	}
	if !back.Equal(value) {
		return &KeyringError{State: StateBroken, Op: opSave, Err: errors.New("the item was read back differently")}
	}
	if put.sealed != nil {
		_, err = s.kept(ctx, p)
	}
	return whileSaving(err)
}

// whileSaving says of a reading that it belonged to saving.
func whileSaving(err error) error {
	if keyring := new(KeyringError); errors.As(err, &keyring) {
		return &KeyringError{State: keyring.State, Op: opSave, Err: keyring.Err}
	}
	return err
}

// withdraw takes back what a failed save wrote. What cannot be taken back stays pending in the index for the next Save.
func (s *Store) withdraw(ctx context.Context, idx index, p Profile) {
	ctx = context.WithoutCancel(ctx) // a person who pressed ctrl+c still wants no leftovers
	if s.deleteCredential(ctx, p.ID) == nil {
		_ = s.writeIndex(idx.without(p.ID))
	}
}
