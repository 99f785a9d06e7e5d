package store

import (
	"hash/maphash"
	"strings"
)

// seen knows the ids and the names of ready profiles that came before, by numbers made of them. What two of them share,
// and more entries than fit, are looked at again by index.check.
type seen struct {
	seed    maphash.Seed
	numbers []uint64 // each at or behind its place, which is its remainder; 0 is a place that is free
	left    int      // how many more fit
}

// newSeen makes room for the entries of an index of size bytes.
func newSeen(seed maphash.Seed, size int) *seen {
	room := 64
	for room < 3*size/entrySize {
		room *= 2
	}
	return &seen{seed: seed, numbers: make([]uint64, room), left: room / 4 * 3}
}

// add reports whether neither id nor, of a ready entry, the name was there before.
func (s *seen) add(p *Profile) bool {
	id := maphash.String(s.seed, p.ID)
	if p.State != PhaseReady {
		return s.addNumber(id)
	}
	name := ^maphash.String(s.seed, strings.ToLower(p.Name)) // unlike the id's, where both are the same
	return s.addNumber(id) && s.addNumber(name)
}

// join adds what other has, and reports whether none of it was there before.
func (s *seen) join(other *seen) bool {
	for _, n := range other.numbers {
		if n != 0 && !s.addNumber(n) {
			return false
		}
	}
	return true
}

func (s *seen) addNumber(n uint64) bool {
	n = max(n, 1)
	last := uint64(len(s.numbers) - 1)
	for at := n & last; s.left > 0; at = (at + 1) & last {
		switch s.numbers[at] {
		case 0:
			s.numbers[at] = n
			s.left--
			return true
		case n:
			return false
		}
	}
	return false
}
