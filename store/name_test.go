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
		if !sameType(err, new(NameError)) || strings.ContainsAny(err.Error(), "\n\x1b") || len(err.Error()) > 120 {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestNewID(t *testing.T) {
	tests := map[string]string{
		"bc-dev":                   "bc-dev-aaaa",
		"Contoso.BC_dev":           "contoso-bc-dev-aaaa",
		"...":                      "profile-aaaa",
		"--a--":                    "a-aaaa",
		strings.Repeat("x", 64):    strings.Repeat("x", 43) + "-aaaa",
		strings.Repeat("abc.", 16): strings.TrimRight(strings.Repeat("abc-", 11)[:43], "-") + "-aaaa",
	}
	for name, want := range tests {
		id, err := newID(name, zeros(), func(string) bool { return false })
		if err != nil || id != want || !safeID.Regexp().MatchString(id) {
			t.Errorf("%q: %q %v, want %q", name, id, err, want)
		}
	}
}

// Ids of the same name differ, and one that is taken is not given.
func TestNewIDIsNew(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		id, err := newID("BC", rand.Reader, func(id string) bool { return seen[id] })
		if err != nil || seen[id] || !safeID.Regexp().MatchString(id) {
			t.Fatalf("%q %v", id, err)
		}
		seen[id] = true
	}
	if id, err := newID("bc", zeros(), func(string) bool { return true }); err == nil {
		t.Errorf("gave %q, which is taken", id)
	}
	if _, err := newID("bc", bytes.NewReader(nil), func(string) bool { return false }); !errors.Is(err, io.EOF) {
		t.Errorf("no randomness: %v", err)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"bc-dev", "bc-prod", "lcs", "x"}
	tests := map[string]string{
		"bc-dev": "bc-dev", "bcdev": "bc-dev", "BC-PRD": "bc-prod", "bc-deev": "bc-dev",
		"lsc": "lcs", "contoso": "", "y": "", "": "", "bc": "",
	}
	for ask, want := range tests {
		if got := nearest(ask, names); got != want {
			t.Errorf("%q: %q, want %q", ask, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"ab", "ba", 2}, {"same", "same", 0}}
	for _, test := range tests {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%q %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
