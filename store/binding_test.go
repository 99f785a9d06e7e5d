package store

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// unbound are the fields of an entry, by their JSON names, that decide nothing about where a credential goes. A new field
// has to be put into boundFields or here.
var unbound = []string{
	"name", "state", "replaces", "permissions", "environments", "deployment", "partner", "project", "sealed_generation",
	"password_saved", "secret_expires", "certificate_thumbprint", "assertion_issuer", "assertion_subject", "verdict", "checked_at", "saved_at",
}

// changed returns p with another value in the field with that index, and the field's JSON name.
func changed(t *testing.T, p Profile, n int) (Profile, string) {
	t.Helper()
	field := reflect.ValueOf(&p).Elem().Field(n)
	name, _, _ := strings.Cut(reflect.TypeOf(p).Field(n).Tag.Get("json"), ",")
	switch field.Kind() {
	case reflect.String:
		field.SetString(field.String() + "x")
	case reflect.Bool:
		field.SetBool(!field.Bool())
	case reflect.Int:
		field.SetInt(field.Int() + 1)
	case reflect.Slice:
		field.Set(reflect.ValueOf([]string{"x"}))
	default:
		t.Fatalf("%s: kind %s", name, field.Kind())
	}
	return p, name
}

// Every field of an entry: a credential is not handed out to an entry that differs from the one it was saved for in
// anything that decides where it goes, whichever way it is asked for.
func TestEveryFieldOfAnEntry(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", canary))
	ways := map[string]func(Profile) error{
		"credential": func(p Profile) error { _, err := s.LoadCredential(t.Context(), p); return err },
		"cache":      func(p Profile) error { _, err := s.OpenCache(t.Context(), p); return err },
		"comparing":  func(p Profile) error { _, err := s.CheckBinding(t.Context(), p); return err },
	}
	for n := range reflect.TypeFor[Profile]().NumField() {
		edited, name := changed(t, p, n)
		if name == "id" {
			continue // see TestSwappedItems: there is no item under another id
		}
		for way, read := range ways {
			err := read(edited)
			var refused *Error
			switch is := ofKind(err, ErrBinding, &refused); {
			case slices.Contains(unbound, name) && err != nil:
				t.Errorf("%s, %s: %v", name, way, err)
			case !slices.Contains(unbound, name) && (!is || len(refused.Differences) != 1):
				t.Errorf("%s, %s: %v", name, way, err)
			}
		}
	}
}

// Two profiles whose items were exchanged in the keyring are both refused, even if they are of the same registration, and
// so are two whose ids were exchanged in the index. (With the ids of one registration that is a renaming.)
func TestSwappedItems(t *testing.T) {
	for name, tenant := range map[string]string{"the same registration": "contoso.com", "another": "fabrikam.com"} {
		ring := NewMemoryKeyring()
		s := newStore(t, Options{Keyring: ring})
		other := secretInput("two", "2")
		other.Registration.Tenant = tenant
		one, two := mustSave(t, s, secretInput("one", "1")), mustSave(t, s, other)
		refused := func(what string) {
			t.Helper()
			for _, profile := range []string{"one", "two"} {
				if _, c, err := s.Load(t.Context(), profile); !isKind(err, ErrBinding) || !c.IsZero() {
					t.Errorf("%s, %s exchanged: %s: %v", name, what, profile, err)
				}
			}
		}
		first, _ := ring.Get(t.Context(), one.ID)
		second, _ := ring.Get(t.Context(), two.ID)
		for id, value := range map[string]secret.Secret{one.ID: second, two.ID: first} {
			if err := ring.Set(t.Context(), id, value); err != nil {
				t.Fatal(err)
			}
		}
		refused("items")
		mustEdit(t, s, func(x *index) { x.Profiles[0].ID, x.Profiles[1].ID = two.ID, one.ID })
		refused("items and ids")
		for id, value := range map[string]secret.Secret{one.ID: first, two.ID: second} {
			if err := ring.Set(t.Context(), id, value); err != nil {
				t.Fatal(err)
			}
		}
		if tenant != one.Tenant {
			refused("ids")
		}
	}
}

