//go:build linux

package store

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"appreg/internal/secret"
)

// plantItem writes an item of that name as another program does: with an attribute of its own, which makes it a second one.
func plantItem(t *testing.T, id, value string, attributes ...string) {
	t.Helper()
	cmd := exec.Command("secret-tool", append([]string{"store", "--label=other", "service", "appreg", "username", id}, attributes...)...)
	cmd.Stdin = strings.NewReader(value)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("secret-tool", "clear", "service", "appreg", "username", id).Run() })
}

// stored counts the items of a name.
func stored(t *testing.T, id string) int {
	t.Helper()
	out, err := exec.Command("secret-tool", "search", "--all", "service", "appreg", "username", id).CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return strings.Count(string(out), "\nsecret = ")
}

// Another program has written a second item under a profile's name: the profile still works, removing it leaves none of
// the two, and so does replacing its credential.
func TestRealKeyringTwoItemsOfAName(t *testing.T) {
	needSecretService(t)
	replace := secretInput("bc", "new")
	replace.Replace = true
	for name, end := range map[string]func(s *Store) error{
		"remove":  func(s *Store) error { return s.Remove(t.Context(), "bc") },
		"replace": func(s *Store) error { _, err := s.Save(t.Context(), replace); return err },
	} {
		site := newCrashSite(t, true)
		p := mustSave(t, site.store, secretInput("bc", canary))
		for _, other := range []string{"one", "two"} {
			plantItem(t, p.ID, "not ours", "other", other)
		}
		if n := stored(t, p.ID); n != 3 {
			t.Fatalf("%s: %d items", name, n)
		}
		if got := loadSecret(t, site.store, "bc"); got != canary {
			t.Errorf("%s: read another program's item", name)
		}
		mustDo(t, end(site.store))
		if n := stored(t, p.ID); n != 0 {
			t.Errorf("%s left %d items", name, n)
		}
		site.clear(t)
	}
}

// Two that look like this program's: neither is taken on trust, and both can be removed.
func TestRealKeyringTwoItemsOfOurs(t *testing.T) {
	needSecretService(t)
	site := newCrashSite(t, true)
	p := mustSave(t, site.store, secretInput("bc", canary))
	plantItem(t, p.ID, `{"v":1,"kind":"client_secret","s":"x","k":"`+strings.Repeat("A", 43)+`="}`, "other", "x")
	_, _, err := site.store.Load(t.Context(), "bc")
	if several := new(Error); !ofKind(err, ErrSeveralItems, &several) || several.ID != p.ID || several.Count != 2 || !strings.Contains(err.Error(), "2 of them") {
		t.Errorf("got %T %v", err, err)
	}
	if state := site.store.Standing(t.Context(), BackendKeyring).State; state != StateReady {
		t.Errorf("the keyring counts as %s", state)
	}
	mustDo(t, site.store.Remove(t.Context(), "bc"))
	if n := stored(t, p.ID); n != 0 {
		t.Errorf("%d items are left", n)
	}
}

// An id that another program's item has is not used for a profile.
func TestRealKeyringForeignItemStays(t *testing.T) {
	needSecretService(t)
	const id = "bc-aaaaaaaaaaaaaaaa"
	plantItem(t, id, "not ours")
	s := newStore(t, Options{Keyring: NewSystemKeyring(), Random: zeros()})
	if _, err := s.Save(t.Context(), secretInput("bc", canary)); err == nil {
		t.Error("saved under a name that is taken")
	}
	if value, ok := lookup(t, id); !ok || value != "not ours" {
		t.Errorf("it is %q now", value)
	}
}

func TestRealKeyringIDs(t *testing.T) {
	needSecretService(t)
	ring := NewSystemKeyring()
	for _, id := range []string{"list-b", "list-a"} {
		mustDo(t, ring.Set(t.Context(), id, secret.New("x")))
		defer func() { _ = ring.Delete(t.Context(), id) }()
	}
	plantItem(t, "list-a", "a second one", "other", "x")
	ids, err := ring.IDs(t.Context())
	ids = slices.DeleteFunc(ids, func(id string) bool { return !strings.HasPrefix(id, "list-") }) // others' tests run, too
	if err != nil || !slices.Equal(ids, []string{"list-a", "list-b"}) {
		t.Errorf("%v %v", ids, err)
	}
}

// Items are deleted by somebody else between finding and reading them: they count as not there, and nothing fails.
func TestRealKeyringItemsDeletedMeanwhile(t *testing.T) {
	needSecretService(t)
	ids := []string{"vanish-a", "vanish-b", "vanish-c"}
	deleted := make(chan struct{})
	go func() {
		defer close(deleted)
		other := NewSystemKeyring()
		for range 50 {
			for _, id := range ids {
				if err := other.Set(t.Context(), id, secret.New(id)); err != nil {
					t.Error(err)
				}
			}
			for _, id := range ids {
				if err := other.Delete(t.Context(), id); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	ring := NewSystemKeyring()
	for round := 0; ; round++ {
		select {
		case <-deleted:
			return
		default:
		}
		if _, err := ring.IDs(t.Context()); err != nil {
			t.Error("list:", err)
		}
		id := ids[round%len(ids)]
		if value, err := ring.Get(t.Context(), id); err == nil && value.Reveal() != id || err != nil && !isState(err, StateNotFound) {
			t.Error("read:", value.Reveal(), err)
		}
	}
}
