package transport

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// The byte-order marks of UTF-8 and of the two UTF-16. JSON has none (RFC 8259 section 8.1), yet servers send them.
var (
	markUTF8   = []byte{0xef, 0xbb, 0xbf}
	markLittle = []byte{0xff, 0xfe}
	markBig    = []byte{0xfe, 0xff}
)

// plainText returns a body in UTF-8 without a byte-order mark. One that has no mark is left as it is.
func plainText(body []byte) []byte {
	switch {
	case bytes.HasPrefix(body, markUTF8):
		return body[len(markUTF8):]
	case bytes.HasPrefix(body, markLittle):
		return fromUTF16(body[len(markLittle):], binary.LittleEndian)
	case bytes.HasPrefix(body, markBig):
		return fromUTF16(body[len(markBig):], binary.BigEndian)
	}
	return body
}

// fromUTF16 decodes whole units; half a unit at a cut end is dropped.
func fromUTF16(body []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(body)/2)
	for i := range units {
		units[i] = order.Uint16(body[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}
