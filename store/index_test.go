package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/secret"
)

func diff(want, got any) string { return cmp.Diff(want, got) }

// entry is one valid index entry with a change.
func entry(change func(*Profile)) string {
	p := Profile{Name: "bc", ID: "bc-aaaa", State: PhaseReady}
	change(&p)
	return `{"name":"` + p.Name + `","id":"` + p.ID + `","state":"` + string(p.State) + `","replaces":"` + p.Replaces + `"}`
}

func TestIndexThatCannotBeUnderstood(t *testing.T) {
	good := entry(func(*Profile) {})
	tests := map[string]string{
		"empty":               "",
		"torn":                `{"schema":1,"profiles":[{"na`,
		"not JSON":            "\x00\x00\x00\x00",
		"other JSON":          `[1,2]`,
		"no schema":           `{"profiles":[]}`,
		"negative schema":     `{"schema":-1,"profiles":[]}`,
		"id climbs":           `{"schema":1,"profiles":[` + entry(func(p *Profile) { p.ID = "../../x" }) + `]}`,
		"replaced id climbs":  `{"schema":1,"profiles":[` + entry(func(p *Profile) { p.Replaces = "../x" }) + `]}`,
		"id used twice":       `{"schema":1,"profiles":[` + good + `,` + entry(func(p *Profile) { p.Name = "x" }) + `]}`,
		"name used twice":     `{"schema":1,"profiles":[` + good + `,` + entry(func(p *Profile) { p.Name, p.ID = "BC", "x" }) + `]}`,
		"hostile name":        `{"schema":1,"profiles":[` + entry(func(p *Profile) { p.Name = `\u001b[31m` }) + `]}`,
		"state from nowhere":  `{"schema":1,"profiles":[` + entry(func(p *Profile) { p.State = "done" }) + `]}`,
		"entry is not object": `{"schema":1,"profiles":[1]}`,
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) {
			s := withIndex(t, content)
			_, err := s.List()
			bad := new(Error)
			if !ofKind(err, ErrCorruptIndex, &bad) || !strings.HasSuffix(bad.Aside, "profiles.json.bad-20261120T120000Z") {
				t.Fatalf("got %v", err)
			}
			kept, err := os.ReadFile(bad.Aside)
			if err != nil || string(kept) != content {
				t.Errorf("moved aside: %q %v", kept, err)
			}
			// The next call finds no index and begins anew, without touching what was moved.
			mustSave(t, s, secretInput("bc", "x"))
			if again, _ := os.ReadFile(bad.Aside); string(again) != content {
				t.Error("the moved index was overwritten")
			}
		})
	}
}

// withIndex is a store whose index has content.
func withIndex(t *testing.T, content string) *Store {
	t.Helper()
	s := newStore(t, Options{})
	if err := os.MkdirAll(s.places.config, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.IndexFile(), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// A save meets the damaged index under its own lock, saves nothing and says where the index is now.
func TestSaveWithADamagedIndex(t *testing.T) {
	s := withIndex(t, "{")
	_, err := s.Save(t.Context(), secretInput("bc", canary))
	if bad := new(Error); !ofKind(err, ErrCorruptIndex, &bad) || bad.Aside == "" {
		t.Fatalf("got %v", err)
	}
	if ids := s.keyring().(*MemoryKeyring).ids(); len(ids) != 0 {
		t.Errorf("items: %v", ids)
	}
}

func TestTwoDamagedIndexesInOneSecond(t *testing.T) {
	s := withIndex(t, "{")
	var moved []string
	for range 2 {
		_, err := s.List()
		bad := new(Error)
		if !ofKind(err, ErrCorruptIndex, &bad) {
			t.Fatalf("got %v", err)
		}
		moved = append(moved, bad.Aside)
		if err := os.WriteFile(s.IndexFile(), []byte("["), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if moved[0] == moved[1] || len(filesLike(t, s.places.config, "*.bad-*")) != 2 {
		t.Errorf("moved to %v", moved)
	}
}

// Nothing of a newer index is understood, so nothing is touched, however different it looks.
func TestNewerIndex(t *testing.T) {
	for _, content := range []string{`{"schema":2,"profiles":[]}`, `{"schema":7,"profiles":{"bc":1}}`} {
		s := withIndex(t, content)
		_, listed := s.List()
		_, saved := s.Save(t.Context(), secretInput("bc", canary))
		removed := s.Remove(t.Context(), "bc")
		for _, err := range []error{listed, saved, removed, s.Rename(t.Context(), "bc", "x")} {
			if !isKind(err, ErrNewerSchema) {
				t.Errorf("got %v", err)
			}
		}
		if got, _ := os.ReadFile(s.IndexFile()); string(got) != content {
			t.Errorf("changed to %q", got)
		}
	}
}

func TestUnreadableIndex(t *testing.T) {
	s := newStore(t, Options{})
	if err := os.MkdirAll(s.IndexFile(), 0o700); err != nil { // a folder in its place: CI runs as root
		t.Fatal(err)
	}
	_, listed := s.List()
	_, saved := s.Save(t.Context(), secretInput("bc", canary))
	for _, err := range []error{listed, saved} {
		if !isKind(err, ErrFile) {
			t.Errorf("got %v", err)
		}
	}
}

func TestIndexFormat(t *testing.T) {
	s := newStore(t, Options{Random: zeros()})
	in := secretInput("bc", canary)
	in.Registration.Environments = []string{"<A&B>"}
	mustSave(t, s, in)
	got, err := os.ReadFile(s.IndexFile())
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": 1,
  "profiles": [
    {
      "name": "bc",
      "id": "bc-aaaaaaaaaaaaaaaa",
      "state": "ready",
      "api": "business-central",
      "cloud": "public",
      "tenant": "contoso.com",
      "tenant_id": "6f89a1b2-0000-4000-8000-1234567890ab",
      "client_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
      "flow": "client-secret",
      "environments": [
        "<A&B>"
      ],
      "deployment": "online",
      "store": "keyring",
      "secret_expires": "2027-05-20",
      "verdict": "ready",
      "checked_at": "2026-11-20T11:59:00Z",
      "saved_at": "2026-11-20T12:00:00Z"
    }
  ]
}
`
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Error(d)
	}
}

// Opening reads, writes and calls nothing.
func TestOpenDoesNothing(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	if _, err := Open(Options{Home: home, Keyring: forbidden{t: t}}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(home); err == nil {
		t.Error("opening made the folder")
	}
}

// forbidden is a keyring that must not be called.
type forbidden struct {
	bareBackend
	t *testing.T
}

func (f forbidden) Get(context.Context, string) (secret.Secret, error) {
	f.t.Error("called")
	return secret.Secret{}, nil
}
func (f forbidden) Set(context.Context, string, secret.Secret) error { f.t.Error("called"); return nil }
func (f forbidden) Delete(context.Context, string) error             { f.t.Error("called"); return nil }
func (f forbidden) State(context.Context) State                      { f.t.Error("called"); return StateReady }
