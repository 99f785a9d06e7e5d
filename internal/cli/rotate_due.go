package cli

import (
	"fmt"
	"time"

	"appreg/store"
)

// mostDays is a century: no credential lasts longer.
const mostDays = 36500

// days reads a duration that may be given in days: 30d, 24h.
func days(text, flag string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	var n int
	if _, err := fmt.Sscanf(text, "%dd", &n); err == nil && n >= 0 && n <= mostDays && text == fmt.Sprintf("%dd", n) {
		return time.Duration(n) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, usageError("for example 30d or 24h", "couldn't use --%s %q", flag, text)
	}
	return d, nil
}

// notDueError says that a credential ends later than --expiring asks for, or that nothing tells when.
type notDueError struct{ profile, ends string }

func (e *notDueError) Error() string {
	if e.ends == "" {
		return fmt.Sprintf("not rotated: nothing says when the credential of profile %s ends; to rotate it, leave --expiring out", e.profile)
	}
	return fmt.Sprintf("nothing to rotate: the credential of profile %s ends on %s", e.profile, e.ends)
}

// due is nil where a credential is to be rotated that ends on a day, YYYY-MM-DD; else a *notDueError.
func (r *rotateCommand) due(p store.Profile, ends string) error {
	end, err := time.Parse(time.DateOnly, ends)
	if r.expiring == "" || err == nil && time.Until(end) <= r.within {
		return nil
	}
	return &notDueError{p.Name, ends}
}
