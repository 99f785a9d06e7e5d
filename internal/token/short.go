package token

import (
	"fmt"
	"time"
)

// ShortError says that Entra's new token doesn't last as long as it must. The token is kept for callers who ask for less. Left is
// 0 or less where it is over already.
type ShortError struct{ Left, Want time.Duration }

func (e *ShortError) Error() string {
	if e.Left <= 0 {
		return "its new token is over already, or doesn't say how long it is valid"
	}
	return fmt.Sprintf("its new token is valid for %v, not for %v", e.Left.Truncate(time.Second), e.Want)
}

// Fix says what to do.
func (e *ShortError) Fix() string {
	if e.Left <= 0 {
		return "check this machine's clock"
	}
	return fmt.Sprintf("ask for less, for example --min-validity %v; your tenant's token lifetime policy decides how long tokens are valid", e.Left.Truncate(time.Minute))
}
