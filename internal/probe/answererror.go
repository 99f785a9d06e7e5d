package probe

import (
	"fmt"
	"time"

	"appreg/internal/report"
)

// AnswerKind says why an answer tells nothing about the registration.
type AnswerKind int

// The kinds.
const (
	NoAddress   AnswerKind = iota + 1 // no request could be made of the API's address
	NotJSON                           // a page of a proxy or portal, or broken JSON
	Redirected                        // 3xx: redirects are not followed
	Truncated                         // the connection ended in the middle
	Incomplete                        // 2xx and JSON, but what was asked for is not in it
	Throttled                         // 429
	Unavailable                       // 5xx
)

// AnswerError is an answer that tells nothing about the registration. Its fields hold no text from outside.
type AnswerError struct {
	Kind       AnswerKind
	HTTPStatus int           // 0 if nothing was sent
	Size       int           // bytes received
	RetryAfter time.Duration // what a throttled or unavailable API asks to wait; 0 if it did not say
}

// Error names the kind, the HTTP status and the size.
func (e *AnswerError) Error() string {
	text := e.Kind.String()
	if e.HTTPStatus != 0 {
		text += fmt.Sprintf(" (HTTP %d, %d bytes)", e.HTTPStatus, e.Size)
	}
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(", it asks to wait %d s", int(e.RetryAfter/time.Second))
	}
	return text
}

// String names the kind in a phrase.
func (k AnswerKind) String() string { return k.row().phrase }

// Cause is the cause of the kind.
func (k AnswerKind) Cause() report.Cause { return k.row().cause }

type answerRow struct {
	phrase string
	cause  report.Cause
}

func (k AnswerKind) row() answerRow {
	rows := map[AnswerKind]answerRow{
		NoAddress:   {"the API's address is not a URL", "answer_not_json"},
		NotJSON:     {"the answer is not JSON", "answer_not_json"},
		Redirected:  {"the answer is a redirect", "redirected"},
		Truncated:   {"the answer ended too early", "answer_not_json"},
		Incomplete:  {"the answer lacks what was asked for", "answer_not_json"},
		Throttled:   {"the API asks to slow down", "throttled"},
		Unavailable: {"the API is not available", "service_unavailable"},
	}
	if row, ok := rows[k]; ok {
		return row
	}
	return answerRow{phrase: "the answer is of an unknown kind", cause: "answer_not_json"}
}
