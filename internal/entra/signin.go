package entra

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// WithWait gives the same client with another way to let time pass in SignInDevice and SignInBrowser.
// wait gives nil once the time is over, or the context's error if that ends first.
func (c *Client) WithWait(wait func(context.Context, time.Duration) error) *Client {
	other := *c
	other.wait = wait
	return &other
}

// signInURL gives one of the addresses beside the tenant's token endpoint: "devicecode" or "authorize"
// (facts/entra.md 4, "Endpoints").
func signInURL(r Request, name string) string {
	return strings.TrimSuffix(at(r.Login).TokenURL(r.Tenant), "token") + name
}

// offline is the document's scope, byte for byte, and behind it the one that makes Entra add a refresh token
// (DESIGN.md 5.8).
func offline(scope string) string { return scope + " offline_access" }

// post sends a form once.
func (c *Client) post(ctx context.Context, address string, form url.Values) (*transport.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errRequest
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.send(req)
}

// ended prefers the caller's own end over what it did to a request.
func ended(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// redacted takes secrets out of an answer that may repeat what was sent: nobody outside knows a device code, a code,
// a state or a verifier, so nobody else could.
func redacted(err error, r sanitize.Redactor) error {
	var refusal *Error
	var foreign *AnswerError
	switch {
	case errors.As(err, &refusal):
		e := *refusal
		for _, field := range []*string{
			&e.Code, &e.Description, &e.Suberror, &e.Claims, &e.TraceID, &e.CorrelationID, &e.Timestamp, &e.URI,
		} {
			*field = r.Redact(*field)
		}
		e.Raw = redactedBody(e.Raw, r)
		return &e
	case errors.As(err, &foreign):
		e := *foreign
		e.ContentType, e.Location = r.Redact(e.ContentType), r.Redact(e.Location)
		e.Raw = redactedBody(e.Raw, r)
		return &e
	default:
		return err
	}
}

func redactedBody(body []byte, r sanitize.Redactor) []byte {
	if body == nil {
		return nil
	}
	return []byte(r.Redact(string(body)))
}
