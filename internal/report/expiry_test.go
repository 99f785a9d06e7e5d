package report

import (
	"testing"
	"time"
)

func TestIn(t *testing.T) {
	for left, want := range map[time.Duration]string{
		time.Second: "in less than a day", 24*time.Hour - 1: "in less than a day", 24 * time.Hour: "in 1 day",
		48*time.Hour - 1: "in 1 day", 48 * time.Hour: "in 2 days", NearEnd: "in 30 days",
	} {
		if got := In(left); got != want {
			t.Errorf("%v: %q, want %q", left, got, want)
		}
	}
}
