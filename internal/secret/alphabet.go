package secret

import (
	"strings"
	"unicode"
)

// Foreign says which character of value no client secret holds, the first of them.
type Foreign struct {
	Place int    // counted from 1, in characters
	Kind  string // what it is; completes "is "
	Fix   string // what to do about it
}

// FirstForeign finds the first character of value that isn't one of A-Z, a-z, 0-9 and . - _ ~, the alphabet of the
// secrets that Entra makes (the pattern of Microsoft's own secret scanner: github.com/microsoft/security-utilities).
// It returns false if there is none.
func FirstForeign(value string) (Foreign, bool) {
	place := 0
	for _, r := range value {
		place++
		if !inAlphabet(r) {
			kind := kindOf(r)
			return Foreign{Place: place, Kind: kind.name, Fix: kind.fix}, true
		}
	}
	return Foreign{}, false
}

func inAlphabet(r rune) bool {
	return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune(".-_~", r)
}

func kindOf(r rune) foreignKind {
	for _, kind := range foreignKinds {
		if strings.ContainsRune(kind.set, r) || len(kind.in) > 0 && unicode.IsOneOf(kind.in, r) {
			return kind
		}
	}
	return otherForeign
}
