package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// quickIndex reads an index many times faster than encoding/json, which with thousands of profiles takes ten times as
// long as all the rest of a command; scripts and completion in a shell feel that. What this program does not write, such
// as another key or a null, is not judged here: ok is false, and encoding/json decides.
func quickIndex(text string) (idx index, ok bool) {
	r := quickReader{text: text, lists: []string{}} // an empty list is not nil
	idx.Profiles = make([]Profile, 0, len(text)/entrySize+1)
	ok = r.walk(func(p *Profile) bool {
		idx.Profiles = append(idx.Profiles, *p)
		return true
	})
	idx.Schema = indexSchema
	return idx, ok && r.schema
}

// entrySize is what most entries take at least, in bytes.
const entrySize = 500

// walk reads an index of the present schema, or the reader's part of one, and has each entry visited, until visit returns
// false. What visit gets is another Profile the next time.
func (r *quickReader) walk(visit func(p *Profile) bool) (ok bool) {
	r.refill()
	more := true
	if r.part.after {
		r.listed = true
		r.entries(visit)
		more = !r.cut && r.more('}')
	} else {
		more = r.begin('{', '}')
	}
	for more && !r.failed {
		switch key := r.key(); {
		case key == "schema" && !r.schema:
			r.schema = r.number() == indexSchema
			r.failed = r.failed || !r.schema
		case key == "profiles" && !r.listed:
			r.listed = true
			if r.begin('[', ']') {
				r.entries(visit)
			}
		default:
			return false
		}
		more = !r.cut && r.more('}')
	}
	return r.ended() && r.cut == r.part.before
}

// entries reads the entries of a list, from one of them on.
func (r *quickReader) entries(visit func(p *Profile) bool) {
	var p Profile
	for more := true; more && !r.failed; more = r.more(']') {
		r.refill()
		if r.part.before && r.ended() {
			r.cut = true
			return
		}
		from := r.at
		p = Profile{}
		if r.window != nil {
			r.lists = r.lists[:0] // they are views, too
		}
		r.profile(&p)
		if r.failed || !utf8.ValidString(r.text[from:r.at]) || !visit(&p) {
			r.failed = true
			return
		}
		r.refill()
	}
}

// ended reports whether everything was read.
func (r *quickReader) ended() bool {
	r.blank()
	return !r.failed && r.source == nil && r.at == len(r.text)
}

// profile reads an entry into p.
func (r *quickReader) profile(p *Profile) {
	next := 0 // the keys mostly come in the order of the table, and written as it has them
	for more := r.begin('{', '}'); more && !r.failed; more = r.more('}') {
		r.blank()
		at, rest := next, r.text[r.at:]
		for at < len(quickFields) && !quickFields[at].begins(rest) {
			at++
		}
		if at < len(quickFields) {
			r.at += len(quickFields[at].written)
		} else if at = fieldOf(r.key()); at < 0 {
			r.failed = true
			return
		}
		r.field(&quickFields[at], p)
		next = at + 1
	}
}

// begins reports whether text begins with the field's key. Most that are asked in vain differ in the first letter.
func (f *quickField) begins(text string) bool {
	return len(text) > 1 && text[1] == f.written[1] && strings.HasPrefix(text, f.written)
}

// fieldOf returns the place of a key in the table, -1 if it has none.
func fieldOf(key string) int {
	return slices.IndexFunc(quickFields, func(f quickField) bool { return f.written[1:len(f.written)-3] == key })
}

// field reads the value of a field.
func (r *quickReader) field(f *quickField, p *Profile) {
	switch {
	case f.text != nil:
		f.text(p, r.string())
	case f.list != nil:
		from := len(r.lists)
		for more := r.begin('[', ']'); more && !r.failed; more = r.more(']') {
			r.lists = append(r.lists, r.string())
		}
		f.list(p, r.lists[from:len(r.lists):len(r.lists)])
	case f.flag != nil:
		f.flag(p, r.boolean())
	default:
		f.count(p, r.number())
	}
}

// quickReader reads JSON. After the first thing that it does not know it has failed, and what it returns means nothing.
type quickReader struct {
	text   string
	at     int
	failed bool

	source io.Reader // of what follows the text; nil: nothing does
	window []byte    // that the text is a view of; nil: the text is the reader's own

	part   part     // of an index, that the source is
	schema bool     // its number was read
	listed bool     // the list of entries was begun
	cut    bool     // the part has ended between two entries
	lists  []string // that entries hold parts of
}

