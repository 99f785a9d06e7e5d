package entra

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"appreg/internal/transport"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const (
	tenantID = "6f89a3b1-0000-4000-8000-00000000abcd"
	clientID = "11111111-2222-3333-4444-555555555555"
)

// seen is one request that reached the server.
type seen struct {
	method, path, query string
	header              http.Header
	form                url.Values
}

// server answers in the order given, the last answer again and again, and keeps what it was asked.
type server struct {
	*httptest.Server
	mu      sync.Mutex
	seen    []seen
	answers []http.HandlerFunc
}

func newServer(t *testing.T, answers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{answers: answers}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		s.mu.Lock()
		n := min(len(s.seen), len(s.answers)-1)
		s.seen = append(s.seen, seen{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, form})
		s.mu.Unlock()
		w.Header().Set("Date", noon.Add(-time.Minute).Format(http.TimeFormat))
		s.answers[n](w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// answer returns a handler that answers with status and a JSON body.
func answer(status int, body string) http.HandlerFunc {
	return typed(status, "application/json; charset=utf-8", body)
}

func typed(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hangUp ends the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// cut promises more than it sends.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"access_token":"ab`)
}

// newClient makes a client whose ids are id-1, id-2, … and whose clock stands at noon.
func newClient(t *testing.T, debug func(string)) *Client {
	t.Helper()
	now := func() time.Time { return noon }
	if debug == nil {
		debug = func(string) {}
	}
	http, err := transport.New(transport.Options{
		Now: now, Debug: func(line string, _ bool) { debug(line) },
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
		Sleep: func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	return NewClient(http, now, func() string { count++; return fmt.Sprintf("id-%d", count) })
}
