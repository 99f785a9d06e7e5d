package graph

import (
	"net/http"
	"slices"
	"strings"
)

// Meaning is what a refusal says about whether and how to go on.
type Meaning int

// The meanings.
const (
	Refused  Meaning = iota // no, and asking again changes nothing
	NotYet                  // what was just made isn't known everywhere: nothing was changed
	Doubtful                // the same, but the change may have been made: read before asking again
	Exists                  // it is there already
	Missing                 // what is named isn't there, or not yet
	Outdated                // the token was issued before a policy or a session changed
	Busy                    // asked too often, or not available: the change may have been made
)

// shape is one way in which Graph says a meaning. Every condition that is set must hold. Message is looked at only where
// Graph has no code that tells: it is a part of the message, in lower case.
type shape struct {
	status  int
	codes   []string // error.code or a detail's code, any of them
	message string
	doing   []Operation
	means   Meaning
}

// Means returns what the refusal says about going on.
func (e *Error) Means() Meaning {
	for _, s := range shapes {
		if s.matches(e) {
			return s.means
		}
	}
	switch {
	case e.HTTPStatus == http.StatusTooManyRequests, e.HTTPStatus >= http.StatusInternalServerError,
		e.HTTPStatus == http.StatusRequestTimeout, e.HTTPStatus == http.StatusFailedDependency:
		return Busy
	case e.HTTPStatus == http.StatusNotFound:
		return Missing
	}
	return Refused
}

func (s shape) matches(e *Error) bool {
	if s.status != 0 && s.status != e.HTTPStatus || len(s.doing) > 0 && !slices.Contains(s.doing, e.Doing) {
		return false
	}
	if len(s.codes) > 0 && !slices.ContainsFunc(e.Codes(), func(code string) bool {
		return slices.ContainsFunc(s.codes, func(want string) bool { return strings.EqualFold(code, want) })
	}) {
		return false
	}
	return s.message == "" || strings.Contains(strings.ToLower(e.Message), s.message)
}
