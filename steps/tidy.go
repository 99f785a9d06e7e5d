package steps

import (
	"strings"
	"unicode"

	"github.com/google/uuid"

	"appreg/internal/pattern"
)

// tidied collects what was changed in an answer, to tell the person.
type tidied struct {
	text  string
	notes []string
}

// change takes a new text and notes what was done, if it differs.
func (t *tidied) change(text, note string) {
	if text != t.text {
		t.text = text
		t.notes = append(t.notes, note)
	}
}

// note returns all that was tidied, for example "braces removed, made lower case".
func (t *tidied) note() string { return strings.Join(t.notes, ", ") }

// tidy removes what pasting leaves around a value: invisible characters, blanks, quotes, braces and a closing comma.
func tidy(raw string) *tidied {
	t := &tidied{text: raw}
	t.visible()
	t.change(strings.TrimSpace(t.text), "blanks removed")
	t.change(strings.TrimRight(t.text, ",;"), "closing mark removed")
	for {
		before := t.text
		t.change(unwrap(t.text, quotes), "quotes removed")
		t.change(unwrap(t.text, braces), "braces removed")
		t.change(strings.TrimSpace(t.text), "blanks removed")
		if t.text == before {
			return t
		}
	}
}

var (
	quotes = []string{`""`, `''`, "``", "“”", "„“", "„”", "‘’", "«»"}
	braces = []string{"{}", "()", "[]", "<>"}
)

// unwrap removes one pair of marks that encloses text.
func unwrap(text string, pairs []string) string {
	for _, pair := range pairs {
		marks := []rune(pair)
		if inner, ok := strings.CutPrefix(text, string(marks[0])); ok {
			if inner, ok = strings.CutSuffix(inner, string(marks[1])); ok {
				return inner
			}
		}
	}
	return text
}

// visible drops format and control characters that a paste may carry (byte order mark, zero-width and direction
// marks) and turns unusual blanks into plain ones.
func (t *tidied) visible() {
	t.text = plainBlanks(t.text)
	t.change(strings.Map(dropInvisible, t.text), "invisible characters removed")
}

func plainBlanks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, text)
}

func dropInvisible(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return r
	case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || r == '\u2800' || r == '\u3164':
		return -1
	}
	return r
}

// guidPattern finds a GUID in a longer text. Version bits are not looked at: Microsoft's own ids break RFC 4122
// (docs/sources.md, Portals).
var guidPattern = pattern.Lazy(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)

// plainDash returns a hyphen for what word processors make of it.
func plainDash(r rune) rune {
	if strings.ContainsRune("‐‑‒–—−", r) {
		return '-'
	}
	return r
}

// tidyGUID returns raw as a lower-case GUID with its dashes; ok is false if it is none.
func tidyGUID(raw string) (t *tidied, ok bool) {
	t = tidy(raw)
	t.change(strings.Map(plainDash, t.text), "dashes fixed")
	for _, prefix := range []string{"urn:uuid:", "api://", "spn:"} {
		t.change(strings.TrimPrefix(t.text, prefix), prefix+" removed")
	}
	t.change(strings.Join(strings.Fields(t.text), ""), "blanks removed")
	id, err := uuid.Parse(t.text)
	if err != nil || id == uuid.Nil {
		return t, false
	}
	lower := strings.ToLower(t.text)
	t.change(lower, "made lower case")
	t.change(id.String(), "dashes added")
	return t, true
}

// isGUID reports whether text is a GUID as tidyGUID gives it.
func isGUID(text string) bool {
	return len(text) == 36 && guidPattern.Regexp().MatchString(text)
}
