package look

import (
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

var wrapRows = []struct {
	name  string
	text  string
	width int
	want  []string
}{
	{"fits", "one two", 7, []string{"one two"}},
	{"at a blank", "one two three", 8, []string{"one two", "three"}},
	{"long word", "abcdefgh", 3, []string{"abc", "def", "gh"}},
	{"long word after another", "a bcdefg", 3, []string{"a", "bcd", "efg"}},
	{"line ends", "one\n\ntwo", 10, []string{"one", "", "two"}},
	{"indent kept where it fits", "  x", 5, []string{"  x"}},
	{"indent kept where it is broken", "  one two\n three", 6, []string{"  one", "  two", " three"}},
	{"indent too wide to keep", "    one", 5, []string{"one"}},
	{"wide characters", "日本語", 4, []string{"日本", "語"}},
	{"one cell", "ab", 1, []string{"a", "b"}},
	{"no cell", "ab", 0, []string{"a", "b"}},
	{"an address breaks behind a sign that parts it", "https://portal.azure.com/#view/Overview/appId/4c1e0f6a-7b2d", 30,
		[]string{"https://portal.azure.com/", "#view/Overview/appId/", "4c1e0f6a-7b2d"}},
	{"a query, too", "https://login.example/adminconsent?client_id=4c1e0f6a", 44, []string{"https://login.example/adminconsent?", "client_id=4c1e0f6a"}},
	{"wide in one cell", "日", 1, []string{" "}},
	{"empty", "", 5, []string{""}},
}

func TestWrap(t *testing.T) {
	for _, row := range wrapRows {
		if diff := cmp.Diff(row.want, Wrap(row.text, row.width)); diff != "" {
			t.Errorf("%s: %s", row.name, diff)
		}
	}
}

// FuzzWrap keeps every line within its width and loses no word.
func FuzzWrap(f *testing.F) {
	f.Add("one **two** 日本語 three", 5)
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = 2 + (width&0x7fffffff)%80
		text = strings.Map(func(r rune) rune {
			if r < ' ' || r > 0x2fff || r >= 0x7f && r < 0xa0 || r >= 0x300 && r < 0x370 {
				return 'x'
			}
			return r
		}, text)
		lines := Wrap(text, width)
		for _, line := range lines {
			if ansi.StringWidth(line) > width {
				t.Errorf("%q is wider than %d", line, width)
			}
		}
		if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(text), ""); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func TestRich(t *testing.T) {
	theme := New(true, true)
	lines := Rich("select **New registration** here, **now**.", 18, theme.Plain, theme.Bold)
	var bare []string
	for _, line := range lines {
		bare = append(bare, ansi.Strip(line))
	}
	if diff := cmp.Diff([]string{"select New", "registration here,", "now."}, bare); diff != "" {
		t.Error(diff)
	}
	for i, strong := range []string{"New", "registration", "now"} {
		if !strings.Contains(lines[i], theme.Bold.Render(strong)) {
			t.Errorf("%q is not strong in %q", strong, lines[i])
		}
	}
	if strings.Contains(lines[1], theme.Bold.Render("here")) || !strings.HasSuffix(lines[2], theme.Plain.Render(".")) {
		t.Errorf("strong goes on in %q", lines) // the sentence's own signs are no part of a label
	}
	if !strings.HasPrefix(lines[0], theme.Plain.Render("select")) && !strings.HasPrefix(lines[0], theme.Plain.Render("select ")) {
		t.Errorf("strong begins early in %q", lines)
	}
	if got := Rich("one **two**\n\nthree", 18, theme.Plain, theme.Bold); len(got) != 3 || ansi.Strip(got[1]) != "" || got[2] != theme.Plain.Render("three") {
		t.Errorf("a line without text: %q", got)
	}
	if got := Rich("plain", 9, theme.Dim, theme.Bold); got[0] != theme.Dim.Render("plain") {
		t.Errorf("%q", got)
	}
}

func TestFitAndPad(t *testing.T) {
	rows := []struct {
		got, want string
	}{
		{Fit("abcdef", 4, "…"), "abc…"},
		{Fit("abc", 4, "…"), "abc"},
		{Fit("abc", 0, "…"), ""},
		{Fit("abc", 1, "…"), "a"},
		{Pad("ab", 4, "…"), "ab  "},
		{Pad("abcdef", 4, "…"), "abc…"},
		{Pad("日本", 5, "…"), "日本 "},
	}
	for i, row := range rows {
		if row.got != row.want {
			t.Errorf("row %d: %q, want %q", i, row.got, row.want)
		}
	}
	if diff := cmp.Diff([]string{"1. a", "   b"}, Indent([]string{"a", "b"}, "1. ")); diff != "" {
		t.Error(diff)
	}
}

func TestLinkIsWholeOnEveryLine(t *testing.T) {
	url := "https://portal.azure.com/#view/abcdefghijklmnop"
	lines := Link(url, 20, lipgloss.NewStyle())
	if len(lines) < 3 {
		t.Fatalf("%d lines", len(lines))
	}
	joined := ""
	for _, line := range lines {
		if !strings.Contains(line, "\x1b]8;id=l;"+url) {
			t.Errorf("%q does not lead to the page", line)
		}
		joined += ansi.Strip(line)
	}
	if joined != url {
		t.Errorf("text %q", joined)
	}
}

// TestASCIITwins has a sign for each icon, of one cell, in ASCII, and the same signs apart in both sets.
func TestASCIITwins(t *testing.T) {
	plain, fancy := reflect.ValueOf(asciiIcons), reflect.ValueOf(unicodeIcons)
	for i := range plain.NumField() {
		name := plain.Type().Field(i).Name
		if name == "Spinner" || name == "Frame" {
			continue
		}
		twin := plain.Field(i).String()
		if len(twin) != 1 || twin[0] > 0x7e {
			t.Errorf("%s: %q", name, twin)
		}
		if Width(fancy.Field(i).String()) != 1 {
			t.Errorf("%s: %q is not one cell", name, fancy.Field(i).String())
		}
	}
	for _, frame := range []Frame{asciiIcons.Frame, unicodeIcons.Frame} {
		parts := reflect.ValueOf(frame)
		for i := range parts.NumField() {
			if part := parts.Field(i).String(); Width(part) != 1 || frame == asciiIcons.Frame && part[0] > 0x7e {
				t.Errorf("%s: %q", parts.Type().Field(i).Name, part)
			}
		}
	}
	for _, icons := range []Icons{asciiIcons, unicodeIcons} {
		signs := map[string]bool{}
		for _, sign := range []string{icons.OK, icons.Warn, icons.Fail, icons.Skip} {
			if signs[sign] {
				t.Errorf("%q means two things", sign)
			}
			signs[sign] = true
		}
	}
}

// TestThemesDiffer uses other colours on light and dark, and one accent.
func TestThemesDiffer(t *testing.T) {
	dark, light := New(true, true), New(false, true)
	if dark.Accent.Render("x") == light.Accent.Render("x") || dark.Dim.Render("x") == light.Dim.Render("x") {
		t.Error("light and dark look the same")
	}
	if dark.Code.Render("x") != dark.Accent.Render("x") {
		t.Error("a second accent")
	}
}

// TestWords: a word is never broken.
func TestWords(t *testing.T) {
	const longURL = "https://portal.azure.com/6f89c1d2-3b4a-4c5d-8e6f-7a8b9c0d1e2f/#view/Some/~/Thing"
	tests := map[string]struct {
		text  string
		width int
		want  []string
	}{
		"fits":                        {"a b c", 5, []string{"a b c"}},
		"breaks at a blank":           {"one two three", 8, []string{"one two", "three"}},
		"an address is never broken":  {"see " + longURL + " now", 20, []string{"see", longURL, "now"}},
		"wide characters count twice": {"日本 日本", 8, []string{"日本", "日本"}},
		"nothing":                     {"", 10, []string{""}},
		"no room":                     {"a b", -3, []string{"a", "b"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Words(test.text, test.width)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

// Every line of a box is as wide as asked for, from the narrowest that holds one cell on, with and without a title.
func TestBoxIsAsWideAsAskedFor(t *testing.T) {
	theme := New(true, true)
	for width := 5; width < 12; width++ {
		for _, title := range []string{"", "title"} {
			for n, line := range theme.Box(title, []string{"", "a", "日本語 longer than the box"}, width, lipgloss.NewStyle()) {
				if title != "" && width < 6 && n == 0 {
					continue // no room for a title
				}
				if Width(line) != width {
					t.Errorf("%q, %d cells, line %d: %d cells: %q", title, width, n, Width(line), ansi.Strip(line))
				}
			}
		}
	}
}
