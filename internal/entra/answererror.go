package entra

import (
	"fmt"
	"time"
)

// AnswerKind says what is wrong with an answer that is neither a token nor one of Entra's errors.
type AnswerKind int

// The kinds.
const (
	NotJSON    AnswerKind = iota + 1 // a page of a proxy or portal, or broken JSON
	Redirected                       // 3xx: redirects are not followed
	Empty                            // no body
	TooLarge                         // more than the transport reads
	Truncated                        // the connection ended in the middle
	Incomplete                       // 2xx and JSON, but what was asked for is not in it
)

// String names the kind in a phrase.
func (k AnswerKind) String() string {
	switch k {
	case NotJSON:
		return "the answer is not JSON"
	case Redirected:
		return "the answer is a redirect"
	case Empty:
		return "the answer is empty"
	case TooLarge:
		return "the answer is too large"
	case Truncated:
		return "the answer ended too early"
	case Incomplete:
		return "the answer lacks what was asked for"
	default:
		return "the answer is of an unknown kind"
	}
}

// AnswerError is an answer that Entra itself would not give: mostly something between us and Entra gave it.
// ContentType, Keys, Location and Raw are text from outside: sanitise them before showing them.
type AnswerError struct {
	Kind        AnswerKind
	HTTPStatus  int
	ContentType string
	Size        int      // bytes received
	Keys        []string // names in the JSON object, sorted; values are never kept
	Location    string   // where a redirect leads, without its query
	Raw         []byte   // the body; nil where the HTTP status was 2xx

	RetryAfter time.Duration // how long the server asks to wait; 0 if it does not say
}

// Error names the kind, the HTTP status and the size.
func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s (HTTP %d, %d bytes)", e.Kind, e.HTTPStatus, e.Size)
}
