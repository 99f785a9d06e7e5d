package cli

import (
	"sync"

	"appreg/internal/registration"
	"appreg/internal/verify"
)

// sharedVerifiers lets the checks that go to the same hosts share one client, and so its connections.
type sharedVerifiers struct {
	app  *app
	mu   sync.Mutex
	made map[registration.Overrides]*verify.Verifier
}

// get returns the verifier for o.
func (s *sharedVerifiers) get(o registration.Overrides) (*verify.Verifier, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, found := s.made[o]; found {
		return v, nil
	}
	v, err := s.app.verifier(o)
	if err != nil {
		return nil, err
	}
	if s.made == nil {
		s.made = map[registration.Overrides]*verify.Verifier{}
	}
	s.made[o] = v
	return v, nil
}
