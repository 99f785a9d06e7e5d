// Package look holds how the wizard looks: one palette per background, the icons with their ASCII twins,
// and the setting of text in lines of a given width.
package look

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Theme is the styles of one palette, and the icons. It is a value; screens get it handed down.
type Theme struct {
	Plain, Bold, Dim, Faint lipgloss.Style
	Accent, Title           lipgloss.Style
	OK, Warn, Fail          lipgloss.Style
	Code                    lipgloss.Style
	Key                     lipgloss.Style
	Icons                   Icons
}

// palette is the colours of one background. There is one accent; the other three are kept for results.
type palette struct {
	accent, dim, faint, ok, warn, fail color.Color
}

// paletteFor returns the colours for a dark or a light background.
func paletteFor(dark bool) palette {
	if dark {
		return palette{
			accent: lipgloss.Color("#6CB6FF"), dim: lipgloss.Color("#9AA4B2"), faint: lipgloss.Color("#717C8C"),
			ok: lipgloss.Color("#7BD88F"), warn: lipgloss.Color("#E5C07B"), fail: lipgloss.Color("#FF7B72"),
		}
	}
	return palette{
		accent: lipgloss.Color("#0550AE"), dim: lipgloss.Color("#57606A"), faint: lipgloss.Color("#878F99"),
		ok: lipgloss.Color("#116329"), warn: lipgloss.Color("#7D4E00"), fail: lipgloss.Color("#B3121F"),
	}
}

// New returns the theme for a dark or a light background, with icons in Unicode or ASCII.
func New(dark, unicode bool) Theme {
	p := paletteFor(dark)
	plain := lipgloss.NewStyle()
	theme := Theme{
		Plain: plain, Bold: plain.Bold(true),
		Dim: plain.Foreground(p.dim), Faint: plain.Foreground(p.faint),
		Accent: plain.Foreground(p.accent), Title: plain.Bold(true),
		OK: plain.Foreground(p.ok), Warn: plain.Foreground(p.warn), Fail: plain.Foreground(p.fail),
		Code: plain.Foreground(p.accent), Key: plain.Bold(true),
		Icons: asciiIcons,
	}
	if unicode {
		theme.Icons = unicodeIcons
	}
	return theme
}

// Calm returns the theme for facts that are to be read, and not to be copied, pressed or opened: those are in the accent.
func (t Theme) Calm() Theme {
	t.Accent = t.Plain
	return t
}

// Icons are the signs. Colour is never the only sign, so they all differ in shape.
type Icons struct {
	OK, Warn, Fail, Skip string
	Done, Here, Todo     string
	On, Off              string
	Ticked, Unticked     string
	Point, Bar, Bullet   string
	More, Less           string
	Rule, Mask, Cut      string
	Dot                  string
	Full, Empty          string // of a meter
	Frame                Frame
	Spinner              []string
}

var unicodeIcons = Icons{
	OK: "✓", Warn: "!", Fail: "✗", Skip: "–",
	Done: "✓", Here: "●", Todo: "○",
	On: "●", Off: "○", Ticked: "◼", Unticked: "◻",
	Point: "›", Bar: "┃", Bullet: "•", More: "↓", Less: "↑",
	Rule: "─", Mask: "•", Cut: "…", Dot: "·",
	Full: "━", Empty: "╌", Frame: Frame{"╭", "╮", "╰", "╯", "─", "│"},
	Spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
}

var asciiIcons = Icons{
	OK: "+", Warn: "!", Fail: "x", Skip: "-",
	Done: "+", Here: ">", Todo: ".",
	On: "*", Off: "o", Ticked: "#", Unticked: "o",
	Point: ">", Bar: "|", Bullet: "-", More: "v", Less: "^",
	Rule: "-", Mask: "*", Cut: ">", Dot: "-",
	Full: "=", Empty: ".", Frame: Frame{"+", "+", "+", "+", "-", "|"},
	Spinner: []string{"|", "/", "-", "\\"},
}
