package store

import (
	"context"
	"errors"

	"appreg/internal/givenfile"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// List gives every entry of the index, in the order of saving. Entries whose State is not ready are what an
// interrupted save or remove left behind; the next Save mends them. No keyring is needed.
func (s *Store) List() ([]Profile, error) {
	idx, err := s.readIndex(context.Background())
	return idx.Profiles, err
}

// MovedAside gives a *MovedIndexError while an index that was damaged lies beside the present one; else nil.
func (s *Store) MovedAside() error {
	path := s.places.index()
	if moved := lastMovedAside(path); moved != "" {
		return &MovedIndexError{MovedTo: moved, Index: path}
	}
	return nil
}

// Find gives the ready profile of that name, ignoring case. Otherwise it gives an *UnfinishedError or an
// *UnknownProfileError with the nearest name.
func (s *Store) Find(name string) (Profile, error) {
	idx, err := s.readIndex(context.Background())
	if err != nil {
		return Profile{}, err
	}
	return s.find(idx, name)
}

// find is Find in an index that was read.
func (s *Store) find(idx index, name string) (Profile, error) {
	at := idx.named(name)
	if at < 0 {
		return Profile{}, s.unknown(idx, name)
	}
	if p := idx.Profiles[at]; !p.Ready() {
		return Profile{}, &UnfinishedError{Name: p.Name, State: p.State}
	}
	return idx.Profiles[at], nil
}

// unknown is the error for a name that is not in the index. A damaged index is told only by the command that meets it;
// whoever misses a profile later learns here where it went.
func (s *Store) unknown(idx index, name string) error {
	var names []string
	for _, p := range idx.Profiles {
		if p.Ready() {
			names = append(names, p.Name)
		}
	}
	path := s.places.index()
	return &UnknownProfileError{Name: name, Nearest: nearest(name, names), Index: path, Damaged: lastMovedAside(path)}
}

// Load gives a ready profile with its credential. The certificate of a profile that keeps a path is read from there.
// What was not saved gives an empty credential: see Profile.PasswordSaved.
// Errors: those of Find, *KeyringError, *CredentialMissingError, *CertificateFileError, *CorruptFileError.
func (s *Store) Load(ctx context.Context, name string) (Profile, registration.Credential, error) {
	p, err := s.Find(name)
	if err != nil {
		return Profile{}, registration.Credential{}, err
	}
	return s.LoadCredential(ctx, p)
}

// LoadCredential is Load for a profile that List or Find gave: the index is not read again, unless the profile was
// rotated since. It gives the profile that the credential belongs to.
func (s *Store) LoadCredential(ctx context.Context, p Profile) (Profile, registration.Credential, error) {
	c, err := s.credential(ctx, p)
	if missing := new(CredentialMissingError); errors.As(err, &missing) {
		now, again := s.Find(p.Name)
		if again == nil && now.ID != p.ID {
			p = now
			c, err = s.credential(ctx, p)
		}
	}
	return p, c, err
}

// credential reads the credential of p.
func (s *Store) credential(ctx context.Context, p Profile) (registration.Credential, error) {
	k, err := s.kept(ctx, p)
	if err != nil {
		return registration.Credential{}, err
	}
	return k.complete(p)
}

// complete gives the credential of p with what is kept elsewhere: the certificate of a path.
func (k kept) complete(p Profile) (registration.Credential, error) {
	c, err := k.credential(p)
	if err != nil {
		return registration.Credential{}, &CredentialMissingError{Profile: p.Name}
	}
	if p.CertificateFile != "" && p.Keep != registration.KeepKey {
		raw, err := givenfile.Read(p.CertificateFile)
		if err != nil {
			return registration.Credential{}, &CertificateFileError{Profile: p.Name, Err: err}
		}
		c.Certificate = secret.New(string(raw))
	}
	return c, nil
}

// kept reads the item of p and, if the credential is there, the sealed file.
func (s *Store) kept(ctx context.Context, p Profile) (kept, error) {
	it, err := s.item(ctx, p)
	if err != nil || !it.sealed() {
		return it.kept, err
	}
	content, err := s.readSealed(p, it.Key)
	if err != nil {
		return kept{}, err
	}
	return content.credential(p, it)
}

// item reads the keyring item of p.
func (s *Store) item(ctx context.Context, p Profile) (item, error) {
	value, err := s.keyring.Get(ctx, p.ID)
	if err != nil {
		if notFound(err) {
			err = &CredentialMissingError{Profile: p.Name}
		}
		return item{}, err
	}
	return decodeItem(value)
}

// credential is the one that it, the item of p, leaves to the sealed file.
func (e envelope) credential(p Profile, it item) (kept, error) {
	if e.Credential == nil || e.Credential.Kind != it.Kind {
		return kept{}, &CredentialMissingError{Profile: p.Name}
	}
	return *e.Credential, nil
}

// notFound reports whether err says that the keyring works but lacks the item.
func notFound(err error) bool {
	keyring := new(KeyringError)
	return errors.As(err, &keyring) && keyring.State == StateNotFound
}
