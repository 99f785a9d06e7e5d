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

	// ShapeForeign holds a character that no client secret has: it was changed on its way here.
	ShapeForeign Shape = "foreign"
)

// shortestSecret is the length of the shortest secrets that Entra has handed out (docs/sources.md, Portals).
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
	}
	if _, found := FirstForeign(value); found {
		return ShapeForeign
	}
	return ShapeValue
}

// Note says what is wrong with the shape of a client secret that was refused; empty where nothing is.
func (s Shape) Note() string {
	return map[Shape]string{
		ShapeGUID:  "It's a GUID: the column Secret ID, not Value.",
		ShapeShort: "It's shorter than any that Entra makes (34 to 40 characters): it was cut off, or it's another value.",
		ShapeHint:  "It's the portal's hint, the first characters of a value that the portal no longer shows.",
	}[s]
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
