package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestValidName(t *testing.T) {
	for _, name := range []string{"a", "bc-dev", "Contoso.BC_dev", "7", "...", strings.Repeat("x", 64)} {
		if err := ValidName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{
		"", " ", "a b", "O'Brien", `CONTOSO\x`, "a\nb", "a/b", "ü", "a@b", "\x1b[31m", strings.Repeat("x", 65), strings.Repeat("é", 99),
	} {
		err := ValidName(name)
		if !isKind(err, ErrName) || strings.ContainsAny(err.Error(), "\n\x1b") || len(err.Error()) > 120 {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A name that begins with a dash is a flag to every command. One that is there already can still be replaced and renamed.
func TestNewName(t *testing.T) {
	for _, name := range []string{"a", "a-", ".a", "_a"} {
		if err := NewName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"-", "-a", "--help", "-h", "", "a b"} {
		if err := NewName(name); !isKind(err, ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	s := newStore(t, Options{})
	if _, err := s.Save(t.Context(), secretInput("-x", "a")); !isKind(err, ErrName) {
		t.Errorf("saved: %v", err)
	}
	if _, err := s.Save(t.Context(), secretInput("x", "a")); err != nil {
		t.Fatal(err)
	}
	if err := s.Rename(t.Context(), "x", "-x"); !isKind(err, ErrName) {
		t.Errorf("renamed: %v", err)
	}
	again := secretInput("-x", "b")
	again.Replace = true
	if _, err := s.Save(t.Context(), again); err != nil {
		t.Errorf("replaced: %v", err)
	}
}

func TestNewID(t *testing.T) {
	tests := map[string]string{
		"bc-dev":                   "bc-dev-",
		"Contoso.BC_dev":           "contoso-bc-dev-",
		"...":                      "profile-",
		"--a--":                    "a-",
		strings.Repeat("x", 64):    strings.Repeat("x", 31) + "-",
		strings.Repeat("abc.", 16): strings.TrimRight(strings.Repeat("abc-", 8)[:31], "-") + "-",
	}
	for name, want := range tests {
		want += strings.Repeat("a", 16) // 80 bits
		id, err := newID(name, zeros(), never)
		if err != nil || id != want || !safeID(id) {
			t.Errorf("%q: %q %v, want %q", name, id, err, want)
		}
	}
}

// Ids of the same name differ, and one that is taken is not given.
func TestNewIDIsNew(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		id, err := newID("BC", rand.Reader, func(id string) (bool, error) { return seen[id], nil })
		if err != nil || seen[id] || !safeID(id) {
			t.Fatalf("%q %v", id, err)
		}
		seen[id] = true
	}
	if id, err := newID("bc", zeros(), func(string) (bool, error) { return true, nil }); err == nil {
		t.Errorf("gave %q, which is taken", id)
	}
	if _, err := newID("bc", zeros(), func(string) (bool, error) { return false, io.ErrNoProgress }); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("not known whether it's taken: %v", err)
	}
	if _, err := newID("bc", bytes.NewReader(nil), never); !errors.Is(err, io.EOF) {
		t.Errorf("no randomness: %v", err)
	}
}

func never(string) (bool, error) { return false, nil }
