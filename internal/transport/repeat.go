package transport

import (
	"context"
	"errors"
	"net/http"
	"time"
)

const (
	longestWait = 5 * time.Second // a longer Retry-After is not waited for
	usualWait   = time.Second     // where a busy server names no time
)

// Repeat runs attempt, and once more if no answer came or the server was busy (429, 5xx): after the time that it asks
// for, unless that is more than 5 s. Both runs and the wait share the client's whole time limit.
// Never use it for a request that holds a password: each one counts towards a lock-out.
func (c *Client) Repeat(ctx context.Context, attempt func(context.Context) (*Response, error)) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	response, err := attempt(ctx)
	wait, again := c.again(response, err)
	if !again || ctx.Err() != nil {
		return response, err
	}
	if wait > 0 && c.options.Sleep(ctx, wait) != nil {
		return response, err
	}
	return attempt(ctx)
}

// Send runs attempt as Repeat does if it only reads. What changes something is sent once: whoever sends it again looks first
// whether it was applied.
func (c *Client) Send(ctx context.Context, reads bool, attempt func(context.Context) (*Response, error)) (*Response, error) {
	if reads {
		return c.Repeat(ctx, attempt)
	}
	return attempt(ctx)
}

// again tells whether to repeat after a first result, and how long to wait before.
func (c *Client) again(response *Response, err error) (time.Duration, bool) {
	var fault *NetworkError
	switch {
	case errors.As(err, &fault):
		return 0, fault.Kind != TLS // a certificate does not change within a second
	case err != nil || response == nil:
		return 0, false
	case response.Status != http.StatusTooManyRequests && response.Status < 500:
		return 0, false
	}
	wait, named := response.RetryAfter(c.options.Now())
	if !named {
		return usualWait, true
	}
	return wait, wait <= longestWait
}
