package token

import (
	"fmt"
	"time"
)

// ShortError says that Entra's new token doesn't last as long as it must. The token is kept for callers who ask for less.
type ShortError struct{ Left, Want time.Duration }

func (e *ShortError) Error() string {
	return fmt.Sprintf("its new token is valid for %v, not for %v", e.Left.Truncate(time.Second), e.Want)
}

// Fix says what to do.
func (e *ShortError) Fix() string {
	return fmt.Sprintf("ask for less, for example --min-validity %v; your tenant's token lifetime policy decides how long tokens are valid", e.Left.Truncate(time.Minute))
}
