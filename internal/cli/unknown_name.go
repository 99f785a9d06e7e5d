package cli

import (
	"errors"
	"fmt"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/spelling"
)

// unknownName is the usage error of a name that the catalogue does not have.
func unknownName(err error) error {
	var unknown *catalog.UnknownError
	if !errors.As(err, &unknown) || unknown.Why != "" {
		return usageError("name another, or leave out the flag", "%w", err)
	}
	fix := "valid: " + strings.Join(unknown.Valid, ", ")
	if near := spelling.Nearest(unknown.Name, unknown.Valid); near != "" {
		fix += fmt.Sprintf(" (did you mean %s?)", near)
	}
	return usageError(fix, "unknown %s %q", unknown.Kind, unknown.Name)
}
