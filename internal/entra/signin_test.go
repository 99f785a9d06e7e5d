package entra

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/report"
	"appreg/internal/transport"
)

// clock lets time pass only by waiting, and keeps what was waited for.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	waits []time.Duration
	stop  func(waits int) bool // ends the caller's context before a wait; nil: never
	end   context.CancelFunc
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop != nil && c.stop(len(c.waits)) {
		c.end()
	}
	c.waits = append(c.waits, d)
	c.at = c.at.Add(d)
	return ctx.Err()
}

// clientAt makes a client that lives by clock.
func clientAt(t *testing.T, clock *clock, debug func(string)) *Client {
	t.Helper()
	client := newClient(t, debug).WithWait(clock.wait)
	client.now = clock.now
	return client
}

// screen keeps what was shown.
type screen struct {
	mu    sync.Mutex
	shown []report.SignIn
}

func (s *screen) show(sign report.SignIn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, sign)
}

// one returns what was shown, which has to be one thing.
func (s *screen) one(t *testing.T) report.SignIn {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.shown) != 1 {
		t.Fatalf("shown %d times: %+v", len(s.shown), s.shown)
	}
	return s.shown[0]
}

// everything prints an error with all that its types hold.
func everything(err error) string {
	out := fmt.Sprintf("%v %+v %#v ", err, err, err)
	if refusal, ok := errors.AsType[*Error](err); ok {
		fields, _ := json.Marshal(refusal)
		out += fmt.Sprintf("%s %s %s ", fields, refusal.Raw, refusal.Summary())
	}
	if foreign, ok := errors.AsType[*transport.AnswerError](err); ok {
		fields, _ := json.Marshal(foreign)
		out += fmt.Sprintf("%s %s ", fields, foreign.Raw)
	}
	return out
}

func mustNotHold(t *testing.T, text string, never ...string) {
	t.Helper()
	for _, value := range never {
		if value == "" {
			t.Error("nothing to look for")
		} else if strings.Contains(text, value) {
			t.Errorf("%q got out:\n%s", value, text)
		}
	}
}

func TestWithWaitLeavesTheFirstClientAlone(t *testing.T) {
	first := newClient(t, nil)
	errOther := errors.New("other")
	second := first.WithWait(func(context.Context, time.Duration) error { return errOther })
	if err := second.wait(t.Context(), 0); !errors.Is(err, errOther) {
		t.Errorf("%v, want the given wait's", err)
	}
	if err := first.wait(t.Context(), 0); err != nil {
		t.Errorf("the first client waits like the second: %v", err)
	}
}

func screenText(answer Answer, s *screen) string {
	return fmt.Sprintf("%+v %#v %+v", answer, answer, s.shown)
}
