package field

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"appreg/steps"
	"appreg/ui/look"
)

var theme = look.New(true, true)

func drawn(v View) string { return ansi.Strip(strings.Join(v.Lines, "\n")) }

func paste(s string) tea.PasteMsg { return tea.PasteMsg{Content: s} }

const secretText = "abc8Q~ZYXWVUTSRQPONMLKJIHGFEDCBA01234567"

func TestTextDraws(t *testing.T) {
	empty := New(steps.Field{Kind: steps.Text, Example: "contoso.com"}, "")
	if got := drawn(empty.View(theme, 40, 1)); got != "┃ e.g. contoso.com" {
		t.Errorf("%q", got)
	}
	held := New(steps.Field{Kind: steps.Text}, "fabrikam.com")
	view := held.View(theme, 40, 1)
	if drawn(view) != "┃ fabrikam.com" || view.Cursor == nil || view.Cursor.X != 14 {
		t.Errorf("%q, cursor %v", drawn(view), view.Cursor)
	}
}

func TestMaskedText(t *testing.T) {
	masked, _ := New(steps.Field{Kind: steps.Masked}, "never shown").(Text)
	if masked.Raw() != "" {
		t.Fatal("a masked field was given its answer")
	}
	masked, _ = masked.Update(paste(secretText)).(Text)
	if masked.Raw() != secretText || masked.Remark() != "" {
		t.Errorf("holds %q, says %q", masked.Raw(), masked.Remark())
	}
	if got := drawn(masked.View(theme, 60, 1)); got != "┃ "+strings.Repeat("•", len(secretText)) {
		t.Errorf("%q", got)
	}
	if got := drawn(masked.Reveal().View(theme, 60, 1)); got != "┃ "+secretText {
		t.Errorf("%q", got)
	}
	if got := drawn(masked.Reveal().Leave().View(theme, 60, 1)); strings.Contains(got, "8Q~") {
		t.Errorf("%q", got)
	}
	if masked.Reveal().Reveal().revealed {
		t.Error("the second press does not hide it")
	}
}

func TestVisibleTextCannotBeRevealed(t *testing.T) {
	if text := (Text{}); text.Reveal().revealed {
		t.Error("revealed")
	}
}

// refusedRows are texts that a visible field does not keep, and texts that it does.
var refusedRows = map[string]bool{
	secretText:                                  true,
	"  " + secretText + "  ":                    true,
	"abc7Q~short":                               true,
	"https://login.example/?x=a1b8Q~rest":       true,
	"-----BEGIN PRIVATE KEY-----":               true,
	"eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln": true,
	"4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b":      false,
	"contoso.com":                               false,
	"8Q~":                                       true, // the mark alone: the rest may follow
}

func TestVisibleTextRefusesSecrets(t *testing.T) {
	for text, refused := range refusedRows {
		input := New(steps.Field{Kind: steps.Text}, "").Update(paste(text))
		if got := input.Raw() == ""; got != refused || refused == (input.Remark() == "") {
			t.Errorf("%q: refused %v, says %q", text, got, input.Remark())
		}
		if refused {
			input = input.Update(press('x', 0)).Update(paste("more"))
			if input.Raw() != "" {
				t.Errorf("%q: what follows was kept: %q", text, input.Raw())
			}
			input = input.Update(press(tea.KeyBackspace, 0)).Update(press('x', 0))
			if input.Raw() != "x" || input.Remark() != "" {
				t.Errorf("%q: holds %q, says %q after Backspace", text, input.Raw(), input.Remark())
			}
		}
		if set := New(steps.Field{Kind: steps.Text}, "").Set(text); (set.Raw() == "") != refused {
			t.Errorf("%q set: %q", text, set.Raw())
		}
	}
}

func TestLongPasteIsCutWithAMessage(t *testing.T) {
	input := New(steps.Field{Kind: steps.Text}, "").Update(paste(strings.Repeat("x", 64<<10)))
	if len(input.Raw()) != Limit || !strings.Contains(input.Remark(), "first 8192 characters") {
		t.Errorf("%d characters, %q", len(input.Raw()), input.Remark())
	}
}

