package store

import (
	"fmt"
	"time"
)

// RenewalError says that another process has been asking for a profile's token longer than a request can last.
type RenewalError struct {
	Profile string
	Holder  int // process id, 0 if not known
	Waited  time.Duration
}

func (e *RenewalError) Error() string {
	who := "another process"
	if e.Holder != 0 {
		who = fmt.Sprintf("process %d", e.Holder)
	}
	return fmt.Sprintf("%s has been asking for a token of profile %s for more than %d s", who, e.Profile, int(e.Waited.Seconds()))
}

// Fix says what to do.
func (e *RenewalError) Fix() string { return "wait for it to end or end it, then try again" }
