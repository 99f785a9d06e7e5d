// Package localidentity serves a managed identity on a loopback port: the App Service protocol (docs/sources.md, "Other
// programs that ask"), by which Azure's SDKs and Microsoft's command-line tools get tokens from where they run. Whoever
// shows the header's value gets a token, so it is told to one child process alone, and each request is judged by where it
// comes from before the value is looked at. Nothing is logged.
package localidentity

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"appreg/internal/peer"
	"appreg/internal/secret"
)

// Token is an access token.
type Token struct {
	Value   secret.Secret
	Expires time.Time
}

// Source returns a token for one of the resources of Options. Many callers at once make one call. Its errors are shown to
// the caller: one line, free of secrets. One with the method Unreachable() bool that returns true says that asking again may help.
type Source func(ctx context.Context, resource string) (Token, error)

// Options say what is served.
type Options struct {
	ClientID  string   // of the identity
	Resources []string // the only ones that tokens are given for, byte for byte but for a slash at the end
	Token     Source
}

// The bounds of a request, and of all at once.
const (
	headerLimit     = 16 << 10 // bytes
	headerTime      = 5 * time.Second
	idleTime        = time.Minute
	connectionLimit = 1024
)

// Server serves tokens until it is closed.
type Server struct {
	options Options
	header  secret.Secret // what a request must show
	host    string        // 127.0.0.1 and the port: what a request must have asked for
	http    *http.Server
	done    chan struct{} // closed when nothing is served any more
	stop    context.CancelFunc
	calls   calls

	user   int // who runs this program
	userOf func(client, server net.Addr) (int, bool)
	open   atomic.Int64 // connections
}

// Start listens on a free port of 127.0.0.1 and serves. It fails if there is none.
func Start(o Options) (*Server, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("couldn't listen on this machine's own address: %w", err)
	}
	return start(o, listener, os.Getuid(), peer.UserOf), nil
}

func start(o Options, listener net.Listener, user int, userOf func(client, server net.Addr) (int, bool)) *Server {
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		options: o, header: secret.New(rand.Text() + rand.Text()), host: listener.Addr().String(), done: make(chan struct{}), stop: stop,
		user: user, userOf: userOf,
	}
	s.calls = calls{ctx: ctx, source: o.Token, running: map[string]*call{}}
	s.http = &http.Server{
		Handler: s, MaxHeaderBytes: headerLimit, ReadHeaderTimeout: headerTime, ReadTimeout: headerTime, IdleTimeout: idleTime,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnContext: s.withVisitor, ConnState: s.count, ErrorLog: silent(),
	}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(listener) // it ends by Close
	}()
	return s
}

// Endpoint is the address that is asked for tokens.
func (s *Server) Endpoint() string { return "http://" + s.host + path }

// Environ returns what tells a child process of the identity, under its names of today and of 2017.
func (s *Server) Environ() []string {
	return []string{
		"IDENTITY_ENDPOINT=" + s.Endpoint(), "IDENTITY_HEADER=" + s.header.Reveal(),
		"MSI_ENDPOINT=" + s.Endpoint(), "MSI_SECRET=" + s.header.Reveal(),
	}
}

// Close ends the serving, and every request that waits for a token.
func (s *Server) Close() error {
	s.stop()
	err := s.http.Close()
	<-s.done
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// count closes what is too much. A connection counts until it ends.
func (s *Server) count(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		if s.open.Add(1) > connectionLimit {
			_ = conn.Close()
		}
	case http.StateClosed, http.StateHijacked:
		s.open.Add(-1)
	}
}

// visitorKey is the context's key of who holds the other end of a connection: a func() bool that reports whether it is
// another user of this machine.
type visitorKey struct{}

// withVisitor has the system asked once for a connection, and only if a request comes on it.
func (s *Server) withVisitor(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, visitorKey{}, sync.OnceValue(func() bool { return s.another(conn.RemoteAddr(), conn.LocalAddr()) }))
}

// another reports whether the system says that another user holds the other end. Root is not refused: a child may become
// root, and root could read this program's memory anyway.
func (s *Server) another(client, server net.Addr) bool {
	user, known := s.userOf(client, server)
	return known && user != s.user && user != 0
}
