package secret

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// foreignExamples are characters of every kind.
var foreignExamples = []string{
	"–—‐", "～∼", "．…", "\"'“", "０＝", "Ваа", "οΑ", "\ufffd", "=", "/\\", "+", "%", "{]<", ";@#", " \t\u00a0", "éßñ漢", "٣²", "🔑€\x01",
}

func TestFirstForeignNamesEveryKind(t *testing.T) {
	if want := len(foreignKinds) + 1; len(foreignExamples) != want {
		t.Fatalf("%d examples for %d kinds", len(foreignExamples), want)
	}
	for i, characters := range foreignExamples {
		kind := otherForeign
		if i < len(foreignKinds) {
			kind = foreignKinds[i]
		}
		for _, r := range characters {
			for before := range 3 {
				value := strings.Repeat("x", before) + string(r) + "y–"
				got, found := FirstForeign(value)
				if want := (Foreign{Place: before + 1, Kind: kind.name, Fix: kind.fix}); !found || got != want {
					t.Errorf("%q: %+v, %v, want %+v", value, got, found, want)
				}
			}
		}
		if kind.name == "" || kind.fix == "" {
			t.Errorf("kind %d lacks a text", i)
		}
	}
}

// Every character of the ASCII set is told right, and only the 66 of Entra's alphabet are none of the foreign ones.
func TestTheAlphabet(t *testing.T) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~"
	for r := rune(0); r < utf8.RuneSelf; r++ {
		_, found := FirstForeign(string(r))
		if found == strings.ContainsRune(alphabet, r) {
			t.Errorf("%q: foreign is %v", r, found)
		}
	}
	for _, value := range []string{"", alphabet} {
		if got, found := FirstForeign(value); found {
			t.Errorf("%q: %+v", value, got)
		}
	}
}
