package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// listen accepts connections on this machine and hands each to serve.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return listener.Addr().String()
}

// mute answers nothing until the other side hangs up.
func mute(conn net.Conn) {
	defer conn.Close()
	_, _ = io.Copy(io.Discard, conn)
}

func hangUp(conn net.Conn) { _ = conn.Close() }

// closedPort is an address at which nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func through(address string) func(*http.Request) (*url.URL, error) {
	return func(*http.Request) (*url.URL, error) {
		return &url.URL{Scheme: "http", Host: address, User: url.UserPassword("me", "proxy-password")}, nil
	}
}

func TestNetworkErrorsAreToldApart(t *testing.T) {
	unknownCA := serveTLS(t)
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	refusing := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) })
	half := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("{"))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	noNames := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no name server")
	}}
	short := 60 * time.Millisecond

	tests := map[string]struct {
		address string
		options Options
		kind    Kind
		reason  string
	}{
		"name not found":        {"https://login.example.test/", Options{Resolver: noNames}, DNS, "the name wasn't found"},
		"nothing listens":       {"http://" + closedPort(t), Options{}, Refused, "the connection was refused"},
		"no answer":             {"http://" + listen(t, mute), Options{Timeout: short}, Timeout, "no answer in time"},
		"no end of the answer":  {half.URL, Options{Timeout: short}, Timeout, "no answer in time"},
		"no TLS answer":         {"https://" + listen(t, mute), Options{ConnectTimeout: short}, Timeout, "no connection in time"},
		"unknown authority":     {unknownCA.URL, Options{}, TLS, "its certificate is from an unknown authority"},
		"another name":          {strings.Replace(unknownCA.URL, "127.0.0.1", "localhost", 1), Options{CAPEM: caOf(unknownCA)}, TLS, "its certificate is for another name"},
		"no TLS spoken":         {strings.Replace(plain.URL, "http:", "https:", 1), Options{}, TLS, "it doesn't use TLS"},
		"proxy not there":       {"https://login.example.test/", Options{Proxy: through(closedPort(t))}, Proxy, "couldn't reach the proxy"},
		"proxy refuses":         {"https://login.example.test/", Options{Proxy: through(refusing.Listener.Addr().String())}, Proxy, "the proxy answered HTTP 407"},
		"proxy is mute":         {"https://login.example.test/", Options{Proxy: through(listen(t, mute)), ConnectTimeout: short}, Timeout, "no connection in time"},
		"hung up":               {"http://" + listen(t, hangUp), Options{}, Other, "the connection ended before an answer"},
		"hung up during TLS":    {"https://" + listen(t, hangUp), Options{}, Other, "the connection ended before an answer"},
		"proxy setting invalid": {"https://login.example.test/", Options{Proxy: badProxy}, Proxy, "couldn't read the proxy setting: it isn't a URL"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := get(t, newClient(t, tt.options), tt.address)
			var fault *NetworkError
			if !errors.As(err, &fault) {
				t.Fatalf("%v, want a NetworkError", err)
			}
			if fault.Kind != tt.kind || fault.Reason != tt.reason {
				t.Errorf("%s, %q (%v); want %s, %q", fault.Kind, fault.Reason, fault.Err, tt.kind, tt.reason)
			}
			if named := fault.Proxy != ""; named != (tt.options.Proxy != nil && fault.Trouble != ProxySetting) {
				t.Errorf("proxy %q", fault.Proxy)
			}
			if strings.Contains(fault.Error(), "proxy-password") || strings.Contains(fault.Err.Error(), "proxy-password") {
				t.Errorf("the proxy's password is in %q", fault.Err)
			}
		})
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{MaxVersion: tls.VersionTLS11}
	server.StartTLS()
	t.Cleanup(server.Close)
	_, err := get(t, newClient(t, Options{CAPEM: caOf(server)}), server.URL)
	var fault *NetworkError
	if !errors.As(err, &fault) || fault.Kind != TLS || fault.Reason != "the TLS handshake was refused" {
		t.Errorf("%#v, want a refused handshake", err)
	}
}

func TestTLSReasons(t *testing.T) {
	verification := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	for want, err := range map[string]error{
		"its certificate has expired or isn't valid yet": verification(x509.CertificateInvalidError{Reason: x509.Expired}),
		"its certificate isn't valid":                    verification(x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}),
		"its certificate is from an unknown authority":   verification(x509.UnknownAuthorityError{}),
		"its certificate is for another name":            verification(x509.HostnameError{Certificate: &x509.Certificate{}}),
		"the TLS handshake failed":                       tls.AlertError(40),
		"it doesn't use TLS":                             tls.RecordHeaderError{},
		"":                                               io.ErrUnexpectedEOF,
	} {
		if got := tlsReason(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

func TestNetworkErrorTexts(t *testing.T) {
	cause := errors.New("cause")
	e := &NetworkError{Host: "login.example", Reason: "the name wasn't found", Err: cause}
	if want := "couldn't reach login.example: the name wasn't found"; e.Error() != want || !errors.Is(e, cause) {
		t.Errorf("%q, want %q", e, want)
	}
	e.Proxy = "proxy:3128"
	if want := "couldn't reach login.example through the proxy proxy:3128: the name wasn't found"; e.Error() != want {
		t.Errorf("%q, want %q", e, want)
	}
}

func badProxy(*http.Request) (*url.URL, error) {
	return nil, errors.New(`invalid proxy address "http://me:proxy-password@%zz"`)
}

func TestCancelledIsNotANetworkError(t *testing.T) {
	reached := make(chan struct{})
	server := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		close(reached)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = newClient(t, Options{}).Do(req)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
}

func TestLoopbackIsDialledDirectly(t *testing.T) {
	server := serve(t, func(http.ResponseWriter, *http.Request) {})
	c := newClient(t, Options{Proxy: through(closedPort(t))})
	if _, err := get(t, c, server.URL); err != nil {
		t.Errorf("a request to this machine went to the proxy: %v", err)
	}
}

func TestDialledAddressIsCheckedAgain(t *testing.T) {
	c := newClient(t, Options{})
	for host, guarded := range map[string]bool{
		"localhost:80": true, "LOCALHOST:80": true, "127.9.9.9:80": true, "[::1]:80": true,
		"login.example.com:443": false, "10.0.0.1:443": false,
	} {
		if c.dialer(host).Control != nil != guarded {
			t.Errorf("%s: guarded is not %v", host, guarded)
		}
	}
	for address, ok := range map[string]bool{
		"127.0.0.1:80": true, "[::1]:80": true, "[::ffff:127.0.0.1]:80": true, "[::1%lo]:80": true,
		"192.0.2.7:80": false, "[2001:db8::1]:80": false, "0.0.0.0:80": false, "nonsense": false,
	} {
		if err := onlyLoopback("tcp", address, nil); (err == nil) != ok {
			t.Errorf("%s: %v, want accepted = %v", address, err, ok)
		}
	}
}

func TestKindNames(t *testing.T) {
	for kind, name := range map[Kind]string{
		DNS: "dns", Refused: "refused", Timeout: "timeout", TLS: "tls", Proxy: "proxy", Other: "other", Kind(99): "other",
	} {
		if kind.String() != name {
			t.Errorf("%d is %q, want %q", int(kind), kind, name)
		}
	}
}
