package secret

import (
	"strings"
	"testing"
)

func TestShape(t *testing.T) {
	for value, want := range map[string]Shape{
		"":                                       ShapeNone,
		"00001111-aaaa-2222-bbbb-3333cccc4444":   ShapeGUID,
		" 00001111-AAAA-2222-BBBB-3333CCCC4444":  ShapeGUID,
		"{00001111-aaaa-2222-bbbb-3333cccc4444}": ShapeGUID,
		"abc*************":                       ShapeHint,
		"short":                                  ShapeShort,
		strings.Repeat("x", 40):                  ShapeValue,
		"00001111-aaaa-2222-bbbb-3333cccc444g":   ShapeValue,
		strings.Repeat("x", 39) + "–":            ShapeForeign,
		strings.Repeat("x", 20) + "=" + strings.Repeat("x", 20): ShapeForeign,
	} {
		if got := New(value).Shape(); got != want {
			t.Errorf("a secret of %d characters: %q, want %q", len(value), got, want)
		}
	}
}
