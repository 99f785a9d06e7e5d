package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
)

// A team shares a profile: each reads it with their own key, who is left out cannot, and a rotation by one is for all.
func TestVaultRecipients(t *testing.T) {
	alice, aliceKey := identityFile(t)
	bob, bobKey := identityFile(t)
	eve, _ := identityFile(t)
	home := filepath.Join(t.TempDir(), "home")
	as := func(key string) *Store { return newStore(t, Options{Home: home, Vault: VaultKeys{Identities: key}}) }
	in := vaultInput("team", canary)
	in.Recipients = []string{bobKey}
	p := mustSave(t, as(alice), in)
	if want := []string{aliceKey, bobKey}; !slices.Equal(p.Recipients, want) {
		t.Errorf("for %v", p.Recipients)
	}
	if _, err := os.Stat(as(alice).places.vaultIdentity()); err == nil {
		t.Error("a key with a passphrase was made")
	}
	for name, key := range map[string]string{"alice": alice, "bob": bob} {
		if got := loadSecret(t, as(key), "team"); got != canary {
			t.Errorf("%s can't read it", name)
		}
	}
	if _, _, err := as(eve).Load(t.Context(), "team"); stateOf(t, err) != StateNoKey {
		t.Errorf("left out: %v", err)
	}
	rotated := vaultInput("team", "second")
	rotated.Replace = true
	if p = mustSave(t, as(bob), rotated); !slices.Equal(p.Recipients, []string{bobKey, aliceKey}) {
		t.Errorf("rotated for %v", p.Recipients)
	}
	if got := loadSecret(t, as(alice), "team"); got != "second" {
		t.Error("the rotation left alice out")
	}
	mustEdit(t, as(alice), func(x *index) { x.Profiles[0].Recipients = append(x.Profiles[0].Recipients, bobKey) })
	if _, _, err := as(alice).Load(t.Context(), "team"); !isKind(err, ErrBinding) {
		t.Errorf("an edited list of recipients: %v", err)
	}
}

// The keyring is one person's: a profile that goes there from the vault leaves its recipients behind.
func TestReplacedInTheKeyring(t *testing.T) {
	alice, _ := identityFile(t)
	_, bobKey := identityFile(t)
	s := newStore(t, Options{Vault: VaultKeys{Identities: alice}})
	in := vaultInput("team", canary)
	in.Recipients = []string{bobKey}
	mustSave(t, s, in)
	own := secretInput("team", "second")
	own.Replace = true
	if p := mustSave(t, s, own); p.Store != BackendKeyring || len(p.Recipients) > 0 {
		t.Errorf("in %s for %v", p.Store, p.Recipients)
	}
}

func TestRecipientsThatAreNone(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	mustDo(t, err)
	for _, given := range []string{"", "bob", "age1qqqq", "ssh-ed25519 AAAA", key.String()} {
		s, _ := vaultStore(t, "", passphrase)
		in := vaultInput("bc", canary)
		in.Recipients = []string{given}
		_, err := s.Save(t.Context(), in)
		if !errors.Is(err, ErrRecipient) || strings.Contains(err.Error(), "AGE-SECRET") || len(filesLike(t, s.places.config, "*.age")) != 0 {
			t.Errorf("%.8s: %v", given, err)
		}
	}
	in := secretInput("bc", canary)
	in.Recipients = []string{key.Recipient().String()}
	if _, err := newStore(t, Options{}).Save(t.Context(), in); !isKind(err, ErrCredential) {
		t.Errorf("the keyring has taken recipients: %v", err)
	}
}
