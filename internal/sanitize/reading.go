package sanitize

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// reading is a text as somebody may take it: without its invisible characters, and with some escapes undone.
type reading struct {
	text  string
	at    []int // where in the source each byte of text begins, and at last where the source ends
	depth int   // how many layers of escapes were undone
}

// layers is how many escapes around each other are undone, of one kind or of two: JSON in JSON, for example, or JSON in
// a query.
const layers = 2

// readings returns every reading of s with up to so many layers undone, the plainest first.
func readings(s string, layers int) []reading {
	at := make([]int, len(s)+1)
	for i := range at {
		at[i] = i
	}
	all := []reading{reading{text: s, at: at}.withoutInvisible()}
	for depth, from := 0, 0; depth < layers; depth++ {
		known := len(all)
		for _, r := range all[from:] {
			for _, e := range escapes {
				next, changed := r.undo(e)
				next = next.withoutInvisible()
				if changed && !slices.ContainsFunc(all, func(r reading) bool { return r.text == next.text }) {
					all = append(all, next)
				}
			}
		}
		from = known
	}
	return all
}

// undo replaces every escape of a kind by what it stands for.
func (r reading) undo(e escape) (next reading, changed bool) {
	if !strings.Contains(r.text, e.mark) {
		return r, false
	}
	text, at := make([]byte, 0, len(r.text)), make([]int, 0, len(r.at))
	for i := 0; i < len(r.text); {
		meant, size := r.text[i:i+1], 1
		if stands, length := e.undo(r.text[i:]); length > 0 {
			meant, size, changed = stands, length, true
		}
		for range len(meant) {
			at = append(at, r.at[i])
		}
		text = append(text, meant...)
		i += size
	}
	return reading{string(text), append(at, r.at[len(r.text)]), r.depth + 1}, changed
}

// withoutInvisible leaves out the characters that nobody sees.
func (r reading) withoutInvisible() reading {
	if strings.IndexFunc(r.text, invisible) < 0 {
		return r
	}
	text, at := make([]byte, 0, len(r.text)), make([]int, 0, len(r.at))
	for i, c := range r.text {
		if invisible(c) {
			continue
		}
		_, size := utf8.DecodeRuneInString(r.text[i:])
		text = append(text, r.text[i:i+size]...)
		at = append(at, r.at[i:i+size]...)
	}
	return reading{string(text), append(at, r.at[len(r.text)]), r.depth}
}

// invisible reports whether c is neither seen nor a space. Text shows it as an escape.
func invisible(c rune) bool { return !harmless(c) && !unicode.IsSpace(c) }

// escape is one way of writing characters by others.
type escape struct {
	mark string                                     // what each of its escapes contains
	undo func(s string) (stands string, length int) // what s begins with; length 0: no escape
}

// escapes are the kinds that requests, answers and error pages use.
var escapes = []escape{{`\`, unquoted}, {"%", unpercented}, {"+", unformed}, {"&", unentitied}}

// unquoted undoes JSON's and JavaScript's escapes.
func unquoted(s string) (string, int) {
	if len(s) < 2 || s[0] != '\\' {
		return "", 0
	}
	switch c := s[1]; {
	case c == 'u':
		return unicodeEscape(s)
	case c == 'x':
		if b, ok := number(s, 2, 4); ok {
			return string(rune(b)), 4
		}
	case strings.IndexByte("ntrbf", c) >= 0:
		return string("\n\t\r\b\f"[strings.IndexByte("ntrbf", c)]), 2
	case c < utf8.RuneSelf && !unicode.IsLetter(rune(c)) && !unicode.IsDigit(rune(c)):
		return s[1:2], 2
	}
	return "", 0
}

// unicodeEscape undoes \uXXXX, two of them where they are a pair of surrogates.
func unicodeEscape(s string) (string, int) {
	first, ok := number(s, 2, 6)
	if !ok {
		return "", 0
	}
	if second, ok := number(s, 8, 12); ok && s[6:8] == `\u` {
		if pair := utf16.DecodeRune(rune(first), rune(second)); pair != utf8.RuneError {
			return string(pair), 12
		}
	}
	return string(rune(first)), 6
}

// unpercented undoes a URL's escapes.
func unpercented(s string) (string, int) {
	if s[0] != '%' {
		return "", 0
	}
	b, ok := number(s, 1, 3)
	if !ok {
		return "", 0
	}
	return string([]byte{byte(b)}), 3
}

// unformed undoes a form's escapes: a URL's, and the plus that is a blank.
func unformed(s string) (string, int) {
	if s[0] == '+' {
		return " ", 1
	}
	return unpercented(s)
}

// longestEntity bounds the search for the end of an HTML entity, in bytes. Those that stand for ASCII are shorter.
const longestEntity = 12

// unentitied undoes an HTML entity, by name or number.
func unentitied(s string) (string, int) {
	if s[0] != '&' {
		return "", 0
	}
	end := strings.IndexByte(s[:min(len(s), longestEntity)], ';')
	if end < 0 {
		return "", 0
	}
	entity := s[:end+1]
	if stands := html.UnescapeString(entity); stands != entity {
		return stands, len(entity)
	}
	return "", 0
}

// number reads the hexadecimal digits between two positions of s.
func number(s string, from, to int) (uint64, bool) {
	if len(s) < to {
		return 0, false
	}
	n, err := strconv.ParseUint(s[from:to], 16, 32)
	return n, err == nil
}
