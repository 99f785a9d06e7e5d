package look

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
)

// luminance and contrast follow WCAG 2.2, success criterion 1.4.3.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

// TestContrast: text has at least 4.5:1, placeholders and rules 3:1, on the backgrounds that terminals usually have.
func TestContrast(t *testing.T) {
	grounds := map[string]struct {
		palette palette
		grounds []string
	}{
		"dark":  {paletteFor(true), []string{"#000000", "#16181D", "#1E1E1E"}},
		"light": {paletteFor(false), []string{"#FFFFFF", "#FAFAFA"}},
	}
	for name, row := range grounds {
		p := row.palette
		for what, c := range map[string]color.Color{"accent": p.accent, "dim": p.dim, "ok": p.ok, "warn": p.warn, "fail": p.fail} {
			for _, ground := range row.grounds {
				if got := contrast(c, lipgloss.Color(ground)); got < 4.5 {
					t.Errorf("%s: %s on %s has %.2f", name, what, ground, got)
				}
			}
		}
		for _, ground := range row.grounds {
			if got := contrast(p.faint, lipgloss.Color(ground)); got < 3 {
				t.Errorf("%s: placeholders on %s have %.2f", name, ground, got)
			}
		}
	}
}
