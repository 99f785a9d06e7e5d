package tenantsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// batchLimit is how many requests a batch can hold.
const batchLimit = 20

// batchPart is one request of a batch.
type batchPart struct {
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
	After   []string          `json:"dependsOn"`
}

// partAnswer is the answer to one of them.
type partAnswer struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

// batch answers every part as if it had come by itself, with the caller's token, and the last one first: the order of a
// batch's answers is not that of its requests.
func batch(c graphCall) reply {
	var body struct {
		Requests []batchPart `json:"requests"`
	}
	if json.NewDecoder(c.http.Body).Decode(&body) != nil || len(body.Requests) == 0 {
		return c.refuse(http.StatusBadRequest, "BadRequest", "Invalid batch payload format.")
	}
	if len(body.Requests) > batchLimit {
		return c.refuse(http.StatusBadRequest, "BadRequest", fmt.Sprintf("Number of batch request steps exceeds the maximum value of %d.", batchLimit))
	}
	seen := map[string]bool{}
	for _, part := range body.Requests {
		if part.ID == "" || seen[part.ID] || part.Method == "" || !strings.HasPrefix(part.URL, "/") {
			return c.refuse(http.StatusBadRequest, "BadRequest", "Every request of a batch needs a distinct id, a method and a relative url.")
		}
		seen[part.ID] = true
	}
	return reply{body: later(func() (any, error) {
		answers := make([]partAnswer, len(body.Requests))
		failed := map[string]bool{}
		for i, part := range body.Requests {
			answer := c.answerPart(part, failed)
			failed[part.ID] = answer.Status >= http.StatusBadRequest
			answers[len(answers)-1-i] = answer
		}
		return map[string]any{"responses": answers}, nil
	})}
}

// answerPart answers a part, but not one that depends on another that failed.
func (c graphCall) answerPart(part batchPart, failed map[string]bool) partAnswer {
	if slices.ContainsFunc(part.After, func(id string) bool { return failed[id] }) {
		return partAnswer{ID: part.ID, Status: http.StatusFailedDependency, Headers: map[string]string{},
			Body: json.RawMessage(`{"error":{"code":"FailedDependency","message":"A request that this one depends on failed."}}`)}
	}
	r, err := http.NewRequestWithContext(c.http.Context(), part.Method, graphVersion+part.URL, bytes.NewReader(part.Body))
	if err != nil {
		return partAnswer{ID: part.ID, Status: http.StatusBadRequest, Headers: map[string]string{}} // an address that is none
	}
	r.Host, r.TLS = c.http.Host, c.http.TLS
	for _, name := range []string{"Authorization", "client-request-id"} {
		r.Header.Set(name, c.http.Header.Get(name))
	}
	for name, value := range part.Headers {
		r.Header.Set(name, value)
	}
	kept := &keptAnswer{header: http.Header{}}
	c.answer(kept, r, true)
	answer := partAnswer{ID: part.ID, Status: kept.status, Headers: map[string]string{}}
	for name := range kept.header {
		answer.Headers[name] = kept.header.Get(name)
	}
	if raw := bytes.TrimSpace(kept.body.Bytes()); json.Valid(raw) {
		answer.Body = raw
	}
	return answer
}

// keptAnswer keeps what would have been sent.
type keptAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *keptAnswer) Header() http.Header { return k.header }

func (k *keptAnswer) WriteHeader(status int) { k.status = status }

func (k *keptAnswer) Write(b []byte) (int, error) { return k.body.Write(b) }
