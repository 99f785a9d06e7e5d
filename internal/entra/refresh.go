package entra

import (
	"context"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// Refresh asks for a new token with a user's refresh token instead of the user (docs/sources.md, "Entra: protocol"). Entra does not void
// a refresh token by its use, so the request is sent once more where no answer came. request's Secret is not sent.
// Its errors are those of Token.
func (c *Client) Refresh(ctx context.Context, request Request, refresh secret.Secret) (Answer, error) {
	if err := checkTenant(request.Tenant); err != nil {
		return Answer{}, err
	}
	if refresh.IsZero() {
		return Answer{}, ErrCredential
	}
	ctx = transport.WithRedactor(ctx, sanitize.NewRedactor(refresh))
	return c.ask(ctx, refreshGrant(request, refresh), true)
}

// refreshGrant sends the scope too, which x/oauth2's own refreshing leaves out: one refresh token serves several APIs.
func refreshGrant(r Request, refresh secret.Secret) grant {
	config := &clientcredentials.Config{
		ClientID:  r.ClientID,
		TokenURL:  at(r.Login).TokenURL(r.Tenant),
		Scopes:    []string{r.Scope},
		AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{
			"grant_type":    {"refresh_token"},
			"refresh_token": {refresh.Reveal()},
		},
	}
	return config.Token
}

// bearer reports whether token may stand in an Authorization header (RFC 6750 section 2.1). Anything else is no token
// of Entra's, and could carry control characters into a terminal or a second header into a request.
func bearer(token string) bool {
	return token != "" && strings.IndexFunc(token, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune("-._~+/=", r)
	}) < 0
}
