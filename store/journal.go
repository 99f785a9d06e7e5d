package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// Journal is a run that this process carries out. No other process can open it meanwhile. It is written anew, atomically and
// mode 0600, with each note, so that a kill at any moment leaves the last whole one.
type Journal struct {
	store *Store
	run   Run
	free  func()
}

// BeginRun starts a journal. ID, schema, state and time are set here. The file is there when it returns.
func (s *Store) BeginRun(ctx context.Context, r Run) (*Journal, error) {
	tail := make([]byte, 3)
	if _, err := io.ReadFull(s.random, tail); err != nil {
		return nil, fmt.Errorf("couldn't make the name of the journal: %w", err)
	}
	now := s.now().UTC()
	r.ID = fmt.Sprintf("%s-%05x%x", now.Format("20060102T150405Z"), now.Nanosecond()/1000, tail) // sorted by name, they are sorted by time
	r.Schema, r.State, r.BegunAt = runSchema, RunOpen, s.stamp()
	if err := s.places.ownRuns(); err != nil {
		return nil, err
	}
	s.files.sweepDrafts(s.places.runs())
	s.forgetRuns(ctx)
	j, err := s.hold(ctx, r.ID, runWait)
	if err != nil {
		return nil, err
	}
	j.run = r
	if err := j.write(); err != nil {
		j.Close()
		return nil, err
	}
	return j, nil
}

// OpenRun opens the journal of a run to go on with it or to take it back. Errors: ErrUnknownRun,
// ErrRunBusy if another process is at it, ErrCorruptFile, ErrNewerSchema, ErrUnsafeDir, ErrUnsafeFile.
func (s *Store) OpenRun(ctx context.Context, id string) (*Journal, error) {
	if !isRunID(id) {
		return nil, &Error{Kind: ErrUnknownRun, ID: id}
	}
	if _, err := s.readRun(id); err != nil { // no lock is made for what isn't there
		return nil, err
	}
	j, err := s.hold(ctx, id, runWait)
	if err != nil {
		return nil, err
	}
	if j.run, err = s.readRun(id); err != nil { // it may have gone on until now
		j.Close()
		return nil, err
	}
	return j, nil
}

// ownRuns makes the folder of the journals if it is missing.
func (p places) ownRuns() error {
	if err := p.checkDirs(); err != nil {
		return err
	}
	if err := ownDir(p.state, false); err != nil {
		return err
	}
	return ownDir(p.runs(), false)
}

func (s *Store) hold(ctx context.Context, id string, wait time.Duration) (*Journal, error) {
	free, err := locks{path: s.places.run(id) + ".lock", wait: wait, removeOnUnlock: true}.take(ctx)
	if errors.Is(err, ErrLocked) {
		held := asError(err)
		return nil, &Error{Kind: ErrRunBusy, ID: id, Holder: held.Holder, Waited: held.Waited}
	}
	if err != nil {
		return nil, err
	}
	return &Journal{store: s, free: free}, nil
}

// runWait is how long another process that carries out the same run is waited for.
const runWait = 500 * time.Millisecond

// Run returns what the journal has.
func (j *Journal) Run() Run {
	r := j.run
	r.Entries = slices.Clone(r.Entries)
	return r
}

// Others returns the other runs that there are journals of, as Store.Runs.
func (j *Journal) Others() ([]Run, error) {
	runs, err := j.store.Runs()
	return slices.DeleteFunc(runs, func(r Run) bool { return r.ID == j.run.ID }), err
}

// Note writes down an entry, in the place of an earlier one of the same change and name.
func (j *Journal) Note(e RunEntry) error {
	e.At = j.store.stamp()
	if i := j.run.index(e.Change, e.Name); i >= 0 {
		j.run.Entries[i] = e
	} else {
		j.run.Entries = append(j.run.Entries, e)
	}
	return j.write()
}

// Registration writes down the registration's client id, once it is known.
func (j *Journal) Registration(clientID string) error {
	j.run.ClientID = clientID
	return j.write()
}

// End writes down how the run ended.
func (j *Journal) End(state RunState) error {
	j.run.State, j.run.EndedAt = state, ""
	if state != RunOpen {
		j.run.EndedAt = j.store.stamp()
	}
	return j.write()
}

