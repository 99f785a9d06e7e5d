package graph

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"appreg/internal/secret"
	"appreg/internal/transport"
)

// fake is a Graph that answers from a table and keeps what it was asked.
type fake struct {
	t       *testing.T
	answers map[string][]reply // by "METHOD path"; the last of a list stays
	seen    []string
	bodies  []string
	headers []http.Header
}

type reply struct {
	status int
	body   string
	header map[string]string
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v1.0"), "?")
	body, _ := io.ReadAll(r.Body)
	f.seen = append(f.seen, r.Method+" "+path)
	f.bodies = append(f.bodies, string(body))
	f.headers = append(f.headers, r.Header)
	if path == "/$batch" && len(f.answers["POST /$batch"]) == 0 {
		f.batch(w, body)
		return
	}
	f.next(r.Method + " " + path).write(w)
}

func (f *fake) next(what string) reply {
	list := f.answers[what]
	if len(list) == 0 {
		return reply{status: 404, body: `{"error":{"code":"Request_ResourceNotFound","message":"no"}}`}
	}
	if len(list) > 1 {
		f.answers[what] = list[1:]
	}
	return list[0]
}

func (r reply) write(w http.ResponseWriter) {
	for name, value := range r.header {
		w.Header().Set(name, value)
	}
	if r.body != "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, r.body)
}

// batch answers each part from the table, in reverse: Graph keeps no order.
func (f *fake) batch(w http.ResponseWriter, body []byte) {
	var in struct{ Requests []batchPart }
	if err := json.Unmarshal(body, &in); err != nil {
		f.t.Errorf("batch: %v", err)
	}
	out := []string{}
	for _, part := range in.Requests {
		path, _, _ := strings.Cut(part.URL, "?")
		r := f.next(part.Method + " " + path)
		headers, _ := json.Marshal(r.header)
		if r.body == "" {
			r.body = "null"
		}
		out = append([]string{`{"id":"` + part.ID + `","status":` + itoa(r.status) + `,"headers":` + string(headers) + `,"body":` + r.body + `}`}, out...)
	}
	reply{status: 200, body: `{"responses":[` + strings.Join(out, ",") + `]}`}.write(w)
}

func itoa(n int) string { text, _ := json.Marshal(n); return string(text) }

// source hands out numbered tokens and counts the renewals.
type source struct{ renewed int }

func (s *source) Token(_ context.Context, renew bool) (secret.Secret, error) {
	if renew {
		s.renewed++
	}
	return secret.New("token-" + itoa(s.renewed)), nil
}

func newFake(t *testing.T, answers map[string][]reply) (*fake, *Client, *source) {
	t.Helper()
	f := &fake{t: t, answers: answers}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	client, err := transport.New(transport.Options{Sleep: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	s := &source{}
	return f, &Client{HTTP: client, Base: server.URL, Token: s, NewID: func() string { return "id" }}, s
}

func refusal(status int, code, message string) reply {
	body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": code, "message": message, "innerError": map[string]any{"request-id": "r-1", "client-request-id": "c-1"}}})
	return reply{status: status, body: string(body)}
}
