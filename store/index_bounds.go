package store

import (
	"io"
	"strings"
)

// alone is the size in bytes up to which an index is read in one part.
const alone = 128 << 10

// boundsOf cuts an index of size bytes into up to n parts, between two entries. Whether a bound is one is not certain: what
// looks like it can stand in a text. Then a part cannot be read to its end.
func boundsOf(f io.ReaderAt, size int64, n int) []int64 {
	bounds := []int64{0}
	for at := 1; at < n && size > alone; at++ {
		near := size * int64(at) / int64(n)
		window := make([]byte, entryLimit)
		read, _ := f.ReadAt(window, near)
		if next := nextEntry(string(window[:read])); next >= 0 {
			bounds = append(bounds, near+int64(next))
		}
	}
	return append(bounds, size)
}

// nextEntry is where in text an entry seems to begin: a bracket behind another one and a comma; -1 if none does.
func nextEntry(text string) int {
	const blanks = " \t\r\n"
	for from := 0; ; {
		next := strings.IndexByte(text[from:], '{')
		if next < 0 {
			return -1
		}
		before, comma := strings.CutSuffix(strings.TrimRight(text[:from+next], blanks), ",")
		if comma && strings.HasSuffix(strings.TrimRight(before, blanks), "}") {
			return from + next
		}
		from += next + 1
	}
}
