package entra

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"appreg/internal/pattern"
	"appreg/internal/transport"
)

// Error is Entra's error answer: the JSON object of the token endpoint and of the tenant look-up
// (docs/sources.md, "Entra: protocol"). Everything but the numbers is text from outside: sanitise it before showing it.
type Error struct {
	HTTPStatus    int
	Code          string    // the OAuth name, for example invalid_client; empty if the answer named none
	Description   string    // as sent, with its trailing ids; see Message
	Codes         []int     // error_codes, in the order sent
	Suberror      string    // for example basic_action
	Claims        string    // a claims challenge, JSON
	TraceID       string    // GUID
	CorrelationID string    // GUID, the client-request-id that was sent
	Raw           []byte    // the body; nil where the HTTP status was 2xx
	Date          time.Time // the server's Date header; zero if there was none

	RetryAfter time.Duration // how long the server asks to wait; 0 if it does not say
}

// Error names the OAuth code, Entra's number and the HTTP status. It holds none of the answer's prose.
func (e *Error) Error() string {
	var parts []string
	if n := e.AADSTS(); n != 0 {
		parts = append(parts, "AADSTS"+strconv.Itoa(n))
	}
	if e.HTTPStatus != 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.HTTPStatus))
	}
	text := "entra refused"
	if isOAuthName(e.Code) {
		text += ": " + e.Code
	}
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	return text
}

// AADSTS is the most specific of Entra's numbers: the last one in the description, else the first of
// error_codes, else 0. One answer can carry two (docs/sources.md, "Entra: protocol").
func (e *Error) AADSTS() int {
	if named := CodesIn(e.Description); len(named) > 0 {
		return named[len(named)-1]
	}
	if len(e.Codes) > 0 {
		return e.Codes[0]
	}
	return 0
}

// Wait is how long the server asks to wait; 0 if it does not say.
func (e *Error) Wait() time.Duration { return e.RetryAfter }

// ClockOffset is how far now, our clock, is ahead of the server's, to the second; 0 if the server named no time.
func (e *Error) ClockOffset(now time.Time) time.Duration { return ahead(now, e.Date) }

// Message is the description without its number and without the ids from "Trace ID:" on,
// whether those follow after line breaks or after blanks.
func (e *Error) Message() string {
	text, _, _ := strings.Cut(e.Description, "Trace ID:")
	return strings.TrimSpace(leadingCode.Regexp().ReplaceAllString(text, ""))
}

// Summary is the OAuth name and Entra's number with the message, in one line, for evidence.
func (e *Error) Summary() string {
	parts := []string{e.Error()}
	if message := e.Message(); message != "" {
		parts = append(parts, message)
	}
	return strings.Join(parts, ": ")
}

var (
	numbered    = pattern.Lazy(`AADSTS(\d+)`)
	leadingCode = pattern.Lazy(`^\s*AADSTS\d+:\s*`)
)

// CodesIn returns Entra's numbers in text, in the order of their last mention, each once.
// They are read as numbers: AADSTS90002 is not found in AADSTS900023.
func CodesIn(text string) []int {
	var codes []int
	for _, match := range numbered.Regexp().FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(match[1])
		if err != nil {
			continue
		}
		codes = slices.DeleteFunc(codes, func(known int) bool { return known == n })
		codes = append(codes, n)
	}
	return codes
}

// ParseError reads an error answer. It returns false if body is not a JSON object with Entra's error fields;
// the HTTP status does not matter, because an error can come with 200 and with 401.
func ParseError(status int, body []byte) (*Error, bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return nil, false
	}
	e := &Error{
		HTTPStatus:    status,
		Code:          text(fields["error"]),
		Description:   text(fields["error_description"]),
		Codes:         numbers(fields["error_codes"]),
		Suberror:      text(fields["suberror"]),
		Claims:        text(fields["claims"]),
		TraceID:       text(fields["trace_id"]),
		CorrelationID: text(fields["correlation_id"]),
	}
	e.idsFrom(transport.FindIDs(e.Description))
	if e.Code == "" && e.AADSTS() == 0 {
		return nil, false
	}
	if !succeeded(status) {
		e.Raw = body
	}
	return e, true
}

// idsFrom takes those ids that the answer's own fields do not name.
func (e *Error) idsFrom(ids transport.IDs) {
	e.TraceID, e.CorrelationID = cmp.Or(e.TraceID, ids.Trace), cmp.Or(e.CorrelationID, ids.Correlation)
}

// numbers reads a JSON array of numbers, some of which may be quoted.
func numbers(raw json.RawMessage) []int {
	var list []json.Number
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var codes []int
	for _, item := range list {
		if n, err := strconv.Atoi(item.String()); err == nil {
			codes = append(codes, n)
		}
	}
	return codes
}

func succeeded(status int) bool { return status >= 200 && status < 300 }

// isOAuthName reports whether s is shaped like the error names of RFC 6749, so that it may stand in an error text.
func isOAuthName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
