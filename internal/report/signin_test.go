package report_test

import (
	"testing"
	"time"

	"appreg/internal/report"
)

// TestLeft: a second that has begun counts until it is over, and nothing counts below 0.
func TestLeft(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for left, want := range map[time.Duration]string{
		15 * time.Minute:        "15:00",
		845 * time.Second:       "14:05",
		time.Millisecond:        "0:01",
		1001 * time.Millisecond: "0:02",
		0:                       "0:00",
		-time.Minute:            "0:00",
	} {
		if got := report.Minutes(report.SignIn{Expires: now.Add(left)}.Left(now)); got != want {
			t.Errorf("%v: %s, want %s", left, got, want)
		}
	}
}
