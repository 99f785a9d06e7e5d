package token

import "appreg/internal/catalog"

// SignInError says that only a person can go on, and that nobody can be asked.
type SignInError struct {
	Profile string // empty where there is none
	Flow    catalog.Flow
}

func (e *SignInError) Error() string {
	if e.Flow == catalog.Password {
		return "its password was not saved, and there is no terminal to ask for it"
	}
	return "a person has to sign in"
}

// Fix says what to do.
func (e *SignInError) Fix() string {
	switch {
	case e.Profile == "":
		return "save it with: appreg setup"
	case e.Flow == catalog.Password:
		return "run in a terminal: appreg token " + e.Profile + "\nor save the password: appreg setup --replace --save-password --profile " + e.Profile
	default: // signing in there is kept: nothing has to be set up again
		return "run in a terminal: appreg token " + e.Profile
	}
}