// mustEdit changes the index as somebody with an editor would.
func mustEdit(t *testing.T, s *Store, change func(*index)) {
	t.Helper()
	var x index
	data, err := os.ReadFile(s.places.index())
	if err == nil {
		err = json.Unmarshal(data, &x)
	}
	if err != nil {
		t.Fatal(err)
	}
	change(&x)
	if data, err = json.Marshal(x); err == nil {
		err = os.WriteFile(s.places.index(), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// What differs is said with both values, quoted and cut, and what to do.
func TestWordsOfADifference(t *testing.T) {
	tests := map[string]struct {
		saved, now string
		want       string
	}{
		"another":        {"https://login.contoso.com", "https://evil.example", `its login host is now "https://evil.example", but its credential was saved for "https://login.contoso.com"`},
		"none before":    {"", "https://evil.example", `its login host is now "https://evil.example", but its credential was saved for none`},
		"none now":       {"https://a.example", "", `its login host is now none, but its credential was saved for "https://a.example"`},
		"too long":       {"https://" + long(300), "https://b.example", `its login host is now "https://b.example", but its credential was saved for a value too long to show`},
		"control":        {"https://a.example", "https://b\n\x1b[2J\" now", `its login host is now "https://b\n\x1b[2J\" now", but its credential was saved for "https://a.example"`},
		"very long now":  {"https://a.example", long(5000), `its login host is now "` + long(200) + `…", but its credential was saved for "https://a.example"`},
		"a hash itself":  {hashed + long(43), "https://b.example", `its login host is now "https://b.example", but its credential was saved for a value too long to show`},
		"the long one's": {"https://" + long(300), boundValue("https://" + long(300)), `its login host is now "` + boundValue("https://"+long(300)) + `", but its credential was saved for a value too long to show`},
	}
	for name, test := range tests {
		before, after := Profile{Authority: test.saved}, Profile{Name: "bc", Authority: test.now}
		err := &Error{Kind: ErrBinding, Profile: "bc", Path: "/home/profiles.json", Differences: bindingOf(before).differences(after)}
		if diff := cmp.Diff("profile bc was changed outside appreg: "+test.want, err.Error()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !strings.Contains(err.Fix(), "/home/profiles.json") {
			t.Errorf("%s: %s", name, err.Fix())
		}
	}
}

// The longest values that can be leave a client secret its place in the item; what differs in one of them is noticed.
func TestBindingOfLongValues(t *testing.T) {
	ring := NewMemoryKeyring()
	s := newStore(t, Options{Keyring: ring})
	in := passwordInput("bc", long(40), true)
	in.Registration.Tenant, in.Registration.Username = strings.Repeat("ü", 120), long(113)
	in.Registration.Overrides = registration.Overrides{
		Authority: "https://" + long(240), APIURL: "https://" + long(240), CAFile: "/" + strings.Repeat(`\"`, 2000), CASum: Sum(nil),
	}
	p := mustSave(t, s, in)
	if _, err := os.Stat(s.places.sealed(p.ID)); err == nil {
		t.Error("the password did not fit into the item")
	}
	value, _ := ring.Get(t.Context(), p.ID)
	if size := len(value.Reveal()); size > itemLimit {
		t.Errorf("%d bytes", size)
	}
	for n := range reflect.TypeFor[Profile]().NumField() {
		edited, name := changed(t, p, n)
		if name == "id" || slices.Contains(unbound, name) {
			continue
		}
		if _, err := s.LoadCredential(t.Context(), edited); !isKind(err, ErrBinding) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An item that says it is bound, but not to what, or to something that this program does not compare, is nobody's.
func TestItemsWithoutAUsableBinding(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", "x"))
	key := strings.Repeat("A", 43) + "="
	for name, value := range map[string]string{
		"bound to nothing":       `{"v":2,"kind":"none","k":"` + key + `"}`,
		"bound to an empty list": `{"v":2,"kind":"none","k":"` + key + `","b":{}}`,
		"bound to the unknown":   `{"v":2,"kind":"none","k":"` + key + `","b":{"id":"` + p.ID + `","moon":"full"}}`,
		"an early one, bound":    `{"v":1,"kind":"none","k":"` + key + `","b":{"id":"` + p.ID + `"}}`,
		"no version":             `{"kind":"none","k":"` + key + `"}`,
	} {
		if err := s.keyring().Set(t.Context(), p.ID, secret.New(value)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.LoadCredential(t.Context(), p); !isKind(err, ErrCredential) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// unbind replaces the item of p by the one that an earlier appreg wrote for it.
func unbind(t *testing.T, s *Store, p Profile) {
	t.Helper()
	it, err := s.item(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	it.V, it.Binding = 1, nil
	value, err := it.encode()
	if err == nil {
		err = s.keyring().Set(t.Context(), p.ID, value)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A profile of an earlier appreg works, says that it is not bound, and is bound once: with its credential and tokens,
// under a new item, without the old one.
func TestBind(t *testing.T) {
	for name, in := range map[string]SaveInput{
		"in the item": secretInput("bc", canary), "in the sealed file": secretInput("bc", long(3000)), "no credential": passwordInput("bc", "x", false),
	} {
		t.Run(name, func(t *testing.T) {
			ring := newFaultyKeyring()
			s := newStore(t, Options{Keyring: ring})
			p := mustSave(t, s, in)
			mustKeep(t, mustOpen(t, s, p), someTokens())
			unbind(t, s, p)
			mustDo(t, s.Note(Noted{ID: p.ID, Verdict: report.Refused, CheckedAt: "2026-11-20T12:30:00Z"}))
			before, err := s.LoadCredential(t.Context(), p)
			if err != nil || before.Bound || mustOpen(t, s, p).Bound() {
				t.Fatalf("bound %v, %v", before.Bound, err)
			}
			for range 2 { // the second time there is nothing to do
				if err := s.Bind(t.Context(), p); err != nil {
					t.Fatal(err)
				}
			}
			now, err := s.Find("bc")
			if err != nil || now.ID == p.ID {
				t.Fatalf("id %s, %v", now.ID, err)
			}
			if now.Verdict != report.Refused || now.CheckedAt != "2026-11-20T12:30:00Z" {
				t.Errorf("the verdict that was noted meanwhile is lost: %s of %s", now.Verdict, now.CheckedAt)
			}
			if err := s.Bind(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			after, err := s.LoadCredential(t.Context(), now)
			if err != nil || !after.Bound || cmp.Diff(before.Credential, after.Credential) != "" {
				t.Errorf("bound %v, %v", after.Bound, err)
			}
			if d := cmp.Diff(someTokens(), mustOpen(t, s, now).Tokens()); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff([]string{now.ID}, ring.ids()); d != "" {
				t.Errorf("items: %s", d)
			}
			if _, err := os.Stat(s.places.sealed(p.ID)); err == nil {
				t.Error("the old sealed file stays")
			}
			if d := cmp.Diff([]string{"bc ready"}, states(t, s)); d != "" {
				t.Error(d)
			}
		})
	}
}

// What was changed, or replaced, since it was used is not bound: nobody has seen it work.
func TestBindLeavesWhatWasChanged(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("bc", canary))
	unbind(t, s, p)
	mustEdit(t, s, func(x *index) { x.Profiles[0].Authority = "https://evil.example" })
	if err := s.Bind(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if now, _ := s.Find("bc"); now.ID != p.ID {
		t.Error("it was bound to hosts that it was not used for")
	}
}

// Whatever ends binding half-way, the profile stays usable.
func TestBindThatFails(t *testing.T) {
	full := errors.New("full")
	for _, op := range []string{"set", "get"} {
		ring := newFaultyKeyring()
		s := newStore(t, Options{Keyring: ring})
		p := mustSave(t, s, secretInput("bc", canary))
		unbind(t, s, p)
		ring.before = func(did, id string) error {
			if did == op && id != p.ID {
				return full
			}
			return nil
		}
		if err := s.Bind(t.Context(), p); !errors.Is(err, full) {
			t.Errorf("%s: %v", op, err)
		}
		ring.before = nil
		if got := loadSecret(t, s, "bc"); got != canary {
			t.Errorf("%s: another credential", op)
		}
		if d := cmp.Diff([]string{"bc ready"}, states(t, s)); d != "" {
			t.Errorf("%s: %s", op, d)
		}
	}
}

// The content of a CA file that an earlier appreg did not note is noted on binding.
func TestBindNotesTheCAFile(t *testing.T) {
	s := newStore(t, Options{})
	in := secretInput("bc", canary)
	path := t.TempDir() + "/ca.pem"
	in.Registration.Overrides = registration.Overrides{Authority: "https://127.0.0.1:1", CAFile: path}
	p := mustSave(t, s, in)
	unbind(t, s, p)
	if err := s.Bind(context.Background(), p); !isKind(err, ErrFile) {
		t.Errorf("without the file: %v", err)
	}
	writeFile(t, path, []byte("roots"))
	if err := s.Bind(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if now, _ := s.Find("bc"); now.CASum != Sum([]byte("roots")) {
		t.Errorf("digest %q", now.CASum)
	}
}
