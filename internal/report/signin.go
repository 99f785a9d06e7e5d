package report

import "time"

// SignIn is what a person needs to see while an interactive flow waits for them.
type SignIn struct {
	UserCode string    // device code only: what to enter on the page
	URL      string    // the page to open; https, or the simulator's own
	Opened   bool      // browser only: the system browser was started
	Expires  time.Time // when waiting ends
}
