package entra

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/url"

	"golang.org/x/oauth2"

	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// authorization is one request for a code, with the secrets that tie its parts together: the state marks the redirect
// as ours, the verifier the redemption (RFC 7636).
type authorization struct {
	config   *oauth2.Config
	scope    string
	username string
	state    secret.Secret
	verifier secret.Secret
}

// newAuthorization makes a fresh state and verifier. The redirect URI is sent again when the code is redeemed.
func newAuthorization(r Request, redirectURI string) authorization {
	return authorization{
		config: &oauth2.Config{
			ClientID:    r.ClientID,
			RedirectURL: redirectURI,
			Scopes:      []string{offline(r.Scope)},
			Endpoint: oauth2.Endpoint{
				AuthURL:   signInURL(r, "authorize"),
				TokenURL:  at(r.Login).TokenURL(r.Tenant),
				AuthStyle: oauth2.AuthStyleInParams,
			},
		},
		scope:    offline(r.Scope),
		username: r.Username,
		state:    secret.New(rand.Text()),
		verifier: secret.New(oauth2.GenerateVerifier()),
	}
}

// url is the page on which the user signs in. The account is always asked for: the browser may know another one.
func (a authorization) url() string {
	options := []oauth2.AuthCodeOption{
		oauth2.S256ChallengeOption(a.verifier.Reveal()),
		oauth2.SetAuthURLParam("response_mode", "query"),
		oauth2.SetAuthURLParam("prompt", "select_account"),
	}
	if a.username != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", a.username))
	}
	return a.config.AuthCodeURL(a.state.Reveal(), options...)
}

// redeem is the grant that turns code into tokens. Entra takes the scope here too, and returns tokens for that one.
func (a authorization) redeem(code secret.Secret) grant {
	return func(ctx context.Context) (*oauth2.Token, error) {
		return a.config.Exchange(ctx, code.Reveal(),
			oauth2.VerifierOption(a.verifier.Reveal()), oauth2.SetAuthURLParam("scope", a.scope))
	}
}

// redactor knows all that an answer could repeat.
func (a authorization) redactor(code secret.Secret) sanitize.Redactor {
	return sanitize.NewRedactor(a.state, a.verifier, code)
}

// redirectError reads the refusal that a redirect carries (docs/sources.md, "Entra: protocol"). It has no error_codes of its own: the
// numbers stand in the description, as do the ids.
func redirectError(values url.Values) *Error {
	description := values.Get("error_description")
	suberror := cmp.Or(values.Get("suberror"), values.Get("error_subcode"))
	ids := transport.FindIDs(description)
	return &Error{
		Code:          values.Get("error"),
		Description:   description,
		Codes:         CodesIn(description),
		Suberror:      suberror,
		Claims:        values.Get("claims"),
		TraceID:       ids.Trace,
		CorrelationID: ids.Correlation,
	}
}
