package sanitize

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The payloads of docs/sources.md, Terminals, "Escape injection", and their neighbours.
func TestText(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"plain":                {"Contoso GmbH, Zürich 東京 🙂", "Contoso GmbH, Zürich 東京 🙂"},
		"line break and tab":   {"a\nb\tc", "a\nb\tc"},
		"CRLF":                 {"a\r\nb", "a\nb"},
		"carriage return":      {"safe\revil", `safe\u000Devil`},
		"backspace":            {"a\bb", `a\u0008b`},
		"NUL":                  {"a\x00b", `a\u0000b`},
		"bell":                 {"\a", `\u0007`},
		"DEL":                  {"\x7f", `\u007F`},
		"clear screen":         {"\x1b[2J", `\u001B[2J`},
		"colour":               {"\x1b[31mred", `\u001B[31mred`},
		"window title":         {"\x1b]0;x\x07", `\u001B]0;x\u0007`},
		"clipboard":            {"\x1b]52;c;aGk=\x1b\\", `\u001B]52;c;aGk=\u001B\`},
		"hyperlink":            {"\x1b]8;;https://evil.example\x1b\\x", `\u001B]8;;https://evil.example\u001B\x`},
		"DCS":                  {"\x1bPq\x1b\\", `\u001BPq\u001B\`},
		"unterminated OSC":     {"\x1b]0;never", `\u001B]0;never`},
		"C1 CSI as UTF-8":      {"\u009b2J", `\u009B2J`},
		"C1 CSI as a byte":     {"\x9b2J", "\uFFFD2J"},
		"next line":            {"a\u0085b", `a\u0085b`},
		"right to left":        {"user\u202Egpj.exe", `user\u202Egpj.exe`},
		"isolate":              {"\u2066a\u2069", `\u2066a\u2069`},
		"zero width":           {"a\u200Bb\u200Dc\uFEFFd", `a\u200Bb\u200Dc\uFEFFd`},
		"soft hyphen":          {"a\u00ADb", `a\u00ADb`},
		"line separator":       {"a\u2028b\u2029c", `a\u2028b\u2029c`},
		"tag characters":       {"a\U000E0041b", `a\U000E0041b`},
		"invalid UTF-8":        {"a\xff\xfeb\xc3", "a\uFFFD\uFFFDb\uFFFD"},
		"half a surrogate":     {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
		"looks like an escape": {`\u001B`, `\u001B`},
		"empty":                {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Text(tt.in); got != tt.want {
				t.Errorf("Text(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	lines := func(n int) string { return strings.TrimSuffix(strings.Repeat("x\n", n), "\n") }
	tests := map[string]struct {
		sanitise func(string) string
		in, want string
	}{
		"4 KB":             {Text, strings.Repeat("a", 4096), strings.Repeat("a", 4096)},
		"4 KB and a byte":  {Text, strings.Repeat("a", 4097), strings.Repeat("a", 4096-25) + "\n[cut: 4097 bytes in all]"},
		"40 lines":         {Text, lines(40), lines(40)},
		"41 lines":         {Text, lines(41), lines(39) + "\n[cut: 81 bytes in all]"},
		"between letters":  {Text, strings.Repeat("ü", 4096), strings.Repeat("ü", 2035) + "\n[cut: 8192 bytes in all]"},
		"raw, 40 lines":    {Raw, lines(4000), lines(4000)},
		"raw, 16 KB":       {Raw, strings.Repeat("a", 16384), strings.Repeat("a", 16384)},
		"raw, over 16 KB":  {Raw, strings.Repeat("a", 16385), strings.Repeat("a", 16384-26) + "\n[cut: 16385 bytes in all]"},
		"escapes count":    {Text, strings.Repeat("\x00", 1000), strings.Repeat(`\u0000`, 678) + `\u0` + "\n[cut: 1000 bytes in all]"},
		"line, of several": {Line, " a\r\n\tb \n\n c\n", "a b c"},
		"line, nothing":    {Line, " \n ", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.sanitise(tt.in); got != tt.want {
				t.Errorf("got %d bytes ending %q, want %d ending %q", len(got), tail(got), len(tt.want), tail(tt.want))
			}
		})
	}
}

func tail(s string) string { return s[max(0, len(s)-40):] }

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "plain", "\x1b[31m", "a\r\r\n\nb", "\xff\xc3", "\u202E\u009b\u2028\U000E0001",
		strings.Repeat("\u00ad\n", 5000), strings.Repeat("漢", 3000), strings.Repeat("\n", 41), strings.Repeat("a", 4096) + "\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, sanitise := range map[string]func(string) string{"Text": Text, "Raw": Raw, "Line": Line} {
			got := sanitise(s)
			if !utf8.ValidString(got) {
				t.Fatalf("%s gave invalid UTF-8: %q", name, got)
			}
			for _, r := range got {
				if !harmless(r) || name == "Line" && (r == '\n' || r == '\t') {
					t.Fatalf("%s let %U through", name, r)
				}
			}
			if again := sanitise(got); again != got {
				t.Fatalf("%s changed its own result:\n%q\n%q", name, got, again)
			}
		}
		if got := Text(s); len(got) > textBytes || strings.Count(got, "\n") >= textLines {
			t.Fatalf("Text gave %d bytes and %d lines", len(got), strings.Count(got, "\n")+1)
		}
		if got := Raw(s); len(got) > rawBytes {
			t.Fatalf("Raw gave %d bytes", len(got))
		}
	})
}
