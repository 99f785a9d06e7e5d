package diagnose

import (
	"strings"

	"github.com/google/uuid"
)

// isGUID reports whether s is a GUID of 36 characters, in braces or not. Its version bits do not matter. It is no
// pattern: with a call in one variable of the package, the compiler would have all the tables of rules made at start.
func isGUID(s string) bool {
	bare := strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}")
	return len(bare) == 36 && uuid.Validate(bare) == nil
}
