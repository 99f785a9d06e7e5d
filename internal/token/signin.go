package token

import "appreg/internal/catalog"

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
