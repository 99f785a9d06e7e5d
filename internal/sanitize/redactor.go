package sanitize

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"appreg/internal/secret"
)

// Hidden stands where a secret was.
const Hidden = "[hidden]"

// shortest is the length of a secret that is looked for everywhere, in bytes. A shorter one would turn any text into
// a row of marks; Entra's passwords have at least eight characters.
const shortest = 4

// searched is the size of a text, in bytes, whose every reading is searched for what looks like a secret. That costs
// milliseconds a reading; of a larger one it is done for the plainest alone.
const searched = 64 << 10

// Redactor takes known secrets, and whatever looks like one, out of text. The zero Redactor knows no secret and
// still hides what looks like one.
type Redactor struct {
	forms []string
}

// NewRedactor makes a redactor for secrets: as they are and in the encodings in which a request, a log or an answer
// can repeat them. Those that write some characters by others (URL, JSON, HTML) are undone in the text, up to two around
// each other, and invisible characters in between do not count; base64 and hexadecimal are looked for.
func NewRedactor(secrets ...secret.Secret) Redactor {
	var forms []string
	for _, s := range secrets {
		forms = append(forms, encodings(s.Reveal())...)
	}
	slices.Sort(forms)
	return Redactor{forms: slices.Compact(forms)}
}

// Redact returns s with every secret replaced by [hidden].
func (r Redactor) Redact(s string) string { return r.hide(s, shapes()) }

// Hide is Redact for texts of our own, which may repeat an argument: what stands behind a telling name is left, because
// "password: " is prose there.
func (r Redactor) Hide(s string) string { return r.hide(s, bareShapes()) }

func (r Redactor) hide(s string, looks []shape) string {
	var found []span
	stray := straySearch{forms: r.forms}
	for n, as := range readings(s, layers) {
		found = append(found, as.source(stray.in(as))...)
		for _, form := range r.forms {
			found = append(found, as.source(occurrences(as.text, form))...)
		}
		if n == 0 || len(s) <= searched {
			folded := folded(as.text)
			for _, shape := range looks {
				found = append(found, as.source(shape.find(as.text, folded))...)
			}
		}
	}
	return cover(s, found)
}

// span is a part of a text, in bytes: from its first to before its last.
type span struct{ from, to int }

// source returns the parts of the source that were read as spans.
func (r reading) source(spans []span) []span {
	for i, s := range spans {
		spans[i] = span{r.at[s.from], r.at[s.to]}
	}
	return spans
}

// occurrences returns where in text a form of a secret stands.
func occurrences(text, form string) []span {
	var found []span
	for from := 0; ; {
		next := strings.Index(text[from:], form)
		if next < 0 {
			return found
		}
		from += next + len(form)
		found = append(found, span{from - len(form), from})
	}
}

// cover puts the mark in place of each span; those that overlap share one.
func cover(s string, spans []span) string {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var b strings.Builder
	done := 0
	for _, part := range spans {
		if part.from >= done && part.to > part.from {
			b.WriteString(s[done:part.from])
			b.WriteString(Hidden)
		}
		done = max(done, part.to)
	}
	b.WriteString(s[done:])
	return b.String()
}

// encodings lists what is looked for of value: itself and what shows none of its characters; none if it is too short.
func encodings(value string) []string {
	seen := strings.Map(withoutInvisible, value)
	raw := []byte(value)
	small := hex.EncodeToString(raw)
	forms := []string{
		seen, strings.TrimSpace(seen), small, strings.ToUpper(small),
		base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
		base64.URLEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw),
	}
	if len(seen) < shortest {
		return nil
	}
	return slices.DeleteFunc(forms, func(form string) bool { return len(form) < shortest })
}
