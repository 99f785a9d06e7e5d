package entra

import (
	"context"
	"errors"
	"strings"
	"testing"

	"appreg/internal/transport"
)

func TestOutcomePage(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	tests := map[string]struct {
		err    error
		title  string
		detail string
	}{
		"good":      {nil, "Sign-in complete", ""},
		"refused":   {&Error{Code: "access_denied", Description: "AADSTS65004: User declined. Trace ID: x"}, "The sign-in failed", "entra refused: access_denied (AADSTS65004): User declined."},
		"no answer": {&transport.NetworkError{Host: "login.example.com", Reason: "the name wasn't found"}, "The sign-in failed", "couldn't reach login.example.com: the name wasn't found"},
		"cancelled": {context.Canceled, "The sign-in was stopped", ""},
		"too late":  {context.DeadlineExceeded, "The sign-in was stopped", ""},
		"controls":  {errors.New("a\x1b[2Jb\n\u202ec"), "The sign-in failed", `a\u001B[2Jb \u202Ec`},
	}
	for name, tt := range tests {
		if p := outcomePage(tt.err); p.Title != tt.title || p.Detail != tt.detail {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if p := outcomePage(errors.New(long)); len(p.Detail) >= len(long) {
		t.Errorf("%d characters of detail", len(p.Detail))
	}
}

func TestPageEscapesItsText(t *testing.T) {
	hostile := `<script>"&'`
	shown := page{Title: hostile, Text: hostile, Detail: hostile}.html()
	if n := strings.Count(shown, "&lt;script&gt;&#34;&amp;&#39;"); n != 4 || strings.Contains(shown, "<script") || strings.Contains(shown, "%!") {
		t.Errorf("%d times in\n%s", n, shown)
	}
	if plain := (page{Title: "T", Text: "x"}).html(); strings.Contains(plain, "<code>") || !strings.Contains(plain, pageStyle) {
		t.Errorf("without detail:\n%s", plain)
	}
}
