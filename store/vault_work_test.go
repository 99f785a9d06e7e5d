package store

import (
	"os"
	"strings"
	"testing"

	"filippo.io/age"

	"appreg/internal/secret"
)

// The cost of a new vault: the key is unlocked in less than a second (see BenchmarkUnlock), and no less than OWASP's least.
func TestVaultWork(t *testing.T) {
	person := &asking{answers: []string{passphrase}}
	s := newStore(t, Options{Vault: VaultKeys{Passphrase: person.passphrase}})
	mustSave(t, s, vaultInput("bc", canary))
	content := tree(t, s.places.state)["vault.identity.age"]
	if !strings.Contains(content, " 17\n") {
		t.Errorf("the header says %.120q", content)
	}
}

// The age program's own form of a file that takes minutes to open is refused at once.
func TestVaultOfTooMuchWork(t *testing.T) {
	s, _ := vaultStore(t, "", passphrase)
	mustSave(t, s, vaultInput("bc", canary))
	path := s.places.vaultIdentity()
	content, err := os.ReadFile(path)
	mustDo(t, err, os.WriteFile(path, []byte(strings.Replace(string(content), " 4\n", " 22\n", 1)), 0o600))
	s, _ = vaultStore(t, s.places.config, passphrase)
	if _, _, err := s.Load(t.Context(), "bc"); !isKind(err, ErrVaultFile) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkUnlock(b *testing.B) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		b.Fatal(err)
	}
	data, err := wrap(key, secret.New(passphrase), 0)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := unwrap(data, secret.New(passphrase)); err != nil {
			b.Fatal(err)
		}
	}
}
