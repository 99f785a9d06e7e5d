package field

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/sanitize"
	"appreg/ui/look"
)

// Text is a line of text. A masked one shows a sign for each character until it is revealed.
// A visible one does not keep what is shaped like a secret.
type Text struct {
	line     Line
	hint     string
	masked   bool
	revealed bool
	cut      bool
	refused  string // the kind of secret that was refused; input is swallowed until an editing key
}

// Update takes a key or a paste.
func (t Text) Update(msg tea.Msg) Input {
	before := t.line.Len()
	switch msg := msg.(type) {
	case tea.PasteMsg:
		if t.refused != "" {
			return t
		}
		t.line, t.cut = t.line.Insert(strings.ReplaceAll(strings.ReplaceAll(msg.Content, "\r\n", "\n"), "\r", "\n"))
	case tea.KeyPressMsg:
		if t.refused != "" {
			// The rest of a secret that is being typed or pasted in pieces must not follow its beginning.
			if isErase(msg) {
				t.refused = ""
			}
			return t
		}
		t.line, t.cut = t.line.press(msg, t.masked)
	default:
		return t
	}
	if !t.masked && t.line.Len() > before {
		t = t.refuseSecret()
	}
	return t
}

// refuseSecret empties a visible line that holds something shaped like a secret.
func (t Text) refuseSecret() Text {
	what, found := sanitize.LooksSecret(t.line.String())
	if found {
		t.line, t.cut, t.refused = Line{}, false, what
	}
	return t
}

func isErase(msg tea.KeyPressMsg) bool {
	keys := newEditKeys()
	return key.Matches(msg, keys.Backspace, keys.Delete, keys.DeleteToStart, keys.DeleteWord)
}

// View draws the line behind a bar, or the example while it is empty.
func (t Text) View(theme look.Theme, width, _ int) View {
	bar := theme.Accent.Render(theme.Icons.Bar) + " "
	room := max(width-2, 1)
	text := t.line.text
	if t.masked && !t.revealed {
		text = []rune(strings.Repeat(theme.Icons.Mask, len(text)))
	}
	seen, at := window(text, t.line.at, room)
	if len(text) == 0 && t.hint != "" {
		seen = theme.Faint.Render(look.Fit(t.hint, room, theme.Icons.Cut))
	}
	cursor := tea.NewCursor(min(2+at, max(width-1, 0)), 0)
	cursor.Shape = tea.CursorBar
	return View{Lines: []string{look.Fit(bar+seen, width, "")}, Cursor: cursor}
}

// Raw returns the text, line ends included.
func (t Text) Raw() string { return t.line.String() }

// Set shows an answer. A masked line is never given one: it begins empty.
func (t Text) Set(raw string) Input {
	t.line, t.cut = Line{}.Insert(raw)
	t.refused = ""
	if !t.masked {
		t = t.refuseSecret()
	}
	return t
}

// Leave ends a reveal.
func (t Text) Leave() Input {
	t.revealed = false
	return t
}

// Reveal shows or hides a masked line.
func (t Text) Reveal() Text {
	t.revealed = t.masked && !t.revealed
	return t
}

// Masked reports whether the line hides its text.
func (t Text) Masked() bool { return t.masked }

// TakesText is true.
func (t Text) TakesText() bool { return true }

// Remark tells of a cut paste and of a secret that was not kept.
func (t Text) Remark() string {
	switch {
	case t.refused != "":
		return fmt.Sprintf("This looks like a %s. appreg didn't keep it and won't show it. Press Backspace to type again.", t.refused)
	case t.cut:
		return fmt.Sprintf("Only the first %d characters were kept.", Limit)
	default:
		return ""
	}
}
