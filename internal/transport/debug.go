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

// WithRedactor returns a context whose requests are logged without the redactor's secrets.
func WithRedactor(ctx context.Context, redactor sanitize.Redactor) context.Context {
	return context.WithValue(ctx, redactorKey{}, redactor)
}

// log tells about one request in a line of our own words, and the body of an answer that is not 2xx line by line, each
// told to be from outside: an answer must not pass for what appreg says itself. Of a 2xx nothing but its kind and size
// is told.
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
	c.options.Debug(sanitize.Line(redactor.Redact(line)), false)
	if err == nil && !response.Succeeded() && len(response.Body) > 0 {
		for line := range strings.SplitSeq(sanitize.Raw(redactor.Redact(string(response.Body))), "\n") {
			c.options.Debug(line, true)
		}
	}
}

// longestKind is the most characters of a content type that are told: it comes from outside, too.
const longestKind = 60

func kindOf(response *Response) string {
	kind := response.ContentType()
	switch {
	case kind == "":
		return "no content type"
	case len(kind) > longestKind:
		return kind[:longestKind] + "…"
	}
	return kind
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
