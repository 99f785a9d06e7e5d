package store

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"appreg/internal/registration"
)

// A profile moves with its credential, its tokens and all that is known of it, there and back, and nothing stays behind.
func TestMove(t *testing.T) {
	pem := "-----BEGIN " + "PRIVATE KEY-----\n" + long(1500)
	for name, in := range map[string]SaveInput{
		"client secret": secretInput("p", canary), "sealed": secretInput("p", long(3000)), "no password": passwordInput("p", canary, false),
		"certificate": certificateInput(t, "p", pem, canary, registration.KeepKey),
	} {
		t.Run(name, func(t *testing.T) {
			ring := NewMemoryKeyring()
			person := &asking{answers: []string{passphrase}}
			s := newStore(t, Options{Keyring: ring, Vault: VaultKeys{Passphrase: person.passphrase, Work: cheapWork}})
			mustSave(t, s, secretInput("first", "1"))
			p := mustSave(t, s, in)
			mustSave(t, s, secretInput("last", "3"))
			mustKeep(t, mustOpen(t, s, p), someTokens())
			_, want, err := s.Load(t.Context(), "p")
			mustDo(t, err)
			for _, to := range []BackendName{BackendVault, BackendKeyring} {
				moved, err := s.Move(t.Context(), "P", to, nil)
				mustDo(t, err)
				now, c, err := s.Load(t.Context(), "p")
				mustDo(t, err)
				if diff := cmp.Diff(want, c); diff != "" || now.Store != to || moved.Left != (Place{}) || now.ID == p.ID {
					t.Errorf("in %s, left %v: %s", now.Store, moved.Left, diff)
				}
				if diff := cmp.Diff(p, now, cmpopts.IgnoreFields(Profile{}, "ID", "Store", "Generation")); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(someTokens(), mustOpen(t, s, now).Tokens()); diff != "" {
					t.Errorf("tokens: %s", diff)
				}
				if in, files := len(ring.ids()), len(filesLike(t, s.places.config, "*.age")); to == BackendVault && (in != 2 || files != 2) || to == BackendKeyring && (in != 3 || files != 0) {
					t.Errorf("%d items and %d files in %s", in, files, to)
				}
			}
			list, err := s.List()
			if err != nil || len(list) != 3 || list[1].Name != "p" {
				t.Errorf("%d profiles, %v", len(list), err)
			}
		})
	}
}

func TestMoveThatCannotBe(t *testing.T) {
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	p := mustSave(t, s, secretInput("bc", canary))
	before := tree(t, s.places.config)
	if moved, err := s.Move(t.Context(), "bc", BackendKeyring, nil); err != nil || moved.Profile.ID != p.ID {
		t.Errorf("it is there: %v", err)
	}
	for to, kind := range map[BackendName]Kind{BackendVault: ErrBackend, "exec:nobody": ErrBackend, "cellar": ErrUnknownBackend} {
		if _, err := s.Move(t.Context(), "bc", to, nil); !isKind(err, kind) {
			t.Errorf("to %s: %v", to, err)
		}
	}
	if _, err := s.Move(t.Context(), "nobody", BackendVault, nil); !isKind(err, ErrUnknownProfile) {
		t.Errorf("got %v", err)
	}
	ring.state = StateLocked
	if _, err := s.Move(t.Context(), "bc", BackendVault, nil); stateOf(t, err) != StateLocked {
		t.Errorf("from a locked keyring: %v", err)
	}
	ring.state = StateUnknown
	if diff := cmp.Diff(before, tree(t, s.places.config)); diff != "" {
		t.Errorf("something has changed: %s", diff)
	}
}