func TestPasteKeepsLines(t *testing.T) {
	input := New(steps.Field{Kind: steps.Text}, "").Update(paste("one\r\ntwo\rthree"))
	if input.Raw() != "one\ntwo\nthree" || drawn(input.View(theme, 40, 1)) != "┃ one two three" {
		t.Errorf("%q, %q", input.Raw(), drawn(input.View(theme, 40, 1)))
	}
}

func flows() []steps.Option {
	return []steps.Option{
		{Value: "secret", Label: "Client secret", Reason: "not with this API"},
		{Value: "certificate", Label: "Certificate", Hint: "safer"},
		{Value: "password", Label: "Password", Hint: "advised against"},
	}
}

func TestRadioMoves(t *testing.T) {
	rows := []struct {
		keys []tea.KeyPressMsg
		want string
	}{
		{nil, "certificate"},
		{[]tea.KeyPressMsg{press(tea.KeyDown, 0)}, "password"},
		{[]tea.KeyPressMsg{press(tea.KeyDown, 0), press(tea.KeyDown, 0)}, "password"},
		{[]tea.KeyPressMsg{press(tea.KeyUp, 0), press(tea.KeyUp, 0)}, "secret"},
		{[]tea.KeyPressMsg{press(tea.KeyEnd, 0)}, "password"},
		{[]tea.KeyPressMsg{press(tea.KeyHome, 0)}, "secret"},
		{[]tea.KeyPressMsg{press('3', 0)}, "password"},
		{[]tea.KeyPressMsg{press('9', 0)}, "certificate"},
		{[]tea.KeyPressMsg{press('x', 0)}, "certificate"},
	}
	for _, row := range rows {
		input := New(steps.Field{Kind: steps.Choice, Options: flows()}, "")
		for _, key := range row.keys {
			input = input.Update(key)
		}
		if input.Raw() != row.want {
			t.Errorf("%v: %q, want %q", row.keys, input.Raw(), row.want)
		}
	}
	if got := New(steps.Field{Kind: steps.Choice, Options: flows(), Default: "password"}, "").Raw(); got != "password" {
		t.Errorf("default not taken: %q", got)
	}
	if got := NewRadio(nil).Raw(); got != "" {
		t.Errorf("%q from no options", got)
	}
}

