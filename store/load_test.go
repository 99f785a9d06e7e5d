package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/givenfile"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

func TestFind(t *testing.T) {
	s := newStore(t, Options{})
	for _, name := range []string{"bc-dev", "bc-prod", "lcs"} {
		mustSave(t, s, secretInput(name, "x"))
	}
	tests := []struct{ ask, want, nearest string }{
		{"bc-dev", "bc-dev", ""},
		{"BC-Dev", "bc-dev", ""},
		{"bc-dv", "", "bc-dev"},
		{"bcprod", "", "bc-prod"},
		{"contoso", "", ""},
		{"", "", ""},
	}
	for _, test := range tests {
		p, err := s.Find(test.ask)
		unknown := new(Error)
		if test.want == "" {
			if !ofKind(err, ErrUnknownProfile, &unknown) || unknown.Nearest != test.nearest {
				t.Errorf("%q: %v", test.ask, err)
			}
		} else if err != nil || p.Name != test.want {
			t.Errorf("%q: %q %v", test.ask, p.Name, err)
		}
	}
}

// A profile that went with a damaged index is missing in every later command: each says where the index is now. Nobody
// else hears of it again.
func TestMissingAfterADamagedIndex(t *testing.T) {
	home := filepath.Join(t.TempDir(), "ho[me") // no pattern is made of the path
	s := newStore(t, Options{Home: home})
	mustSave(t, s, secretInput("bc", "x"))
	good, err := os.ReadFile(s.IndexFile())
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, s.IndexFile(), append(good, "}}"...))         // a slip in an editor
	writeFile(t, s.IndexFile()+".bad-20250101T000000Z-2", nil) // an earlier one
	bad := new(Error)
	if _, err := s.Find("bc"); !ofKind(err, ErrCorruptIndex, &bad) {
		t.Fatalf("got %v", err)
	}
	mustSave(t, s, secretInput("other", "x"))
	_, found := s.Find("bc")
	_, _, loaded := s.Load(t.Context(), "bc")
	for call, err := range map[string]error{
		"find": found, "load": loaded, "remove": s.Remove(t.Context(), "bc"), "rename": s.Rename(t.Context(), "bc", "new"),
	} {
		unknown := new(Error)
		if !ofKind(err, ErrUnknownProfile, &unknown) || unknown.Aside != bad.Aside {
			t.Fatalf("%s: %v", call, err)
		}
		if !strings.Contains(err.Error(), "damaged and moved to "+bad.Aside) || !strings.Contains(unknown.Fix(), s.IndexFile()) {
			t.Errorf("%s: %v, fix %s", call, err, unknown.Fix())
		}
	}
	list, err := s.List()
	if _, found := s.Find("other"); err != nil || found != nil || len(list) != 1 {
		t.Errorf("the others suffer: %v %v %d", err, found, len(list))
	}
	writeFile(t, s.IndexFile(), good) // the advice, followed: the entry is back, and so is the credential
	if got := loadSecret(t, s, "bc"); got != "x" {
		t.Error("lost")
	}
}

// Where no index was ever damaged, nothing is said of one; a damaged draft is none.
func TestMissingWithoutADamagedIndex(t *testing.T) {
	s := newStore(t, Options{})
	if _, err := s.Find("bc"); err == nil || strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v", err)
	}
	mustSave(t, s, secretInput("other", "x"))
	writeFile(t, s.places.draft()+".bad-20261120T120000Z", nil)
	_, err := s.Find("bc")
	if want := `no profile named "bc"`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// Listing needs no keyring, and an empty store is no error and makes no folder.
func TestListNeedsNothing(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	if _, err := os.Stat(s.places.config); err == nil {
		t.Error("listing made a folder")
	}
	mustSave(t, s, secretInput("bc", "x"))
	ring.calls, ring.state = nil, StateNoBus
	if list, err := s.List(); err != nil || len(list) != 1 || len(ring.calls) != 0 {
		t.Errorf("%v %v %v", list, err, ring.calls)
	}
}

