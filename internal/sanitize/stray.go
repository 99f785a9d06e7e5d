package sanitize

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// longestEscape is the length of the longest escape, in bytes: a pair of surrogates, or an HTML entity.
const longestEscape = 12

// mostProbes is how many places of a text are undone to see whether a secret begins there. That costs microseconds
// each; of a text that is made of marks alone the rest is left.
const mostProbes = 1 << 14

// straySearch looks for secrets that begin inside what looks like an escape, and are written with escapes themselves:
// behind a stray mark, as in 100%ab%2Fc, undoing takes the secret's own first characters for the end of an escape.
type straySearch struct {
	forms  []string
	probes int
}

// in returns where such secrets stand in the text of a reading.
func (s *straySearch) in(as reading) []span {
	left := layers - as.depth
	if left == 0 || len(s.forms) == 0 {
		return nil
	}
	var found []span
	for _, e := range escapes {
		for at := strings.Index(as.text, e.mark); at >= 0; at = indexFrom(as.text, e.mark, at+1) {
			_, length := e.undo(as.text[at:])
			for from := at + 1; from < at+length; from++ {
				found = append(found, s.beginning(as.text, from, left)...)
			}
		}
	}
	return found
}

func indexFrom(text, mark string, from int) int {
	if next := strings.Index(text[from:], mark); next >= 0 {
		return from + next
	}
	return -1
}

// beginning returns the parts of text that are forms of a secret when text is undone from there on, up to so many layers.
// It undoes as much as one character can take, then as the shortest secret, and only then as a whole form.
func (s *straySearch) beginning(text string, from, layers int) []span {
	var found []span
	for _, form := range s.forms {
		if !mayBegin(text[from:], form) {
			continue
		}
		for _, length := range []int{1, shortest, len(form)} {
			if s.probes++; s.probes > mostProbes {
				return found
			}
			end := min(len(text), from+length*longestEscape*layers)
			undone := readings(text[from:end], layers)
			at := slices.IndexFunc(undone, func(r reading) bool { return strings.HasPrefix(r.text, form[:length]) })
			if at < 0 {
				break
			}
			if length == len(form) {
				found = append(found, span{from, from + undone[at].at[length]})
			}
		}
	}
	return found
}

// mayBegin reports whether text may be a form of a secret from its first character on: as it stands, up to where an
// escape or something invisible begins. It is cheap, and mostly says no.
func mayBegin(text, form string) bool {
	for i := range min(len(text), shortest) {
		switch c := text[i]; {
		case c < ' ' || c >= utf8.RuneSelf || isMark(c):
			return true
		case c != form[i]:
			return false
		}
	}
	return true
}

func isMark(c byte) bool {
	return slices.ContainsFunc(escapes, func(e escape) bool { return e.mark[0] == c })
}
