package store

import (
	"context"
	"errors"

	"appreg/internal/givenfile"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/spelling"
)

// List returns every entry of the index, in the order of saving. Entries whose State is not ready are what an
// interrupted save or remove left behind; the next Save repairs them. No keyring is needed.
func (home *folders) List() ([]Profile, error) {
	idx, err := home.readIndex(context.Background())
	return idx.Profiles, err
}

// MovedAside returns an ErrMovedIndex while an index that was damaged lies beside the present one; else nil.
func (home *folders) MovedAside() error {
	path := home.places.index()
	if moved := lastMovedAside(path); moved != "" {
		return &Error{Kind: ErrMovedIndex, Aside: moved, Path: path}
	}
	return nil
}

// find is Find in an index that was read.
func (home *folders) find(idx index, name string) (Profile, error) {
	at := idx.named(name)
	if at < 0 {
		return Profile{}, home.unknown(idx, name)
	}
	if p := idx.Profiles[at]; !p.Ready() {
		return Profile{}, &Error{Kind: ErrUnfinished, Profile: p.Name, Phase: p.State}
	}
	return idx.Profiles[at], nil
}

// unknown is the error for a name that is not in the index.
func (home *folders) unknown(idx index, name string) error {
	var names []string
	for _, p := range idx.Profiles {
		if p.Ready() {
			names = append(names, p.Name)
		}
	}
	return home.unknownAmong(name, names)
}

// unknownAmong is the error for a name that is not among those of the ready profiles. A damaged index is told only by the
// command that meets it; whoever misses a profile later learns here where it went.
func (home *folders) unknownAmong(name string, names []string) error {
	path := home.places.index()
	return &Error{Kind: ErrUnknownProfile, Profile: name, Nearest: spelling.Similar(name, names), Path: path, Aside: lastMovedAside(path)}
}

// Rotated returns the profile as it is now, if err says that the credential of p is gone because a rotation has put another
// item in its place since p was read. Everything that was derived from p has to be derived from it anew.
func (s *Store) Rotated(p Profile, err error) (now Profile, switched bool) {
	if !errors.Is(err, ErrCredentialMissing) {
		return Profile{}, false
	}
	now, err = s.Find(p.Name)
	return now, err == nil && now.ID != p.ID
}

// Loaded is a credential that may be used for what its profile describes.
type Loaded struct {
	Credential registration.Credential
	Bound      bool // false: an earlier appreg saved it, and what it may be used for is known from the index alone; see Bind
}

// LoadCredential returns the credential of a profile that List or Find gave. The certificate of one that keeps a path is read
// from there. What was not saved gives an empty credential: see Profile.PasswordSaved.
// Errors: ErrBackend, ErrCredentialMissing, ErrBinding, ErrCertificateFile, ErrCorruptFile.
func (s *Store) LoadCredential(ctx context.Context, p Profile) (Loaded, error) {
	it, err := s.item(ctx, p)
	if err != nil {
		return Loaded{}, err
	}
	k, err := s.keptIn(it, p)
	if err != nil {
		return Loaded{}, err
	}
	c, err := k.complete(ctx, p)
	return Loaded{Credential: c, Bound: it.bound()}, err
}

// complete returns the credential of p with what is kept elsewhere: the certificate of a path.
func (k kept) complete(ctx context.Context, p Profile) (registration.Credential, error) {
	c, err := k.credential(p)
	if err != nil {
		return registration.Credential{}, &Error{Kind: ErrCredentialMissing, Profile: p.Name, Backend: p.Store}
	}
	if p.CertificateFile != "" && p.Keep != registration.KeepKey {
		raw, err := givenfile.Read(ctx, p.CertificateFile)
		if err != nil {
			return registration.Credential{}, &Error{Kind: ErrCertificateFile, Profile: p.Name, Err: err}
		}
		c.Certificate = secret.New(string(raw))
	}
	return c, nil
}

// checkKept reads the item of p and, if the credential is there, the sealed file.
func (s *Store) checkKept(ctx context.Context, p Profile) error {
	it, err := s.item(ctx, p)
	if err == nil {
		_, err = s.keptIn(it, p)
	}
	return err
}

// keptIn is what it, the item of p, holds or leaves to the sealed file.
func (home *folders) keptIn(it item, p Profile) (kept, error) {
	if !it.sealed() {
		return it.kept, nil
	}
	content, err := home.readSealed(p, it.Key)
	if err != nil {
		return kept{}, err
	}
	return content.credential(p, it)
}

// credential is the one that it, the item of p, leaves to the sealed file.
func (e envelope) credential(p Profile, it item) (kept, error) {
	if e.Credential == nil || e.Credential.Kind != it.Kind {
		return kept{}, &Error{Kind: ErrCredentialMissing, Profile: p.Name, Backend: p.Store}
	}
	return *e.Credential, nil
}
