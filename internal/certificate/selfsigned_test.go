package certificate

import (
	"context"
	"testing"
	"time"

	"appreg/internal/secret"
)

// TestSelfSigned: what is made is read again as the same, and lasts as long as asked for.
func TestSelfSigned(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	end := now.AddDate(0, 6, 0)
	file, made, err := SelfSigned("appreg bc-dev", now, end)
	if err != nil {
		t.Fatal(err)
	}
	read, err := Open(context.Background(), file, secret.Secret{})
	if err != nil || read.Thumbprint() != made.Thumbprint() || !read.NotAfter().Equal(end) || read.Warning() != "" {
		t.Errorf("%v %v", err, read)
	}
	if err := read.ValidAt(now.Add(-time.Minute)); err != nil {
		t.Errorf("a clock that is a minute behind: %v", err)
	}
	if bits := read.key.N.BitLen(); bits != newKeyBits {
		t.Errorf("%d bits", bits)
	}
}
