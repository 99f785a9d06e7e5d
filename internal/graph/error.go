package graph

import (
	"fmt"
	"strings"
	"time"

	"appreg/internal/sanitize"
)

// Error is Graph's own no. Everything but the numbers is text from outside: sanitise it before showing it.
type Error struct {
	Doing      Operation // what was asked for
	HTTPStatus int
	Code       string // error.code, for example Authorization_RequestDenied
	Message    string
	Details    []string // the codes of its details

	RequestID       string // under which Microsoft's support finds the request
	ClientRequestID string // the id that was sent
	Raw             []byte // the body
	RetryAfter      time.Duration
}

// How much of a message is quoted, in characters; the rest is in the raw answer.
const maxQuoted = 300

// Error names what was asked for, the status, the codes and the message.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: HTTP %d", e.Doing, e.HTTPStatus)
	for _, code := range e.Codes() {
		text += ", " + sanitize.Short(code, maxName)
	}
	if e.Message != "" {
		text += ": " + sanitize.Short(e.Message, maxQuoted)
	}
	return text
}

const maxName = 64

// Codes returns the error's code and those of its details, each once.
func (e *Error) Codes() []string {
	var codes []string
	seen := map[string]bool{"": true}
	add := func(code string) {
		if lower := strings.ToLower(code); !seen[lower] {
			seen[lower] = true
			codes = append(codes, code)
		}
	}
	add(e.Code)
	for _, code := range e.Details {
		add(code)
	}
	return codes
}

// Wait is how long Graph asks to wait; 0 if it does not say.
func (e *Error) Wait() time.Duration { return e.RetryAfter }
