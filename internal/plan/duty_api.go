package plan

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// admin sends a request to an API's own admin endpoint with the user's token, and reads its answer into what into points to;
// nil: it isn't read. The errors are *transport.Refusal, *transport.AnswerError and those of transport.Client.Do.
func (e Engine) admin(ctx context.Context, method, address string, body, into any) error {
	err := e.adminOnce(ctx, method, address, body, into, false)
	var no *transport.Refusal
	if errors.As(err, &no) && no.HTTPStatus == http.StatusUnauthorized {
		return e.adminOnce(ctx, method, address, body, into, true)
	}
	return err
}

func (e Engine) adminOnce(ctx context.Context, method, address string, body, into any, renew bool) error {
	token, err := e.AdminToken.Token(ctx, renew)
	if err != nil {
		return err
	}
	var raw []byte
	if body != nil {
		if raw, err = json.Marshal(body); err != nil {
			return fmt.Errorf("couldn't make the request: %w", err)
		}
	}
	redact := sanitize.NewRedactor(token)
	ctx = transport.WithRedactor(ctx, redact)
	attempt := func(ctx context.Context) (*transport.Response, error) {
		req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(raw))
		if err != nil {
			return nil, &transport.AddressError{What: "API URL", Reason: "it isn't a URL"}
		}
		req.Header.Set("Accept", "application/json")
		req.Header.Set("Content-Type", "application/json")
		transport.Authorize(req, token)
		return e.HTTP.Do(req)
	}
	response, err := e.HTTP.Send(ctx, method == http.MethodGet, attempt)
	if err != nil {
		return err
	}
	return readAdmin(response, redact, into)
}

// readAdmin judges an answer.
func readAdmin(r *transport.Response, redact sanitize.Redactor, into any) error {
	beginning := strings.TrimSpace(string(r.Body[:min(len(r.Body), 512)]))
	if kind := r.Unusable(); kind != 0 {
		return transport.NewAnswerError(kind, r)
	}
	switch {
	case r.Status == http.StatusTooManyRequests:
		return transport.NewAnswerError(transport.Throttled, r)
	case r.Status >= http.StatusInternalServerError:
		return transport.NewAnswerError(transport.Unavailable, r)
	case strings.HasPrefix(beginning, "<"):
		return transport.NewAnswerError(transport.NotJSON, r)
	case !r.Succeeded():
		return transport.NewRefusal(r, redact)
	case into == nil:
		return nil
	case json.Unmarshal(r.Body, into) != nil:
		return transport.NewAnswerError(transport.Incomplete, r)
	}
	return nil
}

// refusedWith reports whether an API's admin endpoint refused with this status or, unless it is empty, this code.
func refusedWith(err error, status int, code string) bool {
	var no *transport.Refusal
	if !errors.As(err, &no) {
		return false
	}
	return no.HTTPStatus == status || code != "" && slices.ContainsFunc(no.Codes, func(c string) bool { return strings.EqualFold(c, code) })
}
