package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// indexSchema is the newest format of the index that this program reads, and the one that it writes.
const indexSchema = 1

// index is the content of profiles.json.
type index struct {
	Schema   int       `json:"schema"`
	Profiles []Profile `json:"profiles"`
}

// safeID reports whether id has the shape of every id: 1 to 48 of a-z, 0-9 and -, the first no dash. An id names a file
// and a keyring item, so nothing else is let in from the index.
func safeID(id string) bool {
	return len(id) <= 48 && hasOnly(id, "-") && id[0] != '-'
}

// readIndex reads the index without the lock, which only a damaged one needs. A missing one is empty.
// Errors: ErrNewerSchema, ErrCorruptIndex, ErrUnsafeDir, ErrFile.
func (home *folders) readIndex(ctx context.Context) (index, error) {
	if err := checkDir(home.places.config, true); err != nil {
		return index{}, err
	}
	idx, bad, err := home.parseIndex()
	if err != nil || bad == nil {
		return idx, err
	}
	free, err := home.locks.take(ctx)
	if err != nil {
		return index{}, &Error{Kind: ErrCorruptIndex, Err: err}
	}
	defer free()
	return home.lockedIndex() // another process may have moved it aside and begun a good one meanwhile
}

// takeIndex takes the lock, removes what killed writers left behind and reads the index, for a call that is about to
// change it. free gives the lock back.
// Errors: ErrLocked, the context's and those of readIndex.
func (home *folders) takeIndex(ctx context.Context, lock locks) (idx index, free func(), err error) {
	free, err = lock.take(ctx)
	if err != nil {
		return index{}, nil, err
	}
	home.files.sweep(home.places.config)
	if checkDir(home.places.state, false) == nil {
		home.files.sweep(home.places.state)
	}
	if idx, err = home.lockedIndex(); err != nil {
		free()
		return index{}, nil, err
	}
	return idx, free, nil
}

// lockedIndex reads the index and moves a damaged one aside. The caller holds the lock.
func (home *folders) lockedIndex() (index, error) {
	idx, bad, err := home.parseIndex()
	if err != nil || bad == nil {
		return idx, err
	}
	return index{}, &Error{Kind: ErrCorruptIndex, Aside: home.files.moveAside(home.places.index()), Err: bad}
}

// parseIndex reads the file; bad says why its content cannot be understood.
func (home *folders) parseIndex() (idx index, bad, err error) {
	text, ok, err := read(home.places.index(), indexLimit)
	if errors.Is(err, errTooLarge) {
		err = &Error{Kind: ErrLargeIndex, Path: home.places.index()}
	}
	if err != nil || !ok {
		return index{Schema: indexSchema}, nil, err
	}
	if idx, ok = quickIndex(text); ok {
		return idx, idx.check(), nil
	}
	if newer := schemaOf([]byte(text)); newer > indexSchema {
		return index{}, nil, newerSchema(home.places.index(), newer, indexSchema)
	}
	idx = index{}
	if bad = json.Unmarshal([]byte(text), &idx); bad == nil {
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
	ids, names := make(map[string]bool, len(x.Profiles)), make(map[string]bool, len(x.Profiles))
	for n := range x.Profiles {
		p := &x.Profiles[n]
		name := strings.ToLower(p.Name)
		switch why := p.fault(); {
		case why != "":
			return fmt.Errorf("entry %d: %s", n, why)
		case ids[p.ID]:
			return fmt.Errorf("entry %d: bad id", n)
		case p.Ready() && names[name]:
			return fmt.Errorf("entry %d: name used twice", n)
		}
		ids[p.ID] = true
		names[name] = names[name] || p.Ready()
	}
	return nil
}

// fault says what this program would never have written of an entry; empty if nothing.
func (p *Profile) fault() string {
	switch {
	case ValidName(p.Name) != nil:
		return "bad name"
	case !safeID(p.ID), p.Replaces != "" && !safeID(p.Replaces):
		return "bad id"
	case p.State != PhasePending && p.State != PhaseReady && p.State != PhaseDeleting:
		return "bad state"
	}
	return ""
}

// writeIndex replaces the index. The caller holds the lock.
func (home *folders) writeIndex(idx index) error {
	idx.Schema = indexSchema
	if idx.Profiles == nil {
		idx.Profiles = []Profile{}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(idx); err != nil {
		return fmt.Errorf("couldn't write the list of profiles: %w", err)
	}
	if out.Len() > indexLimit {
		return &Error{Kind: ErrFullIndex, Path: home.places.index()}
	}
	return home.files.replace(home.places.index(), out.Bytes())
}

// ready returns the position of the ready profile of that name, ignoring case; -1 if there is none.
func (x index) ready(name string) int {
	return slices.IndexFunc(x.Profiles, func(p Profile) bool { return p.Ready() && strings.EqualFold(p.Name, name) })
}

// named returns the position of the profile of that name, ready ones first; -1 if there is none.
func (x index) named(name string) int {
	if at := x.ready(name); at >= 0 {
		return at
	}
	return slices.IndexFunc(x.Profiles, func(p Profile) bool { return strings.EqualFold(p.Name, name) })
}

// at returns the position of the profile with id; -1 if there is none.
func (x index) at(id string) int {
	return slices.IndexFunc(x.Profiles, func(p Profile) bool { return p.ID == id })
}

// with returns a copy in which p takes the place of the entry with its id, or is added.
func (x index) with(p Profile) index {
	x.Profiles = slices.Clone(x.Profiles)
	if at := x.at(p.ID); at >= 0 {
		x.Profiles[at] = p
	} else {
		x.Profiles = append(x.Profiles, p)
	}
	return x
}

// without returns a copy that lacks the entry with id.
func (x index) without(id string) index {
	x.Profiles = slices.DeleteFunc(slices.Clone(x.Profiles), func(p Profile) bool { return p.ID == id })
	return x
}
