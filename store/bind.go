package store

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"maps"

	"appreg/internal/givenfile"
)

// Bind binds the credential of p, which an earlier appreg saved, to what p says and what it was just used for. The item
// is not written over: the profile gets another, with the credential and the tokens of the old one, in the steps of a
// rotation. A profile that was changed, replaced or bound meanwhile is left alone.
// Errors: those of Save.
func (s *Store) Bind(ctx context.Context, p Profile) error {
	idx, free, err := s.takeIndex(ctx, s.locks.briefly())
	if err != nil {
		return err
	}
	defer free()
	at := idx.at(p.ID)
	if at < 0 || !idx.Profiles[at].Ready() || !maps.Equal(bindingOf(idx.Profiles[at]), bindingOf(p)) {
		return nil
	}
	p = idx.Profiles[at] // with the verdict that was noted since
	if bound, err := s.CheckBinding(ctx, p); err != nil || bound {
		return err
	}
	next, put, err := s.carried(ctx, idx, p, p.Store, nil)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, idx, next, put)
	return err
}

// movable is the content of the sealed file of p. Tokens in a damaged one are not missed; a credential is.
func (s *Store) movable(p Profile, it item) (envelope, error) {
	content, err := s.peekSealed(p, it.Key)
	if errors.Is(err, errSealed) && !it.sealed() {
		return envelope{}, nil
	}
	if err == nil && it.sealed() {
		_, err = content.credential(p, it)
	}
	return content, err
}

// successor returns the entry that is to take the place of p, in the back end to.
func (s *Store) successor(ctx context.Context, idx index, p Profile, to BackendName) (Profile, error) {
	next := p
	next.State, next.Replaces, next.Generation, next.Store = PhasePending, p.ID, 0, to
	var err error
	if p.CAFile != "" && p.CASum == "" {
		if next.CASum, err = sumOf(ctx, p.CAFile); err != nil {
			return Profile{}, err
		}
	}
	next.ID, err = newID(p.Name, s.random, s.taken(ctx, idx, next))
	return next, err
}

// sumOf is the digest of a file's content as it stands in Profile.CASum.
func sumOf(ctx context.Context, path string) (string, error) {
	content, err := givenfile.Read(ctx, path)
	if err != nil {
		return "", &Error{Kind: ErrFile, Op: opRead, Err: err}
	}
	return Sum(content), nil
}

// Sum is the digest by which the content of a CA file is told from another.
func Sum(content []byte) string {
	sum := sha256.Sum256(content)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
