package transport

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"

	"appreg/internal/sanitize"
)

// CorrelationHeader carries our id of a request; Entra gives it back as correlation_id.
const CorrelationHeader = "Client-Request-Id"

type redactorKey struct{}

// WithRedactor gives a context whose requests are logged without the redactor's secrets.
func WithRedactor(ctx context.Context, redactor sanitize.Redactor) context.Context {
	return context.WithValue(ctx, redactorKey{}, redactor)
}

// log writes a line about one request, and the body of an answer that is not 2xx. Of a 2xx nothing but its kind
// and size is told.
func (c *Client) log(req *http.Request, response *Response, err error, took time.Duration) {
	redactor, _ := req.Context().Value(redactorKey{}).(sanitize.Redactor)
	line := req.Method + " " + withoutValues(req.URL)
	if err != nil {
		line += ": " + err.Error()
	} else {
		line += fmt.Sprintf(": HTTP %d, %s, %d bytes", response.Status, kindOf(response), len(response.Body))
	}
	if id := req.Header.Get(CorrelationHeader); id != "" {
		line += ", correlation " + id
	}
	line += fmt.Sprintf(", %d ms", took.Milliseconds())
	c.options.Debug(sanitize.Line(redactor.Redact(line)))
	if err == nil && !response.Succeeded() && len(response.Body) > 0 {
		c.options.Debug(sanitize.Raw(redactor.Redact(string(response.Body))))
	}
}

func kindOf(response *Response) string {
	if kind := response.ContentType(); kind != "" {
		return kind
	}
	return "no content type"
}

// withoutValues is the address with its query's names alone.
func withoutValues(address *url.URL) string {
	text := address.Scheme + "://" + address.Host + address.EscapedPath()
	if address.RawQuery == "" {
		return text
	}
	var names []string
	for name := range address.Query() {
		names = append(names, name)
	}
	sort.Strings(names)
	return text + "?" + strings.Join(names, "&")
}
