package steps

import (
	"strings"
	"testing"
)

func TestTidy(t *testing.T) {
	tests := map[string]struct {
		raw, want, note string
	}{
		"nothing":             {"", "", ""},
		"plain":               {"contoso.com", "contoso.com", ""},
		"blanks":              {" a ", "a", "blanks removed"},
		"ideographic space":   {"\u3000a", "a", "blanks removed"},
		"byte order mark":     {"\ufeffa", "a", "invisible characters removed"},
		"word joiner":         {"a\u2060b", "ab", "invisible characters removed"},
		"soft hyphen":         {"a\u00adb", "ab", "invisible characters removed"},
		"left-to-right mark":  {"a\u200e", "a", "invisible characters removed"},
		"null":                {"a\x00b", "ab", "invisible characters removed"},
		"escape":              {"a\x1bb", "ab", "invisible characters removed"},
		"braille blank":       {"\u2800a", "a", "invisible characters removed"},
		"double quotes":       {`"a"`, "a", "quotes removed"},
		"single quotes":       {"'a'", "a", "quotes removed"},
		"back quotes":         {"`a`", "a", "quotes removed"},
		"English quotes":      {"“a”", "a", "quotes removed"},
		"German quotes":       {"„a“", "a", "quotes removed"},
		"French quotes":       {"« a »", "a", "quotes removed, blanks removed"},
		"braces":              {"{a}", "a", "braces removed"},
		"parentheses":         {"(a)", "a", "braces removed"},
		"brackets":            {"[a]", "a", "braces removed"},
		"quoted braces":       {`"{a}"`, "a", "quotes removed, braces removed"},
		"JSON value":          {`"a",`, "a", "closing mark removed, quotes removed"},
		"shell assignment":    {`"a";`, "a", "closing mark removed, quotes removed"},
		"only one quote":      {`"a`, `"a`, ""},
		"braces that differ":  {"{a)", "{a)", ""},
		"quotes in the midst": {`a"b"c`, `a"b"c`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := tidy(tt.raw)
			if m.text != tt.want || m.note() != tt.note {
				t.Errorf("got %q with note %q, want %q with note %q", m.text, m.note(), tt.want, tt.note)
			}
		})
	}
}

func TestTidyGUIDRefuses(t *testing.T) {
	for name, raw := range map[string]string{
		"empty":           "",
		"zeros":           zeroGUID,
		"35 characters":   clientGUID[:35],
		"37 characters":   clientGUID + "0",
		"letter g":        strings.Replace(clientGUID, "0", "g", 1),
		"two of them":     clientGUID + clientGUID,
		"31 digits":       strings.Repeat("a", 31),
		"dash misplaced":  "0d1e2f3a5-555-4666-8777-888888888888",
		"full-width":      strings.Replace(clientGUID, "0", "０", 1),
		"a longer number": strings.Repeat("1", 40),
	} {
		if m, ok := tidyGUID(raw); ok {
			t.Errorf("%s: read as %q", name, m.text)
		}
	}
}

func TestIsGUID(t *testing.T) {
	for text, want := range map[string]bool{
		clientGUID: true, tenantGUID: true, "d365bc00-a990-0000-00bc-160000000001": true,
		"": false, "{" + clientGUID[1:35] + "}": false, clientGUID + "\n": false, tenantName: false,
	} {
		if got := isGUID(text); got != want {
			t.Errorf("isGUID(%q) = %v", text, got)
		}
	}
}

func TestIsDomain(t *testing.T) {
	for text, want := range map[string]bool{
		"contoso.com": true, "a.b": true, "365.contoso.onmicrosoft.com": true, "xn--bcher-kva.example": true,
		strings.Repeat("a", 63) + ".com": true,
		"":                               false, "contoso": false, ".com": false, "contoso.": false, "-a.com": false, "a-.com": false,
		"a_b.com": false, "Contoso.com": false, "1.2.3.4": false, "a b.com": false, strings.Repeat("a", 64) + ".com": false,
		strings.Repeat("a.", 127) + "com": false,
	} {
		if got := isDomain(text); got != want {
			t.Errorf("isDomain(%q) = %v", text, got)
		}
	}
}

func TestPlaceholderIsToldFromAValue(t *testing.T) {
	tests := map[string]struct {
		raw         string
		exact, want bool
	}{
		"known in braces":         {"{PASSWORD}", true, true},
		"known in brackets":       {"<client secret>", true, true},
		"known, capitals alone":   {"SECRET_FROM_AZURE_CLIENT_APP", true, true},
		"a word, no marks":        {"password", true, false},
		"unknown in braces":       {"{something}", false, true},
		"unknown, exact":          {"{something}", true, false},
		"shell variable, known":   {"${CLIENT_ID_FROM_AZURE_CLIENT_APP}", false, true},
		"GUID in braces":          {"{" + clientGUID + "}", false, false},
		"domain in brackets":      {"<contoso.com>", false, false},
		"sign-in name in braces":  {"{jan@contoso.com}", false, false},
		"hex digits in braces":    {"{abc123}", false, false},
		"marks on one side":       {"{something", false, false},
		"zeros":                   {zeroGUID, true, true},
		"blanks around the marks": {"  <tenant id>  ", false, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			problem := refusePlaceholder(tt.raw, "tenant_malformed", tt.exact)
			if got := problem != nil; got != tt.want {
				t.Errorf("refused %v, want %v", got, tt.want)
			}
			if problem != nil && problem.Cause != "tenant_malformed" {
				t.Errorf("cause %q", problem.Cause)
			}
		})
	}
}

func TestQuoteIsShortAndHarmless(t *testing.T) {
	tests := map[string]string{
		"abc":                    `"abc"`,
		"a\nb":                   `"a b"`,
		strings.Repeat("x", 100): `"` + strings.Repeat("x", 60) + `…"`,
	}
	for raw, want := range tests {
		if got := quote(raw); got != want {
			t.Errorf("quote(%q) = %s, want %s", raw, got, want)
		}
	}
}

func TestJoin(t *testing.T) {
	for want, parts := range map[string][]string{"": {"", ""}, "a": {"", "a"}, "a; b": {"a", "", "b"}} {
		if got := join(parts...); got != want {
			t.Errorf("join(%q) = %q, want %q", parts, got, want)
		}
	}
}
