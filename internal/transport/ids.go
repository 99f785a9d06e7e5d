package transport

import (
	"net/http"

	"appreg/internal/pattern"
)

// IDs are those under which the support of the service that was asked finds a request. They are text from outside.
type IDs struct {
	Correlation string // of everything that belongs to the request
	Trace       string // of this one answer
}

// The headers that carry them, the most telling first: Entra's, Azure Resource Manager's, Dynamics' and Graph's.
var (
	correlationHeaders = []string{"X-Ms-Correlation-Request-Id", "X-Ms-Correlation-Id", "Ms-Correlation-X", CorrelationHeader}
	traceHeaders       = []string{"X-Ms-Request-Id", "Request-Id"}
)

// In a text an id is a GUID behind its name, with what JSON, HTML or prose puts between: "Trace ID: …",
// \"correlation_id\":\"…\", <dt>Correlation Id</dt><dd>…, the correlation Id is '…'. Entra's pages call the trace id
// "Request Id"; a client-request-id is the correlation id.
const (
	between = `(?:[^0-9A-Za-z<]|</?[a-z][^<>]*>|\bis\b){1,40}`
	anyGUID = `([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})`
)

var (
	correlationInText = pattern.Lazy(`(?i)(?:correlation|client[\s_-]?request)[\s_-]*(?:id|x)` + between + anyGUID)
	traceInText       = pattern.Lazy(`(?i)(?:^|[^\w-])(?:x-ms-request-|request[\s_-]?|trace[\s_-]*)id` + between + anyGUID)
)

// idsWithin is how much of a body is searched for them, in bytes.
const idsWithin = 64 << 10

// IDs returns the ids of an answer: those of its headers, else those in its text. What a 2xx answer holds is never told.
func (r *Response) IDs() IDs {
	var ids IDs
	if !r.Succeeded() {
		ids = FindIDs(string(r.Body[:min(len(r.Body), idsWithin)]))
	}
	if named := firstOf(r.Header, correlationHeaders); named != "" {
		ids.Correlation = named
	}
	if named := firstOf(r.Header, traceHeaders); named != "" {
		ids.Trace = named
	}
	return ids
}

// FindIDs returns the ids that stand in a text.
func FindIDs(text string) IDs {
	return IDs{Correlation: lastGroup(correlationInText, text), Trace: lastGroup(traceInText, text)}
}

// lastGroup is the id of the last mention: an answer that quotes another's ends with its own.
func lastGroup(named *pattern.Pattern, text string) string {
	found := named.Regexp().FindAllStringSubmatch(text, -1)
	if len(found) == 0 {
		return ""
	}
	return found[len(found)-1][1]
}

func firstOf(h http.Header, names []string) string {
	for _, name := range names {
		if value := h.Get(name); value != "" {
			return value
		}
	}
	return ""
}
