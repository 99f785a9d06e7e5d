package entra

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const wrongSecret = `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. ` +
	`Trace ID: 5bd3c4a0-1 Correlation ID: id-1 Timestamp: 2026-11-20 12:00:00Z","error_codes":[7000215],` +
	`"timestamp":"2026-11-20 12:00:00Z","trace_id":"5bd3c4a0-1","correlation_id":"id-1",` +
	`"error_uri":"https://login.microsoftonline.com/error?code=7000215"}`

func TestParseError(t *testing.T) {
	got, ok := ParseError(401, []byte(wrongSecret))
	want := &Error{
		HTTPStatus: 401, Code: "invalid_client", Codes: []int{7000215},
		Description: "AADSTS7000215: Invalid client secret provided. Trace ID: 5bd3c4a0-1 Correlation ID: id-1 Timestamp: 2026-11-20 12:00:00Z",
		TraceID:     "5bd3c4a0-1", CorrelationID: "id-1",
		Raw: []byte(wrongSecret),
	}
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	if text := "entra refused: invalid_client (AADSTS7000215, HTTP 401)"; got.Error() != text {
		t.Errorf("text %q, want %q", got.Error(), text)
	}
	if text := got.Error() + ": Invalid client secret provided."; got.Summary() != text {
		t.Errorf("summary %q, want %q", got.Summary(), text)
	}
}

func TestParseErrorTellsErrorsFromOtherBodies(t *testing.T) {
	tests := map[string]struct {
		body   string
		is     bool
		code   string
		aadsts int
		text   string
	}{
		"code alone":             {`{"error":"authorization_declined"}`, true, "authorization_declined", 0, "entra refused: authorization_declined (HTTP 400)"},
		"number alone":           {`{"error_codes":[50126]}`, true, "", 50126, "entra refused (AADSTS50126, HTTP 400)"},
		"numbers in quotes":      {`{"error":"x","error_codes":["50126"]}`, true, "x", 50126, "entra refused: x (AADSTS50126, HTTP 400)"},
		"description alone":      {`{"error_description":"AADSTS90002: no"}`, true, "", 90002, "entra refused (AADSTS90002, HTTP 400)"},
		"text wins over numbers": {`{"error":"x","error_description":"AADSTS65001: no","error_codes":[50126]}`, true, "x", 65001, "entra refused: x (AADSTS65001, HTTP 400)"},
		"two numbers":            {`{"error":"x","error_description":"AADSTS70002: a AADSTS50126: b","error_codes":[70002,50126]}`, true, "x", 50126, "entra refused: x (AADSTS50126, HTTP 400)"},
		"prefix of another":      {`{"error":"x","error_description":"AADSTS900023: a"}`, true, "x", 900023, "entra refused: x (AADSTS900023, HTTP 400)"},
		"types not as expected":  {`{"error":"x","error_description":5,"error_codes":"y","trace_id":[],"claims":{}}`, true, "x", 0, "entra refused: x (HTTP 400)"},
		"hostile name":           {`{"error":"\u001b[2J"}`, true, "\x1b[2J", 0, "entra refused (HTTP 400)"},
		"long name":              {`{"error":"` + strings.Repeat("a", 65) + `"}`, true, strings.Repeat("a", 65), 0, "entra refused (HTTP 400)"},
		"an API's error":         {`{"error":{"code":"Forbidden","message":"no"}}`, false, "", 0, ""},
		"token":                  {`{"access_token":"a"}`, false, "", 0, ""},
		"empty error":            {`{"error":""}`, false, "", 0, ""},
		"null":                   {`null`, false, "", 0, ""},
		"array":                  {`[{"error":"x"}]`, false, "", 0, ""},
		"text":                   {`AADSTS50126: no`, false, "", 0, ""},
		"page":                   {`<html>`, false, "", 0, ""},
		"empty":                  {``, false, "", 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			e, is := ParseError(400, []byte(tt.body))
			if is != tt.is {
				t.Fatalf("%v, want %v", is, tt.is)
			}
			if is && (e.Code != tt.code || e.AADSTS() != tt.aadsts || e.Error() != tt.text) {
				t.Errorf("%q, %d, %q; want %q, %d, %q", e.Code, e.AADSTS(), e, tt.code, tt.aadsts, tt.text)
			}
		})
	}
}

func TestRawIsKeptOfFailuresOnly(t *testing.T) {
	for status, kept := range map[int]bool{200: false, 299: false, 400: true, 401: true, 503: true} {
		if e, _ := ParseError(status, []byte(`{"error":"x"}`)); (e.Raw != nil) != kept {
			t.Errorf("HTTP %d: raw kept is %v, want %v", status, e.Raw != nil, kept)
		}
	}
}

func TestMessage(t *testing.T) {
	for in, want := range map[string]string{
		"AADSTS50126: Wrong.\r\nTrace ID: a\r\nCorrelation ID: b\r\nTimestamp: c": "Wrong.",
		"AADSTS50126: Wrong. Trace ID: a Correlation ID: b Timestamp: c":          "Wrong.",
		"AADSTS50126: Wrong.\nTrace ID: a":                                        "Wrong.",
		"AADSTS70002: One. AADSTS50126: Two.":                                     "One. AADSTS50126: Two.",
		"no number":                                                               "no number",
		"Trace ID: a":                                                             "",
		"":                                                                        "",
	} {
		if got := (&Error{Description: in}).Message(); got != want {
			t.Errorf("Message of %q = %q, want %q", in, got, want)
		}
	}
}

func TestCodesIn(t *testing.T) {
	for in, want := range map[string][]int{
		"":                                 nil,
		"AADSTS":                           nil,
		"AADSTSx50126":                     nil,
		"50126":                            nil,
		"AADSTS50126":                      {50126},
		"AADSTS900023 and AADSTS90002":     {900023, 90002},
		"AADSTS1: AADSTS2: AADSTS1":        {2, 1},
		"AADSTS0050126":                    {50126},
		"'AADSTS700016'.AADSTS50034,":      {700016, 50034},
		"AADSTS" + strings.Repeat("9", 40): nil,
	} {
		if diff := cmp.Diff(want, CodesIn(in)); diff != "" {
			t.Errorf("CodesIn(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func FuzzParseError(f *testing.F) {
	f.Add(400, []byte(wrongSecret))
	f.Add(200, []byte(`{"error":{"code":"x"}}`))
	f.Add(503, []byte(`{"error":"\ud800","error_codes":[1e9,"x",null,-1]}`))
	f.Add(0, []byte(`{"error_description":"AADSTS\u0661"}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e, is := ParseError(status, body)
		if (e != nil) != is {
			t.Fatal("half an answer")
		}
		if !is {
			return
		}
		if !json.Valid(body) || e.Error() == "" || e.Error() != strings.ToValidUTF8(e.Error(), "") {
			t.Fatalf("%q from %q", e.Error(), body)
		}
		if strings.ContainsAny(e.Error(), "\x00\x1b\r\n\u009b\u202e") {
			t.Fatalf("the text carries what the answer said: %q", e.Error())
		}
	})
}
