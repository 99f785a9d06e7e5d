package transport

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckAuthority(t *testing.T) {
	for raw, want := range map[string]string{
		"https://login.microsoftonline.com":  "https://login.microsoftonline.com",
		"https://login.microsoftonline.com/": "https://login.microsoftonline.com",
		" https://Login.Example.com:8443 ":   "https://login.example.com:8443",
		"HTTPS://login.example.com":          "https://login.example.com",
		"http://127.0.0.1:8080":              "http://127.0.0.1:8080",
		"http://127.255.1.2":                 "http://127.255.1.2",
		"http://localhost:1":                 "http://localhost:1",
		"http://[::1]:8080/":                 "http://[::1]:8080",
		"https://[2001:db8::1]":              "https://[2001:db8::1]",
	} {
		if got, err := CheckAuthority(raw); got != want || err != nil {
			t.Errorf("CheckAuthority(%q) = %q, %v; want %q", raw, got, err, want)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for raw, reason := range map[string]string{
		"":                               "has no host",
		"login.microsoftonline.com":      "has no host",
		"https://":                       "has no host",
		"https://:443":                   "has no host",
		"://x":                           "isn't a URL",
		"https://a b.example":            "isn't a URL",
		"https://login.example.com:port": "isn't a URL",
		"https://me:hunter2@example.com": "user name or password",
		"https://login.example.com/?":    "query",
		"https://login.example.com?a=b":  "query",
		"https://login.example.com#a":    "fragment",
		"https://login.example.com#":     "fragment",
		"https://login.example.com/t":    "path",
		"http://login.example.com":       "only for this machine",
		"http://localhost.example.com":   "only for this machine",
		"http://127.0.0.1.example.com":   "only for this machine",
		"http://0.0.0.0":                 "only for this machine",
		"http://10.0.0.1":                "only for this machine",
		"ws://127.0.0.1":                 "begin with https://",
		"file://localhost":               "begin with https://",
	} {
		for what, check := range map[string]func(string) (string, error){"authority": CheckAuthority, "API URL": CheckAPIURL} {
			got, err := check(raw)
			var refused *AddressError
			if !errors.As(err, &refused) || got != "" || !strings.Contains(err.Error(), reason) || !strings.Contains(err.Error(), what) {
				t.Errorf("%s %q = %q, %v; want the %s refused: %s", what, raw, got, err, what, reason)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error repeats a password: %v", err)
			}
		}
	}
}
