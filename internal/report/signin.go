package report

import (
	"fmt"
	"time"
)

// SignIn is what a person needs to see while an interactive flow waits for them.
type SignIn struct {
	UserCode string    // device code only: what to enter on the page
	URL      string    // the page to open; https, or the simulator's own
	Opened   bool      // browser only: the system browser was started
	Expires  time.Time // when waiting ends
}

// Left is the time until waiting ends, in whole seconds, never below 0.
func (s SignIn) Left(now time.Time) time.Duration {
	left := s.Expires.Sub(now)
	return max((left + time.Second - 1).Truncate(time.Second), 0)
}

// Minutes writes a time as minutes and seconds: "14:05".
func Minutes(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(d/time.Minute), int(d%time.Minute/time.Second))
}
