package transport

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func busy(status int, retryAfter string) *Response {
	header := http.Header{}
	if retryAfter != "" {
		header.Set("Retry-After", retryAfter)
	}
	return &Response{Status: status, Header: header}
}

func TestRepeat(t *testing.T) {
	offline := func(kind Kind) error { return &NetworkError{Kind: kind} }
	tests := map[string]struct {
		first    *Response
		err      error
		attempts int
		waited   time.Duration
	}{
		"good":                        {first: busy(200, ""), attempts: 1},
		"refused by Entra":            {first: busy(400, ""), attempts: 1},
		"wrong secret":                {first: busy(401, "1"), attempts: 1},
		"throttled":                   {first: busy(429, "3"), attempts: 2, waited: 3 * time.Second},
		"throttled at the limit":      {first: busy(429, "5"), attempts: 2, waited: 5 * time.Second},
		"throttled for too long":      {first: busy(429, "6"), attempts: 1},
		"throttled for ever":          {first: busy(429, "99999999999"), attempts: 1},
		"throttled, wait nothing":     {first: busy(429, "0"), attempts: 2},
		"throttled until a date":      {first: busy(429, noon.Add(2*time.Second).Format(http.TimeFormat)), attempts: 2, waited: 2 * time.Second},
		"throttled until a past date": {first: busy(429, noon.Add(-time.Hour).Format(http.TimeFormat)), attempts: 2},
		"throttled, no time":          {first: busy(429, ""), attempts: 2, waited: time.Second},
		"throttled, no number":        {first: busy(429, "soon"), attempts: 2, waited: time.Second},
		"server error":                {first: busy(503, ""), attempts: 2, waited: time.Second},
		"server error with time":      {first: busy(500, "60"), attempts: 1},
		"connection refused":          {err: offline(Refused), attempts: 2},
		"name not found":              {err: offline(DNS), attempts: 2},
		"time-out":                    {err: offline(Timeout), attempts: 2},
		"certificate":                 {err: offline(TLS), attempts: 1},
		"cancelled":                   {err: context.Canceled, attempts: 1},
		"address":                     {err: &AddressError{}, attempts: 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var waited time.Duration
			c := newClient(t, Options{
				Now:   func() time.Time { return noon },
				Sleep: func(_ context.Context, d time.Duration) error { waited += d; return nil },
			})
			attempts := 0
			_, _ = c.Repeat(t.Context(), func(context.Context) (*Response, error) {
				attempts++
				return tt.first, tt.err // the second one goes no better, and no third follows
			})
			if attempts != tt.attempts || waited != tt.waited {
				t.Errorf("%d attempts, waited %v; want %d, %v", attempts, waited, tt.attempts, tt.waited)
			}
		})
	}
}

func TestRepeatGivesTheSecondResult(t *testing.T) {
	c := newClient(t, Options{})
	results := []*Response{busy(503, ""), busy(200, "")}
	r, err := c.Repeat(t.Context(), func(context.Context) (*Response, error) {
		next := results[0]
		results = results[1:]
		return next, nil
	})
	if err != nil || r.Status != 200 {
		t.Errorf("%v, %v; want 200", r, err)
	}
}

func TestRepeatEndsWithItsContext(t *testing.T) {
	c := newClient(t, Options{Sleep: Sleep})
	ctx, cancel := context.WithCancel(t.Context())
	attempts := 0
	r, err := c.Repeat(ctx, func(context.Context) (*Response, error) {
		attempts++
		if attempts == 1 {
			cancel()
		}
		return busy(429, "5"), nil
	})
	if attempts != 1 || err != nil || r.Status != 429 {
		t.Errorf("%d attempts, %v, %v; want the first answer alone", attempts, r, err)
	}
}

func TestSleepEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
	if err := Sleep(t.Context(), 0); err != nil {
		t.Errorf("%v, want none", err)
	}
}

func TestOneLimitForBothAttempts(t *testing.T) {
	c := newClient(t, Options{Timeout: time.Minute})
	var first, second time.Time
	_, _ = c.Repeat(t.Context(), func(ctx context.Context) (*Response, error) {
		first, second = second, deadline(t, ctx)
		return busy(503, ""), nil
	})
	if first.IsZero() || !first.Equal(second) {
		t.Errorf("limits %v and %v, want the same", first, second)
	}
}

func deadline(t *testing.T, ctx context.Context) time.Time {
	t.Helper()
	at, ok := ctx.Deadline()
	if !ok {
		t.Fatal("the attempt has no time limit")
	}
	return at
}
