package store

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

// binding is what a credential may be used for: as what, where and for whom. It is kept beside the credential in the
// keyring item, because the index is a plain file that others can write and the item is not. The keys are those of
// boundFields; a value that is empty is left out, and one that would take too much of the item stands there as its hash.
type binding map[string]string

// boundField is one value of a profile that its credential is bound to.
type boundField struct {
	key string // in the item
	of  func(p Profile) string
	is  string // for people; completes "its ... is"
}

// boundLimit is the most bytes of JSON that a value may take in an item. Six values can be long: together with the
// others they leave a client secret its place in the item.
const boundLimit = 100

// bindingOf returns the binding that a credential saved for p has.
func bindingOf(p Profile) binding {
	b := binding{}
	for _, field := range boundFields {
		if value := boundValue(field.of(p)); value != "" {
			b[field.key] = value
		}
	}
	return b
}

// hashed begins a value that stands for a longer one.
const hashed = "sha256:"

// boundValue is value as an item holds it. One that looks like a hash is hashed too, so that none can pass for another's.
func boundValue(value string) string {
	encoded, err := json.Marshal(value)
	if err == nil && len(encoded) <= boundLimit && !isHashed(value) {
		return value
	}
	sum := sha256.Sum256([]byte(value))
	return hashed + base64.RawURLEncoding.EncodeToString(sum[:])
}

func isHashed(value string) bool { return strings.HasPrefix(value, hashed) }

// Difference is one value of a profile that is not the one that its credential was saved for.
type Difference struct {
	What  string // for example "login host"
	Saved string // empty: none, or the cloud's own
	Now   string
	Long  bool // the saved value is too long to be kept where it could be shown
}

// differences compares p with what a credential was saved for.
func (b binding) differences(p Profile) []Difference {
	var list []Difference
	for _, field := range boundFields {
		now, saved := field.of(p), b[field.key]
		if boundValue(now) == saved {
			continue
		}
		d := Difference{What: field.is, Saved: saved, Now: now}
		if isHashed(saved) {
			d.Saved, d.Long = "", true
		}
		list = append(list, d)
	}
	return list
}

// bound reports whether the item says what its credential may be used for. An earlier appreg's does not.
func (it item) bound() bool { return it.V >= 2 }

// item reads the keyring item of p, and refuses it to a profile that is not the one it was saved for. Every credential
// and every key of a sealed file comes from here.
func (s *Store) item(ctx context.Context, p Profile) (item, error) {
	backend, err := s.backendOrKeyring(ctx, p)
	if err != nil {
		return item{}, err
	}
	value, err := backend.Get(ctx, p.ID)
	if err != nil {
		return item{}, unread(p, err)
	}
	it, err := decodeItem(value)
	if err != nil {
		return item{}, unread(p, err)
	}
	if it.bound() {
		if list := it.Binding.differences(p); len(list) > 0 {
			return item{}, &Error{Kind: ErrBinding, Profile: p.Name, Path: s.places.index(), Differences: list}
		}
		return it, nil
	}
	if _, err := s.backend(p); err != nil {
		return item{}, err
	}
	return it, nil
}

// unread is why the item of p cannot be read, with what to do about it for this profile.
func unread(p Profile, err error) error {
	if isState(err, StateNotFound) {
		return &Error{Kind: ErrCredentialMissing, Profile: p.Name, Backend: p.Store}
	}
	own := asError(err)
	if own == nil {
		return err
	}
	about := *own
	about.Profile = p.Name
	if own.Kind == ErrCredential {
		about.Next = again(p.Name)
	}
	return &about
}

// CheckBinding compares p with what its credential was saved for, without handing that out. bound is false if an earlier
// appreg saved it: then nothing is known but what p says, see Bind.
// Errors: ErrBinding, ErrBackend, ErrCredentialMissing, ErrCredential, ErrSeveralItems, ErrNewerSchema.
func (s *Store) CheckBinding(ctx context.Context, p Profile) (bound bool, err error) {
	it, err := s.item(ctx, p)
	return it.bound(), err
}

// known reports whether a binding holds nothing that this program does not compare. A later field comes with a later
// version of the item.
func (b binding) known() bool {
	for key := range b {
		if !slices.ContainsFunc(boundFields, func(f boundField) bool { return f.key == key }) {
			return false
		}
	}
	return true
}