// Where the new item cannot be written, or is read back differently, the profile stays where it is. Where the old one cannot
// be deleted, that is told, and the next save deletes it.
func TestMoveThatFails(t *testing.T) {
	shelves := withShelf(t)
	ring := newFaultyKeyring()
	s := newStore(t, Options{Keyring: ring})
	in := secretInput("bc", canary)
	in.Store = "shelf"
	mustSave(t, s, in)
	for name, spoil := range map[string]func(){
		"not written":           func() { ring.before = refuse("set", errors.New("full")) },
		"read back differently": func() { ring.after = func(got string) string { return strings.TrimSuffix(got, "}") } },
	} {
		spoil()
		if _, err := s.Move(t.Context(), "bc", BackendKeyring, nil); err == nil {
			t.Errorf("%s: moved", name)
		}
		ring.before, ring.after = nil, nil
		if got := loadSecret(t, s, "bc"); got != canary || len(ring.ids()) != 0 || len(shelves[""].ids()) != 1 {
			t.Errorf("%s: %v %v", name, ring.ids(), shelves[""].ids())
		}
	}
	moved, err := s.Move(t.Context(), "bc", BackendKeyring, nil)
	mustDo(t, err)
	old := moved.Profile
	ring.before = refuse("delete", errors.New("refused"))
	moved, err = s.Move(t.Context(), "bc", "shelf", nil)
	if err != nil || moved.Left.Where != "service appreg, user name "+old.ID {
		t.Errorf("left %+v, %v", moved.Left, err)
	}
	ring.before = nil
	again := in
	again.Name = "other"
	mustSave(t, s, again)
	if got := ring.ids(); slices.Contains(got, old.ID) {
		t.Error("the old item is still there")
	}
}

// A profile that is there already moves all the same where others are to read it from now on.
func TestMoveForOthers(t *testing.T) {
	alice, aliceKey := identityFile(t)
	bob, bobKey := identityFile(t)
	home := filepath.Join(t.TempDir(), "home")
	as := func(key string) *Store { return newStore(t, Options{Home: home, Vault: VaultKeys{Identities: key}}) }
	mustSave(t, as(alice), vaultInput("team", canary))
	if _, _, err := as(bob).Load(t.Context(), "team"); stateOf(t, err) != StateNoKey {
		t.Fatalf("bob reads it before: %v", err)
	}
	moved, err := as(alice).Move(t.Context(), "team", BackendVault, []string{bobKey})
	if err != nil || !slices.Equal(moved.Profile.Recipients, []string{aliceKey, bobKey}) {
		t.Fatalf("for %v, %v", moved.Profile.Recipients, err)
	}
	for name, key := range map[string]string{"alice": alice, "bob": bob} {
		if got := loadSecret(t, as(key), "team"); got != canary {
			t.Errorf("%s can't read it", name)
		}
	}
}

// A move that was killed after the switch is finished by the same command, and where it can't be, it says where the old item is.
func TestMoveAfterAKill(t *testing.T) {
	ring := newFaultyKeyring()
	person := &asking{answers: []string{passphrase, passphrase}}
	s := newStore(t, Options{Keyring: ring, Vault: VaultKeys{Passphrase: person.passphrase, Work: cheapWork}})
	old := mustSave(t, s, secretInput("p", canary))
	ring.before = func(op, _ string) error {
		if op == "delete" {
			return &Error{Kind: ErrBackend, State: StateLocked}
		}
		return nil
	}
	moved, err := s.Move(t.Context(), "p", BackendVault, nil)
	mustDo(t, err)
	if moved.Left != s.Place(old) {
		t.Errorf("left: %v", moved.Left)
	}
	again, err := s.Move(t.Context(), "p", BackendVault, nil)
	mustDo(t, err)
	if again.Left != s.Place(old) || again.Cleared || again.Profile.ID != moved.Profile.ID {
		t.Errorf("left: %v", again.Left)
	}
	list, err := s.List()
	mustDo(t, err)
	told := Unfinished(list)
	if len(told) != 1 || told[0].Kind != ErrLeftover || told[0].Profile != "p" || told[0].Backend != BackendKeyring {
		t.Errorf("told: %v", told)
	}
	ring.before = nil
	if again, err = s.Move(t.Context(), "p", BackendVault, nil); err != nil || again.Left != (Place{}) || !again.Cleared {
		t.Errorf("left: %v, %v", again.Left, err)
	}
	if list, err = s.List(); err != nil || len(list) != 1 || len(Unfinished(list)) > 0 {
		t.Errorf("%d entries, %v", len(list), err)
	}
	if _, err := ring.Get(t.Context(), old.ID); !isState(err, StateNotFound) {
		t.Errorf("the old item: %v", err)
	}
}
