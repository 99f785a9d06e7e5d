package source

import (
	"context"

	"appreg/internal/federation"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// Provider gets outside tokens; Sources in production.
type Provider interface {
	Get(ctx context.Context, wanted registration.Assertion, audience string) (Token, error)
}

// Presenting fetches an outside token for each request of one sign-in, and remembers what the last one says of itself:
// where Entra refuses, that is compared with what is registered.
type Presenting struct {
	Provider Provider
	Wanted   registration.Assertion
	Audience string
	last     Token
}

// Fetch returns a new token. Its errors are those of Provider.
func (p *Presenting) Fetch(ctx context.Context) (secret.Secret, error) {
	token, err := p.Provider.Get(ctx, p.Wanted, p.Audience)
	p.last = token
	return token.Value, err
}

// Claims are what the last token says of itself; zero before there is one. A nil Presenting has none.
func (p *Presenting) Claims() federation.Claims {
	if p == nil {
		return federation.Claims{}
	}
	return p.last.Claims
}

// Value is the last token, to be taken out of texts. A nil Presenting has none.
func (p *Presenting) Value() secret.Secret {
	if p == nil {
		return secret.Secret{}
	}
	return p.last.Value
}

// From names where the last token came from; empty before there is one.
func (p *Presenting) From() string {
	if p == nil {
		return ""
	}
	return p.last.From
}

// Noted is what was noted of the federated credential when the registration was set up, as the one registered credential
// that is known here; none where nothing was.
func (p *Presenting) Noted() []federation.Credential {
	if p == nil || p.Wanted.Subject == "" {
		return nil
	}
	return []federation.Credential{{Issuer: p.Wanted.Issuer, Subject: p.Wanted.Subject, Audience: p.Audience}}
}
