package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// ErrNoRoots says that a CA file holds no certificate.
var ErrNoRoots = errors.New("the CA file holds no PEM certificate")

// errNotLoopback says that a name of this machine led elsewhere, for example through the hosts file.
var errNotLoopback = errors.New("the address is not this machine's own")

// errProxySetting stands for a proxy setting that cannot be read.
var errProxySetting = errors.New("invalid proxy setting")

// idlePerHost is how many connections to one host are kept for the next request: as many as `check --all` has under way.
const idlePerHost = 16

func (c *Client) newTransport(config *tls.Config) *http.Transport {
	return &http.Transport{
		Proxy:                  c.proxy,
		OnProxyConnectResponse: proxyAnswered,
		DialContext:            c.dial,
		TLSClientConfig:        config,
		TLSHandshakeTimeout:    c.abandoned(),
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost:    idlePerHost,
	}
}

// abandoned ends a connection attempt that net/http goes on with after its request has given up at ConnectTimeout.
func (c *Client) abandoned() time.Duration { return 2 * c.options.ConnectTimeout }

// transportFor picks the transport: the further roots count for their own hosts alone.
func (c *Client) transportFor(address *url.URL) *http.Transport {
	if c.caHosts[strings.ToLower(address.Hostname())] {
		return c.extended
	}
	return c.usual
}

func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := c.dialer(address)
	return dialer.DialContext(ctx, network, address)
}

// dialer connects to address, host and port. Where the host is named as this machine, what is dialled must be this machine.
func (c *Client) dialer(address string) net.Dialer {
	dialer := net.Dialer{Timeout: c.abandoned(), Resolver: c.options.Resolver}
	if host, _, err := net.SplitHostPort(address); err == nil && isLoopback(host) {
		dialer.Control = onlyLoopback
	}
	return dialer
}

// onlyLoopback is a net.Dialer's Control; address is the IP address and port about to be dialled.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	dialled, err := netip.ParseAddrPort(address)
	if err != nil || !dialled.Addr().Unmap().IsLoopback() {
		return errNotLoopback
	}
	return nil
}

// isLoopback reports whether host is localhost or a loopback address: 127.0.0.0/8 or ::1.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}

// extendedRoots gives the system's roots and those of pem.
func extendedRoots(pem []byte) (*x509.CertPool, error) {
	if len(pem) == 0 {
		return nil, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without a store still has the file's roots
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, ErrNoRoots
	}
	return roots, nil
}

func hostSet(hosts []string) map[string]bool {
	set := make(map[string]bool, len(hosts))
	for _, host := range hosts {
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		set[strings.ToLower(strings.Trim(host, "[]"))] = true
	}
	return set
}

// proxyRefusal is a proxy's answer to CONNECT that is not 2xx.
type proxyRefusal struct{ status int }

func (p proxyRefusal) Error() string { return fmt.Sprintf("the proxy answered HTTP %d", p.status) }

func proxyAnswered(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return proxyRefusal{answer.StatusCode}
	}
	return nil
}
