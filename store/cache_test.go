package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/secret"
)

func mustOpen(t *testing.T, s *Store, p Profile) *Cache {
	t.Helper()
	c, err := s.OpenCache(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustKeep(t *testing.T, c *Cache, tokens Tokens) {
	t.Helper()
	if err := c.Save(t.Context(), tokens); err != nil {
		t.Fatal(err)
	}
}

// Credential and tokens come with one reading of the keyring, keeping tokens needs none and never a writing; a
// credential that is in the sealed file too stays there.
func TestCache(t *testing.T) {
	for name, credential := range map[string]string{"credential in the item": canary, "credential in the sealed file": long(3000) + canary} {
		t.Run(name, func(t *testing.T) {
			ring := newFaultyKeyring()
			s := newStore(t, Options{Keyring: ring})
			p := mustSave(t, s, secretInput("bc", credential))
			for round, tokens := range []Tokens{someTokens(), {Fingerprint: "second"}} {
				ring.calls = nil
				c := mustOpen(t, s, p)
				mustKeep(t, c, tokens)
				if err := c.Reload(t.Context()); err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(tokens, c.Tokens()); d != "" {
					t.Errorf("round %d: %s", round, d)
				}
				if d := cmp.Diff([]string{"get " + p.ID}, ring.calls); d != "" {
					t.Errorf("round %d: keyring calls: %s", round, d)
				}
				again := mustOpen(t, s, p)
				if d := cmp.Diff(tokens, again.Tokens()); d != "" || again.Damage() != nil {
					t.Errorf("round %d, opened again: %s %v", round, d, again.Damage())
				}
				if !again.Credential().Secret.Equal(secret.New(credential)) || loadSecret(t, s, "bc") != credential {
					t.Errorf("round %d: the credential has changed", round)
				}
			}
			if info, err := os.Stat(s.places.sealed(p.ID)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			for file, content := range tree(t, s.places.config) {
				if strings.Contains(content, "cAnArY") {
					t.Errorf("%s holds a secret", file)
				}
			}
		})
	}
}

// A profile without a saved credential has a cache too.
func TestCacheWithoutCredential(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, passwordInput("lcs", "never kept", false))
	c := mustOpen(t, s, p)
	if !c.Credential().IsZero() {
		t.Error("the password was kept")
	}
	mustKeep(t, c, someTokens())
	if d := cmp.Diff(someTokens(), mustOpen(t, s, p).Tokens()); d != "" {
		t.Error(d)
	}
}

// A file has the oldest version that knows all its parts, so that those of earlier programs stay readable and an
// earlier program loses nothing of a later one's.
func TestSealedVersions(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", long(3000)))
	version := func() byte {
		data, err := os.ReadFile(s.places.sealed(p.ID))
		if err != nil {
			t.Fatal(err)
		}
		return data[len(sealedMagic)]
	}
	if got := version(); got != 1 {
		t.Errorf("a credential alone is version %d, want 1", got)
	}
	c := mustOpen(t, s, p)
	mustKeep(t, c, someTokens())
	if got := version(); got != 3 {
		t.Errorf("with tokens, and counted, it is version %d, want 3", got)
	}
}

// A file that cannot be opened is moved aside, said, and never deleted; a newer one is refused and stays. Without a
// credential in it the cache goes on empty.
func TestCacheFileThatCannotBeOpened(t *testing.T) {
	newer := append([]byte(sealedMagic), sealedVersion+1, 1, 2, 3)
	files := map[string][]byte{"torn": []byte(sealedMagic[:3]), "empty": {}, "foreign": []byte(long(500)), "huge": []byte(long(sealedLargest + 1))}
	for name, content := range files {
		for _, credential := range []string{"x", long(3000)} {
			s := newStore(t, Options{})
			p := mustSave(t, s, secretInput("bc", credential))
			if err := os.MkdirAll(s.places.state, 0o700); err != nil {
				t.Fatal(err)
			}
			writeFile(t, s.places.sealed(p.ID), content)
			c, err := s.OpenCache(t.Context(), p)
			if credential == "x" && err == nil {
				err = c.Damage()
				mustKeep(t, c, someTokens())
			}
			damaged := new(Error)
			if !ofKind(err, ErrCorruptFile, &damaged) {
				t.Fatalf("%s: %v", name, err)
			}
			if got, _ := os.ReadFile(damaged.Aside); !bytes.Equal(got, content) {
				t.Errorf("%s: %s does not hold it", name, damaged.Aside)
			}
		}
	}
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", "x"))
	if err := os.MkdirAll(s.places.state, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, s.places.sealed(p.ID), newer)
	if _, err := s.OpenCache(t.Context(), p); !isKind(err, ErrNewerSchema) {
		t.Errorf("newer: %v", err)
	}
	if got, _ := os.ReadFile(s.places.sealed(p.ID)); !bytes.Equal(got, newer) {
		t.Error("the newer file was changed")
	}
}

func writeFile(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Whoever saw a torn file moves it aside only if it is still there: another process may have put a good one in its place.
func TestAGoodFileIsNotMovedAside(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", "x"))
	c := mustOpen(t, s, p)
	mustKeep(t, c, someTokens())
	got, err := c.moveAside(t.Context())
	if err != nil || c.Damage() != nil || got.Tokens == nil {
		t.Errorf("%v %v", err, c.Damage())
	}
	if left := filesLike(t, s.places.config, "*.bad-*"); len(left) != 0 {
		t.Errorf("moved: %v", left)
	}
}

// Tokens of a profile that is gone or was replaced are not written: nobody could read them, and the new credential's
// cache is void.
func TestCacheOfAProfileThatIsGone(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *Store){
		"removed": func(t *testing.T, s *Store) {
			if err := s.Remove(t.Context(), "bc"); err != nil {
				t.Fatal(err)
			}
		},
		"replaced": func(t *testing.T, s *Store) {
			again := secretInput("bc", "new")
			again.Replace = true
			now := mustSave(t, s, again)
			if d := cmp.Diff(Tokens{}, mustOpen(t, s, now).Tokens()); d != "" {
				t.Errorf("the new credential finds tokens: %s", d)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{})
			p := mustSave(t, s, secretInput("bc", "old"))
			c := mustOpen(t, s, p)
			mustKeep(t, c, someTokens())
			end(t, s)
			mustKeep(t, c, someTokens())
			if left := filesLike(t, s.places.config, "*.sealed"); len(left) != 0 {
				t.Errorf("left: %v", left)
			}
			if err := c.Reload(t.Context()); err != nil || !c.Tokens().Access.IsZero() {
				t.Errorf("the old cache still gives a token: %v", err)
			}
		})
	}
}

// A full disk and a token that is too large leave what was kept before.
func TestCacheThatCannotBeWritten(t *testing.T) {
	full := false
	s := newStore(t, Options{Write: func(f *os.File, data []byte) (int, error) {
		if full {
			return 0, errors.New("no space left on device")
		}
		return f.Write(data)
	}})
	p := mustSave(t, s, secretInput("bc", "x"))
	c := mustOpen(t, s, p)
	mustKeep(t, c, someTokens())
	large := someTokens()
	large.Access = secret.New(long(sealedLimit))
	if err := c.Save(t.Context(), large); !isKind(err, ErrCredential) || !strings.Contains(err.Error(), "token is too large") {
		t.Errorf("too large: %v", err)
	}
	full = true
	if err := c.Save(t.Context(), Tokens{}); !isKind(err, ErrFile) {
		t.Errorf("full disk: %v", err)
	}
	for _, c := range []*Cache{c, mustOpen(t, s, p)} {
		if d := cmp.Diff(someTokens(), c.Tokens()); d != "" {
			t.Error(d)
		}
	}
	if left := filesLike(t, s.places.config, tempPattern); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestCacheWithoutItem(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", "x"))
	if err := s.keyring().Delete(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenCache(t.Context(), p); !isKind(err, ErrCredentialMissing) {
		t.Errorf("got %v", err)
	}
	large := mustSave(t, s, secretInput("large", long(3000)))
	if err := os.Remove(s.places.sealed(large.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenCache(t.Context(), large); !isKind(err, ErrCredentialMissing) {
		t.Errorf("without its sealed file: %v", err)
	}
}

// The renewal lock is the profile's own: the index and other profiles can be written meanwhile.
func TestRenewalLock(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", "x"))
	c := mustOpen(t, s, p)
	free, err := c.Lock(t.Context(), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	mustKeep(t, c, someTokens())
	other := mustOpen(t, s, mustSave(t, s, secretInput("other", "x")))
	freeOther, err := other.Lock(t.Context(), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	freeOther()
	_, err = mustOpen(t, s, p).Lock(t.Context(), 20*time.Millisecond)
	busy := new(Error)
	if !ofKind(err, ErrRenewal, &busy) || busy.Holder != os.Getpid() || busy.Profile != "bc" {
		t.Errorf("got %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Lock(cancelled, time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	free()
	again, err := c.Lock(t.Context(), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	again()
	if _, err := os.Stat(s.places.renewal(p.ID)); err != nil {
		t.Errorf("the lock file must stay: %v", err)
	}
}

func TestRenewalErrorText(t *testing.T) {
	for holder, want := range map[int]string{
		0:  "another process has been requesting a token of profile bc for more than 25 s",
		42: "process 42 has been requesting a token of profile bc for more than 25 s",
	} {
		err := &Error{Kind: ErrRenewal, Profile: "bc", Holder: holder, Waited: 25 * time.Second}
		if err.Error() != want || err.Fix() == "" {
			t.Errorf("%q, fix %q", err, err.Fix())
		}
	}
}
