package transport

import (
	"fmt"
	"time"
)

// AnswerKind says why an answer tells nothing of what was asked.
type AnswerKind int

// The kinds.
const (
	NotJSON     AnswerKind = iota + 1 // a page of a proxy or portal, or broken JSON
	Redirected                        // 3xx: redirects are not followed
	Empty                             // no body
	Oversized                         // more than is read
	CutShort                          // the connection ended in the middle
	Incomplete                        // 2xx and JSON, but what was asked for is not in it
	Throttled                         // 429, where no answer of the service's own came with it
	Unavailable                       // 5xx, the same
)

// String names the kind in a phrase.
func (k AnswerKind) String() string {
	return map[AnswerKind]string{
		NotJSON: "the answer isn't JSON", Redirected: "the answer is a redirect", Empty: "the answer is empty",
		Oversized: "the answer is too large", CutShort: "the answer ended too early", Incomplete: "the answer is incomplete",
		Throttled: "the service asks to slow down", Unavailable: "the service isn't available",
	}[k]
}

// Unusable says why no part of an answer counts, whichever service was asked: it is a redirect, larger than is read, or cut
// short. 0: it came whole.
func (r *Response) Unusable() AnswerKind {
	switch {
	case r.Redirected():
		return Redirected
	case r.Fault == TooLarge:
		return Oversized
	case r.Fault == Truncated:
		return CutShort
	default:
		return 0
	}
}

// AnswerError is an answer that the service itself would not give, or that says only that it is busy: mostly something in
// between gave it. Raw and the ids are text from outside: sanitise them before showing them.
type AnswerError struct {
	Kind       AnswerKind
	HTTPStatus int
	Size       int    // bytes received
	Raw        []byte // the body; nil where the HTTP status was 2xx

	TraceID       string // as the headers or the text name it; empty where neither does
	CorrelationID string

	RetryAfter time.Duration // how long the server asks to wait; 0 if it does not say
}

// NewAnswerError describes an answer.
func NewAnswerError(kind AnswerKind, r *Response) *AnswerError {
	e := &AnswerError{Kind: kind, HTTPStatus: r.Status, Size: len(r.Body), RetryAfter: r.Pause()}
	e.TraceID, e.CorrelationID = r.IDs().Trace, r.IDs().Correlation
	if !r.Succeeded() {
		e.Raw = r.Body
	}
	return e
}

// Error names the kind, the HTTP status and the size, and how long a busy service asks to wait.
func (e *AnswerError) Error() string {
	text := fmt.Sprintf("%s (HTTP %d, %d bytes)", e.Kind, e.HTTPStatus, e.Size)
	if e.RetryAfter > 0 && (e.Kind == Throttled || e.Kind == Unavailable) {
		text += fmt.Sprintf(", it asks to wait %d s", int(e.RetryAfter/time.Second))
	}
	return text
}

// Wait is how long the server asks to wait; 0 if it does not say.
func (e *AnswerError) Wait() time.Duration { return e.RetryAfter }
