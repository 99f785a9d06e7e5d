package store

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zalando/go-keyring"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
)

func TestSaveAndLoad(t *testing.T) {
	pem := "-----BEGIN " + "PRIVATE KEY-----\n" + long(1500)
	tests := map[string]struct {
		in     SaveInput
		want   registration.Credential
		sealed bool
	}{
		"client secret": {
			in:   secretInput("bc", canary),
			want: registration.Credential{Secret: secret.New(canary)},
		},
		"client secret too large for the item": {
			in:     secretInput("bc", long(3000)),
			want:   registration.Credential{Secret: secret.New(long(3000))},
			sealed: true,
		},
		"password saved": {
			in:   passwordInput("lcs", canary, true),
			want: registration.Credential{Secret: secret.New(canary)},
		},
		"password not saved": {
			in:   passwordInput("lcs", canary, false),
			want: registration.Credential{},
		},
		"certificate by path, with password": {
			in: certificateInput(t, "cert", "\x30\x82 pfx", canary, registration.KeepPath),
			want: registration.Credential{
				Certificate: secret.New("\x30\x82 pfx"), CertificatePassword: secret.New(canary), Keep: registration.KeepPath,
			},
		},
		"certificate by path, without password": {
			in:   certificateInput(t, "cert", "pem", "", ""),
			want: registration.Credential{Certificate: secret.New("pem"), Keep: registration.KeepPath},
		},
		"certificate's key in the item": {
			in: certificateInput(t, "cert", "\x30\x82\xff small", canary, registration.KeepKey),
			want: registration.Credential{
				Certificate: secret.New("\x30\x82\xff small"), CertificatePassword: secret.New(canary), Keep: registration.KeepKey,
			},
		},
		"certificate's key in the sealed file": {
			in: certificateInput(t, "cert", pem, canary, registration.KeepKey),
			want: registration.Credential{
				Certificate: secret.New(pem), CertificatePassword: secret.New(canary), Keep: registration.KeepKey,
			},
			sealed: true,
		},
		"nothing to keep yet": {
			in:   secretInput("bc", ""),
			want: registration.Credential{},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ring := NewMemoryKeyring()
			s := newStore(t, Options{Keyring: ring})
			saved := mustSave(t, s, test.in)
			p, c, err := s.Load(t.Context(), test.in.Name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(saved, p); diff != "" {
				t.Error(diff)
			}
			test.want.CertificateFile = test.in.Registration.Credential.CertificateFile
			if diff := cmp.Diff(test.want, c); diff != "" {
				t.Error(diff)
			}
			value, _ := ring.Get(t.Context(), p.ID)
			if size := len(value.Reveal()); size > itemLimit {
				t.Errorf("item has %d bytes", size)
			}
			if _, err := os.Stat(s.places.sealed(p.ID)); (err == nil) != test.sealed {
				t.Errorf("sealed file: %v, want one: %v", err, test.sealed)
			}
			if p.PasswordSaved != (name == "password saved") {
				t.Errorf("PasswordSaved = %v", p.PasswordSaved)
			}
		})
	}
}

