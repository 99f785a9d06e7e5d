package givenfile

import (
	"os"
	"path/filepath"
	"strings"
)

// Absolute returns path as it means the same from every directory, because what is named once is kept for later. A
// leading ~ is the home directory, as in a shell: in a variable, a form or behind = no shell replaces it.
// ~NAME stays as it is. Errors: there is no home or working directory.
func Absolute(path string) (string, error) {
	rest, home := strings.CutPrefix(path, "~")
	switch {
	case path == "":
		return "", nil
	case home && (rest == "" || os.IsPathSeparator(rest[0])):
		dir, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		return filepath.Join(dir, rest), nil
	case home:
		return path, nil
	}
	return filepath.Abs(path)
}
