package token

import (
	"errors"
	"testing"

	"appreg/internal/catalog"
)

// TestUnknownFlow: with a flow that does not exist nothing is sent and nobody is asked.
func TestUnknownFlow(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	in := s.input()
	in.Registration.Flow = "carrier-pigeon"
	var unknown *catalog.UnknownError
	if got, _, err := s.with(in); !errors.As(err, &unknown) || unknown.Kind != "sign-in method" || !got.Value.IsZero() {
		t.Errorf("token %v, %v", got.Value, err)
	}
	if len(s.entra.calls) > 0 {
		t.Errorf("asked for %v", s.entra.calls)
	}
}
