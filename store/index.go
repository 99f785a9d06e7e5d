package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/pattern"
)

// indexSchema is the newest format of the index that this program reads, and the one that it writes.
const indexSchema = 1

// index is the content of profiles.json.
type index struct {
	Schema   int       `json:"schema"`
	Profiles []Profile `json:"profiles"`
}

// safeID is the shape of every id. An id names a file and a keyring item, so nothing else is let in from the index.
var safeID = pattern.Lazy(`^[a-z0-9][a-z0-9-]{0,47}$`)

// readIndex reads the index without the lock, which only a damaged one needs. A missing one is empty.
// Errors: *NewerSchemaError, *CorruptIndexError, *UnsafeDirError, *FileError.
func (s *Store) readIndex(ctx context.Context) (index, error) {
	if err := checkDir(s.places.config, true); err != nil {
		return index{}, err
	}
	idx, bad, err := s.parseIndex()
	if err != nil || bad == nil {
		return idx, err
	}
	free, err := s.locks.take(ctx)
	if err != nil {
		return index{}, &CorruptIndexError{Err: err}
	}
	defer free()
	return s.lockedIndex() // another process may have moved it aside and begun a good one meanwhile
}

// takeIndex takes the lock and reads the index, for a call that is about to change it. free gives the lock back.
// Errors: *LockedError, the context's and those of readIndex.
func (s *Store) takeIndex(ctx context.Context) (idx index, free func(), err error) {
	free, err = s.locks.take(ctx)
	if err != nil {
		return index{}, nil, err
	}
	if idx, err = s.lockedIndex(); err != nil {
		free()
		return index{}, nil, err
	}
	return idx, free, nil
}

// lockedIndex reads the index and moves a damaged one aside. The caller holds the lock.
func (s *Store) lockedIndex() (index, error) {
	idx, bad, err := s.parseIndex()
	if err != nil || bad == nil {
		return idx, err
	}
	return index{}, &CorruptIndexError{MovedTo: s.files.moveAside(s.places.index()), Err: bad}
}

// parseIndex reads the file; bad says why its content cannot be understood.
func (s *Store) parseIndex() (idx index, bad, err error) {
	data, ok, err := read(s.places.index())
	if err != nil || !ok {
		return index{Schema: indexSchema}, nil, err
	}
	if newer := schemaOf(data); newer > indexSchema {
		return index{}, nil, &NewerSchemaError{Path: s.places.index(), Schema: newer, Known: indexSchema}
	}
	if bad = json.Unmarshal(data, &idx); bad == nil {
		bad = idx.check()
	}
	return idx, bad, nil
}

// schemaOf reads the schema number alone: all else may look different in a newer format. 0 if there is none.
func schemaOf(data []byte) int {
	var head struct {
		Schema int `json:"schema"`
	}
	if json.Unmarshal(data, &head) != nil {
		return 0
	}
	return head.Schema
}

// check refuses what this program would never have written.
func (x index) check() error {
	if x.Schema != indexSchema {
		return fmt.Errorf("schema %d", x.Schema)
	}
	ids, names := map[string]bool{}, map[string]bool{}
	for n, p := range x.Profiles {
		name := strings.ToLower(p.Name)
		switch {
		case ValidName(p.Name) != nil:
			return fmt.Errorf("entry %d: bad name", n)
		case !safeID.Regexp().MatchString(p.ID) || ids[p.ID]:
			return fmt.Errorf("entry %d: bad id", n)
		case p.Replaces != "" && !safeID.Regexp().MatchString(p.Replaces):
			return fmt.Errorf("entry %d: bad id", n)
		case p.State != PhasePending && p.State != PhaseReady && p.State != PhaseDeleting:
			return fmt.Errorf("entry %d: bad state", n)
		case p.Ready() && names[name]:
			return fmt.Errorf("entry %d: name used twice", n)
		}
		ids[p.ID] = true
		names[name] = names[name] || p.Ready()
	}
	return nil
}

// writeIndex replaces the index. The caller holds the lock.
func (s *Store) writeIndex(idx index) error {
	idx.Schema = indexSchema
	if idx.Profiles == nil {
		idx.Profiles = []Profile{}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(idx); err != nil {
		return fmt.Errorf("could not write the list of profiles: %w", err)
	}
	return s.files.replace(s.places.index(), out.Bytes())
}

// ready gives the position of the ready profile of that name, ignoring case; -1 if there is none.
func (x index) ready(name string) int {
	return slices.IndexFunc(x.Profiles, func(p Profile) bool { return p.Ready() && strings.EqualFold(p.Name, name) })
}

// named gives the position of the profile of that name, ready ones first; -1 if there is none.
func (x index) named(name string) int {
	if at := x.ready(name); at >= 0 {
		return at
	}
	return slices.IndexFunc(x.Profiles, func(p Profile) bool { return strings.EqualFold(p.Name, name) })
}

// at gives the position of the profile with id; -1 if there is none.
func (x index) at(id string) int {
	return slices.IndexFunc(x.Profiles, func(p Profile) bool { return p.ID == id })
}

// with gives a copy in which p takes the place of the entry with its id, or is added.
func (x index) with(p Profile) index {
	x.Profiles = slices.Clone(x.Profiles)
	if at := x.at(p.ID); at >= 0 {
		x.Profiles[at] = p
	} else {
		x.Profiles = append(x.Profiles, p)
	}
	return x
}

// without gives a copy that lacks the entry with id.
func (x index) without(id string) index {
	x.Profiles = slices.DeleteFunc(slices.Clone(x.Profiles), func(p Profile) bool { return p.ID == id })
	return x
}
