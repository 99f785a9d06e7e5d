package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"appreg/internal/registration"
	"appreg/internal/secret"
)

// cheapWork is a cost at which a passphrase is stretched in no time.
const cheapWork = 4

const passphrase = "correct horse battery"

// asking is a person who enters passphrases, and counts the questions.
type asking struct {
	answers []string
	asked   []PassphraseAsk
}

func (a *asking) passphrase(_ context.Context, ask PassphraseAsk) (Passphrase, error) {
	a.asked = append(a.asked, ask)
	answer := a.answers[0]
	if len(a.answers) > 1 {
		a.answers = a.answers[1:]
	}
	return Passphrase{Value: secret.New(answer), Retry: true}, nil
}

// vaultStore opens a store whose vault is opened with the given passphrases, the last of them for ever.
func vaultStore(t *testing.T, home string, answers ...string) (*Store, *asking) {
	t.Helper()
	person := &asking{answers: answers}
	return newStore(t, Options{Home: home, Vault: VaultKeys{Passphrase: person.passphrase, Work: cheapWork}}), person
}

// vaultInput is secretInput for the vault.
func vaultInput(name, value string) SaveInput {
	in := secretInput(name, value)
	in.Store = BackendVault
	return in
}

// identityFile writes a file with a new age identity and returns its path and its public key.
func identityFile(t *testing.T) (path, public string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "key.txt")
	mustDo(t, os.WriteFile(path, []byte("# created: today\n"+key.String()+"\n"), 0o600))
	return path, key.Recipient().String()
}

