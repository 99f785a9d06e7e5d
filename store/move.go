package store

import (
	"context"
	"strings"
)

// Moved is what Move did.
type Moved struct {
	Profile Profile
	Cleared bool  // an item that an interrupted call had left was deleted
	Left    Place // where the old item still is, because it could not be deleted now; the next save or move tries again. Empty: nowhere
}

// Move keeps the credential of a ready profile, with its tokens, in another back end, for the recipients if there are any. It
// takes the steps of a rotation: the new item is written under a new id and read back, one rename of the index is the
// switch, then the old item goes. Until the switch the profile is as it was. A profile that is there already stays.
// Errors: those of Find and ClaimProfile, of reading a credential, and of Save.
func (s *Store) Move(ctx context.Context, name string, to BackendName, recipients []string) (Moved, error) {
	moved, err := moveIn(ctx, s, name, to, recipients)
	return moved, withOp(err, map[string]string{opRead: opTake, opSave: opMove})
}

// withOp says which operation a back-end error belonged to, so that its fix fits.
func withOp(err error, instead map[string]string) error {
	if own := asError(err); own != nil && own.Kind == ErrBackend && instead[own.Op] != "" {
		told := *own
		told.Op = instead[own.Op]
		return &told
	}
	return err
}

func moveIn(ctx context.Context, s *Store, name string, to BackendName, recipients []string) (Moved, error) {
	p, err := s.Find(name)
	if err != nil {
		return Moved{}, err
	}
	there := p.Store == to && len(recipients) == 0
	if there && s.leftOf(p.Name) == (Place{}) {
		return Moved{Profile: p}, nil
	}
	release, err := s.ClaimProfile(ctx, p)
	if err != nil {
		return Moved{}, err
	}
	defer release()
	if there { // an interrupted move got as far as the switch
		return s.finishMove(ctx, p)
	}
	// Both are asked, and opened, before the index is locked or anything is written.
	if err := s.usable(ctx, p, opRead); err != nil {
		return Moved{}, err
	}
	if err := s.usable(ctx, Profile{Name: p.Name, Store: to}, opSave); err != nil {
		return Moved{}, err
	}
	idx, free, err := s.takeIndex(ctx, s.locks)
	if err != nil {
		return Moved{}, err
	}
	defer free()
	idx = s.repair(ctx, idx, p.Name)
	if p, err = s.find(idx, name); err != nil {
		return Moved{}, err
	}
	next, put, err := s.carried(ctx, idx, p, to, recipients)
	if err != nil {
		return Moved{}, err
	}
	if next, err = s.write(ctx, idx, next, put); err != nil {
		return Moved{}, err
	}
	return Moved{Profile: next, Left: s.leftOf(next.Name)}, nil
}

// finishMove deletes what an interrupted move of p left.
func (s *Store) finishMove(ctx context.Context, p Profile) (Moved, error) {
	idx, free, err := s.takeIndex(ctx, s.locks)
	if err != nil {
		return Moved{}, err
	}
	defer free()
	s.repair(ctx, idx, p.Name)
	left := s.leftOf(p.Name)
	return Moved{Profile: p, Cleared: left == (Place{}), Left: left}, nil
}

// carried is what is to take the place of p in the back end to: its entry, and its credential with its tokens.
func (s *Store) carried(ctx context.Context, idx index, p Profile, to BackendName, recipients []string) (Profile, secrets, error) {
	it, err := s.item(ctx, p)
	if err != nil {
		return Profile{}, secrets{}, err
	}
	content, err := s.movable(p, it)
	if err != nil {
		return Profile{}, secrets{}, err
	}
	next, err := s.successor(ctx, idx, p, to)
	if err != nil {
		return Profile{}, secrets{}, err
	}
	if next.Recipients, err = s.readers(next, recipients, idx, idx.at(p.ID)); err != nil {
		return Profile{}, secrets{}, err
	}
	k := it.kept
	if it.sealed() {
		k = *content.Credential
	}
	put, err := s.secretsOf(next, k, content.Tokens)
	return next, put, err
}

// leftOf is where an item still is that a ready profile of that name had before; empty: nowhere.
func (s *Store) leftOf(name string) Place {
	idx, _, err := s.parseIndex()
	if err != nil || idx.ready(name) < 0 {
		return Place{}
	}
	for _, p := range idx.Profiles {
		if !p.Ready() && strings.EqualFold(p.Name, name) {
			return s.Place(p)
		}
	}
	return Place{}
}
