package steps

import (
	"strings"
	"unicode"

	"github.com/google/uuid"

	"appreg/internal/pattern"
)

// mended collects what was changed in an answer, to tell the person.
type mended struct {
	text  string
	notes []string
}

// change takes a new text and notes what was done, if it differs.
func (m *mended) change(text, note string) {
	if text != m.text {
		m.text = text
		m.notes = append(m.notes, note)
	}
}

// note returns all that was mended, for example "braces removed, made lower case".
func (m *mended) note() string { return strings.Join(m.notes, ", ") }

// mend removes what pasting leaves around a value: invisible characters, blanks, quotes, braces and a closing comma.
func mend(raw string) *mended {
	m := &mended{text: raw}
	m.visible()
	m.change(strings.TrimSpace(m.text), "blanks removed")
	m.change(strings.TrimRight(m.text, ",;"), "closing mark removed")
	for {
		before := m.text
		m.change(unwrap(m.text, quotes), "quotes removed")
		m.change(unwrap(m.text, braces), "braces removed")
		m.change(strings.TrimSpace(m.text), "blanks removed")
		if m.text == before {
			return m
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
func (m *mended) visible() {
	m.text = plainBlanks(m.text)
	m.change(strings.Map(dropInvisible, m.text), "invisible characters removed")
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

// mendGUID returns raw as a lower-case GUID with its dashes; ok is false if it is none.
func mendGUID(raw string) (m *mended, ok bool) {
	m = mend(raw)
	m.change(strings.Map(plainDash, m.text), "dashes fixed")
	for _, prefix := range []string{"urn:uuid:", "api://", "spn:"} {
		m.change(strings.TrimPrefix(m.text, prefix), prefix+" removed")
	}
	m.change(strings.Join(strings.Fields(m.text), ""), "blanks removed")
	id, err := uuid.Parse(m.text)
	if err != nil || id == uuid.Nil {
		return m, false
	}
	lower := strings.ToLower(m.text)
	m.change(lower, "made lower case")
	m.change(id.String(), "dashes added")
	return m, true
}

// isGUID reports whether text is a GUID as mendGUID gives it.
func isGUID(text string) bool {
	return len(text) == 36 && guidPattern.Regexp().MatchString(text)
}
