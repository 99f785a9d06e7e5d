package transport

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

// newClient makes a client that waits for nothing and uses no proxy, unless options say so.
func newClient(t *testing.T, options Options) *Client {
	t.Helper()
	if options.Proxy == nil {
		options.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	}
	if options.Sleep == nil {
		options.Sleep = func(context.Context, time.Duration) error { return nil }
	}
	c, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// serveTLS serves with a certificate of its own authority, and is silent about clients that do not trust it.
func serveTLS(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, c *Client, address string) (*Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.Do(req)
}

func caOf(server *httptest.Server) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
}

func TestDoReadsAnswers(t *testing.T) {
	date := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", date.Format(http.TimeFormat))
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write([]byte(`{"a":1}`))
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://user:pw@elsewhere.example/path?code=abc#token", http.StatusFound)
	})
	mux.HandleFunc("/limit", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bytes.Repeat([]byte("x"), maxBody)) })
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bytes.Repeat([]byte("x"), maxBody+1)) })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte(`{"access_`))
	})
	server := serve(t, mux.ServeHTTP)
	c := newClient(t, Options{})

	tests := map[string]struct {
		status, size int
		fault        Fault
		contentType  string
	}{
		"/ok":    {status: 200, size: 7, contentType: "application/json"},
		"/moved": {status: 302, contentType: "text/html", size: 83},
		"/limit": {status: 200, size: maxBody, contentType: "text/plain"},
		"/large": {status: 200, size: maxBody, fault: TooLarge, contentType: "text/plain"},
		"/cut":   {status: 200, size: 9, fault: Truncated, contentType: "text/plain"},
	}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			r, err := get(t, c, server.URL+path)
			if err != nil {
				t.Fatal(err)
			}
			if r.Status != want.status || r.Fault != want.fault || r.ContentType() != want.contentType {
				t.Errorf("status %d, fault %d, type %q; want %+v", r.Status, r.Fault, r.ContentType(), want)
			}
			if path != "/moved" && len(r.Body) != want.size {
				t.Errorf("%d bytes, want %d", len(r.Body), want.size)
			}
		})
	}
	if r, err := get(t, c, server.URL+"/ok"); err != nil || !r.Date.Equal(date) {
		t.Errorf("date %v, %v; want %v", r.Date, err, date)
	}
}

func TestDoRefusesAddresses(t *testing.T) {
	c := newClient(t, Options{})
	for _, address := range []string{
		"http://login.microsoftonline.com/x", "http://127.0.0.1.example.com/", "http://10.0.0.1/", "ftp://127.0.0.1/", "http://[2001:db8::1]/",
	} {
		var refused *AddressError
		if _, err := get(t, c, address); !errors.As(err, &refused) {
			t.Errorf("%s: %v, want an AddressError", address, err)
		}
	}
}

// TestFurtherRootsCount: a company's own authority is trusted for every host, and without it the host is not.
func TestFurtherRootsCount(t *testing.T) {
	server := serveTLS(t)
	if _, err := get(t, newClient(t, Options{CAPEM: caOf(server)}), server.URL); err != nil {
		t.Errorf("with the server's root: %v", err)
	}
	if _, err := get(t, newClient(t, Options{}), server.URL); err == nil {
		t.Error("without it the server is trusted too")
	}
}

// TestFurtherRootsStandBesideTheSystems: they are added to the system's, which stay trusted.
func TestFurtherRootsStandBesideTheSystems(t *testing.T) {
	further := caOf(serveTLS(t))
	got, err := extendedRoots(further)
	if err != nil {
		t.Fatal(err)
	}
	want, err := x509.SystemCertPool()
	if err != nil {
		t.Fatal(err)
	}
	if want.AppendCertsFromPEM(further); !got.Equal(want) {
		t.Error("the roots are other ones than the system's and the file's")
	}
}

func TestRootsInUTF16AreRead(t *testing.T) {
	server := serveTLS(t)
	wide := []byte("\xff\xfe")
	for _, b := range caOf(server) {
		wide = append(wide, b, 0)
	}
	for name, content := range map[string][]byte{"UTF-16": wide, "byte-order mark": append([]byte("\ufeff"), caOf(server)...)} {
		if _, err := get(t, newClient(t, Options{CAPEM: content}), server.URL); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewRefusesAFileWithoutRoots(t *testing.T) {
	for name, content := range map[string]string{
		"text":  "not a certificate",
		"key":   "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
		"blank": "\n",
	} {
		if _, err := New(Options{CAPEM: []byte(content)}); !errors.Is(err, ErrNoRoots) {
			t.Errorf("%s: %v, want ErrNoRoots", name, err)
		}
	}
}

func TestDebugHoldsNoValuesAndNoGoodBodies(t *testing.T) {
	const canary = "Canary-Secret/1+2"
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusBadRequest)
		}
		_, _ = w.Write([]byte("body " + r.URL.Path + " " + canary + " \x1b[2J" + url.QueryEscape(canary)))
	})
	var lines []string
	c := newClient(t, Options{Debug: func(line string, _ bool) { lines = append(lines, line) }, Now: func() time.Time { return time.Unix(0, 0) }})
	ctx := WithRedactor(t.Context(), sanitize.NewRedactor(secret.New(canary)))
	for _, path := range []string{"/good?api-version=1.0&code=" + url.QueryEscape(canary), "/bad", "/" + url.PathEscape(canary)} {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set(CorrelationHeader, "1f2e")
		if _, err := c.Do(req); err != nil {
			t.Fatal(err)
		}
	}
	log := strings.Join(lines, "\n")
	for _, never := range []string{canary, url.QueryEscape(canary), url.PathEscape(canary), "\x1b", "body /good", "=1.0"} {
		if strings.Contains(log, never) {
			t.Errorf("the log holds %q:\n%s", never, log)
		}
	}
	for _, always := range []string{
		"GET " + server.URL + "/good?api-version&code: HTTP 200, text/plain,", "bytes, correlation 1f2e, 0 ms",
		"HTTP 400, text/plain", `body /bad [hidden] \u001B[2J[hidden]`,
	} {
		if !strings.Contains(log, always) {
			t.Errorf("the log lacks %q:\n%s", always, log)
		}
	}
}