func TestSavedProfile(t *testing.T) {
	s := newStore(t, Options{Random: zeros()})
	in := secretInput("Contoso.BC_dev", canary)
	in.Registration.Overrides = registration.Overrides{Authority: "https://127.0.0.1:8443", APIURL: "https://127.0.0.1:8444"}
	got := mustSave(t, s, in)
	want := Profile{
		Name: "Contoso.BC_dev", ID: "contoso-bc-dev-aaaaaaaaaaaaaaaa", State: PhaseReady,
		API: catalog.BusinessCentral, Cloud: catalog.Public, Tenant: "contoso.com",
		TenantID: "6f89a1b2-0000-4000-8000-1234567890ab", ClientID: "0f8fad5b-d9cb-469f-a165-70867728950e",
		Flow: catalog.ClientSecret, Environments: []string{"Production"}, Deployment: registration.Online,
		Authority: "https://127.0.0.1:8443", APIURL: "https://127.0.0.1:8444",
		Store: BackendKeyring, SecretExpires: "2027-05-20",
		Verdict: report.Ready, CheckedAt: "2026-11-20T11:59:00Z", SavedAt: "2026-11-20T12:00:00Z",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSaveRefusesAnExistingName(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("bc", "old"))
	_, err := s.Save(t.Context(), secretInput("BC", "new"))
	exists := new(Error)
	if !ofKind(err, ErrExists, &exists) || exists.Profile != "bc" {
		t.Fatalf("got %v", err)
	}
	if got := loadSecret(t, s, "bc"); got != "old" {
		t.Error("the profile has changed")
	}
}

func TestReplace(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	mustSave(t, s, secretInput("first", "1"))
	old := mustSave(t, s, secretInput("bc", long(3000)))
	mustSave(t, s, secretInput("last", "3"))
	in := secretInput("BC", "new")
	in.Replace = true
	ring.calls = nil
	p := mustSave(t, s, in)
	if p.ID == old.ID {
		t.Error("the item has kept its id")
	}
	want := []string{"get " + p.ID, "set " + p.ID, "get " + p.ID, "delete " + old.ID} // the first: nobody else has it
	if diff := cmp.Diff(want, ring.calls); diff != "" {
		t.Errorf("order of the keyring calls: %s", diff)
	}
	if got := loadSecret(t, s, "bc"); got != "new" {
		t.Error("the old credential is still given")
	}
	if _, err := os.Stat(s.places.sealed(old.ID)); err == nil {
		t.Error("the old sealed file is still there")
	}
	list, _ := s.List()
	names := []string{}
	for _, p := range list {
		names = append(names, p.Name)
	}
	if diff := cmp.Diff([]string{"first", "BC", "last"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestReplaceOfAMissingProfileSavesIt(t *testing.T) {
	s := newStore(t, Options{})
	in := secretInput("bc", "new")
	in.Replace = true
	mustSave(t, s, in)
	if got := loadSecret(t, s, "bc"); got != "new" {
		t.Error("not saved")
	}
}

// A save that fails at any call leaves the store as it was: no entry, no item, no file.
func TestFailedSaveLeavesNoTrace(t *testing.T) {
	broken := &Error{Kind: ErrBackend, State: StateBroken, Op: "test"}
	tests := map[string]struct {
		spoil func(*faultyKeyring)
		want  State
	}{
		"keyring locked": {func(k *faultyKeyring) { k.state = StateLocked }, StateLocked},
		"set refused":    {func(k *faultyKeyring) { k.before = refuse("set", broken) }, StateBroken},
		"get refused":    {func(k *faultyKeyring) { k.before = refuse("get", broken) }, StateBroken},
		"read back differently": {func(k *faultyKeyring) {
			k.after = func(got string) string { return strings.TrimSuffix(got, "}") }
		}, StateBroken},
	}
	for name, test := range tests {
		for _, replace := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				ring := newFaultyKeyring()
				s := newStore(t, Options{Keyring: ring})
				mustSave(t, s, secretInput("bc", "old"))
				before := tree(t, s.places.config)
				in := secretInput("other", long(3000))
				if replace {
					in.Name, in.Replace = "bc", true
				}
				test.spoil(ring)
				_, err := s.Save(t.Context(), in)
				keyring := new(Error)
				if !ofKind(err, ErrBackend, &keyring) || keyring.State != test.want {
					t.Fatalf("got %v", err)
				}
				if diff := cmp.Diff(before, tree(t, s.places.config)); diff != "" {
					t.Error(diff)
				}
				if ids := ring.ids(); len(ids) != 1 {
					t.Errorf("items: %v", ids)
				}
				ring.before, ring.after, ring.state = nil, nil, StateUnknown
				if got := loadSecret(t, s, "bc"); got != "old" {
					t.Error("the old profile is lost")
				}
			})
		}
	}
}

func refuse(op string, err error) func(string, string) error {
	return func(called, _ string) error {
		if called == op {
			return err
		}
		return nil
	}
}

// A person who presses ctrl+c while the keyring is at work leaves no half-saved profile behind.
func TestCancelledSaveLeavesNoTrace(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	ctx, cancel := context.WithCancel(t.Context())
	ring.before = func(op, _ string) error {
		if op == "get" {
			cancel()
			return ctx.Err()
		}
		return nil
	}
	if _, err := s.Save(ctx, secretInput("bc", canary)); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if list, err := s.List(); err != nil || len(list) != 0 || len(ring.ids()) != 0 {
		t.Errorf("left: %v %v %v", list, ring.ids(), err)
	}
}

// Cancelled while the keyring is still writing, a save waits for that: the item must not turn up after the clearing up.
func TestSaveCancelledWhileTheKeyringWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		items, system := NewMemoryKeyring(), newFakeSystem(StateReady)
		system.probe = func(context.Context) State { return StateReady }
		system.api = keyringAPI{
			get: func(_, id string) (string, error) {
				if value, err := items.Get(ctx, id); err == nil {
					return value.Reveal(), nil
				}
				return "", keyring.ErrNotFound
			},
			set: func(_, id, value string) error {
				cancel()
				time.Sleep(time.Second)
				return items.Set(ctx, id, secret.New(value))
			},
			delete: func(_, id string) error {
				if items.Delete(ctx, id) != nil {
					return keyring.ErrNotFound
				}
				return nil
			},
		}
		s := newStore(t, Options{Keyring: system.SystemKeyring})
		if _, err := s.Save(ctx, secretInput("bc", canary)); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		time.Sleep(callLimit)
		if list, err := s.List(); err != nil || len(list) != 0 || len(items.ids()) != 0 {
			t.Errorf("left: %v %v %v", list, items.ids(), err)
		}
	})
}

