package tenantsim

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"time"
)

// StartOptions say how to listen.
type StartOptions struct {
	TLS bool // https with a certificate made for this server alone
}

// Server is a simulator that listens.
type Server struct {
	URL   string // scheme, host and port, without trailing slash
	CAPEM []byte // the certificate to trust; empty without TLS

	http *http.Server
	done chan struct{}
	stop func() bool
}

// Start listens on loopback and serves until Close or until ctx ends. The error says why it cannot listen.
func (s *Sim) Start(ctx context.Context, opts StartOptions) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("could not listen for the simulator: %w", err)
	}
	server := &Server{URL: "http://" + listener.Addr().String(), done: make(chan struct{})}
	if opts.TLS {
		pair, err := newServerCertificate()
		if err != nil {
			return nil, errors.Join(err, listener.Close())
		}
		server.URL = "https://" + listener.Addr().String()
		server.CAPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})
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

// newServerCertificate makes a certificate for loopback that vouches for itself. It lives by the real clock, whatever clock
// the simulator has: TLS clients judge it by theirs.
func newServerCertificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("could not make the simulator's key: %w", err)
	}
	cert, err := selfSigned(key, "localhost", time.Now().Add(-time.Hour), 30*24*time.Hour, func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageDigitalSignature|x509.KeyUsageCertSign
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		c.DNSNames, c.IPAddresses = []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	})
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key}, nil
}

// NewCertificate makes a self-signed certificate over key, as an application signs in with, good from start for life.
func NewCertificate(key crypto.Signer, name string, start time.Time, life time.Duration) (*x509.Certificate, error) {
	return selfSigned(key, name, start, life, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} })
}

func selfSigned(key crypto.Signer, name string, start time.Time, life time.Duration, change func(*x509.Certificate)) (*x509.Certificate, error) {
	serial := new(big.Int).SetBytes([]byte(rand.Text()[:15]))
	cert := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: start, NotAfter: start.Add(life),
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	change(cert)
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("could not make a simulated certificate: %w", err)
	}
	if cert, err = x509.ParseCertificate(der); err != nil {
		return nil, fmt.Errorf("could not read a simulated certificate: %w", err)
	}
	return cert, nil
}