func TestVaultKeepsWhatTheKeyringKeeps(t *testing.T) {
	pem := "-----BEGIN " + "PRIVATE KEY-----\n" + long(1500)
	for name, in := range map[string]SaveInput{
		"client secret": secretInput("p", canary), "too large for the item": secretInput("p", long(3000)),
		"password": passwordInput("p", canary, true), "password not saved": passwordInput("p", canary, false),
		"certificate's path": certificateInput(t, "p", "pem", canary, registration.KeepPath),
		"certificate's key":  certificateInput(t, "p", pem, canary, registration.KeepKey),
	} {
		t.Run(name, func(t *testing.T) {
			s, person := vaultStore(t, "", passphrase)
			in.Store = BackendVault
			p := mustSave(t, s, in)
			if want := []PassphraseAsk{{New: true}}; !slices.Equal(person.asked, want) {
				t.Errorf("asked %v", person.asked)
			}
			later, person := vaultStore(t, s.places.config, passphrase)
			now, c, err := later.Load(t.Context(), "p")
			if err != nil || now.ID != p.ID || now.Store != BackendVault || len(person.asked) != 1 {
				t.Fatalf("%v, asked %v", err, person.asked)
			}
			want := in.Registration.Credential
			if name == "password not saved" {
				want = registration.Credential{}
			}
			if !c.Secret.Equal(want.Secret) || !c.Certificate.Equal(want.Certificate) || !c.CertificatePassword.Equal(want.CertificatePassword) {
				t.Error("the credential came back differently")
			}
			for path, content := range tree(t, s.places.config) {
				if strings.Contains(content, canary) || strings.Contains(content, "PRIVATE KEY") || strings.Contains(content, passphrase) {
					t.Errorf("plain text in %s", path)
				}
			}
			mustKeep(t, mustOpen(t, later, now), someTokens())
			mustDo(t, later.Remove(t.Context(), "p"))
			if left := tree(t, s.places.state); len(left) != 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// One passphrase opens the vault for all its profiles, and is asked for once in a process.
func TestVaultIsUnlockedOnce(t *testing.T) {
	s, person := vaultStore(t, "", passphrase)
	for _, name := range []string{"a", "b", "c"} {
		mustSave(t, s, vaultInput(name, canary+name))
	}
	if len(person.asked) != 1 {
		t.Errorf("asked %v", person.asked)
	}
	s, person = vaultStore(t, s.places.config, passphrase)
	for _, name := range []string{"a", "b", "c"} {
		if got := loadSecret(t, s, name); got != canary+name {
			t.Errorf("%s holds another's", name)
		}
	}
	if want := []PassphraseAsk{{}}; !slices.Equal(person.asked, want) {
		t.Errorf("asked %v", person.asked)
	}
	if _, err := s.List(); err != nil || len(person.asked) != 1 {
		t.Error("listing needs no passphrase")
	}
}

func TestVaultPassphrases(t *testing.T) {
	s, _ := vaultStore(t, "", passphrase)
	mustSave(t, s, vaultInput("bc", canary))
	before := tree(t, s.places.config)
	tests := map[string]struct {
		answers []string
		asked   int
		state   State // StateReady: it is opened
	}{
		"right":                    {[]string{passphrase}, 1, StateReady},
		"right the third time":     {[]string{"wrong", "wronger", passphrase}, 3, StateReady},
		"wrong three times":        {[]string{"one", "two", "three", passphrase}, 3, StateWrongPassphrase},
		"the same each time":       {[]string{"wrong"}, 3, StateWrongPassphrase},
		"not even a blank differs": {[]string{passphrase + " "}, 3, StateWrongPassphrase},
	}
	for name, test := range tests {
		s, person := vaultStore(t, s.places.config, test.answers...)
		_, c, err := s.Load(t.Context(), "bc")
		if test.state == StateReady {
			if err != nil || c.Secret.Reveal() != canary {
				t.Errorf("%s: %v", name, err)
			}
		} else if stateOf(t, err) != test.state || !c.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
		if len(person.asked) != test.asked || slices.ContainsFunc(person.asked[1:], func(a PassphraseAsk) bool { return !a.Wrong }) {
			t.Errorf("%s: asked %v", name, person.asked)
		}
	}
	if after := tree(t, s.places.config); len(after) != len(before) || after["state/vault.identity.age"] != before["state/vault.identity.age"] {
		t.Error("a file has changed")
	}
	locked := newStore(t, Options{Home: s.places.config})
	if _, _, err := locked.Load(t.Context(), "bc"); stateOf(t, err) != StateVaultLocked {
		t.Errorf("nobody there: %v", err)
	}
	if err := locked.CanSave(t.Context(), "new", BackendVault); stateOf(t, err) != StateVaultLocked {
		t.Errorf("nobody there: %v", err)
	}
	mustDo(t, locked.Remove(t.Context(), "bc")) // whoever has lost the passphrase can begin again
	if left := tree(t, s.places.state); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestLockedVaultKeepsNothing: whoever writes without having asked whether the vault opens is told that it doesn't.
func TestLockedVaultKeepsNothing(t *testing.T) {
	s, _ := vaultStore(t, "", "1234567")
	backend, _ := s.backends.open(BackendVault)
	if err := backend.Set(t.Context(), "bc-1", secret.New(canary)); !isKind(err, ErrCredential) || len(tree(t, filepath.Dir(s.places.config))) != 0 {
		t.Errorf("%v", err)
	}
}

func TestNewVaultWantsALongPassphrase(t *testing.T) {
	for _, short := range []string{"", "1234567"} {
		s, _ := vaultStore(t, "", short)
		if _, err := s.Save(t.Context(), vaultInput("bc", canary)); !isKind(err, ErrCredential) || len(tree(t, filepath.Dir(s.places.config))) != 0 {
			t.Errorf("%q: %v", short, err)
		}
	}
}

// Each way in which a file of the vault can be wrong is told, by a kind of its own where that helps, and nothing is changed.
func TestVaultFilesThatCannotBeRead(t *testing.T) {
	tests := map[string]struct {
		spoil func(content string) string
		says  string
	}{
		"a byte short":      {func(c string) string { return c[:len(c)-1] }, "is damaged"},
		"half of it":        {func(c string) string { return c[:len(c)/2] }, "is damaged"},
		"a byte more":       {func(c string) string { return c + "x" }, "is damaged"},
		"a bit flipped":     {func(c string) string { return c[:len(c)-3] + string(c[len(c)-3]^1) + c[len(c)-2:] }, "is damaged"},
		"empty":             {func(string) string { return "" }, "isn't an age file"},
		"another program's": {func(string) string { return "PK\x03\x04" }, "isn't an age file"},
		"too large":         {func(string) string { return strings.Repeat("x", vaultLargest+1) }, "larger than any"},
	}
	for name, test := range tests {
		for _, of := range []string{"item", "identity"} {
			s, _ := vaultStore(t, "", passphrase)
			p := mustSave(t, s, vaultInput("bc", canary))
			path := s.places.vault(p.ID)
			if of == "identity" {
				path = s.places.vaultIdentity()
			}
			content, err := os.ReadFile(path)
			mustDo(t, err, os.WriteFile(path, []byte(test.spoil(string(content))), 0o600))
			s, _ = vaultStore(t, s.places.config, passphrase)
			_, _, err = s.Load(t.Context(), "bc")
			says := test.says
			if of == "identity" && says == "isn't an age file" {
				says = "holds no age identity"
			}
			if !isKind(err, ErrVaultFile) || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), path) {
				t.Errorf("%s of the %s: %v", name, of, err)
			}
			advice := "appreg setup --profile bc --replace"
			if of == "identity" {
				advice = ownKeyLost // saving anew would need the key, too
			}
			if fix := fixOf(err); !strings.Contains(fix, advice) {
				t.Errorf("%s of the %s: %s", name, of, fix)
			}
			if now, _ := os.ReadFile(path); string(now) != test.spoil(string(content)) {
				t.Errorf("%s: the file was changed", name)
			}
		}
	}
}

// A file that is missing, and the vault's key that is missing.
func TestVaultFilesThatAreMissing(t *testing.T) {
	s, _ := vaultStore(t, "", passphrase)
	p := mustSave(t, s, vaultInput("bc", canary))
	mustDo(t, os.Remove(s.places.vaultIdentity()))
	s, _ = vaultStore(t, s.places.config, passphrase)
	if _, _, err := s.Load(t.Context(), "bc"); !isKind(err, ErrVaultFile) || !strings.Contains(err.Error(), "is missing") {
		t.Errorf("no key: %v", err)
	}
	mustDo(t, os.Remove(s.places.vault(p.ID)))
	if _, _, err := s.Load(t.Context(), "bc"); !isKind(err, ErrCredentialMissing) || !strings.Contains(err.Error(), "isn't in the vault") {
		t.Errorf("no file: %v", err)
	}
}

// A file that somebody who knows the public key has put in the place of another is not the person's.
func TestForeignVaultFile(t *testing.T) {
	s, _ := vaultStore(t, "", passphrase)
	p := mustSave(t, s, vaultInput("bc", canary))
	other := mustSave(t, s, vaultInput("other", "other"))
	backend, err := s.backend(p)
	mustDo(t, err)
	own := backend.(*vault)
	item, err := own.Get(t.Context(), p.ID)
	mustDo(t, err)
	forge := func(content string) {
		var out strings.Builder
		w, err := age.Encrypt(&out, own.first().Recipient())
		mustDo(t, err)
		_, err = w.Write([]byte(content))
		mustDo(t, err, w.Close(), os.WriteFile(s.places.vault(p.ID), []byte(out.String()), 0o600))
	}
	for name, content := range map[string]string{
		"without a head": item.Reveal(), "no item": vaultHead, "vouched for by nobody": vaultHead + vouch("", p.ID, item.Reveal()) + "\n" + item.Reveal(),
		"vouched for under another id": vaultHead + vouch(own.first().String(), other.ID, item.Reveal()) + "\n" + item.Reveal(),
		"called shared":                vaultHead + "0\n" + strings.Replace(item.Reveal(), `"store":"vault"`, `"store":"vault","recipients":"age1x"`, 1),
	} {
		forge(content)
		if _, _, err := s.Load(t.Context(), "bc"); !isKind(err, ErrVaultFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	content, err := os.ReadFile(s.places.vault(other.ID))
	mustDo(t, err, os.WriteFile(s.places.vault(p.ID), content, 0o600))
	if _, _, err := s.Load(t.Context(), "bc"); err == nil {
		t.Error("another profile's file was taken")
	}
}

// A vault that another process began meanwhile is not written over, and nothing is written that nobody could read.
func TestTwoBeginAVault(t *testing.T) {
	first, _ := vaultStore(t, "", passphrase)
	second, _ := vaultStore(t, first.places.config, "another passphrase")
	for _, s := range []*Store{first, second} {
		mustDo(t, s.CanSave(t.Context(), "bc", BackendVault))
	}
	mustSave(t, first, vaultInput("bc", canary))
	if _, err := second.Save(t.Context(), vaultInput("two", canary)); !isKind(err, ErrVaultFile) {
		t.Errorf("got %v", err)
	}
	if got := loadSecret(t, first, "bc"); got != canary {
		t.Error("the first is lost")
	}
	if list, err := first.List(); err != nil || len(list) != 1 {
		t.Errorf("%d profiles, %v", len(list), err)
	}
}

// With the same passphrase the vault of the one that came first is everybody's, for others who are to read it, too.
func TestTwoBeginAVaultWithOnePassphrase(t *testing.T) {
	first, _ := vaultStore(t, "", passphrase)
	second, person := vaultStore(t, first.places.config, passphrase)
	reader, err := age.GenerateX25519Identity()
	mustDo(t, err, first.CanSave(t.Context(), "bc", BackendVault), second.CanSave(t.Context(), "two", BackendVault))
	mustSave(t, first, vaultInput("bc", canary))
	shared := vaultInput("shared", "3")
	shared.Recipients = []string{reader.Recipient().String()}
	mustSave(t, second, shared)
	mustSave(t, second, vaultInput("two", "2"))
	if len(person.asked) != 1 {
		t.Errorf("asked %d times", len(person.asked))
	}
	third, _ := vaultStore(t, first.places.config, passphrase)
	for name, want := range map[string]string{"bc": canary, "two": "2", "shared": "3"} {
		if got := loadSecret(t, third, name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A process that has the key in memory notices that another one has begun a new vault.
func TestVaultThatBeganAnew(t *testing.T) {
	long, _ := vaultStore(t, "", passphrase)
	mustSave(t, long, vaultInput("bc", canary))
	other, _ := vaultStore(t, long.places.config, passphrase)
	mustDo(t, other.Remove(t.Context(), "bc"))
	other, _ = vaultStore(t, long.places.config, passphrase)
	mustSave(t, other, vaultInput("bc", "second"))
	if got := loadSecret(t, long, "bc"); got != "second" {
		t.Error("another credential")
	}
}

// TestVaultWithoutItsKey: another key would open nothing of what is there, so none is made until the vault is empty.
func TestVaultWithoutItsKey(t *testing.T) {
	s, _ := vaultStore(t, "", passphrase)
	mustSave(t, s, vaultInput("bc", canary))
	mustDo(t, os.Remove(s.places.vaultIdentity()))
	s, _ = vaultStore(t, s.places.config, "another passphrase")
	for name, try := range map[string]func() error{
		"read": func() error { _, _, err := s.Load(t.Context(), "bc"); return err },
		"new":  func() error { _, err := s.Save(t.Context(), vaultInput("new", canary)); return err },
		"replace": func() error {
			in := vaultInput("bc", canary)
			in.Replace = true
			_, err := s.Save(t.Context(), in)
			return err
		},
	} {
		if err := try(); !isKind(err, ErrVaultFile) || !strings.Contains(err.Error(), "is missing") || fixOf(err) != ownKeyLost {
			t.Errorf("%s: %v", name, err)
		}
	}
	mustDo(t, s.Remove(t.Context(), "bc"))
	mustSave(t, s, vaultInput("bc", canary))
}
