package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// request is one request to Graph.
type request struct {
	doing  Operation
	method string
	path   string // behind /v1.0, escaped
	body   any    // nil: none
	read   bool   // changes nothing: it may be sent again after a fault of the network or a busy server
	upsert bool   // a PATCH by an alternate key that creates what isn't there (Upsert application)
}

// send sends r, and once more with a new token if Graph says that a policy or a session changed after the first was issued:
// such an answer means that nothing was done. It returns the answer if it is 2xx, else an *Error, a *transport.AnswerError,
// or what transport.Client.Do returns.
func (c *Client) send(ctx context.Context, r request) (*transport.Response, error) {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return nil, fmt.Errorf("couldn't make the request: %w", err)
		}
	}
	response, err := c.once(ctx, r, body, false)
	var refusal *Error
	if errors.As(err, &refusal) && refusal.Means() == Outdated {
		return c.once(ctx, r, body, true)
	}
	return response, err
}

func (c *Client) once(ctx context.Context, r request, body []byte, renew bool) (*transport.Response, error) {
	token, err := c.Token.Token(ctx, renew)
	if err != nil {
		return nil, err
	}
	redact := sanitize.NewRedactor(token)
	ctx = transport.WithRedactor(ctx, redact)
	id := c.NewID()
	attempt := func(ctx context.Context) (*transport.Response, error) {
		req, err := http.NewRequestWithContext(ctx, r.method, strings.TrimRight(c.Base, "/")+"/v1.0"+r.path, bytes.NewReader(body))
		if err != nil {
			return nil, &transport.AddressError{What: "Graph URL", Reason: "it isn't a URL"}
		}
		req.Header.Set("Accept", "application/json")
		transport.Authorize(req, token)
		req.Header.Set(transport.CorrelationHeader, id)
		if body != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		if r.upsert {
			req.Header.Set("Prefer", "create-if-missing")
		}
		return c.HTTP.Do(req)
	}
	response, err := c.HTTP.Send(ctx, r.read, attempt)
	if err != nil {
		return nil, err
	}
	if !response.Succeeded() {
		response.Body = []byte(redact.Redact(string(response.Body))) // an answer can repeat its request
	}
	if err := judge(r.doing, response); err != nil {
		return nil, err
	}
	return response, nil
}

// judge returns nil for an answer of Graph's that is 2xx, an *Error for its own no, and a *transport.AnswerError for what
// Graph would not answer.
func judge(doing Operation, r *transport.Response) error {
	if kind := r.Unusable(); kind != 0 {
		return transport.NewAnswerError(kind, r)
	}
	if r.Status == http.StatusNoContent {
		return nil
	}
	var fields map[string]json.RawMessage
	isObject := json.Unmarshal(r.Body, &fields) == nil && fields != nil
	switch {
	case r.Succeeded() && isObject:
		return nil
	case !r.Succeeded() && fields["error"] != nil:
		return parseError(doing, r)
	case len(r.Body) == 0 && r.Succeeded():
		return transport.NewAnswerError(transport.Empty, r)
	case r.Status == http.StatusTooManyRequests:
		return transport.NewAnswerError(transport.Throttled, r)
	case r.Status >= http.StatusInternalServerError:
		return transport.NewAnswerError(transport.Unavailable, r)
	case isObject || len(r.Body) == 0:
		return parseError(doing, r)
	}
	return transport.NewAnswerError(transport.NotJSON, r)
}

// decode reads a 2xx answer into what to points at.
func decode(r *transport.Response, to any) error {
	if json.Unmarshal(r.Body, to) != nil {
		return transport.NewAnswerError(transport.Incomplete, r)
	}
	return nil
}