// part says where in an index a reader's source ends or begins: between two entries, where that is set.
type part struct{ before, after bool }

// The largest part of a file that is looked at at once, and the largest entry that is read.
const (
	windowSize = 64 << 10
	entryLimit = 16 << 10
)

// refill sees to it that a whole entry is in the text, or all that is left. Everything that was read before changes.
func (r *quickReader) refill() {
	if r.source == nil || len(r.text)-r.at >= entryLimit {
		return
	}
	kept := copy(r.window, r.window[r.at:len(r.text)])
	n, err := io.ReadFull(r.source, r.window[kept:])
	if err != nil {
		r.source = nil
		r.failed = !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF)
	}
	// A view, not a copy: copying every entry took longer than reading it. What is kept of it has to be copied.
	r.text, r.at = unsafe.String(unsafe.SliceData(r.window), kept+n), 0
}

// begin reads the beginning of an object or a list; more says that it is not empty.
func (r *quickReader) begin(open, end byte) (more bool) {
	r.expect(open)
	r.blank()
	if r.at < len(r.text) && r.text[r.at] == end {
		r.at++
		return false
	}
	return true
}

// more reads what follows a value: a comma, after which more follows, or the end.
func (r *quickReader) more(end byte) bool {
	r.blank()
	if r.at == len(r.text) {
		r.failed = true
		return false
	}
	c := r.text[r.at]
	r.at++
	if c == ',' {
		return true
	}
	r.failed = r.failed || c != end
	return false
}

// key reads a key and the colon behind it.
func (r *quickReader) key() string {
	key := r.string()
	r.expect(':')
	return key
}

// expect reads a character that must come, and the blanks before it.
func (r *quickReader) expect(c byte) {
	r.blank()
	if r.at == len(r.text) || r.text[r.at] != c {
		r.failed = true
		return
	}
	r.at++
}

// blank skips what may stand between two values.
func (r *quickReader) blank() {
	const blanks = 1<<' ' | 1<<'\n' | 1<<'\r' | 1<<'\t'
	at, text := r.at, r.text
	for at < len(text) && text[at] <= ' ' && blanks>>text[at]&1 == 1 {
		at++
	}
	r.at = at
}

// string reads a string.
func (r *quickReader) string() string {
	r.expect('"')
	from := r.at
	at := from + ordinary(r.text[from:])
	switch {
	case at == len(r.text) || r.text[at] < ' ':
		r.failed = true
		return ""
	case r.text[at] == '\\':
		return r.escaped(from)
	}
	r.at = at + 1
	return r.text[from:at]
}

// ordinary counts the bytes before the first quotation mark, backslash or control character: eight at a time, as this is
// what reading an index takes longest for.
func ordinary(s string) (n int) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; n+8 <= len(s); n += 8 {
		x := binary.LittleEndian.Uint64([]byte(s[n : n+8]))
		quote, slash := x^'"'*ones, x^'\\'*ones
		// The high bit of each byte that is one of them. Beyond the first such byte the bits may be wrong.
		if found := ((x-' '*ones)&^x | (quote-ones)&^quote | (slash-ones)&^slash) & highs; found != 0 {
			return n + bits.TrailingZeros64(found)/8
		}
	}
	for n < len(s) && s[n] >= ' ' && s[n] != '"' && s[n] != '\\' {
		n++
	}
	return n
}

// escaped reads a string with escapes, which begins behind its quotation mark.
func (r *quickReader) escaped(from int) (s string) {
	at := from
	for at < len(r.text) && r.text[at] != '"' {
		if r.text[at] == '\\' {
			at++
		}
		at++
	}
	if at >= len(r.text) || json.Unmarshal([]byte(r.text[from-1:at+1]), &s) != nil {
		r.failed = true
		return ""
	}
	r.at = at + 1
	return s
}

// number reads a number from 0 to 999,999,999.
func (r *quickReader) number() (n int) {
	r.blank()
	from := r.at
	for ; r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' && r.at-from < 9; r.at++ {
		n = n*10 + int(r.text[r.at]-'0')
	}
	if digits := r.at - from; digits == 0 || digits > 1 && r.text[from] == '0' {
		r.failed = true
	}
	return n
}

// boolean reads true or false.
func (r *quickReader) boolean() bool {
	r.blank()
	for _, word := range []string{"true", "false"} {
		if strings.HasPrefix(r.text[r.at:], word) {
			r.at += len(word)
			return word == "true"
		}
	}
	r.failed = true
	return false
}
