package givenfile

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// TextFault says why what was given cannot be taken as text. It completes "what was given " and tells nothing of the content.
type TextFault string

// The faults. Sent as it is, each would be another secret than the one that was meant.
const (
	HalfUTF16   TextFault = "begins with the mark of UTF-16 text, but a shell has dropped half of its bytes"
	BrokenUTF16 TextFault = "begins with the mark of UTF-16 text, but isn't whole UTF-16"
	NotUTF8     TextFault = "isn't UTF-8 text: an older code page wrote it, or it's a binary file"
	HoldsNUL    TextFault = "holds NUL characters: it's a binary file, or text in an encoding that can't be told"
)

// Error is the fault's text.
func (f TextFault) Error() string { return string(f) }

// Fix says what to do about the fault.
func (f TextFault) Fix() string {
	if f == HalfUTF16 {
		return "hand over the file itself (--secret-file or --certificate-password-file), not its content in a variable"
	}
	return "save it again as UTF-8"
}

// The byte-order marks, which Windows PowerShell and some editors put in front of a text.
const (
	markUTF8    = "\xef\xbb\xbf"
	markUTF16LE = "\xff\xfe"
	markUTF16BE = "\xfe\xff"
)

// Text returns the text of a secret or password as a file, pipe, variable or prompt holds it, in UTF-8: without
// byte-order mark, out of UTF-16 (which Windows PowerShell's > and Out-File write) and without line ends behind it.
// Everything that carries a secret goes through here. Errors: a TextFault.
func Text(raw string) (string, error) {
	text, err := decode(raw)
	switch {
	case err != nil:
		return "", err
	case strings.ContainsRune(text, 0):
		return "", HoldsNUL
	case !utf8.ValidString(text):
		return "", NotUTF8
	}
	return strings.TrimRight(text, "\r\n"), nil
}

// Decoded returns a file that may be binary: text loses its byte-order mark and UTF-16 becomes UTF-8; whatever isn't
// surely such text stays as it is.
func Decoded(data []byte) []byte {
	text, err := decode(string(data))
	if err != nil {
		return data
	}
	return []byte(text)
}

// decode undoes UTF-16 and the marks. What has neither comes back unchanged.
func decode(raw string) (string, error) {
	if rest, marked := strings.CutPrefix(raw, markUTF8); marked {
		return rest, nil
	}
	for mark, order := range map[string]binary.ByteOrder{markUTF16LE: binary.LittleEndian, markUTF16BE: binary.BigEndian} {
		rest, marked := strings.CutPrefix(raw, mark)
		switch {
		case !marked:
		case halved(rest):
			return "", HalfUTF16
		default:
			text, ok := utf16Text(rest, order)
			if !ok {
				return "", BrokenUTF16
			}
			return text, nil
		}
	}
	if order, plain := unmarked(raw); plain {
		if text, ok := utf16Text(raw, order); ok {
			return text, nil
		}
	}
	return raw, nil
}

// halved reports whether the text behind UTF-16's mark has lost its NUL bytes, as a variable of a shell does: then it
// is one byte a character, and what is left of Latin text is ASCII mostly.
func halved(rest string) bool {
	if rest == "" || strings.ContainsRune(rest, 0) {
		return false
	}
	printed := 0
	for i := range len(rest) {
		if rest[i] >= ' ' && rest[i] < utf8.RuneSelf {
			printed++
		}
	}
	return 4*printed >= 3*len(rest)
}

// unmarked tells UTF-16 without a mark by its NULs: every one of them on the same side, in at least half of the pairs.
func unmarked(raw string) (binary.ByteOrder, bool) {
	sides := [2]int{}
	for i := range len(raw) {
		if raw[i] == 0 {
			sides[i%2]++
		}
	}
	switch pairs := len(raw) / 2; {
	case sides[0] == 0 && sides[1] > 0 && 2*sides[1] >= pairs:
		return binary.LittleEndian, true
	case sides[1] == 0 && sides[0] > 0 && 2*sides[0] >= pairs:
		return binary.BigEndian, true
	}
	return nil, false
}

// utf16Text decodes UTF-16. An odd line end behind it, as a shell's echo adds one, is left out.
func utf16Text(raw string, order binary.ByteOrder) (string, bool) {
	if len(raw)%2 == 1 {
		var odd bool
		if raw, odd = strings.CutSuffix(raw, "\n"); !odd {
			return "", false
		}
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16([]byte(raw[2*i : 2*i+2]))
	}
	if !whole(units) {
		return "", false
	}
	return string(utf16.Decode(units)), true
}

// whole reports whether no surrogate stands alone.
func whole(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		if !utf16.IsSurrogate(rune(units[i])) {
			continue
		}
		if i+1 == len(units) || utf16.DecodeRune(rune(units[i]), rune(units[i+1])) == utf8.RuneError {
			return false
		}
		i++
	}
	return true
}