// TestRadioUndecided: nothing is chosen until a key that chooses was pressed.
func TestRadioUndecided(t *testing.T) {
	undecided := NewRadio(flows()).Undecided()
	for _, row := range []struct {
		name, want string
		key        tea.KeyPressMsg
	}{
		{"nothing", "", tea.KeyPressMsg{}},
		{"a letter", "", tea.KeyPressMsg{Code: 'x', Text: "x"}},
		{"a digit beyond the list", "", tea.KeyPressMsg{Code: '9', Text: "9"}},
		{"down", "certificate", tea.KeyPressMsg{Code: tea.KeyDown}},
		{"up", "certificate", tea.KeyPressMsg{Code: tea.KeyUp}},
		{"end", "password", tea.KeyPressMsg{Code: tea.KeyEnd}},
		{"a digit", "certificate", tea.KeyPressMsg{Code: '2', Text: "2"}},
	} {
		if got := undecided.Update(row.key).Raw(); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
	want := "– Client secret\n○ Certificate\n○ Password"
	if diff := cmp.Diff(want, drawn(undecided.View(theme, 16, 10))); diff != "" {
		t.Error(diff)
	}
}

func TestRadioDraws(t *testing.T) {
	radio := NewRadio(flows())
	wide := "– Client secret  not with this API\n● Certificate    safer\n○ Password       advised against"
	if diff := cmp.Diff(wide, drawn(radio.View(theme, 60, 10))); diff != "" {
		t.Error(diff)
	}
	narrow := "› Client secret\n    not with\n    this API\n○ Certificate\n○ Password"
	if diff := cmp.Diff(narrow, drawn(radio.Set("secret").View(theme, 16, 10))); diff != "" {
		t.Error(diff)
	}
	long := []steps.Option{{Value: "a", Label: "A", Hint: "a hint that is too long for the line"}, {Value: "b", Label: "B", Reason: "a reason that is too long for the line"}, {Value: "c", Label: "C", Hint: "short"}}
	for at, want := range map[string]string{
		"a": "● A\n    a hint that is too long for\n    the line\n– B  a reason that is too long …\n○ C  short",
		"b": "○ A  a hint that is too long fo…\n› B\n    a reason that is too long\n    for the line\n○ C  short",
	} {
		if diff := cmp.Diff(want, drawn(NewRadio(long).Set(at).View(theme, 32, 10))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestRadioScrolls(t *testing.T) {
	var many []steps.Option
	for _, r := range "abcdefghij" {
		many = append(many, steps.Option{Value: string(r), Label: string(r)})
	}
	view := NewRadio(many).Set("e").View(theme, 12, 3)
	if got := drawn(view); !strings.Contains(got, "● e") || !strings.Contains(got, "↑") || !strings.Contains(got, "↓") || len(view.Lines) != 3 {
		t.Errorf("%q", got)
	}
	if !strings.Contains(ansi.Strip(view.Lines[view.Focus]), "● e") {
		t.Errorf("focus on %q", view.Lines[view.Focus])
	}
}

func permissions() []steps.Option {
	return []steps.Option{{Value: "A.Read", Label: "A.Read"}, {Value: "A.Write", Label: "A.Write"}, {Value: "B.Read", Label: "B.Read"}}
}

func TestChecklist(t *testing.T) {
	rows := []struct {
		name string
		do   []tea.Msg
		want string
	}{
		{"nothing", nil, ""},
		{"tick the first", []tea.Msg{press(tea.KeySpace, 0)}, "A.Read"},
		{"tick and untick", []tea.Msg{press(tea.KeySpace, 0), press(tea.KeySpace, 0)}, ""},
		{"two", []tea.Msg{press(tea.KeySpace, 0), press(tea.KeyDown, 0), press(tea.KeySpace, 0)}, "A.Read,A.Write"},
		{"filter and tick", []tea.Msg{press('b', 0), press(tea.KeySpace, 0)}, "B.Read"},
		{"move, filter and tick the first that is left", []tea.Msg{press(tea.KeyDown, 0), press('r', 0), press(tea.KeySpace, 0)}, "A.Read"},
		{"another filter begins at its first", []tea.Msg{press('r', 0), press(tea.KeyDown, 0), press(tea.KeyBackspace, 0), press('.', 0), press(tea.KeySpace, 0)}, "A.Read"},
		{"a name of their own", []tea.Msg{paste("Custom.Do"), press(tea.KeySpace, 0)}, "Custom.Do"},
		{"a pasted list", []tea.Msg{paste("A.Read, Custom.Do\nB.Read")}, "A.Read,Custom.Do,B.Read"},
		{"a pasted secret", []tea.Msg{paste("A.Read, " + secretText)}, ""},
	}
	for _, row := range rows {
		input := New(steps.Field{Kind: steps.Choices, Options: permissions()}, "")
		for _, msg := range row.do {
			input = input.Update(msg)
		}
		if input.Raw() != row.want {
			t.Errorf("%s: %q, want %q", row.name, input.Raw(), row.want)
		}
	}
}

func TestChecklistDraws(t *testing.T) {
	list := New(steps.Field{Kind: steps.Choices, Options: permissions()}, "A.Write,Own.Name")
	want := "┃ type to filter · 2 chosen\n› ◻ A.Read\n  ◼ A.Write\n  ◻ B.Read\n  ◼ Own.Name  added by you"
	got := drawn(list.View(theme, 40, 10))
	var trimmed []string
	for line := range strings.SplitSeq(got, "\n") {
		trimmed = append(trimmed, strings.TrimRight(line, " "))
	}
	if diff := cmp.Diff(want, strings.Join(trimmed, "\n")); diff != "" {
		t.Error(diff)
	}
	none := list.Update(press('z', 0))
	if got := drawn(none.View(theme, 60, 10)); !strings.Contains(got, "Space adds it as typed") {
		t.Errorf("%q", got)
	}
	if got := none.Leave().View(theme, 60, 10); len(got.Lines) != 5 {
		t.Errorf("the filter stays: %q", drawn(got))
	}
	if got := list.Update(paste(secretText)).Remark(); !strings.Contains(got, "client secret") {
		t.Errorf("%q", got)
	}
}
