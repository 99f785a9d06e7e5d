package entra

import (
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

const (
	portAttempts = 10       // random ports that may be taken in one family
	maxHeader    = 64 << 10 // bytes; a browser sends the cookies of every local server along
	maxForm      = 64 << 10 // bytes
)

// listenFunc is net.Listen, or a test's.
type listenFunc func(network, address string) (net.Listener, error)

// listenLoopback listens on ::1 and 127.0.0.1 on one random port: a browser may take either for "localhost"
// (docs/sources.md, "Entra: protocol"). A machine without IPv6 gets 127.0.0.1 alone; a port that somebody else holds in one of the two
// is never used, because the browser could then bring the code to them. It returns a *ListenError.
func listenLoopback(listen listenFunc) ([]net.Listener, error) {
	var failed *ListenError
	for range portAttempts {
		six, err := listen("tcp6", "[::1]:0")
		address := "127.0.0.1:0"
		if err == nil {
			address = net.JoinHostPort("127.0.0.1", portOf(six))
		}
		four, err := listen("tcp4", address)
		switch {
		case err == nil && six == nil:
			return []net.Listener{four}, nil
		case err == nil:
			return []net.Listener{four, six}, nil
		}
		failed = &ListenError{Address: address, Err: err}
		if six == nil {
			break
		}
		_ = six.Close()
	}
	return nil, failed
}

func portOf(listener net.Listener) string {
	if address, ok := listener.Addr().(*net.TCPAddr); ok {
		return strconv.Itoa(address.Port)
	}
	return "0"
}

// redirectURI names this machine as Entra knows it: http://localhost with any port, and no path (docs/sources.md, "Entra: protocol").
func redirectURI(listeners []net.Listener) string {
	return "http://localhost:" + portOf(listeners[0])
}

// loopback waits for the one redirect that belongs to an authorization and ignores everything else.
type loopback struct {
	authorization authorization
	opening       *opening
	redirects     chan *redirect // holds at most the one

	server  *http.Server
	serving sync.WaitGroup
	closed  chan struct{}
	taken   atomic.Bool
	wrong   atomic.Int64
	end     atomic.Pointer[end] // nil until it is known how the sign-in ended
}

func newLoopback(a authorization, visitors userOfFunc) *loopback {
	return &loopback{
		authorization: a, opening: newOpening(a.url(), visitors), redirects: make(chan *redirect, 1), closed: make(chan struct{}),
	}
}

// serve starts to answer on listeners until close.
func (l *loopback) serve(listeners []net.Listener) {
	l.server = &http.Server{
		Handler:           l,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      time.Minute, // the page waits for the token
		IdleTimeout:       5 * time.Second,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          log.New(io.Discard, "", 0), // the terminal belongs to the front end
	}
	for _, listener := range listeners {
		l.serving.Go(func() { _ = l.server.Serve(listener) })
	}
}

// close ends all connections and returns the port back.
func (l *loopback) close() {
	close(l.closed)
	_ = l.server.Close()
	l.serving.Wait()
}

// toOpen is the address that a browser is started with.
func (l *loopback) toOpen() string {
	if !argumentsShow {
		return l.authorization.url()
	}
	return l.authorization.config.RedirectURL + l.opening.path
}

// wrongStates counts the redirects that belong to another sign-in.
func (l *loopback) wrongStates() int { return int(l.wrong.Load()) }
