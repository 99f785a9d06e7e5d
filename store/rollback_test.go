package store

import (
	"os"
	"path/filepath"
	"testing"
)

// An older copy of the sealed file that was put back is noticed: its tokens are not used, its credential is.
func TestRolledBackSealedFile(t *testing.T) {
	for name, credential := range map[string]string{"tokens alone": canary, "with the credential": long(3000)} {
		s := newStore(t, Options{})
		mustSave(t, s, secretInput("bc", credential))
		find := func() Profile {
			p, err := s.Find("bc")
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		mustKeep(t, mustOpen(t, s, find()), Tokens{Fingerprint: "first"})
		old, err := os.ReadFile(s.places.sealed(find().ID))
		if err != nil {
			t.Fatal(err)
		}
		mustKeep(t, mustOpen(t, s, find()), Tokens{Fingerprint: "second"})
		second, err := os.ReadFile(s.places.sealed(find().ID))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, s.places.sealed(find().ID), old)
		c := mustOpen(t, s, find())
		if !isKind(c.Damage(), ErrRolledBack) || c.Tokens() != (Tokens{}) {
			t.Errorf("%s: %v, %+v", name, c.Damage(), c.Tokens())
		}
		if got := loadSecret(t, s, "bc"); got != credential {
			t.Errorf("%s: another credential", name)
		}
		mustKeep(t, c, Tokens{Fingerprint: "third"})
		if c := mustOpen(t, s, find()); c.Damage() != nil || c.Tokens().Fingerprint != "third" {
			t.Errorf("%s: afterwards %v, %+v", name, c.Damage(), c.Tokens())
		}
		// What was written over an old copy is newer than all that was written before.
		writeFile(t, s.places.sealed(find().ID), second)
		if c := mustOpen(t, s, find()); !isKind(c.Damage(), ErrRolledBack) || c.Tokens() != (Tokens{}) {
			t.Errorf("%s: put back again: %v, %+v", name, c.Damage(), c.Tokens())
		}
	}
}

// A folder put back as it was before a rotation gives no credential: the old item is gone, and the new one is another's.
func TestRolledBackRotation(t *testing.T) {
	for name, credential := range map[string]string{"in the item": canary, "in the sealed file": long(3000)} {
		s := newStore(t, Options{})
		mustKeep(t, mustOpen(t, s, mustSave(t, s, secretInput("bc", credential))), someTokens())
		before := tree(t, s.places.config)
		again := secretInput("bc", "new")
		again.Replace = true
		mustSave(t, s, again)
		for path, content := range before {
			writeFile(t, filepath.Join(s.places.config, path), []byte(content))
		}
		old, err := s.Find("bc")
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := s.LoadCredential(t.Context(), old)
		if !isKind(err, ErrCredentialMissing) || !loaded.Credential.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := s.OpenCache(t.Context(), old); !isKind(err, ErrCredentialMissing) {
			t.Errorf("%s: the cache: %v", name, err)
		}
	}
}
