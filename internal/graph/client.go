// Package graph makes the few requests to Microsoft Graph v1.0 that a registration needs: read it whole, create and change
// it, and take it back (docs/sources.md, "Microsoft Graph"). It decides nothing: what is to be changed is internal/plan's.
package graph

import (
	"context"

	"appreg/internal/secret"
	"appreg/internal/transport"
)

// TokenSource hands out an access token for Microsoft Graph. With renew it returns a new one: the last was refused because a
// policy or a session changed after it was issued.
type TokenSource interface {
	Token(ctx context.Context, renew bool) (secret.Secret, error)
}

// Client asks Graph. It may be used by several goroutines if its Token may.
type Client struct {
	HTTP  *transport.Client
	Base  string // for example https://graph.microsoft.com
	Token TokenSource
	NewID func() string // a fresh GUID each time: the client-request-id of a request
}
