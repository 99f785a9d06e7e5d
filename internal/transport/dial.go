package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"appreg/internal/givenfile"
)

// ErrNoRoots says that a CA file holds no certificate.
var ErrNoRoots = errors.New("the CA file has no PEM certificate")

// errNotLoopback says that a name of this machine led elsewhere, for example through the hosts file.
var errNotLoopback = errors.New("the address isn't on this machine")

// idlePerHost is how many connections to one host are kept for the next request: as many as `check --all` has under way.
const idlePerHost = 16

func (c *Client) newTransport(config *tls.Config) *http.Transport {
	return &http.Transport{
		Proxy:                  c.proxy,
		ProxyConnectHeader:     http.Header{"User-Agent": {c.agent}},
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

// extendedRoots returns the system's roots and those of pem.
func extendedRoots(pem []byte) (*x509.CertPool, error) {
	if len(pem) == 0 {
		return nil, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without a store still has the file's roots
	}
	if !roots.AppendCertsFromPEM(givenfile.Decoded(pem)) {
		return nil, ErrNoRoots
	}
	return roots, nil
}