// Close lets others open the journal. It may be called twice.
func (j *Journal) Close() {
	if j.free != nil {
		j.free()
		j.free = nil
	}
}

func (j *Journal) write() error {
	data, err := json.MarshalIndent(j.run, "", "  ")
	if err != nil {
		return err
	}
	return j.store.files.replaceBy(draftTempPattern, j.store.places.run(j.run.ID), append(data, '\n'))
}

// Runs returns the runs that there are journals of, the latest first. Those that cannot be read are left out; err is the
// first reason.
func (s *Store) Runs() (runs []Run, err error) { return s.runsBy(s.readRun) }

func (s *Store) runsBy(read func(id string) (Run, error)) (runs []Run, err error) {
	if err := s.places.checkDirs(); err != nil {
		return nil, err
	}
	if err := checkDir(s.places.runs(), false); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(s.places.runs())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &Error{Kind: ErrFile, Op: opRead, Err: err}
	}
	for _, entry := range slices.Backward(entries) { // sorted by name, and so by time
		id, is := strings.CutSuffix(entry.Name(), ".json")
		if !is || !isRunID(id) {
			continue
		}
		r, bad := read(id)
		switch {
		case bad == nil:
			runs = append(runs, r)
		case err == nil && !errors.Is(bad, ErrUnknownRun): // it was forgotten meanwhile
			err = bad
		}
	}
	return runs, err
}

// restorable is how long what a run made can be restored after it was taken back: the journal is of no use after that.
const restorable = 30 * 24 * time.Hour

// forgetRuns deletes the journals of runs that were taken back too long ago, or cut off before their first change. What can't be read
// or deleted stays.
func (s *Store) forgetRuns(ctx context.Context) {
	runs, _ := s.runsBy(s.peekRun)
	for _, r := range runs {
		ended, err := time.Parse(time.RFC3339, r.EndedAt)
		switch {
		case err == nil && r.State == RunUndone && s.now().Sub(ended) > restorable:
			_ = s.RemoveRun(r.ID)
		case r.IsUnbegun():
			s.forgetUnbegun(ctx, r.ID)
		}
	}
}

// forgetUnbegun deletes the journal of a run that changed nothing, unless another process is at it: it may have just begun.
func (s *Store) forgetUnbegun(ctx context.Context, id string) {
	j, err := s.hold(ctx, id, 0)
	if err != nil {
		return
	}
	defer j.Close()
	if r, err := s.peekRun(id); err == nil && r.IsUnbegun() {
		_ = s.RemoveRun(id)
	}
}

// RemoveRun deletes the journal of a run; none is fine.
func (home *folders) RemoveRun(id string) error {
	if !isRunID(id) {
		return nil
	}
	return remove(home.places.run(id))
}

// readRun reads a journal. One that cannot be understood is moved aside.
func (s *Store) readRun(id string) (Run, error) {
	r, err := s.peekRun(id)
	if errors.Is(err, errJournal) {
		err = &Error{
			Kind: ErrCorruptFile, Why: "the journal of run " + id, Aside: s.files.moveAside(s.places.run(id)), Err: err,
			Next: "what the run made is in the portal, under App registrations > Owned applications",
		}
	}
	return r, err
}

var errJournal = errors.New("no journal of that run")

// peekRun is readRun that moves nothing: what cannot be understood is errJournal.
func (home *folders) peekRun(id string) (Run, error) {
	if err := home.places.checkDirs(); err != nil {
		return Run{}, err
	}
	if err := checkDir(home.places.runs(), false); err != nil {
		return Run{}, err
	}
	path := home.places.run(id)
	text, ok, err := read(path, runLimit)
	switch {
	case errors.Is(err, errTooLarge):
		return Run{}, errJournal
	case err != nil:
		return Run{}, err
	case !ok:
		return Run{}, &Error{Kind: ErrUnknownRun, ID: id}
	}
	if newer := schemaOf([]byte(text)); newer > runSchema {
		return Run{}, newerSchema(path, newer, runSchema)
	}
	var r Run
	if json.Unmarshal([]byte(text), &r) != nil || r.Schema != runSchema || r.ID != id {
		return Run{}, errJournal
	}
	return r, nil
}

// isRunID keeps an id from naming another file.
func isRunID(id string) bool {
	return id != "" && len(id) <= 64 && strings.Trim(id, "0123456789abcdefTZ-") == ""
}
