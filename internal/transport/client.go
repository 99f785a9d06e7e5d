// Package transport is the guarded way out: HTTPS everywhere, plain HTTP to this machine only, no redirects, no
// certificate left unchecked, bounded time and size, and network faults told apart (docs/sources.md, "Entra: protocol").
package transport

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"appreg/internal/secret"
	"appreg/internal/version"
)

const (
	connectTimeout = 5 * time.Second
	totalTimeout   = 10 * time.Second
	maxBody        = 1 << 20 // bytes
)

// errConnect ends a request that has no connection after Options.ConnectTimeout.
var errConnect = errors.New("no connection in time")

// Options say how a Client reaches out. The zero value is the product's normal way.
type Options struct {
	CAPEM []byte // further roots, PEM, trusted for every host beside the system's

	Now      func() time.Time                           // nil: time.Now
	Debug    func(line string, outside bool)            // see log; nil: nothing is told
	Proxy    func(*http.Request) (*url.URL, error)      // nil: from the environment, judged: see ProxyFromEnvironment
	Sleep    func(context.Context, time.Duration) error // nil: waits for real
	Resolver *net.Resolver                              // nil: the system's

	ConnectTimeout time.Duration // name look-up, connection and TLS together; 0: 5 s
	Timeout        time.Duration // the whole request, its one repetition included; 0: 10 s
}

// Client sends requests. It may be used by several goroutines.
type Client struct {
	options   Options
	agent     string // the User-Agent of every request
	transport *http.Transport
}

// New makes a client. It returns ErrNoRoots if CAPEM is given and holds no certificate.
func New(options Options) (*Client, error) {
	c := &Client{options: withDefaults(options), agent: version.UserAgent(version.Text())}
	roots, err := extendedRoots(options.CAPEM)
	if err != nil {
		return nil, err
	}
	c.transport = c.newTransport(&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots})
	return c, nil
}

func withDefaults(o Options) Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Debug == nil {
		o.Debug = func(string, bool) {}
	}
	if o.Proxy == nil {
		o.Proxy = ProxyFromEnvironment
	}
	if o.Sleep == nil {
		o.Sleep = Sleep
	}
	o.ConnectTimeout, o.Timeout = cmp.Or(o.ConnectTimeout, connectTimeout), cmp.Or(o.Timeout, totalTimeout)
	return o
}

// Do sends req under appreg's name and reads the answer, whatever its status: a redirect is an answer too.
// It returns a *NetworkError if no answer came, an *AddressError if the address may not be used,
// and the context's error if the caller cancelled.
func (c *Client) Do(req *http.Request) (*Response, error) {
	if err := checkScheme(req.URL); err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", c.agent)
	started := c.options.Now()
	response, err := c.exchange(req)
	c.log(req, response, err, c.options.Now().Sub(started))
	return response, err
}

func (c *Client) exchange(req *http.Request) (*Response, error) {
	proxy, err := c.proxyFor(req)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), c.options.Timeout)
	defer cancel()
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	limit := time.AfterFunc(c.options.ConnectTimeout, func() { giveUp(errConnect) })
	defer limit.Stop()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { limit.Stop() },
	})

	answer, err := c.transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, fault(ctx, req, proxy, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxBody+1))
	if err != nil && ctx.Err() != nil {
		return nil, fault(ctx, req, proxy, err)
	}
	return newResponse(answer, body, err), nil
}

// proxyFor names the proxy that a request to req's host goes through, nil if it goes straight.
func (c *Client) proxyFor(req *http.Request) (*url.URL, error) {
	proxy, err := c.proxy(req)
	var setting *ProxySettingError
	switch {
	case err == nil:
		return proxy, nil
	case !errors.As(err, &setting):
		// The text of err would repeat the setting, which can hold a password.
		setting = &ProxySettingError{Reason: "it isn't a URL"}
	}
	return nil, &NetworkError{Kind: Proxy, Trouble: ProxySetting, Host: req.URL.Host, Reason: setting.Error(), Err: setting}
}

// proxy keeps requests to this machine away from any proxy.
func (c *Client) proxy(req *http.Request) (*url.URL, error) {
	if isLoopback(req.URL.Hostname()) {
		return nil, nil
	}
	return c.options.Proxy(req)
}

// Sleep waits until d is over, and returns nil then, or the context's error if that ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Authorize puts an access token into a request's Authorization header.
func Authorize(req *http.Request, token secret.Secret) {
	req.Header.Set("Authorization", "Bearer "+token.Reveal())
}
