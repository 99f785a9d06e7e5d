package transport

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

func TestRefusalsAreRead(t *testing.T) {
	for body, want := range map[string]struct {
		codes   []string
		message string
	}{
		`{"error":{"code":"A","message":"m","innererror":{"code":"B","message":"n"}}}`: {[]string{"A", "B"}, "m n"},
		`{"code":"A","Message":"m"}`:                                   {[]string{"A"}, "m"},
		`{"error":"a_b","error_description":"m"}`:                      {[]string{"a_b"}, "m"},
		`{"IsSuccess":false,"ErrorMessage":"m"}`:                       {nil, "m"},
		`{"error":{"code":7,"message":["x"]}}`:                         {nil, ""},
		`{"error":{"innererror":{"error":{"error":{"code":"deep"}}}}}`: {nil, ""},
		"<html>": {nil, ""}, "": {nil, ""}, "[1]": {nil, ""},
	} {
		e := NewRefusal(&Response{Status: 403, Body: []byte(body), Header: http.Header{"Www-Authenticate": {"Bearer"}}}, sanitize.Redactor{})
		if !slices.Equal(e.Codes, want.codes) || e.Message != want.message || e.HTTPStatus != 403 || e.Challenge != "Bearer" {
			t.Errorf("%s: %+v", body, e)
		}
	}
}

// TestRefusalsAreQuoted: only so much, without a secret even where it was cut in the middle; of a 2xx only what may be told.
func TestRefusalsAreQuoted(t *testing.T) {
	const token = "CanaryV8Q~notASecretButLooksLikeOne~abcd"
	long := strings.Repeat("m", 290) + token
	e := NewRefusal(&Response{Status: 403, Body: []byte(`{"error":{"code":"` + strings.Repeat("c", 60) + token + `","message":"` + long + `"}}`)},
		sanitize.NewRedactor(secret.New(token)))
	if got := e.Error(); strings.Contains(got, token[:4]) || !strings.HasPrefix(got, "HTTP 403, cccc") || !strings.Contains(got, ": mmm") || len(got) > 500 {
		t.Errorf("%q", got)
	}
	for want, e := range map[string]*Refusal{
		"HTTP 401":                       {HTTPStatus: 401},
		"HTTP 403, A, B: m":              {HTTPStatus: 403, Codes: []string{"A", "B"}, Message: "m"},
		"HTTP 200, keys: IsSuccess":      {HTTPStatus: 200, Codes: []string{"A"}, Message: "m", Seen: "keys: IsSuccess"},
		"HTTP 300: m":                    {HTTPStatus: 300, Message: "m"},
		"HTTP 403: " + long[:300] + " …": {HTTPStatus: 403, Message: long},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
