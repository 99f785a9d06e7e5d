package transport

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestByteOrderMarks: what a server puts before its text is not part of it.
func TestByteOrderMarks(t *testing.T) {
	const text = `{"ä":"€"}`
	wide := func(order string) string {
		var b strings.Builder
		for _, r := range text { // all in the basic plane
			high, low := byte(r>>8), byte(r)
			if order == "\xff\xfe" {
				high, low = low, high
			}
			b.Write([]byte{high, low})
		}
		return order + b.String()
	}
	for name, tt := range map[string]struct{ sent, want string }{
		"none":                   {text, text},
		"UTF-8":                  {"\xef\xbb\xbf" + text, text},
		"UTF-16, little end":     {wide("\xff\xfe"), text},
		"UTF-16, big end":        {wide("\xfe\xff"), text},
		"UTF-16, cut in a unit":  {"\xff\xfea\x00b", "a"},
		"a mark alone":           {"\xef\xbb\xbf", ""},
		"nothing":                {"", ""},
		"no mark, but not UTF-8": {"\xf0(", "\xf0("},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, tt.sent) }))
			defer server.Close()
			client, err := New(Options{})
			if err != nil {
				t.Fatal(err)
			}
			req, err := http.NewRequest(http.MethodGet, server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := client.Do(req)
			if err != nil || string(answer.Body) != tt.want {
				t.Errorf("%v: got %q, want %q", err, answer.Body, tt.want)
			}
		})
	}
}
