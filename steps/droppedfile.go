package steps

import (
	"errors"
	"io/fs"
	"net/url"
	"strings"

	"appreg/internal/pattern"
)

// readDropped reads the file that text names: as it stands, or where there is no such file, as a terminal writes the name
// of a file that is dropped on it.
func (c certificateFile) readDropped(text string) (path string, data []byte, err error) {
	if path, data, err = c.read(unwrap(text, quotes)); !errors.Is(err, fs.ErrNotExist) {
		return path, data, err
	}
	for _, dropped := range droppedNames(text) {
		if path, data, err := c.read(dropped); !errors.Is(err, fs.ErrNotExist) {
			return path, data, err
		}
	}
	return path, nil, err
}

var (
	escapedSign = pattern.Lazy(`\\([^A-Za-z0-9])`)
	driveInURL  = pattern.Lazy(`^/[A-Za-z]:`)
)

// droppedNames are the names that text may stand for: escaped for a shell, quoted with quotes inside, or a file's address.
func droppedNames(text string) []string {
	var names []string
	if address, err := url.Parse(unwrap(text, quotes)); err == nil && strings.EqualFold(address.Scheme, "file") {
		path := address.Path
		if driveInURL.Regexp().MatchString(path) {
			path = path[1:]
		}
		names = append(names, path)
	}
	if inner := unwrap(strings.ReplaceAll(text, `'\''`, "\x00"), quotes); strings.Contains(inner, "\x00") {
		names = append(names, strings.ReplaceAll(inner, "\x00", "'"))
	}
	if plain := escapedSign.Regexp().ReplaceAllString(text, "$1"); plain != text {
		names = append(names, plain)
	}
	return names
}
