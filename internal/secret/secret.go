// Package secret holds values that must never be printed.
package secret

import (
	"fmt"
	"io"
	"log/slog"
)

// hidden is what every way of printing a Secret gives.
const hidden = "[hidden]"

// Secret is a client secret, a password, a token or a key. Its value leaves it through Reveal alone:
// fmt, encoding/json, every encoder of texts and log/slog give "[hidden]". The value lies behind a pointer because fmt
// calls no method on an unexported field: a struct that holds a Secret in one prints an address, not the value.
type Secret struct {
	value *string // nil: no value
}

// New wraps value.
func New(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal returns the value itself. Only the packages that send, store or look for a secret may call it;
// TestRevealIsCalledWhereItBelongs keeps the list.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether there is no value.
func (s Secret) IsZero() bool { return s.value == nil }

// Equal reports whether both hold the same value.
func (s Secret) Equal(other Secret) bool {
	if s.value == nil || other.value == nil {
		return s.value == other.value
	}
	return *s.value == *other.value
}

// String returns "[hidden]".
func (s Secret) String() string { return hidden }

// GoString returns "[hidden]" for %#v.
func (s Secret) GoString() string { return hidden }

// Format returns "[hidden]" for every verb, %x and %q included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalJSON returns "[hidden]" as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalText returns "[hidden]".
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue returns "[hidden]" to log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// Beginning returns the first n characters of a value that has at least four times as many, else nothing: what Entra
// itself shows of a client secret to tell it from others.
func (s Secret) Beginning(n int) string {
	if s.value == nil || len(*s.value) < 4*n {
		return ""
	}
	return (*s.value)[:n]
}
