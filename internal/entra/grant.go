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

// grant picks the request's grant. Parameters go into the body and nowhere else: x/oauth2's own choice would send a
// refused password twice (facts/client.md 1.3).
func (c *Client) grant(r Request) (grant, error) {
	endpoint := at(r.Login).TokenURL(r.Tenant)
	switch {
	case r.Flow != catalog.Password && r.Flow != catalog.ClientSecret && r.Flow != catalog.ClientCertificate:
		return nil, ErrFlow
	case r.Flow == catalog.ClientCertificate && r.Certificate == nil,
		r.Flow != catalog.ClientCertificate && r.Secret.IsZero():
		return nil, ErrCredential
	case r.Flow == catalog.Password:
		return passwordGrant(r, endpoint), nil
	case r.Flow == catalog.ClientSecret:
		return secretGrant(r, endpoint), nil
	default:
		return c.certificateGrant(r, endpoint), nil
	}
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
}
