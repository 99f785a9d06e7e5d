package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/secret"
)

// What no profile uses is found, and nothing else: neither another folder's profiles nor another program's items.
func TestOrphans(t *testing.T) {
	lose := func(t *testing.T, s *Store) { mustDo(t, os.Remove(s.places.index())) }
	tests := map[string]struct {
		lay  func(t *testing.T, s, other *Store) (want []Profile) // other has another folder and the same keyring
		from func(s, other *Store) *Store                         // whose folder the orphans say they are of; nil: they don't
	}{
		"nothing is wrong": {func(t *testing.T, s, other *Store) []Profile {
			mustSave(t, s, secretInput("bc", "x"))
			mustSave(t, other, secretInput("bc", "y"))
			return nil
		}, nil},
		"the index is gone": {func(t *testing.T, s, other *Store) []Profile {
			defer lose(t, s)
			mustSave(t, other, secretInput("bc", "y"))
			return []Profile{mustSave(t, s, secretInput("bc", "x")), mustSave(t, s, secretInput("large", long(3000)))}
		}, func(s, _ *Store) *Store { return s }},
		"the other folder's index is gone": {func(t *testing.T, s, other *Store) []Profile {
			defer lose(t, other)
			mustSave(t, s, secretInput("bc", "x"))
			return []Profile{mustSave(t, other, secretInput("bc", "y"))}
		}, func(_, other *Store) *Store { return other }},
		"the other folder's index cannot be read": {func(t *testing.T, _, other *Store) []Profile {
			mustSave(t, other, secretInput("bc", "y"))
			mustDo(t, os.WriteFile(other.places.index(), []byte("{"), 0o600))
			return nil
		}, nil},
		"an earlier appreg's": {func(t *testing.T, s, _ *Store) []Profile {
			defer lose(t, s)
			p := mustSave(t, s, secretInput("bc", "x"))
			mustDo(t, s.keyring().Set(t.Context(), p.ID, secret.New(`{"v":1,"kind":"client_secret","s":"x","k":"`+strings.Repeat("A", 43)+`="}`)))
			return []Profile{{ID: p.ID}}
		}, nil},
		"another program's": {func(t *testing.T, s, _ *Store) []Profile {
			mustDo(t, s.keyring().Set(t.Context(), "bc-abcd", secret.New("a password")), s.keyring().Set(t.Context(), "not an id", secret.New("x")))
			return nil
		}, nil},
		"a newer appreg's": {func(t *testing.T, s, _ *Store) []Profile {
			mustDo(t, s.keyring().Set(t.Context(), "bc-abcd", secret.New(`{"v":99}`)))
			return nil
		}, nil},
		"an unfinished profile's": {func(t *testing.T, s, _ *Store) []Profile {
			interrupted(t, s, secretInput("half", "h"), true)
			return nil
		}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ring := NewMemoryKeyring()
			s, other := newStore(t, Options{Keyring: ring}), newStore(t, Options{Keyring: ring})
			var want []Orphan
			for _, p := range test.lay(t, s, other) {
				o := Orphan{ID: p.ID, API: p.API, Tenant: p.Tenant, ClientID: p.ClientID, Flow: p.Flow, Username: p.Username}
				if test.from != nil {
					o.Folder = test.from(s, other).places.config
				}
				want = append(want, o)
			}
			slices.SortFunc(want, func(a, b Orphan) int { return strings.Compare(a.ID, b.ID) })
			got, err := s.Orphans(t.Context())
			if d := cmp.Diff(want, got); d != "" || err != nil {
				t.Errorf("%v %s", err, d)
			}
			before := ring.ids()
			for _, id := range before {
				is := slices.ContainsFunc(want, func(o Orphan) bool { return o.ID == id })
				if removed, err := s.RemoveOrphan(t.Context(), id); removed != is || err != nil {
					t.Errorf("%s removed: %v, %v", id, removed, err)
				}
			}
			if left := ring.ids(); len(left) != len(before)-len(want) {
				t.Errorf("left: %v", left)
			}
			for _, o := range want {
				if _, err := os.Stat(s.places.sealed(o.ID)); err == nil {
					t.Errorf("the sealed file of %s is left", o.ID)
				}
			}
		})
	}
}

