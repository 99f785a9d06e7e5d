package store

import (
	"context"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"runtime"
	"sync"
)

// Part takes the entries of a part of the index, in the order of saving. Each part has a goroutine of its own.
type Part struct {
	Begin func(size int)   // comes before the first entry, with the part's size in bytes; again if the reading starts over
	Visit func(p *Profile) // may keep nothing of p that it has not copied
}

// Parts is the number of parts in which an index is best read.
func Parts() int { return min(runtime.GOMAXPROCS(0), 4) }

// Each has every entry of the index visited without having all of them in memory, which with thousands of profiles takes
// longer than reading them. The entries of a part come before those of the next one. Errors: those of List.
func (s *Store) Each(parts ...Part) error {
	done, err := s.quickEach(parts)
	if done || err != nil {
		return err
	}
	idx, err := s.readIndex(context.Background()) // which moves a damaged one aside
	if err != nil {
		return err
	}
	for _, p := range parts {
		p.Begin(len(idx.Profiles) * entrySize)
	}
	for n := range idx.Profiles {
		parts[0].Visit(&idx.Profiles[n])
	}
	return nil
}

// quickEach is Each for an index that quickReader knows; done is false if it is another one, or has a fault.
func (home *folders) quickEach(parts []Part) (done bool, err error) {
	f, info, err := home.openIndex()
	if f == nil || err != nil {
		return false, err
	}
	defer f.Close()
	size := info.Size()
	bounds := boundsOf(f, size, len(parts))
	reads := make([]*partRead, len(bounds)-1)
	seed := maphash.MakeSeed()
	var running sync.WaitGroup
	for n := range reads {
		reads[n] = newPartRead(f, bounds[n], bounds[n+1], size, seed)
		if n > 0 {
			running.Go(func() { reads[n].run(parts[n]) })
		}
	}
	for _, p := range parts[len(reads):] {
		p.Begin(0)
	}
	reads[0].run(parts[0])
	running.Wait()
	return together(reads), nil
}

// partRead is the reading of a part of an index.
type partRead struct {
	quickReader
	size int
	seen *seen
	ok   bool
}

// newPartRead is the reading from one bound to the next of an index of size bytes.
func newPartRead(f io.ReaderAt, from, to, size int64, seed maphash.Seed) *partRead {
	return &partRead{
		quickReader: quickReader{
			source: io.NewSectionReader(f, from, to-from), window: make([]byte, min(windowSize, to-from+1)), lists: []string{},
			part: part{after: from > 0, before: to < size},
		},
		size: int(to - from), seen: newSeen(seed, int(size)),
	}
}

// run has the entries visited.
func (r *partRead) run(p Part) {
	p.Begin(r.size)
	r.ok = r.walk(func(entry *Profile) bool {
		if entry.fault() != "" || !r.seen.add(entry) {
			return false
		}
		p.Visit(entry)
		return true
	})
}

// together reports whether the parts make an index: each was read to its end, so that the bounds are right; its number is
// in one of them; and no entry of one shares with an entry of another what none may share.
func together(reads []*partRead) bool {
	numbers := 0
	for n, r := range reads {
		if !r.ok || n > 0 && !reads[0].seen.join(r.seen) {
			return false
		}
		if r.schema {
			numbers++
		}
	}
	return numbers == 1
}

// openIndex opens the index for a reader that does not take all of it; f is nil where readIndex has to say what is wrong,
// or that there is none.
func (home *folders) openIndex() (f *os.File, info fs.FileInfo, err error) {
	if err := checkDir(home.places.config, true); err != nil {
		return nil, nil, err
	}
	f, info, err = openOwn(home.places.index(), os.O_RDONLY)
	if err != nil {
		return nil, nil, nil
	}
	if info.Size() > indexLimit {
		_ = f.Close()
		return nil, nil, nil
	}
	return f, info, nil
}
