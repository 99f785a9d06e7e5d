package terminal

import "unicode/utf8"

func (b *bounds) inEscape(c byte) {
	switch c {
	case '[':
		b.seq, b.params, b.size = b.seq[:0], 1, 0
		b.to(control, c)
	case ']', 'P', '^', '_', 'X':
		b.params, b.size, b.osc = 1, 0, c == ']'
		b.to(text, c)
	case esc, ' ', '!', '"', '#', '$', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/':
		b.to(escape, c)
	default:
		b.abandon(c)
	}
}

// abandon leaves a sequence at a byte that does not belong to it. A byte that is not passed on would leave the decoder
// inside the sequence, with the text after it taken for more of it: a cancel goes in its place.
func (b *bounds) abandon(c byte) {
	b.state = ground
	if c >= utf8.RuneSelf {
		b.out = append(b.out, cancel)
	}
	b.step(c)
}

func (b *bounds) inControl(c byte) {
	switch {
	case c >= 0x20 && c < 0x40:
		b.size++
		if c == ';' || c == ':' {
			b.params++
		}
		if b.params > maxParams || b.size > maxSequence {
			return
		}
		b.seq = append(b.seq, c)
		b.out = append(b.out, c)
	case c >= 0x40 && c < 0x7f:
		if b.isPasteStart(c) {
			b.size = 0
			b.to(paste, c)
			return
		}
		b.to(ground, c)
	case c == esc:
		b.to(escape, c)
	default:
		b.abandon(c)
	}
}

// inText passes a control string on, up to its bound. A string that never ends must not swallow the keys after it:
// ctrl+c and enter end it too.
func (b *bounds) inText(c byte) {
	switch {
	case c == bell && b.osc, c == cancel, c == sub:
		b.to(ground, c)
		return
	case c == esc:
		// Ended here and now, whether this is the string's own end or another sequence: the decoder goes through an
		// unfinished string again for every character that follows.
		b.to(stringEscape, []byte(stringEnd)...)
		return
	case c == ctrlC, c == '\r':
		b.out = append(b.out, stringEnd...)
		b.to(ground, c)
		return
	case c >= utf8.RuneSelf:
		return // what terminals answer is ASCII; some of these bytes are controls
	case c == ';', c == ':':
		// A DCS string begins with parameters, and the decoder counts them as those of a control sequence.
		if b.params++; b.params > maxParams {
			return
		}
	}
	if b.size++; b.size > maxString {
		b.out = append(b.out, stringEnd...)
		b.state = discard
		return
	}
	b.out = append(b.out, c)
}

// inStringEscape goes on after an ESC that ended a string: a backslash belongs to that end, all else to a new sequence.
func (b *bounds) inStringEscape(c byte) {
	b.state = ground
	if c == '\\' {
		return
	}
	b.to(escape, esc)
	b.inEscape(c)
}

func (b *bounds) inDiscard(c byte) {
	switch c {
	case bell, cancel, sub:
		b.state = ground
	case esc:
		b.to(escape, c)
	case ctrlC, '\r':
		b.to(ground, c)
	}
}

// inPaste passes text, tabs and line ends on, nothing that the decoder could take for a sequence.
func (b *bounds) inPaste(c byte) {
	if len(b.held) > 0 && b.held[0] == esc {
		b.inPasteEnd(c)
		return
	}
	switch {
	case c >= utf8.RuneSelf || b.need > 0:
		b.pasted(b.character(c)...)
	case c == esc:
		b.held = append(b.held[:0], c)
	case c == ctrlC:
		b.out = append(b.out, pasteEnd...)
		b.to(ground, c)
	case c < ' ' && c != '\t' && c != '\n' && c != '\r', c == 0x7f:
	default:
		b.pasted(c)
	}
}

// inPasteEnd goes on after an ESC in a paste: it is the end mark or the ESC is dropped.
func (b *bounds) inPasteEnd(c byte) {
	if c == pasteEnd[len(b.held)] {
		if b.held = append(b.held, c); len(b.held) == len(pasteEnd) {
			b.held = b.held[:0]
			b.to(ground, []byte(pasteEnd)...)
		}
		return
	}
	rest := append([]byte(nil), b.held[1:]...)
	b.held = b.held[:0]
	b.pasted(rest...)
	b.inPaste(c)
}

func (b *bounds) pasted(c ...byte) {
	if b.size += len(c); b.size <= maxPaste {
		b.out = append(b.out, c...)
	}
}
