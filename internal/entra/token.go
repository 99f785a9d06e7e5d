package entra

import (
	"context"
	"errors"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// ErrFlow says that a flow gets no token in this way, or does not exist.
var ErrFlow = errors.New("this sign-in method gets no token this way")

// ErrCredential says that the request lacks what its flow sends.
var ErrCredential = errors.New("the credential for this sign-in method is missing")

// Request is one request for a token.
type Request struct {
	Login       string // for example https://login.microsoftonline.com
	Tenant      string // GUID or domain, as it stands in the document's URL
	TenantID    string // GUID; goes into an assertion's audience. Empty: Tenant
	ClientID    string
	Scope       string // sent byte for byte; several are separated by blanks
	Flow        catalog.Flow
	Username    string                   // flow password
	Secret      secret.Secret            // the client secret, or the password of flow password
	Certificate *certificate.Certificate // flow client-certificate

	// Assertion fetches the token of another issuer that flow federated presents; it is called for every attempt.
	Assertion func(ctx context.Context) (secret.Secret, error)
}

// AssertionError says that there was no outside token to present: nothing was sent to Entra.
type AssertionError struct{ Err error }

// Error is that of the source.
func (e *AssertionError) Error() string { return e.Err.Error() }

// Unwrap returns the source's error.
func (e *AssertionError) Unwrap() error { return e.Err }

// Token makes the document's POST and returns what came back. A password is sent once; a client secret or an assertion
// is sent once more where no answer came or Entra was busy.
// Its errors are *Error (Entra refused), *transport.AnswerError (the answer is not Entra's), *transport.NetworkError (none came),
// *transport.AddressError, *AssertionError, ErrTenant, ErrFlow and ErrCredential. None holds the credential or a token.
func (c *Client) Token(ctx context.Context, request Request) (Answer, error) {
	if err := checkTenant(request.Tenant); err != nil {
		return Answer{}, err
	}
	grant, err := c.grant(request)
	if err != nil {
		return Answer{}, err
	}
	ctx = transport.WithRedactor(ctx, sanitize.NewRedactor(request.Secret))
	return c.ask(ctx, grant, !request.Flow.Info().SentOnce)
}

// ask sends a grant, once more on a passing fault if repeat says so, and reads the answer.
func (c *Client) ask(ctx context.Context, grant grant, repeat bool) (Answer, error) {
	var last exchange
	attempt := func(ctx context.Context) (*transport.Response, error) {
		last = exchange{client: c}
		return last.run(ctx, grant)
	}
	var response *transport.Response
	var err error
	if repeat {
		response, err = c.http.Repeat(ctx, attempt)
	} else {
		response, err = attempt(ctx)
	}
	if err != nil {
		return Answer{}, err
	}
	answer, err := judge(response)
	if err != nil {
		return Answer{}, err
	}
	if kind := answer.text("token_type"); !bearer(answer.text("access_token")) || kind != "" && !strings.EqualFold(kind, "Bearer") {
		return Answer{}, answer.incomplete()
	}
	return newAnswer(answer, c.now(), last.id), nil
}
