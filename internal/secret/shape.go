package secret

import (
	"strings"
	"unicode"
)

// Shape is what a client secret looks like. It tells nothing of the value.
type Shape string

// The shapes. A GUID is the portal's column "Secret ID", not "Value"; a hint is the few characters that it goes on showing.
const (
	ShapeNone  Shape = ""
	ShapeValue Shape = "value" // has the form of a secret's value
	ShapeGUID  Shape = "guid"
	ShapeShort Shape = "short" // shorter than any value that Entra hands out
	ShapeHint  Shape = "hint"  // masked: asterisks behind a few characters
)

// shortestSecret is the length of the shortest secrets that Entra has handed out (facts/entra.md 6).
const shortestSecret = 34

// Shape tells what the secret looks like.
func (s Secret) Shape() Shape {
	if s.value == nil {
		return ShapeNone
	}
	value := strings.TrimSpace(*s.value)
	switch {
	case value == "":
		return ShapeNone
	case isGUID(value):
		return ShapeGUID
	case strings.HasSuffix(value, "***") || strings.HasSuffix(value, "•••"):
		return ShapeHint
	case len(value) < shortestSecret:
		return ShapeShort
	default:
		return ShapeValue
	}
}

// isGUID reports whether s has the form 8-4-4-4-12 of hex digits, in braces or not. Its version bits do not matter.
func isGUID(s string) bool {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}")
	if len(s) != 36 {
		return false
	}
	for i, r := range s {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (r == '-') || !dash && !unicode.Is(unicode.ASCII_Hex_Digit, r) {
			return false
		}
	}
	return true
}
