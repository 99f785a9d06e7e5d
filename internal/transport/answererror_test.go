package transport

import (
	"testing"
	"time"
)

func TestAnswerErrorNamesWhatItIs(t *testing.T) {
	e := &AnswerError{Kind: Throttled, HTTPStatus: 429, Size: 12, RetryAfter: 90 * time.Second}
	if got, want := e.Error(), "the service asks to slow down (HTTP 429, 12 bytes), it asks to wait 90 s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	seen := map[string]bool{}
	for kind := NotJSON; kind <= Unavailable; kind++ {
		if kind.String() == "" || seen[kind.String()] {
			t.Errorf("kind %d: %q", kind, kind)
		}
		seen[kind.String()] = true
	}
}
