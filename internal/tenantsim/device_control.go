package tenantsim

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// errUserCodeUnknown says that no device code has this user code.
var errUserCodeUnknown = errors.New("no such code")

// PendingDevice is a device code that waits for its user.
type PendingDevice struct {
	UserCode string
	Tenant   string // GUID
	ClientID string
	Scope    string
	Expires  time.Time
}

// PendingDevices gives the device codes that wait for their user, the one that ends first in front.
func (s *Sim) PendingDevices() []PendingDevice {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []PendingDevice
	for _, g := range s.devices {
		if g.state == devicePending && !s.now().After(g.expires) {
			list = append(list, PendingDevice{g.userCode, g.tenantID, g.clientID, g.scope.raw, g.expires})
		}
	}
	slices.SortFunc(list, func(a, b PendingDevice) int {
		return cmp.Or(a.Expires.Compare(b.Expires), cmp.Compare(a.UserCode, b.UserCode))
	})
	return list
}

// ApproveDevice does what a person does on the page: enters the code, signs in as upn and consents. The error says what
// the page would: then the code stays pending.
func (s *Sim) ApproveDevice(userCode, upn string) error {
	return s.changeDevice("approve", userCode, func(g *deviceGrant) error { return s.approval(g, upn) })
}

// approval is an approval with the page's no as an error. The caller holds s.mu.
func (s *Sim) approval(g *deviceGrant, upn string) error {
	if no := s.answerDevice(g, upn, answerAccept); no != nil {
		return errors.New(string(no.situation))
	}
	return nil
}

// DeclineDevice says no on the page.
func (s *Sim) DeclineDevice(userCode string) error {
	return s.changeDevice("decline", userCode, func(g *deviceGrant) error {
		g.state = deviceDeclined
		return nil
	})
}

// ExpireDevice ends a code's time.
func (s *Sim) ExpireDevice(userCode string) error {
	return s.changeDevice("expire", userCode, func(g *deviceGrant) error {
		g.expires = s.now().Add(-time.Nanosecond)
		return nil
	})
}

// SlowDownDevice makes the next poll of a pending code be answered slow_down, however late it comes.
func (s *Sim) SlowDownDevice(userCode string) error {
	return s.changeDevice("slow down", userCode, func(g *deviceGrant) error {
		g.slowNext = true
		return nil
	})
}

func (s *Sim) changeDevice(verb, userCode string, change func(*deviceGrant) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := errUserCodeUnknown
	if g := s.deviceOf(userCode); g != nil {
		err = change(g)
	}
	if err != nil {
		return fmt.Errorf("could not %s the simulated device code %s: %w", verb, userCode, err)
	}
	return nil
}
