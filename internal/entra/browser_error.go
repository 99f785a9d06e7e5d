package entra

import (
	"errors"
	"fmt"
	"time"
)

// errNoOpener says that there is nothing to open a page with.
var errNoOpener = errors.New("couldn't find a browser")

// NoRedirectError says that the browser did not come back in time. Either nobody finished, or Entra showed an error
// page of its own and kept the browser there: it does so where the redirect URI is not registered (AADSTS50011,
// docs/sources.md, "Entra: protocol").
type NoRedirectError struct {
	RedirectURI string // what has to be registered, for example http://localhost:49152; the port does not count
	Limit       time.Duration
	WrongState  int // redirects that were refused because they belong to another sign-in
}

// Error says how long was waited and what to look for.
func (e *NoRedirectError) Error() string {
	text := fmt.Sprintf("couldn't finish the sign-in: the browser didn't return within %d minutes; its page may show an error, for example AADSTS50011",
		int(e.Limit/time.Minute))
	if e.WrongState > 0 {
		text += fmt.Sprintf(" (refused redirects of other sign-ins: %d)", e.WrongState)
	}
	return text
}

// ListenError says that the browser has nothing to come back to.
type ListenError struct {
	Address string // for example 127.0.0.1:49152
	Err     error
}

// Error names the address.
func (e *ListenError) Error() string {
	return fmt.Sprintf("couldn't listen on %s for the browser: %v", e.Address, e.Err)
}

// Unwrap returns the operating system's error.
func (e *ListenError) Unwrap() error { return e.Err }
