package entra

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// SignIn has a person sign in at a page of Entra's, by the flow's own way. open opens the system's browser, show is told
// once what the person is to do. Its errors are those of SignInBrowser and SignInDevice, and ErrFlow.
func (c *Client) SignIn(ctx context.Context, r Request, open func(url string) error, show func(report.SignIn)) (Answer, error) {
	ways := map[catalog.Endpoint]func() (Answer, error){
		catalog.AtAuthorize:  func() (Answer, error) { return c.SignInBrowser(ctx, r, open, show) },
		catalog.AtDeviceCode: func() (Answer, error) { return c.SignInDevice(ctx, r, show) },
	}
	flow := r.Flow.Info()
	if flow.Proof != catalog.ProofPage || ways[flow.Requests[0].To] == nil {
		return Answer{}, ErrFlow
	}
	return ways[flow.Requests[0].To]()
}

// WithWait returns the same client with another way to let time pass in SignInDevice and SignInBrowser.
// wait returns nil once the time is over, or the context's error if that ends first.
func (c *Client) WithWait(wait func(context.Context, time.Duration) error) *Client {
	other := *c
	other.wait = wait
	return &other
}

// signInURL returns one of the addresses beside the tenant's token endpoint: "devicecode" or "authorize"
// (docs/sources.md, "Entra: protocol").
func signInURL(r Request, name string) string {
	return strings.TrimSuffix(at(r.Login).TokenURL(r.Tenant), "token") + name
}

// offline is the document's scope, byte for byte, and behind it the one that makes Entra add a refresh token
// (docs/architecture.md, rule 4).
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
	var foreign *transport.AnswerError
	switch {
	case errors.As(err, &refusal):
		e := *refusal
		for _, field := range []*string{
			&e.Code, &e.Description, &e.Suberror, &e.Claims, &e.TraceID, &e.CorrelationID,
		} {
			*field = r.Redact(*field)
		}
		e.Raw = redactedBody(e.Raw, r)
		return &e
	case errors.As(err, &foreign):
		e := *foreign
		for _, field := range []*string{&e.TraceID, &e.CorrelationID} {
			*field = r.Redact(*field)
		}
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
