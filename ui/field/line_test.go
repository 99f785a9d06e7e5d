package field

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func press(code rune, mod tea.KeyMod) tea.KeyPressMsg {
	msg := tea.KeyPressMsg{Code: code, Mod: mod}
	if mod == 0 && code > ' ' && code < 0x7f {
		msg.Text = string(code)
	}
	return msg
}

// editRows edit "one two-three" with the cursor at its end; | marks the cursor in the outcome.
var editRows = []struct {
	name string
	keys []tea.KeyPressMsg
	want string
}{
	{"insert", []tea.KeyPressMsg{press('x', 0)}, "one two-threex|"},
	{"left, insert", []tea.KeyPressMsg{press(tea.KeyLeft, 0), press('x', 0)}, "one two-threx|e"},
	{"right at the end", []tea.KeyPressMsg{press(tea.KeyRight, 0)}, "one two-three|"},
	{"home", []tea.KeyPressMsg{press(tea.KeyHome, 0), press('x', 0)}, "x|one two-three"},
	{"ctrl+a", []tea.KeyPressMsg{press('a', tea.ModCtrl)}, "|one two-three"},
	{"end", []tea.KeyPressMsg{press(tea.KeyHome, 0), press(tea.KeyEnd, 0)}, "one two-three|"},
	{"left at the start", []tea.KeyPressMsg{press(tea.KeyHome, 0), press(tea.KeyLeft, 0)}, "|one two-three"},
	{"backspace", []tea.KeyPressMsg{press(tea.KeyBackspace, 0)}, "one two-thre|"},
	{"backspace at the start", []tea.KeyPressMsg{press(tea.KeyHome, 0), press(tea.KeyBackspace, 0)}, "|one two-three"},
	{"delete", []tea.KeyPressMsg{press(tea.KeyHome, 0), press(tea.KeyDelete, 0)}, "|ne two-three"},
	{"delete at the end", []tea.KeyPressMsg{press(tea.KeyDelete, 0)}, "one two-three|"},
	{"word left", []tea.KeyPressMsg{press(tea.KeyLeft, tea.ModCtrl)}, "one two-|three"},
	{"words left", []tea.KeyPressMsg{press(tea.KeyLeft, tea.ModCtrl), press(tea.KeyLeft, tea.ModAlt), press(tea.KeyLeft, tea.ModAlt), press(tea.KeyLeft, tea.ModAlt)}, "|one two-three"},
	{"word right", []tea.KeyPressMsg{press(tea.KeyHome, 0), press(tea.KeyRight, tea.ModCtrl)}, "one| two-three"},
	{"delete word", []tea.KeyPressMsg{press('w', tea.ModCtrl)}, "one two-|"},
	{"delete to the start", []tea.KeyPressMsg{press(tea.KeyLeft, tea.ModCtrl), press('u', tea.ModCtrl)}, "|three"},
	{"delete the rest", []tea.KeyPressMsg{press(tea.KeyLeft, tea.ModCtrl), press('k', tea.ModCtrl)}, "one two-|"},
	{"delete the last word forwards does nothing", []tea.KeyPressMsg{press('d', tea.ModAlt)}, "one two-three|"},
	{"paste key does nothing", []tea.KeyPressMsg{press('v', tea.ModCtrl)}, "one two-three|"},
}

func TestEdit(t *testing.T) {
	for _, row := range editRows {
		line := lineOf("one two-three")
		for _, key := range row.keys {
			line, _ = line.press(key, false)
		}
		text := []rune(line.String())
		if got := string(text[:line.at]) + "|" + string(text[line.at:]); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// TestWholeWord: words of a secret are not told apart.
func TestWholeWord(t *testing.T) {
	line, _ := lineOf("one two-three").press(press('w', tea.ModCtrl), true)
	if line.String() != "" {
		t.Errorf("%q", line.String())
	}
}

// TestLinesAreValues edits a copy and leaves the original alone.
func TestLinesAreValues(t *testing.T) {
	a, _ := lineOf("abcdef").press(press(tea.KeyLeft, 0), false)
	b, _ := a.Insert("X")
	c, _ := a.Insert("Y")
	d, _ := a.press(press(tea.KeyBackspace, 0), false)
	if a.String() != "abcdef" || b.String() != "abcdeXf" || c.String() != "abcdeYf" || d.String() != "abcdf" {
		t.Errorf("%q %q %q %q", a, b, c, d)
	}
}

func TestInsertKeepsToTheLimit(t *testing.T) {
	line, cut := lineOf("ab").Insert(strings.Repeat("x", Limit))
	if line.Len() != Limit || !cut {
		t.Errorf("%d characters, cut %v", line.Len(), cut)
	}
	if line, cut = line.Insert("y"); line.Len() != Limit || !cut {
		t.Errorf("%d characters, cut %v", line.Len(), cut)
	}
	if line, cut = (Line{}).Insert("a\x1b[31mb\x00\x1f\x7f\u0080\u0085\u009fc\n\t d~\u00a0"); line.String() != "a[31mbc\n\t d~\u00a0" || cut {
		t.Errorf("%q", line.String())
	}
}

// windowRows: what is seen of a text in a few cells, and where its cursor stands.
var windowRows = []struct {
	text   string
	at     int
	width  int
	seen   string
	cursor int
}{
	{"", 0, 5, "", 0},
	{"abc", 3, 5, "abc", 3},
	{"abcde", 4, 5, "abcde", 4},
	{"abcdefgh", 0, 4, "abcd", 0},
	{"abcdefgh", 4, 4, "cdef", 2},
	{"abcdefgh", 8, 4, "gh", 2},
	{"日本語", 0, 4, "日本", 0},
	{"日本語", 3, 4, "語", 2},
	{"a日b", 3, 3, " b", 3 - 1},
	{"a\nb", 3, 5, "a b", 3},
	{"abc", 1, 1, "b", 0},
	{"abc", 0, 0, "", 0},
}

func TestWindow(t *testing.T) {
	for _, row := range windowRows {
		seen, cursor := window([]rune(row.text), row.at, row.width)
		if seen != row.seen || cursor != row.cursor {
			t.Errorf("%q at %d in %d cells: %q, %d; want %q, %d", row.text, row.at, row.width, seen, cursor, row.seen, row.cursor)
		}
	}
}

// FuzzWindow keeps the cursor inside any window of any text.
func FuzzWindow(f *testing.F) {
	f.Add("abc日本\u0301語", 3, 4)
	f.Fuzz(func(t *testing.T, text string, at, width int) {
		line := lineOf(text).to(at)
		width = width % 200
		seen, cursor := window(line.text, line.at, width)
		if width >= 2 && (cursor < 0 || cursor >= width) {
			t.Errorf("cursor at %d of %d in %q", cursor, width, seen)
		}
	})
}

// lineOf returns a line that holds s, with the cursor behind it.
func lineOf(s string) Line {
	line, _ := Line{}.Insert(s)
	return line
}
