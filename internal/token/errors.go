package token

import (
	"fmt"
	"time"

	"appreg/internal/catalog"
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

// SignInError says that only a person can go on, and that nobody can be asked.
type SignInError struct {
	Profile string // empty where there is none
	Flow    catalog.Flow
	Never   bool // nobody has signed in for the profile before
}

func (e *SignInError) Error() string {
	switch {
	case e.Flow.Info().SavedIfTold:
		return "its " + e.Flow.Info().Credential + " isn't saved, and there is no terminal to ask for it"
	case e.Never:
		return "nobody has signed in for it yet"
	default:
		return "sign-in required"
	}
}

// Fix says what to do.
func (e *SignInError) Fix() string {
	switch {
	case e.Profile == "":
		return "save it with: appreg setup"
	case e.Flow.Info().SavedIfTold:
		return "run in a terminal: appreg token " + e.Profile + "\nor save the " + e.Flow.Info().Credential + ": appreg setup --replace --save-password --profile " + e.Profile
	default: // signing in there is kept: nothing has to be set up again
		return "run in a terminal: appreg token " + e.Profile
	}
}
