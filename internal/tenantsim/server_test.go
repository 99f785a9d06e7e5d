package tenantsim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"
	"time"
)

func started(t *testing.T, opts StartOptions) *Server {
	t.Helper()
	sim := New(testOptions())
	sim.AddTenant(Tenant{ID: testTenant, Name: "Contoso", Domains: []string{testDomain}})
	server, err := sim.Start(t.Context(), opts)
	must(t, err)
	t.Cleanup(func() { must(t, server.Close()) })
	return server
}

func trusting(t *testing.T, pem []byte) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	if len(pem) > 0 && !pool.AppendCertsFromPEM(pem) {
		t.Fatal("the authority is no PEM certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func discover(t *testing.T, c *http.Client, base string) (answer, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/"+testDomain+"/v2.0/.well-known/openid-configuration", nil)
	must(t, err)
	return send(c, r)
}

func TestServesOverHTTPOnLoopback(t *testing.T) {
	server := started(t, StartOptions{})
	if !strings.HasPrefix(server.URL, "http://127.0.0.1:") || server.CAPEM != nil {
		t.Errorf("URL %s, CA %d bytes", server.URL, len(server.CAPEM))
	}
	a, err := discover(t, trusting(t, nil), server.URL)
	must(t, err)
	if want := server.URL + "/" + testTenant + "/oauth2/v2.0/token"; a.text("token_endpoint") != want {
		t.Errorf("token_endpoint %q, want %q", a.text("token_endpoint"), want)
	}
}

func TestServesOverTLSWithItsAuthority(t *testing.T) {
	server := started(t, StartOptions{TLS: true})
	if !strings.HasPrefix(server.URL, "https://127.0.0.1:") {
		t.Errorf("URL %s", server.URL)
	}
	trusted := trusting(t, server.CAPEM)
	for _, base := range []string{server.URL, strings.Replace(server.URL, "127.0.0.1", "localhost", 1)} {
		a, err := discover(t, trusted, base)
		must(t, err)
		if want := base + "/" + testTenant + "/oauth2/v2.0/token"; a.text("token_endpoint") != want {
			t.Errorf("token_endpoint %q, want %q", a.text("token_endpoint"), want)
		}
	}
	if _, err := discover(t, trusting(t, nil), server.URL); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("without the authority: %v", err)
	}
}

func TestCertificateNamesLoopbackAlone(t *testing.T) {
	pair, err := newServerCertificate()
	must(t, err)
	cert, err := x509.ParseCertificate(pair.Certificate[0])
	must(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	for name, good := range map[string]bool{"127.0.0.1": true, "::1": true, "localhost": true, "login.microsoftonline.com": false, "192.0.2.1": false} {
		_, err := cert.Verify(x509.VerifyOptions{Roots: pool, DNSName: name})
		if (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	if life := time.Until(cert.NotAfter); life > 31*24*time.Hour || life < 24*time.Hour {
		t.Errorf("it lives %v", life)
	}
}

func TestCertificateLastsAsAsked(t *testing.T) {
	key, err := testKey()
	must(t, err)
	cert, err := NewCertificate(key, "name", testNow, 48*time.Hour)
	must(t, err)
	if !cert.NotBefore.Equal(testNow) || !cert.NotAfter.Equal(testNow.Add(48*time.Hour)) || cert.Subject.CommonName != "name" {
		t.Errorf("%v to %v for %s", cert.NotBefore, cert.NotAfter, cert.Subject)
	}
	again, err := NewCertificate(key, "name", testNow, 48*time.Hour)
	must(t, err)
	if cert.Equal(again) {
		t.Error("two certificates have one thumbprint")
	}
}

func TestTwoServersHaveTwoAuthorities(t *testing.T) {
	first, second := started(t, StartOptions{TLS: true}), started(t, StartOptions{TLS: true})
	if _, err := discover(t, trusting(t, first.CAPEM), second.URL); err == nil {
		t.Error("one server's authority vouches for another")
	}
}

func TestCloseStops(t *testing.T) {
	server, err := New(testOptions()).Start(t.Context(), StartOptions{})
	must(t, err)
	must(t, server.Close())
	if _, err := discover(t, trusting(t, nil), server.URL); err == nil {
		t.Error("it answers after Close")
	}
}

func TestEndOfContextStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server, err := New(testOptions()).Start(ctx, StartOptions{})
	must(t, err)
	cancel()
	<-server.done
	if _, err := discover(t, trusting(t, nil), server.URL); err == nil {
		t.Error("it answers after the context's end")
	}
	must(t, server.Close())
}

func TestDefaultsAreReal(t *testing.T) {
	s := New(Options{})
	if skew := time.Since(s.Now()); skew < 0 || skew > time.Minute {
		t.Errorf("the clock is off by %v", skew)
	}
	if first, second := s.opts.NewID(), s.opts.NewID(); !isGUID(first) || first == second {
		t.Errorf("ids %s and %s", first, second)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.opts.Wait(ctx, time.Hour) // comes back at once: the test would not end otherwise
	s.opts.Wait(t.Context(), time.Nanosecond)
}
