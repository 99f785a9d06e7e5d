package store

import (
	"context"

	"appreg/internal/report"
)

// Note keeps the verdict of a verification with the profile that has id; of two that end at once, one stays. checkedAt
// is RFC 3339, UTC. No keyring is needed. A profile that is gone, or was replaced meanwhile, is an
// *UnknownProfileError: the verdict was about another credential.
// Further errors: *LockedError, *FileError and those of the index.
func (s *Store) Note(id string, verdict report.Verdict, checkedAt string) error {
	idx, free, err := s.takeIndex(context.Background())
	if err != nil {
		return err
	}
	defer free()
	at := idx.at(id)
	if at < 0 || !idx.Profiles[at].Ready() {
		return &UnknownProfileError{Name: id}
	}
	p := idx.Profiles[at]
	p.Verdict, p.CheckedAt = verdict, checkedAt
	return s.writeIndex(idx.with(p))
}
