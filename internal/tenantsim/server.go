package tenantsim

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// StartOptions say how to listen.
type StartOptions struct {
	TLS  bool   // https with a certificate of an authority made for this server alone
	Addr string // default 127.0.0.1:0
}

// Server is a simulator that listens.
type Server struct {
	URL   string // scheme, host and port, without trailing slash
	CAPEM []byte // the certificate authority's certificate; empty without TLS

	http *http.Server
	done chan struct{}
	stop func() bool
}

// Start listens on loopback and serves until Close or until ctx ends. The error says why it cannot listen.
func (s *Sim) Start(ctx context.Context, opts StartOptions) (*Server, error) {
	addr := opts.Addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("could not listen for the simulator: %w", err)
	}
	server := &Server{URL: "http://" + listener.Addr().String(), done: make(chan struct{})}
	if opts.TLS {
		pair, authority, err := newServerCertificate()
		if err != nil {
			return nil, errors.Join(err, listener.Close())
		}
		server.URL = "https://" + listener.Addr().String()
		server.CAPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority})
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	}
	server.http = &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // handshakes that a client breaks off are none of the terminal's business
	}
	go func() {
		defer close(server.done)
		_ = server.http.Serve(listener) // ends with ErrServerClosed
	}()
	server.stop = context.AfterFunc(ctx, func() { _ = server.http.Close() })
	return server, nil
}

// Close stops listening, breaks off what is being answered, and waits for the end.
func (s *Server) Close() error {
	s.stop()
	err := s.http.Close()
	<-s.done
	return err
}