// Without a list, one that is named can be removed all the same.
func TestOrphansOfAKeyringWithoutAList(t *testing.T) {
	ring := NewMemoryKeyring()
	s := newStore(t, Options{Keyring: unlisted{ring}})
	p, used := mustSave(t, s, secretInput("bc", "x")), Profile{}
	mustDo(t, os.Remove(s.places.index()))
	used = mustSave(t, s, secretInput("bc", "y"))
	if _, err := s.Orphans(t.Context()); !isKind(err, ErrUnlisted) {
		t.Errorf("got %v", err)
	}
	if o, err := s.Orphan(t.Context(), used.ID); o != nil || err != nil {
		t.Errorf("a profile's credential: %v %v", o, err)
	}
	if o, err := s.Orphan(t.Context(), "bc-none"); o != nil || err != nil {
		t.Errorf("nobody's: %v %v", o, err)
	}
	if o, err := s.Orphan(t.Context(), p.ID); err != nil || o == nil || o.Tenant != p.Tenant {
		t.Errorf("the orphan: %v %v", o, err)
	}
	if removed, err := s.RemoveOrphan(t.Context(), p.ID); !removed || err != nil || !slices.Equal(ring.ids(), []string{used.ID}) {
		t.Errorf("removed %v, %v; left %v", removed, err, ring.ids())
	}
	if _, err := (&SystemKeyring{}).IDs(t.Context()); !isKind(err, ErrUnlisted) {
		t.Errorf("got %v", err)
	}
}

// A folder whose name would take too much of an item is left out of it; the item still fits.
func TestItemsOfALongFolder(t *testing.T) {
	for length, want := range map[int]bool{10: true, 300: false} {
		s := newStore(t, Options{Home: filepath.Join("/tmp", t.Name()+"-none", long(min(length, 200)), long(max(length-200, 1)))})
		if got := s.places.homeOf() != ""; got != want {
			t.Errorf("%d: %v", length, got)
		}
	}
}

// One that JSON would change is left out, too: it would name another folder.
func TestItemsOfAFolderOutsideUTF8(t *testing.T) {
	s := newStore(t, Options{Home: filepath.Join("/tmp", t.Name()+"-none", "caf\xe9")})
	if got := s.places.homeOf(); got != "" {
		t.Errorf("it says %q", got)
	}
}

// Of several items under one name the one that this program wrote counts, if there is exactly one.
func TestOurs(t *testing.T) {
	own := func(secret string) string {
		return `{"v":1,"kind":"client_secret","s":"` + secret + `","k":"` + strings.Repeat("A", 43) + `="}`
	}
	newer := `{"v":99,"kind":"moon"}`
	tests := map[string]struct {
		values []string
		want   string
		why    string // with the error
	}{
		"one of ours":              {[]string{own("a")}, own("a"), ""},
		"one of another program's": {[]string{"x"}, "x", ""}, // decoding tells
		"ours first":               {[]string{own("a"), "x"}, own("a"), ""},
		"ours last":                {[]string{"x", `{"v":"1"}`, own("a")}, own("a"), ""},
		"a newer appreg's":         {[]string{"x", newer}, newer, ""},
		"twice the same":           {[]string{own("a"), own("a"), "x"}, own("a"), ""},
		"two of ours":              {[]string{own("a"), own("b")}, "", "and 2 of them look like appreg's"},
		"ours and a newer one's":   {[]string{own("a"), newer}, "", "and 2 of them look like appreg's"},
		"none of ours":             {[]string{"x", "y"}, "", "none written by appreg"},
	}
	for name, test := range tests {
		got, err := ours("bc-abcd", test.values)
		several, _ := err.(*Error)
		if got != test.want || (err == nil) != (test.want != "") || several != nil && (several.Kind != ErrSeveralItems || several.Why != test.why || several.Count != len(test.values)) {
			t.Errorf("%s: %q %v", name, got, err)
		}
		if err != nil && strings.Contains(err.Error()+fixOf(err), `"s"`) {
			t.Errorf("%s: the error holds a value", name)
		}
	}
}

// unlisted is a keyring that does not tell what it holds, as macOS' is.
type unlisted struct{ *MemoryKeyring }

func (unlisted) IDs(context.Context) ([]string, error) { return nil, &Error{Kind: ErrUnlisted} }

// A profile that is saved while the keyring tells what it holds is none.
func TestOrphansWhileSomebodySaves(t *testing.T) {
	ring := NewMemoryKeyring()
	home := filepath.Join(t.TempDir(), "home")
	saver := newStore(t, Options{Home: home, Keyring: ring})
	s := newStore(t, Options{Home: home, Keyring: busy{ring, func() { mustSave(t, saver, secretInput("bc", "x")) }}})
	if got, err := s.Orphans(t.Context()); err != nil || len(got) != 0 || len(ring.ids()) != 1 {
		t.Errorf("%d of %d items, %v", len(got), len(ring.ids()), err)
	}
}

// busy is a keyring in which something happens just before it tells what it holds.
type busy struct {
	*MemoryKeyring
	meanwhile func()
}

func (k busy) IDs(ctx context.Context) ([]string, error) {
	k.meanwhile()
	return k.MemoryKeyring.IDs(ctx)
}
