package transport

import (
	"encoding/json"
	"fmt"
	"strings"

	"appreg/internal/sanitize"
)

// Refusal is an API's own no: its status, and what its JSON and its challenge say. Its texts come from outside; they are
// redacted before anything is cut off from them, and sanitised by whoever shows them.
type Refusal struct {
	HTTPStatus int
	Codes      []string // the error's code and those inside it
	Message    string
	Challenge  string // header WWW-Authenticate
	Seen       string // what may be told of a refusal that came with 2xx
}

// NewRefusal reads the error shapes of Microsoft's APIs: {"error":{"code","message","innererror":{…}}}, the same without
// the outer "error", {"Message"}, {"error":"…","error_description"}, and the envelope's {"ErrorMessage"}.
// What is no JSON is a refusal by its status alone.
func NewRefusal(r *Response, redact sanitize.Redactor) *Refusal {
	e := &Refusal{HTTPStatus: r.Status, Challenge: r.Header.Get("WWW-Authenticate")}
	e.add(r.Body, redact, 0)
	return e
}

// deepest bounds errors inside errors.
const deepest = 4

func (e *Refusal) add(raw json.RawMessage, redact sanitize.Redactor, depth int) {
	var fields map[string]json.RawMessage
	if depth == deepest || json.Unmarshal(raw, &fields) != nil {
		return
	}
	lower := make(map[string]json.RawMessage, len(fields))
	for name, value := range fields {
		lower[strings.ToLower(name)] = value
	}
	text := func(name string) (text string) {
		if json.Unmarshal(lower[name], &text) != nil {
			return "" // anything else is no text
		}
		return redact.Redact(text)
	}
	for _, name := range []string{"code", "error"} {
		if code := text(name); code != "" {
			e.Codes = append(e.Codes, code)
		}
	}
	for _, name := range []string{"message", "error_description", "errormessage"} {
		e.Message = strings.TrimSpace(e.Message + " " + text(name))
	}
	for _, name := range []string{"error", "innererror"} {
		e.add(lower[name], redact, depth+1)
	}
}

// How much of a message, and of a code, is quoted, in characters; the rest is in the raw answer.
const (
	maxQuoted = 300
	maxName   = 64
)

// Error quotes the answer. Of a 2xx it quotes nothing but what may be told.
func (e *Refusal) Error() string {
	text := fmt.Sprintf("HTTP %d", e.HTTPStatus)
	if e.HTTPStatus < 300 {
		return text + ", " + e.Seen
	}
	for _, code := range e.Codes {
		text += ", " + sanitize.Short(code, maxName)
	}
	if e.Message != "" {
		text += ": " + sanitize.Short(e.Message, maxQuoted)
	}
	return text
}
