package diagnose

import (
	"strings"
	"unicode"
)

// folded is a text in the form in which wordings are compared: lower case, without blanks, quotation marks and
// backslashes, because tools wrap, quote and escape answers in every way. What was a word stays one: edge says where.
type folded struct {
	text string
	edge []bool // edge[i]: a word may begin or end before byte i; one longer than text
}

// fold takes a text apart. Its case is needed as it was: error names are compounds such as EnvironmentNotFound, whose
// words begin with capital letters.
func fold(plain string) folded {
	var b strings.Builder
	b.Grow(len(plain))
	edges := make([]bool, 0, len(plain)+1)
	previous, gap := ' ', true
	for _, r := range plain {
		if left(r) {
			gap = true
			continue
		}
		start := gap || edgeBetween(previous, r)
		at := b.Len()
		b.WriteRune(unicode.ToLower(r))
		edges = append(edges, start)
		for range b.Len() - at - 1 {
			edges = append(edges, false)
		}
		previous, gap = r, false
	}
	return folded{b.String(), append(edges, true)}
}

// left reports whether a rune is left out where texts are compared.
func left(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\u00a0', '\u200b', '\'', '"', '`', '’', '‘', '“', '”', '´', '\\', '«', '»', '„':
		return true
	}
	return false
}

// edgeBetween reports whether a word may end after a and another begin with b.
func edgeBetween(a, b rune) bool {
	switch {
	case !isWordRune(a) || !isWordRune(b):
		return true
	case withoutBlanks(a) || withoutBlanks(b):
		return true
	}
	return unicode.IsLower(a) && unicode.IsUpper(b)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// withoutBlanks reports whether a rune is of a script that puts no blanks between words.
func withoutBlanks(r rune) bool {
	return r > unicode.MaxLatin1 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// squeeze folds a feature, which has no edges of its own.
func squeeze(feature string) string {
	return strings.Map(func(r rune) rune {
		if left(r) {
			return -1
		}
		return r
	}, strings.ToLower(feature))
}

// holdsAll reports whether the text has every feature.
func (f folded) holdsAll(features []string) bool {
	for _, feature := range features {
		if !f.holds(feature) {
			return false
		}
	}
	return true
}

// holds reports whether the text has a feature: one or more alternatives, separated by |. An alternative stands for whole
// words, however they are cased, quoted and spaced. Within one, * stands for anything short; ~ at an end of a part lets a
// longer word go on there, so that "throttl~" finds "throttled".
func (f folded) holds(feature string) bool {
	for alternative := range strings.SplitSeq(squeeze(feature), "|") {
		if f.inOrder(0, len(f.text), alternative) {
			return true
		}
	}
	return false
}

// longestGap is how many bytes a * may stand for: an address or two ids, not the next sentences.
const longestGap = 160

// inOrder reports whether the parts of an alternative stand one behind the other, the first between from and until.
func (f folded) inOrder(from, until int, alternative string) bool {
	part, rest, more := strings.Cut(alternative, "*")
	openLeft, openRight := strings.HasPrefix(part, "~"), strings.HasSuffix(part, "~")
	part = strings.Trim(part, "~")
	for within := f.text[:min(until+len(part), len(f.text))]; from <= until; {
		at := strings.Index(within[min(from, len(within)):], part)
		if at < 0 {
			return false
		}
		start, end := from+at, from+at+len(part)
		if (openLeft || f.edge[start]) && (openRight || f.edge[end]) {
			if !more || f.inOrder(end, min(end+longestGap, len(f.text)), rest) {
				return true
			}
		}
		from = start + 1
	}
	return false
}
