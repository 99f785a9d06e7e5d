package terminal

import (
	"bytes"
	"unicode/utf8"
)

// The bounds of what is passed on.
const (
	maxParams   = 30       // of a control sequence; the decoder has room for 32
	maxSequence = 256      // bytes of a control sequence
	maxString   = 4 << 10  // bytes of a control string
	maxPaste    = 16 << 10 // bytes of one paste; fields hold less
	burst       = 16       // this many printable bytes in one read are a paste, whatever the terminal says: nobody types that fast
)

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	stringEnd  = "\x1b\\"

	esc    = 0x1b
	bell   = 0x07
	ctrlC  = 0x03
	cancel = 0x18
	sub    = 0x1a
)

type state int

const (
	ground       state = iota
	escape             // after ESC
	control            // in a CSI sequence
	text               // in an OSC, DCS, APC, PM or SOS string
	stringEscape       // after an ESC in such a string
	discard            // in a string that became too long
	paste              // between the marks of a bracketed paste
)

// bounds is the state of the filter. Feeding it bytes gives the bytes to pass on.
type bounds struct {
	state  state
	out    []byte
	run    []byte // printable bytes since the last control
	seq    []byte // parameters of the control sequence so far
	params int
	size   int    // bytes of the string or paste so far
	osc    bool   // the string is an OSC string: a bell ends it
	held   []byte // the beginning of what may be the end mark of a paste, or of a character
	need   int    // bytes of the character in held still missing
	cr     bool   // the last byte outside sequences was a carriage return
}

// feed returns the bounded form of data. What is given is valid until the next call.
// A character or an end mark cut in two by the end of data is held for the next call; a lone ESC never is.
func (b *bounds) feed(data []byte) []byte {
	b.out = b.out[:0]
	for _, c := range data {
		b.step(c)
	}
	b.flushRun()
	return b.out
}

func (b *bounds) step(c byte) {
	switch b.state {
	case ground:
		b.inGround(c)
	case escape:
		b.inEscape(c)
	case control:
		b.inControl(c)
	case text:
		b.inText(c)
	case stringEscape:
		b.inStringEscape(c)
	case discard:
		b.inDiscard(c)
	case paste:
		b.inPaste(c)
	}
}

func (b *bounds) inGround(c byte) {
	switch {
	case c >= utf8.RuneSelf || b.need > 0:
		if char := b.character(c); char != nil {
			b.run = append(b.run, char...)
		}
	case c == esc:
		b.flushRun()
		b.to(escape, c)
	case c == '\n' && b.cr: // the other half of a copied line's end: one Enter, not two
	case c < ' ' || c == 0x7f:
		b.flushRun()
		b.out = append(b.out, c)
	default:
		b.run = append(b.run, c)
	}
	b.cr = c == '\r'
}

// flushRun passes the printable bytes on. A long run is marked as a paste: the program then digests it at once
// instead of key by key, which is quadratic.
func (b *bounds) flushRun() {
	if len(b.run) >= burst {
		b.out = append(b.out, pasteStart...)
		b.out = append(b.out, b.run...)
		b.out = append(b.out, pasteEnd...)
	} else {
		b.out = append(b.out, b.run...)
	}
	b.run = b.run[:0]
}

// character collects a UTF-8 character byte by byte and gives it when complete. Bytes that belong to none are dropped:
// some of them are eight-bit controls.
func (b *bounds) character(c byte) []byte {
	if b.need > 0 {
		if c&0xc0 != 0x80 {
			b.need, b.held = 0, b.held[:0]
			b.step(c)
			return nil
		}
		b.held, b.need = append(b.held, c), b.need-1
		if b.need > 0 {
			return nil
		}
		char := b.held
		b.held = b.held[:0]
		if r, _ := utf8.DecodeRune(char); r == utf8.RuneError || r < 0xa0 {
			return nil
		}
		return char
	}
	switch {
	case c >= 0xf0 && c < 0xf5:
		b.need = 3
	case c >= 0xe0 && c < 0xf0:
		b.need = 2
	case c >= 0xc2 && c < 0xe0:
		b.need = 1
	default:
		return nil
	}
	b.held = append(b.held[:0], c)
	return nil
}

func (b *bounds) to(next state, c ...byte) {
	b.out = append(b.out, c...)
	b.state = next
}

func (b *bounds) isPasteStart(final byte) bool {
	return final == '~' && bytes.Equal(b.seq, []byte("200"))
}
