package entra

import (
	"context"
	"net/url"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"appreg/internal/catalog"
)

// grant asks the token endpoint once, through the HTTP client that the context carries.
type grant func(context.Context) (*oauth2.Token, error)

// assertionType is the client_assertion_type of a signed JWT (RFC 7523).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// grant picks the grant by what the flow proves itself with. Parameters go into the body and nowhere else: x/oauth2's own
// choice would send a refused password twice.
func (c *Client) grant(r Request) (grant, error) {
	endpoint, made := at(r.Login).TokenURL(r.Tenant), grant(nil)
	lacking := r.Secret.IsZero()
	switch r.Flow.Info().Proof {
	case catalog.ProofPassword:
		made = passwordGrant(r, endpoint)
	case catalog.ProofSecret:
		made = secretGrant(r, endpoint)
	case catalog.ProofCertificate:
		made, lacking = c.certificateGrant(r, endpoint), r.Certificate == nil
	case catalog.ProofAssertion:
		made, lacking = assertionGrant(r, endpoint), r.Assertion == nil
	case catalog.NoProof, catalog.ProofPage:
		return nil, ErrFlow
	}
	if lacking {
		return nil, ErrCredential
	}
	return made, nil
}

func passwordGrant(r Request, endpoint string) grant {
	config := &oauth2.Config{
		ClientID: r.ClientID,
		Endpoint: oauth2.Endpoint{TokenURL: endpoint, AuthStyle: oauth2.AuthStyleInParams},
		Scopes:   []string{r.Scope},
	}
	return func(ctx context.Context) (*oauth2.Token, error) {
		return config.PasswordCredentialsToken(ctx, r.Username, r.Secret.Reveal())
	}
}

func secretGrant(r Request, endpoint string) grant {
	config := &clientcredentials.Config{
		ClientID:     r.ClientID,
		ClientSecret: r.Secret.Reveal(),
		TokenURL:     endpoint,
		Scopes:       []string{r.Scope},
		AuthStyle:    oauth2.AuthStyleInParams,
	}
	return config.Token
}

// certificateGrant signs a new assertion for every attempt.
func (c *Client) certificateGrant(r Request, endpoint string) grant {
	return func(ctx context.Context) (*oauth2.Token, error) {
		assertion, err := c.assertion(r)
		if err != nil {
			return nil, err
		}
		return present(ctx, r, endpoint, assertion)
	}
}

// assertionGrant presents the token of another issuer as it is, a new one for every attempt: it is never signed here.
func assertionGrant(r Request, endpoint string) grant {
	return func(ctx context.Context) (*oauth2.Token, error) {
		assertion, err := r.Assertion(ctx)
		if err != nil {
			return nil, &AssertionError{Err: err}
		}
		return present(ctx, r, endpoint, assertion.Reveal())
	}
}

// present sends a client assertion.
func present(ctx context.Context, r Request, endpoint, assertion string) (*oauth2.Token, error) {
	config := &clientcredentials.Config{
		ClientID:  r.ClientID,
		TokenURL:  endpoint,
		Scopes:    []string{r.Scope},
		AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{
			"client_assertion_type": {assertionType},
			"client_assertion":      {assertion},
		},
	}
	return config.Token(ctx)
}
