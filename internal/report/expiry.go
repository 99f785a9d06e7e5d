package report

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// NearEnd is how long before its end a credential is warned of.
const NearEnd = 30 * day

// In says when something ends that lasts left, which is positive: "in 11 days".
func In(left time.Duration) string {
	switch days := int(left / day); days {
	case 0:
		return "in less than a day"
	case 1:
		return "in 1 day"
	default:
		return fmt.Sprintf("in %d days", days)
	}
}
