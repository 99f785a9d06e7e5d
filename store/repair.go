package store

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"
)

// repair finishes or removes what interrupted calls left behind and returns the index as it now is. The caller holds the lock and is
// about to save a profile named saving: a pending entry of that name gives way to it. What can be neither now stays.
func (s *Store) repair(ctx context.Context, idx index, saving string) index {
	s.sweepRenewals(idx)
	for _, p := range idx.Profiles {
		switch s.remedy(ctx, idx, p, saving) {
		case finish:
			p.State = PhaseReady
			if next := idx.with(p); s.writeIndex(next) == nil {
				idx = next
			}
		case drop:
			idx, _ = s.finishDeleting(ctx, idx, p) // what can't be deleted now is left to a later call
		}
	}
	return idx
}

// renewalStale is the age at which nobody can wait for a renewal lock any more.
const renewalStale = time.Hour

// sweepRenewals removes the renewal locks of ids that are gone, with rotations and removals. Not at once: whoever read
// such an id before may still wait for its lock, and a second file would let two in. Nobody waits for renewalStale.
func (s *Store) sweepRenewals(idx index) {
	entries, err := os.ReadDir(s.places.config)
	if err != nil {
		return
	}
	for _, entry := range entries {
		id, isLock := strings.CutSuffix(entry.Name(), renewalSuffix)
		if !isLock || !entry.Type().IsRegular() || !safeID(id) || idx.at(id) >= 0 {
			continue
		}
		path := s.places.renewal(id)
		info, err := entry.Info()
		if err == nil && s.now().Sub(info.ModTime()) > renewalStale && holder(path) > 0 { // else another program's
			_ = os.Remove(path)
		}
	}
}

// remedy says what repair does about an entry.
type remedy int

const (
	leave  remedy = iota // nothing is wrong, or it cannot be told now
	finish               // only the last step of saving is missing
	drop                 // its credential is not there, or another entry took its place
)

// remedy finishes a pending entry whose credential can be read: a secret that the portal shows only once is not thrown
// away. It drops one that gives way to another: a rotation's, or one with the name of another profile.
func (s *Store) remedy(ctx context.Context, idx index, p Profile, saving string) remedy {
	switch {
	case p.Ready():
		return leave
	case p.State == PhaseDeleting, p.Replaces != "", strings.EqualFold(p.Name, saving), idx.ready(p.Name) >= 0:
		return drop
	}
	switch err := s.checkKept(ctx, p); {
	case err == nil:
		return finish
	case errors.Is(err, ErrCredentialMissing):
		return drop
	}
	return leave
}

// finishDeleting deletes the credential of the entry p, then the entry, and returns the index as it now is.
// When that fails the entry stays, so that a later call can find what is left.
func (s *Store) finishDeleting(ctx context.Context, idx index, p Profile) (index, error) {
	if err := s.deleteCredential(ctx, p); err != nil {
		return idx, err
	}
	next := idx.without(p.ID)
	if err := s.writeIndex(next); err != nil {
		return idx, err
	}
	return next, nil
}

// deleteCredential deletes item and sealed file of a profile; what is not there is fine. The item goes first: without
// it the file cannot be read any more.
func (s *Store) deleteCredential(ctx context.Context, p Profile) error {
	backend, err := s.backendOrKeyring(ctx, p)
	if err != nil {
		return err
	}
	return s.deleteFrom(ctx, backend, p.ID)
}

// deleteFrom is deleteCredential for an id that no profile has.
func (home *folders) deleteFrom(ctx context.Context, backend Backend, id string) error {
	if err := backend.Delete(ctx, id); err != nil && !isState(err, StateNotFound) {
		return err
	}
	if err := checkDir(home.places.state, false); err != nil {
		return err
	}
	return remove(home.places.sealed(id))
}
