package graph

import (
	"encoding/json"
	"strings"

	"appreg/internal/transport"
)

// parseError reads {"error":{"code","message","details":[{"code","message","target"}],"innerError":{"request-id",…}}}. In
// older answers message is an object with a value, and details one object. What isn't there stays empty.
func parseError(doing Operation, r *transport.Response) *Error {
	e := &Error{Doing: doing, HTTPStatus: r.Status, Raw: r.Body, RetryAfter: r.Pause()}
	var outer struct {
		Error struct {
			Code    json.RawMessage
			Message json.RawMessage
			Details json.RawMessage
			Inner   struct {
				RequestID       json.RawMessage `json:"request-id"`
				ClientRequestID json.RawMessage `json:"client-request-id"`
			} `json:"innerError"`
		}
	}
	if json.Unmarshal(r.Body, &outer) == nil {
		e.Code, e.Message = text(outer.Error.Code), text(outer.Error.Message)
		e.Details = details(outer.Error.Details)
		e.RequestID, e.ClientRequestID = text(outer.Error.Inner.RequestID), text(outer.Error.Inner.ClientRequestID)
	}
	ids := r.IDs()
	if ids.Trace != "" {
		e.RequestID = ids.Trace
	}
	if ids.Correlation != "" {
		e.ClientRequestID = ids.Correlation
	}
	return e
}

// details returns the codes of an error's details, which are a list or one object.
func details(raw json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var codes []string
	for _, one := range list {
		var d struct{ Code json.RawMessage }
		if json.Unmarshal(one, &d) == nil && d.Code != nil {
			codes = append(codes, text(d.Code))
		}
	}
	return codes
}

// text reads a JSON string, or the value of {"lang","value"}; anything else is no text.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s)
	}
	var localized struct{ Value string }
	if json.Unmarshal(raw, &localized) == nil {
		return strings.TrimSpace(localized.Value)
	}
	return ""
}
