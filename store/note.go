package store

import (
	"cmp"
	"context"

	"appreg/internal/report"
)

// Noted is what a verification found about the profile with an id.
type Noted struct {
	ID        string
	Profile   string // its name, for people
	Verdict   report.Verdict
	CheckedAt string // RFC 3339, UTC

	SecretExpires string // last day of the client secret, YYYY-MM-DD; empty: it wasn't learned
}

// Note keeps what a verification found; of two that end at once, one stays. No keyring is needed. A profile that is gone, or
// was replaced meanwhile, is an ErrReplaced: the verdict was about another credential.
// Further errors: ErrLocked, ErrFile and those of the index.
func (s *Store) Note(n Noted) error {
	gone, err := s.NoteAll([]Noted{n})
	if err == nil && len(gone) > 0 {
		return &Error{Kind: ErrReplaced, Profile: n.Profile}
	}
	return err
}

// NoteAll is Note for many verdicts: the index is written once. It returns the ids of profiles that are gone or were
// replaced meanwhile; the others are kept all the same.
func (s *Store) NoteAll(list []Noted) (gone []string, err error) {
	idx, free, err := s.takeIndex(context.Background(), s.locks.briefly())
	if err != nil {
		return nil, err
	}
	defer free()
	for _, n := range list {
		at := idx.at(n.ID)
		if at < 0 || !idx.Profiles[at].Ready() {
			gone = append(gone, n.ID)
			continue
		}
		idx.Profiles[at].Verdict, idx.Profiles[at].CheckedAt = n.Verdict, n.CheckedAt
		idx.Profiles[at].SecretExpires = cmp.Or(n.SecretExpires, idx.Profiles[at].SecretExpires)
	}
	if len(gone) == len(list) {
		return gone, nil
	}
	return gone, s.writeIndex(idx)
}

// NoteAssertion keeps with the federated profile p whom its outside tokens are expected to be about; empty: that isn't
// known. It is only compared with: it decides nothing about where a credential goes. No keyring is needed. Errors: those of Note.
func (s *Store) NoteAssertion(p Profile, issuer, subject string) error {
	idx, free, err := s.takeIndex(context.Background(), s.locks.briefly())
	if err != nil {
		return err
	}
	defer free()
	at := idx.at(p.ID)
	if at < 0 || !idx.Profiles[at].Ready() {
		return &Error{Kind: ErrReplaced, Profile: p.Name}
	}
	idx.Profiles[at].AssertionIssuer, idx.Profiles[at].AssertionSubject = issuer, subject
	return s.writeIndex(idx)
}
