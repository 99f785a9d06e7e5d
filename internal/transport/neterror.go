package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// Kind says what kept an answer away.
type Kind int

// The kinds.
const (
	Other   Kind = iota // reset, closed without an answer, no route
	DNS                 // the name was not found
	Refused             // nothing listens there
	Timeout             // no connection or no answer in time
	TLS                 // the certificate is not trusted, or no TLS is spoken there
	Proxy               // the proxy cannot be reached, or refused
)

// Trouble tells apart what needs another remedy than the rest of its kind.
type Trouble int

// The troubles.
const (
	NoTrouble          Trouble = iota
	ProxySetting               // of Proxy: the setting cannot be read, and nothing was sent
	ProxyAbsent                // of Proxy: no connection to it
	ProxyWindowsSignIn         // of Proxy: it takes Negotiate or NTLM only
	NoSystemRoots              // of TLS: this system trusts no authority at all
)

// String names the kind as the causes do (docs/sources.md): dns, refused, timeout, tls, proxy, other.
func (k Kind) String() string {
	switch k {
	case DNS:
		return "dns"
	case Refused:
		return "refused"
	case Timeout:
		return "timeout"
	case TLS:
		return "tls"
	case Proxy:
		return "proxy"
	default:
		return "other"
	}
}

// NetworkError says that no answer came. Err can hold text from outside, such as a certificate's names.
type NetworkError struct {
	Kind    Kind
	Trouble Trouble
	Host    string // host and port asked for
	Proxy   string // host and port of the proxy in between; empty if none
	Reason  string // one phrase, ours
	Err     error
}

// Error names the host, the proxy if there is one, and the reason.
func (e *NetworkError) Error() string {
	if e.Proxy != "" {
		return "couldn't reach " + e.Host + " through the proxy " + e.Proxy + ": " + e.Reason
	}
	return "couldn't reach " + e.Host + ": " + e.Reason
}

// Unwrap returns the underlying error.
func (e *NetworkError) Unwrap() error { return e.Err }

// fault turns what a transport reports into a *NetworkError; a caller's cancellation stays what it is.
func fault(ctx context.Context, req *http.Request, proxy *url.URL, err error) error {
	if errors.Is(req.Context().Err(), context.Canceled) {
		return context.Canceled
	}
	e := &NetworkError{Host: req.URL.Host, Err: err}
	if proxy != nil {
		e.Proxy = proxy.Host
	}
	e.Kind, e.Reason = classify(ctx, err)
	e.Trouble = trouble(err)
	return e
}

// trouble finds what needs a remedy of its own.
func trouble(err error) Trouble {
	var refusal proxyRefusal
	var authority x509.UnknownAuthorityError
	var operation *net.OpError
	switch {
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return ProxyAbsent
	case errors.As(err, &refusal) && refusal.windows:
		return ProxyWindowsSignIn
	case errors.As(err, &authority) && noSystemRoots():
		return NoSystemRoots
	}
	return NoTrouble
}

// noSystemRoots reports whether the system has no roots: a container without ca-certificates, not an inspecting proxy. Windows
// and macOS ask the system and always have some.
func noSystemRoots() bool {
	roots, err := x509.SystemCertPool()
	return err != nil || roots.Equal(x509.NewCertPool())
}

// wsaConnRefused is Windows' own number; syscall.ECONNREFUSED does not match it there.
const wsaConnRefused = syscall.Errno(10061)

func classify(ctx context.Context, err error) (Kind, string) {
	var lookup *net.DNSError
	var operation *net.OpError
	var refusal proxyRefusal
	switch {
	case errors.Is(context.Cause(ctx), errConnect):
		return Timeout, "no connection in time"
	case errors.As(err, &refusal):
		return Proxy, refusal.Error()
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return Proxy, "couldn't reach the proxy"
	case errors.As(err, &lookup):
		return DNS, "the name wasn't found"
	case errors.Is(err, errNotLoopback):
		return Other, errNotLoopback.Error()
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, wsaConnRefused):
		return Refused, "the connection was refused"
	}
	if reason := tlsReason(err); reason != "" {
		return TLS, reason
	}
	var timeout net.Error
	if ctx.Err() != nil || errors.As(err, &timeout) && timeout.Timeout() {
		return Timeout, "no answer in time"
	}
	return Other, "the connection ended before an answer"
}

// tlsReason says what is wrong with the TLS connection, empty if err is not about TLS.
func tlsReason(err error) string {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &authority):
		return "its certificate is from an unknown authority"
	case errors.As(err, &name):
		return "its certificate is for another name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate has expired or isn't valid yet"
	case errors.As(err, &invalid), errors.As(err, &verification):
		return "its certificate isn't valid"
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return "it doesn't use TLS"
	case errors.As(err, &alert):
		return "the TLS handshake failed"
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return ""
	}
	return remoteAlert(err)
}

// remoteAlert recognises an alert that the other side sent: crypto/tls reports it as an operation "remote error".
func remoteAlert(err error) string {
	var operation *net.OpError
	if errors.As(err, &operation) && operation.Op == "remote error" {
		return "the TLS handshake was refused"
	}
	return ""
}
