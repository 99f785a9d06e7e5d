package entra

import (
	"context"
	"net"
	"time"

	"appreg/internal/peer"
	"appreg/internal/report"
	"appreg/internal/transport"
)

const (
	browserLimit = 5 * time.Minute // from opening the page to the redirect (docs/sources.md, "Entra: protocol")
	followLimit  = 4 * time.Second // from the redirect's answer to the last page; what follows no redirects costs this long
	openingLimit = 2 * time.Second // a command that opens a browser and runs this long has opened it
)

// SignInBrowser signs a user in with the authorization code grant, PKCE and a redirect to this machine (RFC 8252;
// docs/sources.md, "Entra: protocol"). It listens on a random port, calls open with the address of a page there that
// leads to the sign-in, then show with the sign-in's own, once, and waits for the browser to come back: for 5 minutes at
// most, or until ctx ends. open may be nil; if it fails the person opens the page. It sends r's scope with offline_access behind it and no secret; r.Username is a hint.
// Its errors are *Error (the redirect or the token endpoint refused), *NoRedirectError, *ListenError, ErrOpenedTwice,
// *transport.AnswerError, *transport.NetworkError, *transport.AddressError, ErrTenant and ctx's own.
// None holds the code, the state, the verifier or a token.
func (c *Client) SignInBrowser(ctx context.Context, r Request, open func(url string) error, show func(report.SignIn)) (Answer, error) {
	return c.signInBrowser(ctx, r, browserSignIn{open: open, show: show, listen: net.Listen, visitors: peer.UserOf})
}

// browserSignIn is one sign-in and what it needs from outside.
type browserSignIn struct {
	open     func(url string) error
	show     func(report.SignIn)
	listen   listenFunc
	visitors userOfFunc

	client        *Client
	authorization authorization
	loopback      *loopback
	expires       time.Time
}

func (c *Client) signInBrowser(ctx context.Context, r Request, b browserSignIn) (Answer, error) {
	if err := checkTenant(r.Tenant); err != nil {
		return Answer{}, err
	}
	if _, err := transport.CheckAuthority(r.Login); err != nil {
		return Answer{}, err // the browser would not refuse it
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	listeners, err := listenLoopback(b.listen)
	if err != nil {
		return Answer{}, err
	}
	b.client, b.expires = c, c.now().Add(browserLimit)
	b.authorization = newAuthorization(r, redirectURI(listeners))
	b.loopback = newLoopback(b.authorization, b.visitors)
	b.loopback.serve(listeners)
	defer b.loopback.close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return b.wait(ctx)
}

// wait shows the page and takes the first of: the redirect, the limit, the caller's end.
func (b *browserSignIn) wait(ctx context.Context) (Answer, error) {
	limit := b.client.after(ctx, browserLimit)
	opened, opening := b.start(ctx)
	shown := false
	showOnce := func(started bool) {
		if !shown {
			b.show(report.SignIn{URL: b.authorization.url(), Opened: started, Expires: b.expires})
		}
		shown, opened, opening = true, nil, nil
	}
	for {
		select {
		case err := <-opened:
			showOnce(err == nil)
		case <-opening:
			showOnce(true)
		case redirect := <-b.loopback.redirects:
			showOnce(true) // a browser that comes back was opened
			answer, err := b.redeem(ctx, redirect)
			redirect.answerPage(ctx, err, b.client.after(ctx, followLimit))
			return answer, err
		case <-b.loopback.opening.twice:
			return Answer{}, ErrOpenedTwice
		case <-limit:
			return Answer{}, &NoRedirectError{RedirectURI: b.authorization.config.RedirectURL, Limit: browserLimit, WrongState: b.loopback.wrongStates()}
		case <-ctx.Done():
			return Answer{}, ctx.Err()
		}
	}
}

// start runs open beside the waiting, because it may run as long as the browser does. One of the two channels tells
// when the page can be shown.
func (b *browserSignIn) start(ctx context.Context) (opened <-chan error, opening <-chan struct{}) {
	result := make(chan error, 1)
	if b.open == nil {
		result <- errNoOpener
		return result, nil
	}
	go func() { result <- b.open(b.loopback.toOpen()) }()
	return result, b.client.after(ctx, openingLimit)
}

// redeem turns a redirect into tokens. A code is sent once: it is good for one use.
func (b *browserSignIn) redeem(ctx context.Context, redirect *redirect) (Answer, error) {
	redactor := b.authorization.redactor(redirect.code)
	if redirect.refusal != nil {
		return Answer{}, redacted(redirect.refusal, redactor)
	}
	answer, err := b.client.ask(transport.WithRedactor(ctx, redactor), b.authorization.redeem(redirect.code), false)
	return answer, redacted(ended(ctx, err), redactor)
}

// after returns a channel that is closed once d has passed; never if ctx ends before.
func (c *Client) after(ctx context.Context, d time.Duration) <-chan struct{} {
	passed := make(chan struct{})
	go func() {
		if c.wait(ctx, d) == nil {
			close(passed)
		}
	}()
	return passed
}
