package entra

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"golang.org/x/oauth2"

	"appreg/internal/transport"
)

// errRequest says that no request was made, for a reason whose text could hold the whole request.
var errRequest = errors.New("couldn't make the token request")

// exchange is one POST. x/oauth2 writes the request; the answer is kept here and judged by us, because x/oauth2 shows
// neither the names in a 2xx body nor Entra's own error fields, and its errors can repeat a whole body.
type exchange struct {
	client   *Client
	id       string // the correlation id sent
	response *transport.Response
}

// run sends the grant once. It fails only if no answer came.
func (e *exchange) run(ctx context.Context, grant grant) (*transport.Response, error) {
	_, err := grant(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{
		Transport:     e,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}))
	if e.response == nil {
		return nil, unwrapped(err)
	}
	return e.response, nil
}

// RoundTrip sends through the guarded transport and keeps the answer.
func (e *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	response, err := e.client.send(req)
	if err != nil {
		return nil, err
	}
	e.id, e.response = req.Header.Get(transport.CorrelationHeader), response
	return &http.Response{
		StatusCode:    response.Status,
		Header:        response.Header,
		Body:          io.NopCloser(bytes.NewReader(response.Body)),
		ContentLength: int64(len(response.Body)),
		Request:       req,
	}, nil
}

// unwrapped takes our own error out of what net/http and x/oauth2 put around it.
func unwrapped(err error) error {
	var fault *transport.NetworkError
	var address *transport.AddressError
	var missing *AssertionError
	switch {
	case errors.As(err, &missing): // before what lies beneath it
		return missing
	case errors.As(err, &fault):
		return fault
	case errors.As(err, &address):
		return address
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, ErrSigning):
		return ErrSigning
	default:
		return errRequest
	}
}
