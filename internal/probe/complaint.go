package probe

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// complaint is a refusal taken apart. Its texts come from outside.
type complaint struct {
	status    int
	codes     []string // the error's code and those inside it
	message   string
	challenge string // header WWW-Authenticate
	redact    sanitize.Redactor
	whole     string // codes, message and challenge in the form in which wordings are compared
}

// maxDepth bounds errors inside errors.
const maxDepth = 4

// newComplaint reads the error shapes of the four APIs: {"error":{"code","message","innererror":{…}}}, the same without
// the outer "error", {"Message"}, {"error":"…","error_description"}, and the envelope's {"ErrorMessage"}.
// What is no JSON is a complaint by its status alone. Texts are redacted before anything is cut off from them.
func newComplaint(r *transport.Response, redact sanitize.Redactor) complaint {
	c := complaint{status: r.Status, challenge: r.Header.Get("WWW-Authenticate"), redact: redact}
	c.add(r.Body, 0)
	c.whole = squeeze(strings.Join(append(c.codes, c.message, c.challenge), "\n"))
	return c
}

func (c *complaint) add(raw json.RawMessage, depth int) {
	var fields map[string]json.RawMessage
	if depth == maxDepth || json.Unmarshal(raw, &fields) != nil {
		return
	}
	lower := make(map[string]json.RawMessage, len(fields))
	for name, value := range fields {
		lower[strings.ToLower(name)] = value
	}
	for _, name := range []string{"code", "error"} {
		if text := textOf(lower[name]); text != "" {
			c.codes = append(c.codes, c.redact.Redact(text))
		}
	}
	for _, name := range []string{"message", "error_description", "errormessage"} {
		if text := textOf(lower[name]); text != "" {
			c.message = strings.TrimSpace(c.message + " " + c.redact.Redact(text))
		}
	}
	for _, name := range []string{"error", "innererror"} {
		c.add(lower[name], depth+1)
	}
}

// textOf gives a JSON string; anything else is no text.
func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// How much of a message, and of a code or key, is evidence, in characters; the rest is in the raw answer.
const (
	maxQuoted = 300
	maxName   = 64
)

// evidence quotes the answer. Of a 2xx it quotes nothing: seen says what may be told.
func (c complaint) evidence(seen string) string {
	text := fmt.Sprintf("HTTP %d", c.status)
	if c.status < 300 {
		return text + ", " + seen
	}
	for _, code := range c.codes {
		text += ", " + shortened(code, maxName)
	}
	if c.message != "" {
		text += ": " + shortened(c.message, maxQuoted)
	}
	return text
}

func shortened(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + " …"
}

// squeeze gives text in the form in which wordings are compared: lower case, single blanks, no quotation marks.
func squeeze(s string) string {
	s = strings.NewReplacer(`'`, "", `"`, "", `\`, "", "’", "").Replace(strings.ToLower(s))
	return strings.Join(strings.Fields(s), " ")
}

// isPage reports whether an answer is a web page rather than the API's. A page that comes with the API's own challenge
// for a token is the API's web server speaking for it.
func isPage(r *transport.Response) bool {
	if strings.HasPrefix(strings.ToLower(r.Header.Get("WWW-Authenticate")), "bearer") && r.Status == http.StatusUnauthorized {
		return false
	}
	beginning := strings.TrimSpace(string(r.Body[:min(len(r.Body), 512)]))
	return r.ContentType() == "text/html" || strings.HasPrefix(beginning, "<")
}

// correlationID is the id under which the API's support finds the call.
func correlationID(h http.Header) string {
	for _, name := range []string{"x-ms-correlation-request-id", "x-ms-correlation-id", "ms-correlation-x", "x-ms-request-id", "request-id"} {
		if id := h.Get(name); id != "" {
			return id
		}
	}
	return ""
}