// The disk is full at each of a save's writes in turn; half of the bytes still fit.
func TestDiskFull(t *testing.T) {
	for _, replace := range []bool{false, true} {
		failed := 0
		for full := 1; ; full++ {
			ring := NewMemoryKeyring()
			s := newStore(t, Options{Keyring: ring})
			mustSave(t, s, secretInput("bc", "old"))
			writes := 0
			s.files.write = func(f *os.File, data []byte) (int, error) {
				if writes++; writes == full {
					n, _ := f.Write(data[:len(data)/2])
					return n, syscall.ENOSPC
				}
				return f.Write(data)
			}
			in := secretInput("other", long(3000))
			if replace {
				in.Name, in.Replace = "bc", true
			}
			_, err := s.Save(t.Context(), in)
			s.files.write = (*os.File).Write
			if temps := filesLike(t, s.places.config, tempPattern); len(temps) != 0 {
				t.Errorf("temporary files left: %v", temps)
			}
			if err == nil { // the last write only clears up, or none was refused
				if got := loadSecret(t, s, in.Name); got != long(3000) {
					t.Error("saved, but not readable")
				}
				if writes < full {
					break
				}
				continue
			}
			failed++
			if !errors.Is(err, syscall.ENOSPC) || !isKind(err, ErrFile) {
				t.Errorf("write %d: %v", full, err)
			}
			if got := loadSecret(t, s, "bc"); got != "old" {
				t.Errorf("write %d: the old profile is lost", full)
			}
			if ids := ring.ids(); len(ids) != 1 {
				t.Errorf("write %d: items left: %v", full, ids)
			}
		}
		if failed != 3 {
			t.Errorf("replace=%v: %d writes failed the save, want 3: entry, sealed file, switch", replace, failed)
		}
	}
}

func TestSaveRefuses(t *testing.T) {
	huge := certificateInput(t, "cert", long(sealedLimit), "", registration.KeepKey)
	tests := map[string]struct {
		in   SaveInput
		want error
	}{
		"bad name":        {secretInput("O'Brien", canary), ErrName},
		"not text":        {secretInput("bc", "\xff\xfe"+canary), ErrCredential},
		"too large a key": {huge, ErrCredential},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ring := NewMemoryKeyring()
			s := newStore(t, Options{Keyring: ring})
			_, err := s.Save(t.Context(), test.in)
			if !isKind(err, test.want) {
				t.Fatalf("got %T: %v", err, err)
			}
			if list, err := s.List(); err != nil || len(list)+len(ring.ids()) != 0 {
				t.Errorf("left: %v %v", list, ring.ids())
			}
		})
	}
}

// The canary is in no file, neither as it is nor encoded, whatever is saved.
func TestNoSecretInAnyFile(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("a", canary))
	mustSave(t, s, secretInput("large", canary+long(3000)))
	mustSave(t, s, passwordInput("b", canary, true))
	mustSave(t, s, passwordInput("c", canary, false))
	path := certificateInput(t, "d", canary, canary, registration.KeepPath)
	mustSave(t, s, path)
	mustSave(t, s, certificateInput(t, "e", canary+long(3000), canary, registration.KeepKey))
	again := secretInput("a", canary+"2")
	again.Replace = true
	mustSave(t, s, again)
	if err := s.SaveDraft(map[string]string{"tenant": "contoso.com"}); err != nil {
		t.Fatal(err)
	}
	files := tree(t, s.places.config)
	if len(files) != 5 { // index, lock, draft, two sealed files
		t.Errorf("%d files: %v", len(files), filesLike(t, s.places.config, "*"))
	}
	needles := []string{canary, "cAnArY", "Y0FuQXJZ", base64.StdEncoding.EncodeToString([]byte(canary)), long(36)}
	for name, content := range files {
		for _, needle := range needles {
			if strings.Contains(content, needle) {
				t.Errorf("%s holds %q", name, needle)
			}
		}
		info, err := os.Stat(filepath.Join(s.places.config, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v", name, info.Mode())
		}
	}
}
