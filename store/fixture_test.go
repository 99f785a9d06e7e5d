package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// noon is the time of every store in the tests.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// canary is a secret that must turn up nowhere but in the keyring. It has characters that JSON and shells treat apart.
const canary = `cAnArY-<&">\'7f3a-ü`

// newStore opens a store in a folder of its own. Fields of opts that are set are kept.
func newStore(t *testing.T, opts Options) *Store {
	t.Helper()
	if opts.Home == "" {
		opts.Home = filepath.Join(t.TempDir(), "home")
	}
	if opts.Keyring == nil {
		opts.Keyring = NewMemoryKeyring()
	}
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	s, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// secretInput is a Business Central registration with a client secret.
func secretInput(name, value string) SaveInput {
	return SaveInput{
		Name: name,
		Registration: registration.Registration{
			API: catalog.BusinessCentral, Cloud: catalog.Public,
			Tenant: "contoso.com", ClientID: "0f8fad5b-d9cb-469f-a165-70867728950e", Flow: catalog.ClientSecret,
			Environments: []string{"Production"}, Deployment: registration.Online,
			Credential: registration.Credential{Secret: secret.New(value)}, SecretExpires: "2027-05-20",
		},
		Facts: Facts{
			Verdict: report.Ready, TenantID: "6f89a1b2-0000-4000-8000-1234567890ab", CheckedAt: "2026-11-20T11:59:00Z",
		},
	}
}

// passwordInput is a Lifecycle Services registration with a user's password.
func passwordInput(name, value string, savePassword bool) SaveInput {
	in := secretInput(name, value)
	in.Registration.API, in.Registration.Region = catalog.LCS, "eu"
	in.Registration.Flow, in.Registration.Username = catalog.Password, "alice@contoso.com"
	in.SavePassword = savePassword
	return in
}

// certificateInput is a registration with a certificate file that holds content.
func certificateInput(t *testing.T, name, content, password string, keep registration.Keep) SaveInput {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.pfx")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	in := secretInput(name, "")
	in.Registration.Flow = catalog.ClientCertificate
	in.Registration.Credential = registration.Credential{
		CertificateFile: path, Certificate: secret.New(content), CertificatePassword: secret.New(password), Keep: keep,
	}
	in.Facts.CertificateThumbprint = "A1B2C3"
	return in
}

// mustSave saves in or ends the test.
func mustSave(t *testing.T, s *Store, in SaveInput) Profile {
	t.Helper()
	p, err := s.Save(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// mustDo ends the test unless all of errs are nil.
func mustDo(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// Load returns a ready profile with its credential, and the new one if it was rotated meanwhile.
func (s *Store) Load(ctx context.Context, name string) (Profile, registration.Credential, error) {
	p, err := s.Find(name)
	if err != nil {
		return Profile{}, registration.Credential{}, err
	}
	loaded, err := s.LoadCredential(ctx, p)
	if now, switched := s.Rotated(p, err); switched {
		p = now
		loaded, err = s.LoadCredential(ctx, p)
	}
	return p, loaded.Credential, err
}

// loadSecret returns the secret of a saved profile.
func loadSecret(t *testing.T, s *Store, name string) string {
	t.Helper()
	_, c, err := s.Load(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return c.Secret.Reveal()
}

// tree returns every file under dir with its content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// filesLike returns the names in tree that match a pattern.
func filesLike(t *testing.T, dir, pattern string) []string {
	t.Helper()
	var names []string
	for name := range tree(t, dir) {
		if ok, err := filepath.Match(pattern, filepath.Base(name)); err != nil {
			t.Fatal(err)
		} else if ok {
			names = append(names, name)
		}
	}
	return names
}

// faultyKeyring is a keyring in memory whose calls a test can watch, refuse or change.
type faultyKeyring struct {
	*MemoryKeyring
	state  State                     // StateUnknown = ready
	before func(op, id string) error // an error is given instead of calling
	after  func(got string) string   // what Get gives in place of the value
	calls  []string                  // "op id", in order
}

func newFaultyKeyring() *faultyKeyring { return &faultyKeyring{MemoryKeyring: NewMemoryKeyring()} }

func (k *faultyKeyring) refuse(op, id string) error {
	k.calls = append(k.calls, op+" "+id)
	if k.before == nil {
		return nil
	}
	return k.before(op, id)
}

func (k *faultyKeyring) Get(ctx context.Context, id string) (secret.Secret, error) {
	if err := k.refuse("get", id); err != nil {
		return secret.Secret{}, err
	}
	value, err := k.MemoryKeyring.Get(ctx, id)
	if err == nil && k.after != nil {
		value = secret.New(k.after(value.Reveal()))
	}
	return value, err
}

func (k *faultyKeyring) Set(ctx context.Context, id string, value secret.Secret) error {
	if err := k.refuse("set", id); err != nil {
		return err
	}
	return k.MemoryKeyring.Set(ctx, id, value)
}

func (k *faultyKeyring) Delete(ctx context.Context, id string) error {
	if err := k.refuse("delete", id); err != nil {
		return err
	}
	return k.MemoryKeyring.Delete(ctx, id)
}

func (k *faultyKeyring) State(ctx context.Context) State {
	if k.state != StateUnknown {
		return k.state
	}
	return k.MemoryKeyring.State(ctx)
}

// ids returns the ids of all items.
func (k *MemoryKeyring) ids() []string {
	ids, _ := k.IDs(context.Background())
	return ids
}

// zeros is a source of randomness that always gives the same.
func zeros() *bytes.Reader { return bytes.NewReader(make([]byte, 1<<16)) }

// long returns a text of n bytes that does not repeat in short steps.
func long(n int) string {
	return strings.Repeat("0123456789abcdefghijklmnopqrstuvwxyz", n/36+1)[:n]
}

// bareBackend is what a stand-in for a back end has besides its values.
type bareBackend struct{}

func (bareBackend) IDs(context.Context) ([]string, error) { return nil, &Error{Kind: ErrUnlisted} }
func (bareBackend) Name() string                          { return "stand-in" }
func (bareBackend) Limit() int                            { return itemLimit }
