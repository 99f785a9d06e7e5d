package entra

import (
	"encoding/json"
	"net/http"
	"time"

	"appreg/internal/transport"
)

// object is a JSON object that came with 2xx and is no error.
type object struct {
	fields   map[string]json.RawMessage
	response *transport.Response
}

// judge returns the object in an answer. It returns an *Error for one of Entra's errors, whatever the status, and an
// *transport.AnswerError for anything that Entra would not answer.
func judge(r *transport.Response) (object, error) {
	o := object{response: r}
	kind := r.Unusable()
	switch {
	case kind != 0:
	case len(r.Body) == 0:
		kind = transport.Empty
	case json.Unmarshal(r.Body, &o.fields) != nil || o.fields == nil:
		kind = transport.NotJSON
	}
	if kind != 0 {
		return object{}, transport.NewAnswerError(kind, r)
	}
	if refusal, is := ParseError(r.Status, r.Body); is {
		refusal.idsFrom(r.IDs())
		refusal.Date, refusal.RetryAfter = r.Date, r.Pause()
		return object{}, refusal
	}
	if r.Status >= http.StatusInternalServerError { // something in front of Entra, or Entra where it says nothing of the request
		return object{}, transport.NewAnswerError(transport.Unavailable, r)
	}
	if !r.Succeeded() {
		refusal := &Error{HTTPStatus: r.Status, Raw: r.Body, Date: r.Date, RetryAfter: r.Pause()}
		refusal.idsFrom(r.IDs())
		return object{}, refusal
	}
	return o, nil
}

// incomplete says that the object lacks what was asked for.
func (o object) incomplete() *transport.AnswerError {
	return transport.NewAnswerError(transport.Incomplete, o.response)
}

// text returns a field that is a string, else nothing.
func (o object) text(name string) string { return text(o.fields[name]) }

// seconds reads a field that is a number of seconds, or the same in quotes; 0 if it is neither.
func (o object) seconds(name string) time.Duration {
	value := number(o.fields[name])
	if value < -1e9 || value > 1e9 {
		return 0
	}
	return time.Duration(value * float64(time.Second))
}

// text reads a JSON string; anything else is no text.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// number reads a JSON number, in quotes or not; anything else is 0.
func number(raw json.RawMessage) float64 {
	var n json.Number
	if json.Unmarshal(raw, &n) != nil {
		return 0
	}
	value, err := n.Float64()
	if err != nil {
		return 0
	}
	return value
}