func TestLoadFailures(t *testing.T) {
	foreign := func(value string) func(*testing.T, *Store, *faultyKeyring, Profile) {
		return func(t *testing.T, _ *Store, k *faultyKeyring, p Profile) {
			if err := k.MemoryKeyring.Set(t.Context(), p.ID, secret.New(value)); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := map[string]struct {
		spoil func(*testing.T, *Store, *faultyKeyring, Profile)
		want  error
	}{
		"item gone": {func(t *testing.T, _ *Store, k *faultyKeyring, p Profile) {
			if err := k.MemoryKeyring.Delete(t.Context(), p.ID); err != nil {
				t.Fatal(err)
			}
		}, ErrCredentialMissing},
		"keyring locked": {func(_ *testing.T, _ *Store, k *faultyKeyring, _ Profile) {
			k.before = refuse("get", &Error{Kind: ErrBackend, State: StateLocked})
		}, ErrBackend},
		"foreign item":  {foreign(canary), ErrCredential},
		"unknown kind":  {foreign(`{"v":1,"kind":"unicorn","s":"` + "x" + `","k":"` + strings.Repeat("A", 43) + `="}`), ErrCredential},
		"newer item":    {foreign(`{"v":4,"kind":[],"x":1}`), ErrNewerSchema},
		"key too short": {foreign(`{"v":1,"kind":"none","k":"AAAA"}`), ErrCredential},
		"sealed file gone": {func(t *testing.T, s *Store, _ *faultyKeyring, p Profile) {
			if err := remove(s.places.sealed(p.ID)); err != nil {
				t.Fatal(err)
			}
		}, ErrCredentialMissing},
		"sealed file of another kind": {func(t *testing.T, s *Store, _ *faultyKeyring, p Profile) {
			it, err := s.item(t.Context(), p)
			mustDo(t, err, s.writeSealed(p, it.Key, envelope{Credential: &kept{Kind: kindPassword, Secret: canary}}))
		}, ErrCredentialMissing},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ring := newFaultyKeyring()
			s := newStore(t, Options{Keyring: ring})
			p := mustSave(t, s, secretInput("bc", long(3000)))
			test.spoil(t, s, ring, p)
			_, c, err := s.Load(t.Context(), "bc")
			if !isKind(err, test.want) || !c.IsZero() {
				t.Errorf("%T: %v", err, err)
			}
			if err != nil && strings.Contains(err.Error(), canary) {
				t.Error("the error repeats the item")
			}
		})
	}
}

func TestLoadOfAMissingCertificateFile(t *testing.T) {
	s := newStore(t, Options{})
	in := certificateInput(t, "cert", "pem", canary, registration.KeepPath)
	mustSave(t, s, in)
	if err := os.Remove(in.Registration.Credential.CertificateFile); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.Load(t.Context(), "cert")
	if !isKind(err, ErrCertificateFile) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := os.Mkdir(in.Registration.Credential.CertificateFile, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err = s.Load(t.Context(), "cert"); !isKind(err, ErrCertificateFile) || !errors.Is(err, givenfile.Folder) {
		t.Errorf("a folder in its place: got %v", err)
	}
}

// A rotation between reading the index and reading the keyring is not an error.
func TestLoadDuringARotation(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	mustSave(t, s, secretInput("bc", "old"))
	ring.before = func(op, _ string) error {
		if op == "get" {
			ring.before = nil
			again := secretInput("bc", "new")
			again.Replace = true
			mustSave(t, s, again)
		}
		return nil
	}
	if got := loadSecret(t, s, "bc"); got != "new" {
		t.Errorf("got another credential")
	}
}

func TestRegistrationOfAProfile(t *testing.T) {
	in := secretInput("bc", canary)
	in.Registration.Permissions = []string{"user_impersonation"}
	in.Registration.Partner, in.Registration.Project = true, "12"
	in.Registration.Overrides = registration.Overrides{Authority: "https://127.0.0.1:1", CAFile: "/ca.pem"}
	p := mustSave(t, newStore(t, Options{}), in)
	want := in.Registration
	want.Credential = registration.Credential{}
	if diff := diff(want, p.Registration()); diff != "" {
		t.Error(diff)
	}
}

// Paths are kept so that they work from any directory.
func TestPathsAreMadeAbsolute(t *testing.T) {
	t.Chdir(t.TempDir())
	in := certificateInput(t, "cert", "pem", "", registration.KeepPath)
	in.Registration.Credential.CertificateFile = "app.pem"
	in.Registration.Overrides = registration.Overrides{Authority: "https://127.0.0.1:1", CAFile: "ca.pem"}
	p, err := NewProfile("cert", in.Registration, in.Facts)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{p.CertificateFile, p.CAFile} {
		if !strings.HasPrefix(path, "/") && !strings.Contains(path, `:\`) {
			t.Errorf("%s is relative", path)
		}
	}
}
