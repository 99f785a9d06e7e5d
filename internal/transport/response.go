package transport

import (
	"mime"
	"net/http"
	"strconv"
	"time"
)

// Fault says what is wrong with the body of an answer.
type Fault int

// The faults.
const (
	Whole     Fault = iota // nothing
	TooLarge               // longer than 1 MiB: Body holds the beginning
	Truncated              // the connection ended in the middle: Body holds what came
)

// Response is an answer, read to its end.
type Response struct {
	Status int
	Header http.Header
	Body   []byte // at most 1 MiB; text without its byte-order mark
	Fault  Fault
	Date   time.Time // the server's clock, to the second; zero if it sent none
}

func newResponse(answer *http.Response, body []byte, err error) *Response {
	r := &Response{Status: answer.StatusCode, Header: answer.Header, Body: body}
	switch {
	case len(body) > maxBody:
		r.Body, r.Fault = body[:maxBody], TooLarge
	case err != nil:
		r.Fault = Truncated
	}
	r.Body = plainText(r.Body)
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		r.Date = date
	}
	return r
}

// Succeeded reports whether the status is 2xx.
func (r *Response) Succeeded() bool { return r.Status >= 200 && r.Status <= 299 }

// Redirected reports whether the status is 3xx.
func (r *Response) Redirected() bool { return r.Status >= 300 && r.Status <= 399 }

// ContentType is the media type without its parameters, for example text/html; empty if none was sent.
func (r *Response) ContentType() string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// RetryAfter is how long the server asks to wait, in seconds or as a date; false if it does not say.
func (r *Response) RetryAfter(now time.Time) (time.Duration, bool) {
	value := r.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1<<20)) * time.Second, true
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, date.Sub(now)), true
	}
	return 0, false
}

// longestPause bounds what a server can ask for: a later request does no harm.
const longestPause = time.Hour

// Pause is how long the server asks to wait, an hour at most; 0 if it does not say. A date is judged by its own clock.
func (r *Response) Pause() time.Duration {
	wait, _ := r.RetryAfter(r.Date)
	return min(wait, longestPause)
}
