package entra

import (
	"encoding/json"
	"slices"
	"time"

	"appreg/internal/transport"
)

// object is a JSON object that came with 2xx and is no error.
type object struct {
	fields   map[string]json.RawMessage
	response *transport.Response
}

// judge gives the object in an answer. It gives an *Error for one of Entra's errors, whatever the status, and an
// *AnswerError for anything that Entra would not answer.
func judge(r *transport.Response) (object, error) {
	o := object{response: r}
	kind := NotJSON
	switch {
	case r.Redirected():
		kind = Redirected
	case r.Fault == transport.TooLarge:
		kind = TooLarge
	case r.Fault == transport.Truncated:
		kind = Truncated
	case len(r.Body) == 0:
		kind = Empty
	case json.Unmarshal(r.Body, &o.fields) == nil && o.fields != nil:
		kind = 0
	}
	if kind != 0 {
		return object{}, answerError(kind, r)
	}
	if refusal, is := ParseError(r.Status, r.Body); is {
		refusal.Date, refusal.RetryAfter = r.Date, retryAfter(r)
		return object{}, refusal
	}
	if !r.Succeeded() {
		return object{}, &Error{HTTPStatus: r.Status, Raw: r.Body, Date: r.Date, RetryAfter: retryAfter(r)}
	}
	return o, nil
}

func answerError(kind AnswerKind, r *transport.Response) *AnswerError {
	e := &AnswerError{
		Kind: kind, HTTPStatus: r.Status, ContentType: r.ContentType(), Size: len(r.Body), RetryAfter: retryAfter(r),
	}
	if r.Redirected() {
		e.Location = r.Location()
	}
	if !r.Succeeded() {
		e.Raw = r.Body
	}
	return e
}

// incomplete says that the object lacks what was asked for.
func (o object) incomplete() *AnswerError {
	e := answerError(Incomplete, o.response)
	e.Keys = o.keys()
	return e
}

// keys gives the names in the object, sorted.
func (o object) keys() []string {
	names := make([]string, 0, len(o.fields))
	for name := range o.fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// text gives a field that is a string, else nothing.
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
