// Package token is the use case behind `appreg token`: it gives an access token of a registration, from the profile's
// cache while that lasts, else by one request to Entra, however many processes ask at once. It prints nothing.
//
// The rules are those of docs/storage.md (places, order of writing) and docs/sources.md, Terminals (single flight):
// validity is decided by what was noted with the token, a lock in the kernel is held only around a request, and a
// refusal is shared with whoever waited for it.
package token

import (
	"context"
	"time"

	"appreg/internal/entra"
	"appreg/internal/federation/source"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/store"
)

// Margin is the time that a token from the cache has left at least, where the caller names no other.
const Margin = 5 * time.Minute

// patience is how long a caller waits for another one's request: the refresh token and then the password, or a look-up
// and then a certificate, each with the transport's limit of 10 s, and some slack.
const patience = 25 * time.Second

// Entra is what is asked of Entra; *entra.Client in production.
type Entra interface {
	Token(ctx context.Context, request entra.Request) (entra.Answer, error)
	Refresh(ctx context.Context, request entra.Request, refresh secret.Secret) (entra.Answer, error)
	SignIn(ctx context.Context, request entra.Request, open func(string) error, show func(report.SignIn)) (entra.Answer, error)
	LookUpTenant(ctx context.Context, login, tenant string) (entra.Tenant, error)
}

// Cache is what is kept of one profile; *store.Cache in production.
type Cache interface {
	Credential() registration.Credential
	Tokens() store.Tokens
	Reload(ctx context.Context) error
	Save(ctx context.Context, t store.Tokens) error
	Lock(ctx context.Context, wait time.Duration) (free func(), err error)
}

// Interact asks the person who sits at the terminal for what a profile does not hold.
type Interact interface {
	// Password asks for the password of username. It is used once and not kept.
	Password(ctx context.Context, username string) (secret.Secret, error)
}

// PageSignIn is how a person takes part in the flows with a sign-in page.
type PageSignIn struct {
	Show func(report.SignIn)    // shows what to do
	Open func(url string) error // opens the system browser
}

// Source returns tokens. Its fields are its dependencies: Entra, Now and Notice must be set, for Remember only the last two.
type Source struct {
	Entra    func() (Entra, error) // called when a request is needed: a cached token needs no client
	Now      func() time.Time
	Notice   func(text string) // takes what went wrong without spoiling the result: one line, free of secrets
	Interact Interact          // nil: nobody can be asked
	SignIn   *PageSignIn       // nil: nobody can sign in

	Outside func() (source.Provider, error) // for flow federated; called when a request is needed
}

// Input says whose token is wanted.
type Input struct {
	Profile      string                    // the profile's name; empty where there is none
	Registration registration.Registration // its credential counts only without a Cache
	TenantID     string                    // GUID, empty if not known
	Cache        Cache                     // nil: nothing is read or kept
	Refresh      bool                      // ask Entra, whatever the cache holds
	Scope        string                    // instead of the API's own, byte for byte; only without a Cache
	MinValidity  time.Duration             // what the token must have left; 0: Margin in the cache, and whatever Entra gives
}

// Token is an access token.
type Token struct {
	Value    secret.Secret
	Expires  time.Time // by this machine's clock
	TenantID string    // GUID, empty if not known
}

// Do returns a token. From the cache it makes no request. Otherwise it makes one while it holds the profile's lock, and
// everybody who waited for the lock shares the outcome, whether a token or a refusal. A refusal never gives the old
// token. A password that Entra refused is not sent again until it changes or Refresh is set.
//
// Errors: *Failure (refused, or no usable answer), *SignInError (a person is needed), *ShortError (a new token ends before
// MinValidity), those of Source.Entra, of the Cache, and the context's.
func (s *Source) Do(ctx context.Context, in Input) (Token, error) {
	r, err := s.newRun(in)
	if err != nil {
		return Token{}, err
	}
	if in.Cache != nil {
		if t, done, err := r.cached(); done {
			return t, err
		}
	}
	t, err := r.renew(ctx)
	if left := t.Expires.Sub(s.Now()); err == nil && left < in.MinValidity {
		return Token{}, &ShortError{Left: left, Want: in.MinValidity}
	}
	return t, err
}
