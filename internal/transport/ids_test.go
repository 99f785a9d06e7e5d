package transport

import (
	"net/http"
	"strings"
	"testing"
)

const (
	traceGUID       = "5bd3c4a0-1111-4222-8333-0123456789ab"
	correlationGUID = "0a1b2c3d-4444-4555-8666-BA9876543210"
)

// TestFindIDs: in the texts and in what is wanted, #T stands for a trace id and #C for a correlation id.
func TestFindIDs(t *testing.T) {
	guids := strings.NewReplacer("#T", traceGUID, "#C", correlationGUID)
	for text, want := range map[string]IDs{
		"AADSTS50126: no. Trace ID: #T Correlation ID: #C Timestamp: 2026-11-20 12:00:00Z": {"#C", "#T"},
		"AADSTS50126: no.\r\nTrace ID: #T\r\nCorrelation ID: #C\r\nTimestamp: 2026-11-20":  {"#C", "#T"},
		"expired or revoked.Trace ID: #T\nCorrelation\n ID: #C":                            {"#C", "#T"},
		`{"error":"x","trace_id":"#T","correlation_id":"#C"}`:                              {"#C", "#T"},
		`{"m":"{\"trace_id\":\"#T\",\"correlation_id\":\"#C\"}"}`:                          {"#C", "#T"},
		`{\\\"trace_id\\\":\\\"#T\\\",\\\"correlation_id\\\":\\\"#C\\\"}`:                  {"#C", "#T"},
		`{"innerError":{"request-id":"#T","client-request-id":"#C"}}`:                      {"#C", "#T"},
		`{"error":{"message":"not authorized.  CorrelationId:  #C."}}`:                     {"#C", ""},
		`{"traceId":"#T","correlationId":"#C"}`:                                            {"#C", "#T"},
		"Request Id: #T\nCorrelation Id: #C":                                               {"#C", "#T"},
		"<dt>Request Id</dt>\n<dd class=\"x\">#T</dd><dt>Correlation Id</dt><dd>#C</dd>":   {"#C", "#T"},
		"The correlation Id is '#C'.":                                                      {"#C", ""},
		"(ms-correlation-x = #C)":                                                          {"#C", ""},
		"clientRequestId=#C&requestId=#T":                                                  {"#C", "#T"},
		"another's Correlation ID: #T. Ours: Correlation ID: #C":                           {"#C", ""},
		"Trace ID: none, application #C, resource #T":                                      {"", ""},
		"Correlation ID: 1234":                                                             {"", ""},
		"a correlation of ideas: #C":                                                       {"", ""},
		"the application #T was not found":                                                 {"", ""},
		"":                                                                                 {"", ""},
	} {
		got := FindIDs(guids.Replace(text))
		if want = (IDs{guids.Replace(want.Correlation), guids.Replace(want.Trace)}); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestIDsOfAnAnswer(t *testing.T) {
	body := "Trace ID: " + traceGUID + " Correlation ID: " + correlationGUID
	for name, tt := range map[string]struct {
		headers []string
		body    string
		want    IDs
	}{
		"text alone":            {nil, body, IDs{correlationGUID, traceGUID}},
		"headers before text":   {[]string{"x-ms-request-id", "t", "x-ms-correlation-request-id", "c"}, body, IDs{"c", "t"}},
		"Graph's headers":       {[]string{"request-id", "t", "client-request-id", "c"}, "", IDs{"c", "t"}},
		"the most telling wins": {[]string{"client-request-id", "b", "ms-correlation-x", "c", "request-id", "u", "x-ms-request-id", "t"}, "", IDs{"c", "t"}},
		"one header":            {[]string{"x-ms-request-id", "t"}, body, IDs{correlationGUID, "t"}},
		"far inside":            {nil, strings.Repeat("x", idsWithin) + body, IDs{}},
		"nothing":               {nil, "", IDs{}},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Response{Status: http.StatusForbidden, Header: http.Header{}, Body: []byte(tt.body)}
			for i := 0; i < len(tt.headers); i += 2 {
				r.Header.Set(tt.headers[i], tt.headers[i+1])
			}
			if got := r.IDs(); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
			r.Status = http.StatusOK
			if got := r.IDs(); len(tt.headers) == 0 && got != (IDs{}) {
				t.Errorf("of an answer that succeeded: %+v", got)
			}
		})
	}
}
