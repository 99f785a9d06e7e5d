package entra

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"appreg/internal/transport"
)

// Client asks Entra. It holds no credential and may be used by several goroutines.
type Client struct {
	http  *transport.Client
	now   func() time.Time
	newID func() string
	wait  func(context.Context, time.Duration) error // ends early with the context's error
}

// NewClient makes a client. newID gives a fresh GUID each time: the correlation id of a request, the jti of an assertion.
func NewClient(http *transport.Client, now func() time.Time, newID func() string) *Client {
	return &Client{http: http, now: now, newID: newID, wait: transport.Sleep}
}

// get fetches a JSON object that needs no credential.
func (c *Client) get(ctx context.Context, address string) (object, error) {
	response, err := c.http.Repeat(ctx, func(ctx context.Context) (*transport.Response, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, fmt.Errorf("couldn't make the request: %w", err)
		}
		return c.send(req)
	})
	if err != nil {
		return object{}, err
	}
	return judge(response)
}

// send adds what every request to Entra carries.
func (c *Client) send(req *http.Request) (*transport.Response, error) {
	req.Header.Set("Accept", "application/json")
	req.Header.Set(transport.CorrelationHeader, c.newID())
	return c.http.Do(req)
}
