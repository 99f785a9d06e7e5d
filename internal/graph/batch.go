package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"

	"appreg/internal/transport"
)

// batchLimit is how many requests Graph takes in one batch.
const batchLimit = 20

// batch reads paths in one request (JSON batching). The answers are in the order of the paths; each is judged for itself
// as if it had come alone. A part that was asked for too often is asked for once more, all such parts together.
func (c *Client) batch(ctx context.Context, paths []string) ([]*transport.Response, error) {
	answers, err := c.batchOnce(ctx, paths)
	if err != nil {
		return nil, err
	}
	var again []int
	var pause *transport.Response
	for i, answer := range answers {
		if answer.Status != http.StatusTooManyRequests && answer.Status != http.StatusServiceUnavailable {
			continue
		}
		again = append(again, i)
		if pause == nil || answer.Pause() > pause.Pause() {
			pause = answer
		}
	}
	if len(again) == 0 {
		return answers, nil
	}
	var repeated []string
	for _, i := range again {
		repeated = append(repeated, paths[i])
	}
	// Repeat waits as long as the server asks for: the first attempt is the answer that it asks in.
	first := true
	var more []*transport.Response
	_, err = c.HTTP.Repeat(ctx, func(ctx context.Context) (*transport.Response, error) {
		if first {
			first = false
			return pause, nil
		}
		more, err = c.batchOnce(ctx, repeated)
		return pause, err
	})
	if err != nil || more == nil { // too long a wait, or no better answer: what there is
		return answers, nil
	}
	for n, i := range again {
		answers[i] = more[n]
	}
	return answers, nil
}

type (
	batchPart struct {
		ID      string            `json:"id"`
		Method  string            `json:"method"`
		URL     string            `json:"url"`
		Headers map[string]string `json:"headers,omitempty"`
		Body    any               `json:"body,omitempty"`
	}
	batchAnswer struct {
		ID      string
		Status  int
		Headers map[string]string
		Body    json.RawMessage
	}
)

func (c *Client) batchOnce(ctx context.Context, paths []string) ([]*transport.Response, error) {
	var all []*transport.Response
	for some := range slices.Chunk(paths, batchLimit) {
		var parts []batchPart
		for _, path := range some {
			parts = append(parts, batchPart{Method: http.MethodGet, URL: path})
		}
		answers, err := c.sendBatch(ctx, request{doing: ReadRegistration, read: true}, parts)
		if err != nil {
			return nil, err
		}
		all = append(all, answers...)
	}
	return all, nil
}

// sendBatch sends parts in one request, as r says. The answers are in the order of the parts.
func (c *Client) sendBatch(ctx context.Context, r request, parts []batchPart) ([]*transport.Response, error) {
	for i := range parts {
		parts[i].ID = strconv.Itoa(i + 1)
	}
	r.method, r.path, r.body = http.MethodPost, "/$batch", map[string]any{"requests": parts}
	response, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	return readBatch(response, len(parts))
}

// readBatch puts the answers of a batch in the order of its requests; one that lacks any is incomplete.
func readBatch(response *transport.Response, n int) ([]*transport.Response, error) {
	var outer struct{ Responses []batchAnswer }
	if err := decode(response, &outer); err != nil {
		return nil, err
	}
	answers := make([]*transport.Response, n)
	for _, a := range outer.Responses {
		i, err := strconv.Atoi(a.ID)
		if err != nil || i < 1 || i > n {
			continue
		}
		header := http.Header{}
		for name, value := range a.Headers {
			header[textproto.CanonicalMIMEHeaderKey(name)] = []string{value}
		}
		answers[i-1] = &transport.Response{Status: a.Status, Header: header, Body: a.Body, Date: response.Date}
	}
	if slices.Contains(answers, nil) {
		return nil, transport.NewAnswerError(transport.Incomplete, response)
	}
	return answers, nil
}
