package store

import (
	"context"
	"strings"
)

// Rename returns a profile another name. Its id, and so its keyring item, stays. No keyring is needed.
// Errors: those of Find, for the new name too, ErrName, ErrExists, ErrProfileBusy, ErrLocked, ErrFile, the context's.
func (s *Store) Rename(ctx context.Context, from, to string) error {
	if err := NewName(to); err != nil {
		return err
	}
	release, err := s.Claim(ctx, from, to)
	if err != nil {
		return err
	}
	defer release()
	idx, free, err := s.takeIndex(ctx, s.locks)
	if err != nil {
		return err
	}
	defer free()
	p, err := s.find(idx, from)
	if err != nil {
		return err
	}
	if at := idx.ready(to); at >= 0 && idx.Profiles[at].ID != p.ID {
		return &Error{Kind: ErrExists, Profile: idx.Profiles[at].Name, Next: "use another name"}
	}
	for _, entry := range idx.Profiles {
		// A later Save finishes a pending entry, unless its name is taken: then it would throw its credential away.
		if entry.State == PhasePending && strings.EqualFold(entry.Name, to) && !strings.EqualFold(entry.Name, p.Name) {
			return &Error{Kind: ErrUnfinished, Profile: entry.Name, Phase: entry.State}
		}
		if strings.EqualFold(entry.Name, p.Name) { // with what an interrupted rotation left of it
			entry.Name = to
			idx = idx.with(entry)
		}
	}
	// The journals first: one of a name that another profile takes later would be that one's.
	undo, err := s.renameRuns(p, to)
	if err == nil {
		err = s.writeIndex(idx)
	}
	if err != nil {
		undo()
	}
	return err
}

// renameRuns has the journals of a profile follow it; undo has those that did as they were. The caller has claimed the profile.
func (s *Store) renameRuns(p Profile, to string) (undo func(), err error) {
	var renamed []Run
	undo = func() {
		for _, r := range renamed {
			_ = (&Journal{store: s, run: r}).write()
		}
	}
	runs, _ := s.runsBy(s.peekRun) // one that can't be read can't be gone on with, under any name
	for _, r := range runs {
		if !strings.EqualFold(r.Profile, p.Name) || r.ClientID != p.ClientID {
			continue
		}
		next := r
		next.Profile = to
		if err := (&Journal{store: s, run: next}).write(); err != nil {
			return undo, err
		}
		renamed = append(renamed, r)
	}
	return undo, nil
}

// Remove deletes a profile with its credential; one that an interrupted call left behind, too. If the keyring cannot be
// used, nothing is changed. Errors: ErrUnknownProfile, ErrProfileBusy, ErrBackend, ErrLocked, ErrFile and those of the index.
func (s *Store) Remove(ctx context.Context, name string) error {
	release, err := s.Claim(ctx, name)
	if err != nil {
		return err
	}
	defer release()
	idx, free, err := s.takeIndex(ctx, s.locks)
	if err != nil {
		return err
	}
	defer free()
	at := idx.named(name)
	if at < 0 {
		return s.unknown(idx, name)
	}
	if err := s.usable(ctx, idx.Profiles[at], opDelete); err != nil {
		return err
	}
	name = idx.Profiles[at].Name
	for _, p := range idx.Profiles {
		if strings.EqualFold(p.Name, name) { // with what an interrupted rotation left of it
			if idx, err = s.delete(ctx, idx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// delete deletes one entry in the order of docs/storage.md: entry deleting, item, files, entry gone.
func (s *Store) delete(ctx context.Context, idx index, p Profile) (index, error) {
	p.State = PhaseDeleting
	idx = idx.with(p)
	if err := s.writeIndex(idx); err != nil {
		return idx, err
	}
	return s.finishDeleting(ctx, idx, p)
}
