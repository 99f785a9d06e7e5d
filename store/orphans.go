package store

import (
	"context"
	"errors"
	"unicode/utf8"

	"appreg/internal/catalog"
)

// Orphan is a credential in the keyring that no profile uses any more: its index was lost, or is on another machine.
type Orphan struct {
	ID     string
	Folder string // that it was saved for; empty: it doesn't say

	API      catalog.API // the rest is what it was saved for, as far as it says
	Tenant   string
	ClientID string
	Flow     catalog.Flow
	Username string
}

// Orphans finds the items in the keyring that this program wrote and no profile uses: none of this folder's, and none of
// the folder that an item was saved for, as long as that one still has its index. What another program filed under the
// same name is none.
// Errors: ErrUnlisted, ErrBackend and those of the index.
func (s *Store) Orphans(ctx context.Context) ([]Orphan, error) {
	// The items before the index: a profile that is being saved is in the index first.
	ids, err := s.keyring().IDs(ctx)
	if err != nil {
		return nil, withOp(err, map[string]string{opRead: opTake})
	}
	idx, err := s.readIndex(ctx)
	if err != nil {
		return nil, err
	}
	var orphans []Orphan
	for _, id := range ids {
		orphan, is, err := s.orphan(ctx, idx, id)
		if err != nil {
			return nil, err
		}
		if is {
			orphans = append(orphans, orphan)
		}
	}
	return orphans, nil
}

// Orphan is Orphans for one id, also where the keyring does not tell what it holds. It is nil if there is no item of
// this program's with that id or a profile uses it.
func (s *Store) Orphan(ctx context.Context, id string) (*Orphan, error) {
	idx, err := s.readIndex(ctx)
	if err != nil {
		return nil, err
	}
	orphan, is, err := s.orphan(ctx, idx, id)
	if err != nil || !is {
		return nil, err
	}
	return &orphan, nil
}

// RemoveOrphan deletes an item, and its sealed file where that is in this folder, if it is still an orphan; removed is
// false if it is not. Errors: ErrBackend, ErrLocked, ErrFile and those of the index.
func (s *Store) RemoveOrphan(ctx context.Context, id string) (removed bool, err error) {
	idx, free, err := s.takeIndex(ctx, s.locks)
	if err != nil {
		return false, err
	}
	defer free()
	if _, is, err := s.orphan(ctx, idx, id); err != nil || !is {
		return false, err
	}
	return true, s.deleteFrom(ctx, s.keyring(), id)
}

// keyring is where orphans are looked for.
func (s *Store) keyring() Backend {
	keyring, _ := s.backends.open(BackendKeyring)
	return keyring
}

// orphan reads the item of id and judges whether a profile uses it.
func (s *Store) orphan(ctx context.Context, idx index, id string) (orphan Orphan, is bool, err error) {
	if !safeID(id) || idx.at(id) >= 0 {
		return Orphan{}, false, nil
	}
	value, err := s.keyring().Get(ctx, id)
	if isState(err, StateNotFound) || errors.Is(err, ErrSeveralItems) {
		return Orphan{}, false, nil
	}
	if err != nil {
		return Orphan{}, false, withOp(err, map[string]string{opRead: opTake})
	}
	it, err := decodeItem(value)
	if err != nil { // another program's, or a newer appreg's, which may know of folders that this one does not
		return Orphan{}, false, nil
	}
	return Orphan{
		ID: id, Folder: it.Home, API: catalog.API(it.Binding["api"]), Tenant: it.Binding["tenant"], ClientID: it.Binding["client_id"],
		Flow: catalog.Flow(it.Binding["flow"]), Username: it.Binding["username"],
	}, !s.usedElsewhere(it.Home, id), nil
}

// usedElsewhere reports whether the index of another folder has an entry with id. One that cannot be read may have.
func (home *folders) usedElsewhere(folder, id string) bool {
	if folder == "" || folder == home.places.config {
		return false
	}
	other := folders{places: places{config: folder}}
	idx, bad, err := other.parseIndex()
	return err != nil || bad != nil || idx.at(id) >= 0
}

// homeOf is what an item says of the folder that it was saved for: nothing if that would take too much of the item, or if JSON
// would change it.
func (p places) homeOf() string {
	if len(p.config) > boundLimit || !utf8.ValidString(p.config) {
		return ""
	}
	return p.config
}
